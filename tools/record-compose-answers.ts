// Asks the real Docker Compose about the generated projects of test/compose and writes what it says into a fixture:
//   node --import tsx tools/record-compose-answers.ts PROGRAM [COUNT]
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { generateProject } from "../test/compose/generate-project.js";
import { askComposeOf } from "../test/compose/real-compose.js";
import {
  printRecordedAnswers,
  projectDigest,
  recordedAnswersFile,
  servicesDigest,
  type RecordedAnswer,
} from "../test/compose/recorded-answers.js";

const [program, count = "2600"] = process.argv.slice(2);
if (program === undefined) throw new Error("name the docker-compose program");
const version = /\d+\.\d+\.\d+/u.exec(execFileSync(program, ["version"], { encoding: "utf8" }))?.[0] ?? "unknown";

async function answerOf(seed: number, compose: string): Promise<RecordedAnswer> {
  const project = generateProject(seed);
  const answer = await askComposeOf(compose, project);
  return { seed, project: projectDigest(project), services: answer.ok ? servicesDigest(answer.model) : "refused" };
}

const answers: RecordedAnswer[] = [];
for (let seed = 0; seed < Number(count); seed += 2) {
  answers.push(...(await Promise.all([answerOf(seed, program), answerOf(seed + 1, program)])));
}
writeFileSync(recordedAnswersFile, printRecordedAnswers(answers, version, new Date().toISOString().slice(0, 10)));
console.log(`${answers.length} projects, ${answers.filter((answer) => answer.services !== "refused").length} accepted`);
