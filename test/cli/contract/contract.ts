import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { runCli, type CliRun, type CliSurroundings } from "../run-cli.js";
import { failing } from "../stacks.js";
import { temporaryFolder } from "../temporary-folder.js";

/** What proves a line of docs/cli.md. */
export type LineTest = (test: TestContext) => Promise<void> | void;

/** The tests by the names of the lines. */
export type Contract = Readonly<Record<string, LineTest>>;

export interface ContractRun extends CliRun {
  folder: string;
}

/** Runs the command line in a new folder; without files it has a Compose file whose service crashes on an old engine. */
export async function cli(
  test: TestContext,
  words: readonly string[],
  { files = { "compose.yaml": failing }, ...surroundings }: CliSurroundings & { files?: Readonly<Record<string, string | Uint8Array>> } = {},
): Promise<ContractRun> {
  const folder = temporaryFolder(test, files);
  return { folder, ...(await runCli(folder, words, surroundings)) };
}

export function assertCode(run: CliRun, code: number): void {
  assert.equal(run.code, code, `${run.stdout}\n${run.stderr}`);
}

/** The messages of `--format json`, over all files. */
export function messagesOf({ stdout }: CliRun): { message: string; ruleId: string | null; line: number; column: number }[] {
  return (JSON.parse(stdout) as { messages: { message: string; ruleId: string | null; line: number; column: number }[] }[]).flatMap(({ messages }) => messages);
}
