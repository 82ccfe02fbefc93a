// Asks the real Docker Compose which of the generated projects it refuses for an entry of `security_opt` that stands twice:
//   node --import tsx tools/record-security-opt-answers.ts PROGRAM [COUNT]
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { generateSecurityOpt } from "../test/compose/generate-security-opt.js";
import { askCompose } from "../test/compose/real-compose.js";
import { securityOptAnswersFile, securityOptDigest } from "../test/compose/security-opt-answers.js";

const [program, count = "600"] = process.argv.slice(2);
if (program === undefined) throw new Error("name the docker-compose program");
const version = /\d+\.\d+\.\d+/u.exec(execFileSync(program, ["version"], { encoding: "utf8" }))?.[0] ?? "unknown";

async function lineOf(seed: number, compose: string): Promise<string> {
  const sketch = generateSecurityOpt(seed);
  const folder = mkdtempSync(path.join(tmpdir(), "security-opt-"));
  try {
    for (const [name, text] of Object.entries(sketch.files)) writeFileSync(path.join(folder, name), text);
    const args = [...sketch.named.flatMap((name) => ["-f", name]), "config", "--format", "json"];
    const answer = await askCompose(compose, args, folder, { HOME: folder });
    const says = answer.ok ? "accepted" : /security_opt items at \d+ and \d+ are equal/u.test(answer.error) ? "twice" : "other";
    return `${seed} ${securityOptDigest(sketch)} ${says}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const lines: string[] = [];
for (let seed = 0; seed < Number(count); seed += 2) lines.push(...(await Promise.all([lineOf(seed, program), lineOf(seed + 1, program)])));
const head = `# What Docker Compose ${version} said of the generated projects, recorded on ${new Date().toISOString().slice(0, 10)} by tools/record-security-opt-answers.ts.\n# seed, digest of the project, answer\n`;
writeFileSync(securityOptAnswersFile, `${head}${lines.join("\n")}\n`);
for (const says of ["accepted", "twice", "other"]) console.log(says, lines.filter((line) => line.endsWith(` ${says}`)).length);
