import { existsSync } from "node:fs";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { lintStagedPattern } from "./hook-patterns.js";
import { baselineWords, isInstalledIn, shellCommand, shellWord, yamlScalar, type InitContext } from "./init-context.js";
import type { InitStep } from "./init-step.js";
import { lefthookStep } from "./lefthook-entry.js";
import { lintStagedNames, textOf, type HookTool } from "./project-signs.js";
import { withListItem, withTopEntry } from "./yaml-insertion.js";

const REPOSITORY = "https://github.com/compose-lint/compose-lint";

/** The entry that lints what a commit changes, in the files of the hook tool. */
export function hookStep(tool: Exclude<HookTool, "none">, context: InitContext): InitStep {
  return steps[tool](context);
}

const steps: Record<Exclude<HookTool, "none">, (context: InitContext) => InitStep> = {
  "pre-commit": preCommitStep,
  lefthook: lefthookStep,
  "lint-staged": lintStagedStep,
  husky: huskyStep,
};

function preCommitStep(context: InitContext): InitStep {
  const { root } = context.signs;
  const file = [".pre-commit-config.yaml", ".pre-commit-config.yml"].map((name) => path.join(root, name)).find((name) => existsSync(name)) ?? path.join(root, ".pre-commit-config.yaml");
  const args = baselineWords(context, root);
  const hook = { id: "compose-lint", ...(args.length === 0 ? {} : { args }) };
  const value = { repo: REPOSITORY, rev: `v${context.version}`, hooks: [hook] };
  const item = [`repo: ${REPOSITORY}`, `rev: v${context.version}`, "hooks:", "  - id: compose-lint", ...(args.length === 0 ? [] : [`    args: [${args.map(yamlScalar).join(", ")}]`])];
  const before = textOf(file);
  if (before === null) {
    const lines = item.map((line, index) => `${index === 0 ? "  - " : "    "}${line}`);
    return { kind: "write", path: file, before, after: ["# Hooks of https://pre-commit.com: `pre-commit install` sets them up.", "repos:", ...lines, ""].join("\n") };
  }
  if (/\bid:\s*["']?compose-lint\b/u.test(before)) return { kind: "present", path: file };
  return written(file, before, withListItem(before, "repos", item, value), item.map((line, index) => `${index === 0 ? "- " : "  "}${line}`).join("\n"));
}

function lintStagedStep(context: InitContext): InitStep {
  const { nodeRoot: root, manifest } = context.signs;
  // lint-staged looks into node_modules/.bin itself.
  const start = isInstalledIn(root) ? "compose-lint" : shellCommand(context, root);
  const command = [start, "--with-builders", ...baselineWords(context, root).map(shellWord)].join(" ");
  const entry = { [lintStagedPattern]: command };
  const own = lintStagedNames.map((name) => path.join(root, name)).find((name) => existsSync(name));
  const inManifest = manifest?.["lint-staged"];
  if (own === undefined && inManifest === undefined) {
    return { kind: "write", path: path.join(root, ".lintstagedrc.json"), before: null, after: `${JSON.stringify(entry, null, 2)}\n` };
  }
  const file = own ?? path.join(root, "package.json");
  const before = textOf(file) ?? "";
  if ((own === undefined ? JSON.stringify(inManifest) : before).includes("compose-lint")) return { kind: "present", path: file };
  const after = withStagedCommand(before, own === undefined ? "lint-staged" : null, entry) ?? (isYamlFile(file) ? withTopEntry(before, lintStagedPattern, command) : null);
  if (after !== null) return { kind: "write", path: file, before, after };
  const where = own === undefined ? 'to the object under "lint-staged"' : "to the object that holds the commands";
  return { kind: "manual", path: file, where, text: `  ${JSON.stringify(lintStagedPattern)}: ${JSON.stringify(command)},` };
}

/** `.lintstagedrc` may be YAML too. */
function isYamlFile(file: string): boolean {
  return /(?:\.ya?ml|rc)$/u.test(file);
}

/** JSON with one more entry in front of those of the key, or of the whole; null where it is no such JSON. */
function withStagedCommand(text: string, key: string | null, added: Readonly<Record<string, string>>): string | null {
  const opening = key === null ? /^\s*\{/u.exec(text) : new RegExp(`"${key}"\\s*:\\s*\\{`, "u").exec(text);
  if (opening === null) return null;
  const at = opening.index + opening[0].length;
  const next = /^\s*/u.exec(text.slice(at))?.[0] ?? "";
  const isEmpty = text[at + next.length] === "}";
  const entry = Object.entries(added).map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`).join();
  const after = `${text.slice(0, at)}${isEmpty && !next.includes("\n") ? ` ${entry} ` : `${next}${entry}${isEmpty ? "" : ","}`}${text.slice(at)}`;
  try {
    const value = JSON.parse(text) as Record<string, Record<string, unknown>>;
    const expected = key === null ? { ...added, ...value } : { ...value, [key]: { ...added, ...value[key] } };
    return isDeepStrictEqual(JSON.parse(after), expected) ? after : null;
  } catch {
    return null;
  }
}

function huskyStep(context: InitContext): InitStep {
  const { root, nodeRoot } = context.signs;
  const file = path.join(nodeRoot, ".husky", "pre-commit");
  // git starts it in the root, wherever it lies.
  const line = [shellCommand(context, root), ...baselineWords(context, root).map(shellWord), "."].join(" ");
  const before = textOf(file);
  if (before?.includes("compose-lint") === true) return { kind: "present", path: file };
  const start = before === null || before === "" || before.endsWith("\n") ? (before ?? "") : `${before}\n`;
  return { kind: "write", path: file, before, after: `${start}${line}\n` };
}

function written(file: string, before: string, after: string | null, byHand: string): InitStep {
  return after === null ? { kind: "manual", path: file, text: byHand } : { kind: "write", path: file, before, after };
}
