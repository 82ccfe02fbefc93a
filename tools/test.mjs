// Runs the tests: all of them, or those whose path contains one of the words given (`npm test -- dockerfile`).
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";

const words = process.argv.slice(2);
const files = readdirSync("test", { recursive: true })
  .map((file) => path.join("test", file).replaceAll("\\", "/"))
  .filter((file) => file.endsWith(".test.ts"))
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .sort();
if (files.length === 0) {
  console.error(`No test file matches ${words.join(", ")}.`);
  process.exit(2);
}
// The default reporter for a pipe is TAP on Node 20; the spec reporter reads well in both places.
const result = spawnSync(
  process.execPath,
  ["--import", "tsx", "--test", "--test-reporter=spec", "--test-concurrency=2", ...files],
  { stdio: "inherit" },
);
process.exit(result.status ?? 1);
