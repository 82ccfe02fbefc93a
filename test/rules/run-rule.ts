import type { Linter } from "eslint";
import type { RuleName } from "../../src/eslint/rules.js";
import { rules } from "../../src/eslint/rules.js";
import type { LintSettings } from "../../src/eslint/settings.js";
import { lintTexts } from "../../src/lint/lint-files.js";
import type { Finding } from "../../src/lint/lint-result.js";
import type { RequiredFile } from "../../src/eslint/lint-host.js";
import { MemoryFileSystem } from "../memory-file-system.js";

export interface RuleRun {
  rule: RuleName;
  text: string;
  /** Name of the file under lint in the folder `/project`; tells the language. */
  name?: string;
  /** Other files of `/project`, by name. */
  files?: Readonly<Record<string, string>>;
  settings?: LintSettings;
  options?: readonly unknown[];
  variables?: Readonly<Record<string, string>>;
}

export interface RuleOutcome {
  findings: Finding[];
  /** The text with all fixes; the text itself where there is none. */
  output: string;
  /** By name in `/project`. */
  written: Record<string, string>;
  /** What is found in the output with the written files beside it. */
  left: Finding[];
}

/** Runs one rule, alone, as the command line does: first without fixes, then with them, then over the fixed text. */
export function runRule(run: RuleRun): RuleOutcome {
  const findings = lint(run, false).findings;
  const fixed = lint(run, true);
  const written = Object.fromEntries(fixed.requiredFiles.map(({ path, text }) => [path.slice("/project/".length), text]));
  const again: RuleRun = { ...run, text: fixed.output, files: { ...run.files, ...written } };
  return { findings, output: fixed.output, written, left: lint(again, false).findings };
}

function lint(
  { rule, text, name = "compose.yaml", files = {}, settings = {}, options, variables = {} }: RuleRun,
  fix: boolean,
): { findings: Finding[]; output: string; requiredFiles: RequiredFile[] } {
  const path = `/project/${name}`;
  const others = Object.entries(files).map(([file, content]) => [`/project/${file}`, content] as const);
  const off = Object.fromEntries(Object.keys(rules).map((other) => [other, "off"] as const));
  const entry: Linter.RuleEntry = options === undefined ? "error" : ["error", ...options];
  const { results, requiredFiles } = lintTexts([{ path, text }], {
    cwd: "/project",
    fileSystem: new MemoryFileSystem({ ...Object.fromEntries(others), [path]: text }),
    settings,
    variables,
    rules: { ...off, [rule]: entry },
    fix,
  });
  const [result] = results;
  if (result === undefined) throw new Error("The linter gave no result for the file.");
  return { findings: result.messages, output: result.output ?? text, requiredFiles };
}
