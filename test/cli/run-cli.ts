import { Readable } from "node:stream";
import { main } from "../../src/cli/main.js";

export interface CliRun {
  code: number;
  stdout: string;
  stderr: string;
}

export interface CliSurroundings {
  stdin?: string;
  variables?: NodeJS.ProcessEnv;
  /** What happens while standard input is read. */
  whileReading?: () => void;
  /** Columns of a terminal; without it the output goes to a pipe. */
  columns?: number;
}

/** Runs the command line in this process, in a folder, with streams that remember what was written. */
export async function runCli(cwd: string, words: readonly string[], surroundings: CliSurroundings = {}): Promise<CliRun> {
  const { stdin = "", variables = {}, columns, whileReading = () => undefined } = surroundings;
  const stdout = rememberingStream(columns);
  const stderr = rememberingStream(columns);
  const code = await main({
    words,
    cwd,
    variables,
    stdout: stdout.stream,
    stderr: stderr.stream,
    readStdin: () => Promise.resolve(stdin),
    stdin: Readable.from(pieces(stdin, whileReading)),
  });
  return { code, stdout: stdout.written(), stderr: stderr.written() };
}

function* pieces(stdin: string, whileReading: () => void): Generator<Buffer> {
  whileReading();
  yield Buffer.from(stdin);
}

function rememberingStream(columns: number | undefined): { stream: NodeJS.WriteStream; written: () => string } {
  let text = "";
  const stream = {
    isTTY: columns !== undefined,
    columns,
    write(part: string) {
      text += part;
      return true;
    },
  };
  return { stream: stream as unknown as NodeJS.WriteStream, written: () => text };
}
