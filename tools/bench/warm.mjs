// The time of one more lint in a long run against what `yaml` needs to parse the same texts.
import { readFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";
import { lintTexts, NodeFileSystem } from "../../dist/api.js";

const ROUNDS = 12;
const inputs = process.argv.slice(2).map((path) => ({ path, text: readFileSync(path, "utf8") }));
const fileSystem = new NodeFileSystem();
const options = { cwd: process.cwd(), fileSystem, variables: {}, settings: { engine: "20.10.9" }, fix: false };

const ratios = [];
for (let round = 0; round < ROUNDS; round += 1) {
  const parse = time(() => inputs.forEach(({ text }) => parseAllDocuments(text)));
  const lint = time(() => lintTexts(inputs, options));
  // The first rounds compile.
  if (round >= ROUNDS / 2) ratios.push(lint / parse);
}
ratios.sort((a, b) => a - b);
const [low, middle, high] = [0.25, 0.5, 0.75].map((part) => ratios[Math.floor(part * ratios.length)].toFixed(2));
console.log(`${"warm, the same files, against yaml's parse".padEnd(44)} ${middle.padStart(6)}  (${low} to ${high})  aim: at most 2`);

function time(work) {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start);
}
