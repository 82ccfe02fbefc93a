import { spawn } from "node:child_process";

/** What a finished program left behind; `code` is null when it was killed, for instance because its time was up. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Text for the standard input; without it the input is empty and closed. */
  readonly input?: string;
  /** Milliseconds until the program is killed; a minute if not given. */
  readonly timeout?: number;
}

/**
 * Runs a program to its end and collects what it prints.
 * Rejects only when the program cannot be started at all; a failing program is an outcome.
 */
export function runProgram(file: string, args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const { cwd, env = process.env, input = "", timeout = 60_000 } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { env, stdio: "pipe", ...(cwd === undefined ? {} : { cwd }) });
    let stdout = "";
    let stderr = "";
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      // Some of the programs under test ignore SIGTERM, and their children may hold the pipes open.
      child.kill("SIGKILL");
      child.stdout.destroy();
      child.stderr.destroy();
    }, timeout);
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve({ code, stdout, stderr, timedOut });
    });
    // A program that ends without reading its input closes the pipe; that is no failure of the run.
    child.stdin.on("error", () => undefined).end(input);
  });
}

/** Runs a program that has to succeed and returns its standard output; rejects with all it printed otherwise. */
export async function runOrThrow(file: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const outcome = await runProgram(file, args, options);
  if (outcome.code === 0) return outcome.stdout;
  throw new Error(`${[file, ...args].join(" ")}: ${describeOutcome(outcome)}`);
}

/** An outcome as text for the message of a failed assertion. */
export function describeOutcome(outcome: Outcome): string {
  const end = outcome.timedOut ? "killed, its time was up" : `exit code ${outcome.code ?? "none"}`;
  return `${end}\n--- stdout\n${outcome.stdout}\n--- stderr\n${outcome.stderr}`;
}
