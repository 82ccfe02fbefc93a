import { existsSync } from "node:fs";
import path from "node:path";
import { parseDocument } from "yaml";
import { lefthookPatterns } from "./hook-patterns.js";
import { baselineWords, shellCommand, shellWord, yamlScalar, type InitContext } from "./init-context.js";
import type { InitStep } from "./init-step.js";
import { lefthookNames, textOf } from "./project-signs.js";
import { withDeepItem, withMapEntry } from "./yaml-insertion.js";

interface Job {
  glob: readonly string[];
  exclude: readonly string[];
  run: string;
}

/** The entry of lefthook's configuration, which may be YAML, TOML or JSON, with `commands` or with `jobs`. */
export function lefthookStep(context: InitContext): InitStep {
  const { root } = context.signs;
  const file = lefthookNames.map((name) => path.join(root, name)).find((name) => existsSync(name)) ?? path.join(root, "lefthook.yml");
  // What lefthook starts is not looked for in node_modules/.bin.
  const run = [shellCommand(context, root), "--with-builders", ...baselineWords(context, root).map(shellWord), "{staged_files}"].join(" ");
  const job: Job = { ...lefthookPatterns, run };
  const before = textOf(file);
  if (before?.includes("compose-lint") === true) return { kind: "present", path: file };
  if (before === null) return { kind: "write", path: file, before, after: `glob_matcher: doublestar\n${commandYaml(job)}` };
  if (file.endsWith(".toml")) return { kind: "manual", path: file, text: commandToml(job) };
  if (file.endsWith(".json")) return { kind: "manual", path: file, where: "to the object that it holds", text: commandJson(job) };
  const hasJobs = parseDocument(before).hasIn(["pre-commit", "jobs"]);
  const after = hasJobs
    ? withDeepItem(before, ["pre-commit", "jobs"], { name: "compose-lint", ...job })
    : withMapEntry(before, ["pre-commit", "commands", "compose-lint"], [], job);
  return after === null ? { kind: "manual", path: file, text: hasJobs ? jobYaml(job) : commandYaml(job) } : { kind: "write", path: file, before, after };
}

function entryLines({ glob, exclude, run }: Job): string[] {
  const list = (key: string, patterns: readonly string[]): string[] => [`${key}:`, ...patterns.map((pattern) => `  - ${JSON.stringify(pattern)}`)];
  return [...list("glob", glob), ...list("exclude", exclude), `run: ${yamlScalar(run)}`];
}

function commandYaml(job: Job): string {
  return ["pre-commit:", "  commands:", "    compose-lint:", ...entryLines(job).map((line) => `      ${line}`), ""].join("\n");
}

function jobYaml(job: Job): string {
  return ["pre-commit:", "  jobs:", "    - name: compose-lint", ...entryLines(job).map((line) => `      ${line}`), ""].join("\n");
}

/** What is a string in JSON, and a list of them, is so in TOML. */
function commandToml(job: Job): string {
  return ["[pre-commit.commands.compose-lint]", ...Object.entries(job).map(([key, value]) => `${key} = ${JSON.stringify(value)}`), ""].join("\n");
}

function commandJson(job: Job): string {
  const text = JSON.stringify({ "pre-commit": { commands: { "compose-lint": job } } }, null, 2);
  return text.split("\n").slice(1, -1).join("\n");
}
