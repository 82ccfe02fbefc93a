import { main } from "./main.js";
import { WORKER_WORD } from "./run/worker-word.js";
import { StandardStream } from "./standard-stream.js";

async function readStdin(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks));
  } catch {
    const { UsageError } = await import("./usage-error.js");
    throw new UsageError("Standard input is not text in UTF-8.");
  }
}

const stderr = new StandardStream(2, () => {
  // Where errors cannot be told, the exit status alone tells of them.
});
let cannotPrint = false;
// A reader that closed the pipe has seen enough, as in `compose-lint | head`: that is no error, and what is left to do is
// done, such as writing files. A full disk is one.
const stdout = new StandardStream(1, (error) => {
  if (error.code === "EPIPE" || cannotPrint) return;
  cannotPrint = true;
  process.exitCode = 2;
  void import("./write-file.js").then(({ describeWriteProblem }) => {
    stderr.write(`compose-lint: The output cannot be written: ${describeWriteProblem(error)}.\n`);
  });
});

/** The folder that the program was started in may have been removed since. */
function currentFolder(): string {
  try {
    return process.cwd();
  } catch {
    stderr.write("compose-lint: The current folder does not exist any more. Change to another one.\n");
    process.exit(2);
  }
}

function runProgram(): void {
  const run = main({
    words: process.argv.slice(2),
    cwd: currentFolder(),
    variables: process.env,
    stdout,
    stderr,
    readStdin,
    // Made when it is asked for: it takes longer than a small file, and few runs read it.
    get stdin() {
      return process.stdin;
    },
  });
  // Published as a CommonJS bundle, which has no `await` at the top.
  void run.then((code) => {
    process.exitCode = cannotPrint ? 2 : code;
    // Node would take down all that it has set up; that the process ends does it too.
    if (stdout.isDone && stderr.isDone && !cannotPrint) process.exit();
  });
}

if (process.argv.at(-1) === WORKER_WORD) void import("./run/lint-worker.js").then(({ serve }) => { serve(); });
else runProgram();
