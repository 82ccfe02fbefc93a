import type { Environment } from "../main.js";
import { UsageError } from "../usage-error.js";

/** Whether someone can be asked. */
export function isTerminal({ stdin, stdout }: Pick<Environment, "stdin" | "stdout">): boolean {
  return stdin.isTTY === true && stdout.isTTY;
}

/** @throws UsageError where `--interactive` has nobody to ask. */
export function requireTerminal(environment: Pick<Environment, "stdin" | "stdout">): void {
  if (isTerminal(environment)) return;
  const stream = environment.stdin.isTTY === true ? "standard output" : "standard input";
  throw new UsageError(
    `--interactive asks at a terminal, and ${stream} is none. Without one, --fix mends what can be mended, and --fix-dry-run shows it.`,
  );
}
