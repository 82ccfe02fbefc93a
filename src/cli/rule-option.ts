import type { ESLint, Linter } from "eslint";
import { rules } from "../eslint/rules.js";
import { rulesOfPlugins } from "./rules-of-plugins.js";
import { closestWord } from "./closest-word.js";
import { UsageError } from "./usage-error.js";

/**
 * Reads the values of `--rule`, written as in ESLint: `thread-creation: [error, {fix: unconfined}]`. The plugin's
 * prefix before the name may be given or left out.
 * @throws UsageError for what is not such a configuration, and for rules that do not exist. A rule with another prefix may
 * be of a plugin that a configuration names; `checkRuleName` looks for it when that is known.
 */
export async function parseRules(texts: readonly string[]): Promise<Record<string, Linter.RuleEntry>> {
  if (texts.length === 0) return {};
  const { readRuleEntry } = await import("../eslint/rule-entry-text.js");
  const entries: Record<string, Linter.RuleEntry> = {};
  for (const text of texts) {
    const parsed = readRuleEntry(text);
    if (!parsed.ok) throw new UsageError(`--rule '${text}' cannot be read. Write it as 'NAME: error' or 'NAME: [error, {OPTION: VALUE}]'.`);
    for (const [name, entry] of Object.entries(parsed.config)) {
      const short = name.replace(/^compose-lint\//u, "");
      if (!short.includes("/")) checkRuleName(short, {});
      entries[short] = entry as Linter.RuleEntry;
    }
  }
  return entries;
}

/**
 * What ESLint says of a setting of a rule that it cannot accept; null for any other error.
 * @param flagged The rules that `--rule` sets; others are set by a configuration.
 * @param origin The file of that configuration.
 */
export function ruleConfigurationProblem(error: unknown, flagged: Readonly<Record<string, unknown>>, origin: string | null = null): UsageError | null {
  if (!(error instanceof Error)) return null;
  const said = /Key "rules": Key "(?:compose-lint\/)?(?<rule>[^"]+)":\s*(?<problem>[^]*)/u.exec(error.message)?.groups;
  if (said?.rule === undefined || said.problem === undefined) return null;
  const setter = Object.hasOwn(flagged, said.rule) ? "--rule" : origin === null ? "The configuration" : `${origin}: it`;
  const problem = said.problem.trim().replaceAll(/(?<!\s)\s*\n\s*/gu, " ");
  // ESLint does not say which values are allowed; the rule's page does.
  const page = problem.includes("allowed values") && Object.hasOwn(rules, said.rule) ? ` \`compose-lint explain ${said.rule}\` tells them.` : "";
  return new UsageError(`${setter} sets ${said.rule} to what it cannot be. ${problem}${page}`);
}

/**
 * @param plugins Those whose rules can be set beside ours.
 * @throws UsageError if there is no rule of this name.
 */
export function checkRuleName(name: string, plugins: Readonly<Record<string, ESLint.Plugin>>): void {
  const names = [...Object.keys(rules), ...rulesOfPlugins(plugins)];
  if (names.includes(name)) return;
  const close = closestWord(name, names);
  throw new UsageError(`There is no rule ${name}.${close === null ? "" : ` Did you mean ${close}?`}`);
}
