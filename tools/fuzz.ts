// Throws changed texts at everything that reads what others wrote, and saves what breaks something as a test.
// `npm run fuzz -- [--seed N] [--count N] [--seconds N] [--target NAME] [--keep N]`: a seed that was printed makes the same
// texts again; without one each run has its own. `--seconds` is the time of each target, `--keep` how many cases are saved.
import { parseArgs } from "node:util";
import { FuzzInputs } from "../test/fuzz/fuzz-input.js";
import { fuzzTargets, loadTarget } from "../test/fuzz/fuzz-targets.js";
import type { FuzzTarget } from "../test/fuzz/fuzz-target.js";
import { saveCase } from "../test/fuzz/found-cases.js";
import { minimise } from "../test/fuzz/minimise.js";
import { runTarget, runText, type FuzzFailure } from "../test/fuzz/run-target.js";
import { seedsMissing } from "../test/fuzz/seeds.js";

const PATIENCE = 30;

const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    count: { type: "string", default: "1000000" },
    seconds: { type: "string", default: "20" },
    target: { type: "string", multiple: true },
    keep: { type: "string", default: "3" },
  },
});
const seed = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed);
const bounds = { seed, count: Number(values.count), seconds: Number(values.seconds), patience: PATIENCE, most: Number(values.keep) };
const targets = Object.keys(fuzzTargets).filter((name) => values.target?.includes(name) ?? true);
if (targets.length === 0 || Object.values(bounds).some((value) => !Number.isFinite(value))) {
  console.error(`Usage: npm run fuzz -- [--seed N] [--count N] [--seconds N] [--keep N] [--target NAME]\nTargets: ${Object.keys(fuzzTargets).join(", ")}`);
  process.exit(2);
}
console.log(`seed ${seed}`);
if (seedsMissing !== null) console.log(seedsMissing);
let failed = 0;
for (const target of targets) {
  const { count, failures } = await runTarget(target, bounds);
  console.log(`${target}: ${count} inputs, ${failures.length} failures`);
  for (const failure of failures) console.log(await saved(failure));
  failed += failures.length;
}
process.exitCode = failed === 0 ? 0 : 1;

/** Makes the text of a failure small, saves it, and tells of it. */
async function saved(failure: FuzzFailure): Promise<string> {
  const target = await loadTarget(failure.target);
  const text = failure.text ?? new FuzzInputs(target, seed).at(failure.index);
  const isSame = reproduces(failure, target);
  const small = await minimise(text, isSame, failure.kind === "failed" ? 3000 : 40);
  const about = `${failure.kind}: ${firstLine(failure.error)}`;
  return `  ${failure.index} ${about}\n  saved as ${saveCase({ target: failure.target, about, text: small })}\n${failure.error.split("\n").slice(0, 12).join("\n")}`;
}

/** Whether a text has the same fault. Exceptions are tried here, since a thread for each text would take long. */
function reproduces({ target: name, kind, error }: FuzzFailure, target: FuzzTarget): (text: string) => Promise<boolean> {
  if (kind !== "failed") return async (text) => (await runText(name, text, 5))?.kind === kind;
  return async (text) => {
    try {
      await target.check(text);
    } catch (thrown) {
      return kindOfError(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)) === kindOfError(error);
    }
    return false;
  };
}

/** An error without the names, numbers and texts of its input. */
function kindOfError(error: string): string {
  const at = error.split("\n").find((line) => /^\s+at .*\/(?:src|rules|test)\//u.test(line)) ?? "";
  return `${firstLine(error).replaceAll(/[\d"'`].*$/gu, "")} ${at.replaceAll(/:\d+\)?$/gu, "")}`;
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0]?.slice(0, 300) ?? "";
}
