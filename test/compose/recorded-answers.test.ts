import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { generateProject } from "./generate-project.js";
import { ourModel } from "./our-model.js";
import { projectDigest, readRecordedAnswers, servicesDigest } from "./recorded-answers.js";

describe("the recorded answers of Docker Compose 2.40.3", () => {
  const answers = readRecordedAnswers();
  const accepted = answers.filter((answer) => answer.services !== "refused");

  it("are of the projects that the generator makes today", () => {
    const stale = answers.filter(({ seed, project }) => projectDigest(generateProject(seed)) !== project);
    assert.deepEqual(stale.map((answer) => answer.seed), [], "record again with tools/record-compose-answers.ts");
  });

  it("agree with our services, key for key and value for value", (test) => {
    const differing = accepted.filter(({ seed, services }) => servicesDigest(ourModel(generateProject(seed))) !== services);
    test.diagnostic(`${accepted.length - differing.length} equal of ${accepted.length} compared`);
    assert.ok(accepted.length >= 2000);
    assert.deepEqual(differing.map((answer) => answer.seed), []);
  });

  it("never make the loader throw where Compose refuses the project", () => {
    for (const { seed, services } of answers) if (services === "refused") assert.doesNotThrow(() => ourModel(generateProject(seed)), `seed ${seed}`);
  });
});
