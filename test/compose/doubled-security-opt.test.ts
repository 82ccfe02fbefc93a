import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { DOUBLED_SECURITY_OPT } from "../../src/compose/doubled-security-opt.js";
import { loadProject } from "../../src/compose/load-project.js";
import { generateSecurityOpt } from "./generate-security-opt.js";
import { MemoryFileSystem } from "./memory-file-system.js";
import { readSecurityOptAnswers, securityOptDigest } from "./security-opt-answers.js";

/** Whether an entry is found that comes twice. */
function isDoubled(seed: number): boolean {
  const { files, named } = generateSecurityOpt(seed);
  const paths = new Map(Object.entries(files).map(([name, text]) => [`/project/${name}`, text]));
  const { problems } = loadProject(named, { workingDirectory: "/project", environment: {} }, new MemoryFileSystem(paths));
  return problems.some(({ code }) => code === DOUBLED_SECURITY_OPT);
}

describe("entries of security_opt that stand twice", () => {
  const answers = readSecurityOptAnswers();

  it("are recorded of the projects that the generator makes today", () => {
    const stale = answers.filter(({ seed, project }) => securityOptDigest(generateSecurityOpt(seed)) !== project);
    assert.deepEqual(stale.map(({ seed }) => seed), [], "record again with tools/record-security-opt-answers.ts");
  });

  it("are found in the projects that Docker Compose 2.40.3 refuses for them, and in no others", () => {
    const [twice, accepted] = ["twice", "accepted"].map((word) => answers.filter(({ says }) => says === word));
    assert.ok((twice?.length ?? 0) > 100 && (accepted?.length ?? 0) > 100);
    assert.deepEqual(twice?.filter(({ seed }) => !isDoubled(seed)).map(({ seed }) => seed), []);
    assert.deepEqual(accepted?.filter(({ seed }) => isDoubled(seed)).map(({ seed }) => seed), []);
  });
});
