import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { differences } from "./compare-answers.js";
import {
  caseInputs,
  corpusInputs,
  corpusUnavailable,
  mutationInputs,
  textDigest,
  type OracleInput,
} from "./oracle-inputs.js";
import { ourAnswer } from "./our-answer.js";
import { readRecordedAnswers } from "./recorded-answers.js";

const recorded = readRecordedAnswers();

/** Compares every input of a kind with what was recorded of it. */
function compareAll(inputs: readonly OracleInput[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { id, text } of inputs) {
    const [digest, answer] = recorded.answers[id] ?? ["", undefined];
    assert.ok(answer, `${id} is recorded; tools/dockerfile-oracle.ts records it`);
    assert.equal(
      digest,
      textDigest(text),
      `${id} is the text that BuildKit was asked about; tools/dockerfile-oracle.ts asks again`,
    );
    const { kind, found } = differences(answer, ourAnswer(text));
    assert.deepEqual(found, [], `${id}: ${JSON.stringify(text)}`);
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

function describeCounts(counts: Record<string, number>): string {
  return Object.entries(counts)
    .sort()
    .map(([kind, count]) => `${count} ${kind}`)
    .join(", ");
}

describe(`recorded answers of ${recorded.source}`, () => {
  it("are ours for the small Dockerfiles", (test) => {
    test.diagnostic(describeCounts(compareAll(caseInputs())));
  });

  it("are ours for every Dockerfile of the corpus", { skip: corpusUnavailable() ?? false }, (test) => {
    const inputs = corpusInputs();
    assert.ok(inputs.length > 90);
    test.diagnostic(describeCounts(compareAll(inputs)));
  });

  it("are ours for the mutations", { skip: corpusUnavailable() ?? false }, (test) => {
    const counts = compareAll(mutationInputs());
    test.diagnostic(describeCounts(counts));
    assert.ok((counts.accepted ?? 0) >= 400, "enough mutations are still accepted");
  });
});
