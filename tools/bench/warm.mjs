// Prints the milliseconds of one more lint in a long run, and those that `yaml` needs to parse the same texts.
import { readFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";
import { lintTexts, NodeFileSystem } from "../../dist/api.js";

const ROUNDS = 12;
const inputs = process.argv.slice(2).map((path) => ({ path, text: readFileSync(path, "utf8") }));
const options = { cwd: process.cwd(), fileSystem: new NodeFileSystem(), variables: {}, settings: { engine: "20.10.9" }, fix: false };

const times = { lint: [], parse: [] };
for (let round = 0; round < ROUNDS; round += 1) {
  times.parse.push(time(() => inputs.forEach(({ text }) => parseAllDocuments(text))));
  times.lint.push(time(() => lintTexts(inputs, options)));
}
// The first rounds compile.
console.log(JSON.stringify({ lint: times.lint.slice(ROUNDS / 2), parse: times.parse.slice(ROUNDS / 2) }));

function time(work) {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e6;
}
