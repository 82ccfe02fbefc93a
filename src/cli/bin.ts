import module from "node:module";
import { main } from "./main.js";

// Not in Node 20: keeps the compiled code of the bundle from one run to the next.
if ("enableCompileCache" in module) (module as { enableCompileCache: () => void }).enableCompileCache();

async function readStdin(): Promise<string> {
  process.stdin.setEncoding("utf8");
  let text = "";
  for await (const chunk of process.stdin) text += String(chunk);
  return text;
}

// A reader that closed the pipe has seen enough: `compose-lint | head` is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
  throw error;
});

process.exitCode = await main({
  words: process.argv.slice(2),
  cwd: process.cwd(),
  variables: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  readStdin,
  stdin: process.stdin,
});
