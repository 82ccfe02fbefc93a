import { main } from "./main.js";

async function readStdin(): Promise<string> {
  process.stdin.setEncoding("utf8");
  let text = "";
  for await (const chunk of process.stdin) text += String(chunk);
  return text;
}

// A reader that closed the pipe has seen enough: `compose-lint | head` is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
  // A full disk, for instance: nothing more can be printed.
  process.stderr.write(`compose-lint: The output cannot be written: ${error.message}.\n`);
  process.exit(2);
});

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
  process.exitCode = code;
});
