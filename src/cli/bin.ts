import { main } from "./main.js";

async function readStdin(): Promise<string> {
  process.stdin.setEncoding("utf8");
  let text = "";
  for await (const chunk of process.stdin) text += String(chunk);
  return text;
}

let cannotPrint = false;
// A reader that closed the pipe has seen enough, as in `compose-lint | head`: that is no error, and what is left to do is
// done, such as writing files. A full disk is one.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE" || cannotPrint) return;
  cannotPrint = true;
  process.exitCode = 2;
  void import("./write-file.js").then(({ describeWriteProblem }) => {
    process.stderr.write(`compose-lint: The output cannot be written: ${describeWriteProblem(error)}.\n`);
  });
});
// Where errors cannot be told, the exit status alone tells of them.
process.stderr.on("error", () => undefined);

/** The folder that the program was started in may have been removed since. */
function currentFolder(): string {
  try {
    return process.cwd();
  } catch {
    process.stderr.write("compose-lint: The current folder does not exist any more. Change to another one.\n");
    process.exit(2);
  }
}

const run = main({
  words: process.argv.slice(2),
  cwd: currentFolder(),
  variables: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  readStdin,
  // Made when it is asked for: it takes longer than a small file, and few runs read it.
  get stdin() {
    return process.stdin;
  },
});
// Published as a CommonJS bundle, which has no `await` at the top.
void run.then((code) => {
  process.exitCode = cannotPrint ? 2 : code;
});
