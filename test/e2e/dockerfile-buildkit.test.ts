import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { askAll } from "../dockerfile/ask-all.js";
import { differences } from "../dockerfile/compare-answers.js";
import {
  caseInputs,
  corpusInputs,
  corpusUnavailable,
  mutationInputs,
  type OracleInput,
} from "../dockerfile/oracle-inputs.js";
import { ourAnswer } from "../dockerfile/our-answer.js";
import { hasRealEngines } from "./places.js";
import { unavailable } from "./unavailable.js";

const skip = hasRealEngines
  ? (unavailable() ?? corpusUnavailable() ?? false)
  : "needs the folder of real engines (ENGINES_DIR)";

/** Of the small Dockerfiles and the mutations every so many are asked about; the recorded answers are about all. */
const STEP = 12;

/** A slow machine asks less, so that the test always ends in about two minutes. */
const MOST_MILLISECONDS = 120_000;

function* inputsToAsk(): Generator<OracleInput> {
  const end = Date.now() + MOST_MILLISECONDS;
  const sample = [...caseInputs(), ...mutationInputs()].filter((_, index) => index % STEP === 0);
  for (const input of [...corpusInputs(), ...sample]) {
    if (Date.now() > end) return;
    yield input;
  }
}

describe("the real BuildKit of Docker Engine 29.4.2", { skip }, () => {
  it("resolves stages, bases, ARGs and commands as we do, and refuses what we refuse", async (test) => {
    const counts = new Map<string, number>();
    await askAll(inputsToAsk(), ({ id, text }, answer) => {
      const { kind, found } = differences(answer, ourAnswer(text));
      assert.deepEqual(found, [], `${id}: ${JSON.stringify(text)}`);
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    });
    test.diagnostic([...counts].map(([kind, count]) => `${count} ${kind}`).join(", "));
    assert.ok((counts.get("accepted") ?? 0) > 20, "BuildKit was there to accept some");
  });
});
