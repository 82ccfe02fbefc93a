import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { text } from "node:stream/consumers";
import type { TestContext } from "node:test";

/** The program as it is published; `npm test` builds it first. */
export const builtProgram = path.resolve("dist", "bin.cjs");

export interface ProgramEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface StartedProgram {
  child: ChildProcessWithoutNullStreams;
  /** Settles when it has ended. Its output is read from here on only. */
  end: () => Promise<ProgramEnd>;
}

/** Starts the published program in a folder; the test's end kills what is left of it. */
export function startProgram(test: TestContext, cwd: string, words: readonly string[], variables: NodeJS.ProcessEnv = {}): StartedProgram {
  const env = { ...process.env, NO_COLOR: "1", NODE_DISABLE_COMPILE_CACHE: "1", ...variables };
  const child = spawn(process.execPath, [builtProgram, ...words], { cwd, env });
  test.after(() => {
    child.kill("SIGKILL");
  });
  const ended = once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>;
  const end = async (): Promise<ProgramEnd> => {
    const [stdout, stderr, [code, signal]] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    return { code, signal, stdout, stderr };
  };
  return { child, end };
}
