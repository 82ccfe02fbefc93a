// Runs the commands that the pages show and writes what they print into the pages. `--check` only says where a page
// shows something else.
//
// A `console` block starts with `$ npx compose-lint ...` or `$ compose-lint ...`; the rest of it is the output. The
// command runs in this repository; behind a `yaml` or `dockerfile` block it runs in a folder that holds just that file.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const check = process.argv.includes("--check");
const program = path.resolve("dist/bin.cjs");
const pages = ["README.md", "README.zh-CN.md", ...readdirSync("docs", { recursive: true }).map((file) => path.join("docs", file))]
  .filter((file) => file.endsWith(".md"))
  .filter((file) => exists(file));
const ruleFixes = new Map(JSON.parse(execFileSync(process.execPath, [program, "rules", "--format", "json"], { encoding: "utf8" })).map(({ name, fixes }) => [name, fixes]));
const DAY = "2026-11-27";
let stale = 0;

for (const page of pages) {
  const text = readFileSync(page, "utf8");
  const updated = updatePage(text);
  if (updated === text) continue;
  stale += 1;
  if (check) console.error(`${page} shows another output than the program prints: run \`npm run generate\`.`);
  else writeFileSync(page, updated);
}
if (check && stale > 0) process.exit(1);

function updatePage(text) {
  let file = null;
  return withKinds(text).replaceAll(/^```(\w+)\n([\s\S]*?)^```$/gm, (block, language, body) => {
    if (language === "yaml" || language === "dockerfile") file = { language, body };
    if (language !== "console") return block;
    if (!/^\$ (npx )?compose-lint /.test(body)) throw new Error(`A console block starts with "$ compose-lint ...", so that its output is made:\n${block}`);
    const command = body.split("\n", 1)[0];
    return `\`\`\`console\n${command}\n${outputOf(command, file)}\`\`\``;
  });
}

/** The list below these words tells the kinds of change that the rule of the page makes, and what they may break. */
function withKinds(text) {
  const name = /^# (\S+)\n/.exec(text)?.[1];
  return text.replace(/^(The changes, by the words that `--fix-type` takes:\n\n)(?:(?:- | {2}).*\n)*/m, (_all, words) => {
    return words + (ruleFixes.get(name) ?? []).map(({ kind, does, mayBreak }) => wrapped(`\`${kind}\` ${does}. ${mayBreak}`)).join("");
  });
}

/** An item of a list, in lines of at most 120 characters. */
function wrapped(item) {
  const lines = ["-"];
  for (const word of item.split(" ")) {
    if (lines.at(-1).length + 1 + word.length > 120) lines.push(" ");
    lines.push(`${lines.pop()} ${word}`);
  }
  return `${lines.join("\n")}\n`;
}

function outputOf(command, file) {
  const words = shellWords(command.replace(/^\$ (npx )?compose-lint/, ""));
  const folder = file === null || words.some((word) => word.startsWith("examples/")) ? "." : mkdtempSync(path.join(tmpdir(), "compose-lint-docs-"));
  if (folder !== ".") writeFileSync(path.join(folder, file.language === "yaml" ? "compose.yaml" : "Dockerfile"), file.body);
  // The pages stay what they are as days pass: images are judged as on the day on which their table was looked at.
  const isJudging = !["profile", "hosts"].includes(words[0]) && !words.includes("--date") && !words.includes("--help");
  if (isJudging) words.push("--date", DAY);
  const result = spawnSync(process.execPath, [program, ...words], { cwd: folder, encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } });
  if (folder !== ".") rmSync(folder, { recursive: true });
  return (result.stdout + result.stderr).trimEnd() + "\n";
}

/** Splits a command line as a shell does, so that quotes in a page mean what they say. */
function shellWords(line) {
  return execFileSync("sh", ["-c", `printf '%s\\n' ${line}`], { encoding: "utf8" }).split("\n").filter((word) => word !== "");
}

function exists(file) {
  try {
    readFileSync(file);
    return true;
  } catch {
    return false;
  }
}
