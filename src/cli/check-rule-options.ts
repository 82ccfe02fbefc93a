import path from "node:path";
import type { Linter } from "eslint";
import type { FileSystem } from "../compose/file-system.js";
import { lintTexts, type FileConfig } from "../lint/lint-files.js";
import { ruleConfigurationProblem } from "./rule-option.js";

/** A file without content, for what needs a file to be asked. */
const nothing: FileSystem = {
  read: () => ({ ok: false, problem: "not-found" }),
  facts: () => null,
  list: () => [],
  realPath: (place) => place,
  homeDirectory: () => null,
};

/**
 * Has ESLint check the options of rules, before a file is linted.
 * @param flagged The rules that `--rule` sets; others are set by a configuration.
 * @param origin The file of the configuration; null where there is none.
 * @throws UsageError for options that a rule does not take.
 */
export function checkRuleOptions(config: FileConfig, cwd: string, flagged: Readonly<Record<string, Linter.RuleEntry>>, origin: string | null): void {
  const inputs = ["compose.yaml", "Dockerfile"].map((name) => ({ path: path.join(cwd, name), text: "" }));
  try {
    lintTexts(inputs, { ...config, settings: {}, cwd, fileSystem: nothing, variables: {}, fix: false });
  } catch (error) {
    throw ruleConfigurationProblem(error, flagged, origin) ?? error;
  }
}
