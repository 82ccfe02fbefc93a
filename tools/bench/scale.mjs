// Prints the milliseconds and MB that one file with many services takes.
import { lintTexts, NodeFileSystem } from "../../dist/api.js";

const count = Number(process.argv[2]);
const services = Array.from(
  { length: count },
  (_, index) => `  service${index}:\n    image: node:20\n    environment:\n      NUMBER: "${index}"\n    ports:\n      - "${index % 60000}:80"\n`,
);
const text = `services:\n${services.join("")}`;
const options = { cwd: process.cwd(), fileSystem: new NodeFileSystem(), variables: {}, settings: { engine: "20.10.9" }, fix: false };

lintTexts([{ path: "/bench/compose.yaml", text: text.slice(0, 600) }], options);
globalThis.gc();
const before = process.memoryUsage().heapUsed;
const start = process.hrtime.bigint();
const run = lintTexts([{ path: "/bench/compose.yaml", text }], options);
const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
const megabytes = (process.memoryUsage().heapUsed - before) / 2 ** 20;
if (run.results[0].messages.length !== count) throw new Error("Not every service was judged.");
console.log(JSON.stringify({ ms: milliseconds, mb: megabytes }));
