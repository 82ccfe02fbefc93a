import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Random } from "../compose/random.js";
import { foundCases } from "./found-cases.js";
import { fuzzTargets, loadTarget } from "./fuzz-targets.js";
import { minimise } from "./minimise.js";
import { mutateText } from "./mutate-text.js";
import { readProjectText, writeProjectText } from "./project-text.js";
import { runTarget } from "./run-target.js";
import { seedsMissing } from "./seeds.js";

const seed = 20261127;
// As many as are done in a second or less; `npm run fuzz` tries more.
const counts: Readonly<Record<string, number>> = { lint: 25, "command-line": 40, project: 150, compose: 100, "half-typed": 100, "docker-run": 30, profile: 80, "ignore-file": 60, baseline: 60 };
/** Seconds until a thread that does nothing more is ended: many times what any input takes on a busy machine. */
const patience = 120;

describe("whatever a text is, what reads it keeps its word", () => {
  for (const target of Object.keys(fuzzTargets)) {
    it(`${target}, in a few changed texts`, async (test) => {
      if (seedsMissing !== null) test.diagnostic(seedsMissing);
      const { count, failures } = await runTarget(target, { seed, count: counts[target] ?? 300, seconds: 3600, patience });
      // A slow machine is no fault; `npm run fuzz` looks at the time.
      const [failure] = failures.filter(({ kind }) => kind !== "slow");
      assert.equal(failure, undefined, `input ${failure?.index ?? 0}: ${failure?.error ?? ""}\n${JSON.stringify(failure?.text)}`);
      assert.ok(count > 0 || failures.length > 0);
    });
  }

  for (const { file, target, text, about } of foundCases()) {
    it(`in ${file}: ${about}`, async () => {
      await (await loadTarget(target)).check(text);
    });
  }
});

describe("the fuzzer", () => {
  it("makes the same texts of the same seed, and others of another", () => {
    const material = { pieces: ["x", "y"], others: ["a\nb\n", "c\n"] };
    const texts = (start: number): string[] => Array.from({ length: 50 }, (_, index) => mutateText("services:\n  web: {}\n", new Random(start + index), material));
    assert.deepEqual(texts(1), texts(1));
    assert.notDeepEqual(texts(1), texts(1000));
  });

  it("makes a failing text small", async () => {
    const fails = (text: string): Promise<boolean> => Promise.resolve(text.includes("b") && text.includes("z"));
    assert.equal(await minimise("aaa\nabc\nddd\nxyz\n", fails), "bz");
  });

  it("writes a project as one text and reads it back", () => {
    const text = writeProjectText([["compose.yaml", "a\n"], ["x/Dockerfile", "FROM b\n"], [".env", "A=1\n"]]);
    assert.deepEqual(readProjectText(text).files, { "/project/compose.yaml": "a\n", "/project/x/Dockerfile": "FROM b\n", "/project/.env": "A=1\n" });
  });

  it("tells of a text that fails, and of one on which a thread hangs or ends", async () => {
    const bounds = { seed, count: 3, seconds: 3600, patience: 8 };
    const outcomes = await Promise.all(["fails", "hangs", "exits"].map((name) => runTarget(`self-test-${name}`, bounds)));
    assert.deepEqual(outcomes.map(({ failures }) => failures.map(({ kind, index }) => `${kind} ${index}`)), [["failed 0"], ["hangs 0"], ["failed 0"]]);
  });
});
