/**
 * Records what the real BuildKit says of the Dockerfiles that the tests compare ours with:
 *
 *     node --import tsx tools/dockerfile-oracle.ts
 *
 * Source: Docker Engine 29.4.2 (BuildKit v0.29.0) through Buildx 0.29.1, from ENGINES_DIR; inputs: the corpus of
 * SHARED_DIR, test/dockerfile/oracle-cases.ts, and changed copies of both from a fixed seed. Takes some ten minutes on
 * two cores.
 */
import { askAll } from "../test/dockerfile/ask-all.js";
import { askedEngine } from "../test/dockerfile/ask-buildkit.js";
import { caseInputs, corpusInputs, mutationInputs, textDigest } from "../test/dockerfile/oracle-inputs.js";
import { writeRecordedAnswers, type RecordedAnswer } from "../test/dockerfile/recorded-answers.js";

const inputs = [...corpusInputs(), ...caseInputs(), ...mutationInputs()];
const found = new Map<string, RecordedAnswer>();
await askAll(inputs, (input, answer) => {
  found.set(input.id, [textDigest(input.text), answer]);
  if (found.size % 100 === 0) console.log(`${found.size} of ${inputs.length}`);
});
const answers: Record<string, RecordedAnswer> = {};
for (const { id } of inputs) {
  const answer = found.get(id);
  if (answer !== undefined) answers[id] = answer;
}
writeRecordedAnswers({
  source: `Docker Engine ${askedEngine} (BuildKit v0.29.0), Buildx 0.29.1`,
  date: new Date().toISOString().slice(0, 10),
  answers,
});
