import type { Linter } from "eslint";
import type { FixKind } from "../../rules/fix-kinds.js";
import type { RuleDocs } from "../../rules/lint-rule.js";
import type { Suggestion } from "./lint-result.js";

/** What is asked of a rule: its type, and what ours declare of their fixes. */
interface FixingRule {
  meta?: { type?: string | undefined; docs?: unknown } | undefined;
}

/** What kind of change the fix of a message is; null for a rule that does not say so. `noted` is the finding's own word. */
export function fixKindOf({ ruleId, messageId }: Linter.LintMessage, rule: FixingRule | undefined, noted?: FixKind): FixKind | null {
  // Without a rule ESLint itself speaks, and mends nothing but comments that are not needed.
  if (ruleId === null) return "directive";
  const fixes = (rule?.meta?.docs as RuleDocs | undefined)?.fixes ?? {};
  return noted ?? fixes[messageId ?? ""]?.[0] ?? null;
}

/** A suggestion with its kind, where the rule says what it is. */
export function withKind(suggestion: Linter.LintSuggestion, rule: FixingRule | undefined): Suggestion {
  const fixes = (rule?.meta?.docs as RuleDocs | undefined)?.fixes ?? {};
  const kind = fixes[suggestion.messageId ?? ""]?.[0];
  return kind === undefined ? suggestion : { ...suggestion, kind };
}

/**
 * Whether `--fix-type` wants a fix: a type names the type of the rule, as in ESLint, or the kind of the change. Where no
 * types are given every fix is wanted.
 */
export function isWantedType(types: readonly string[] | undefined, rule: FixingRule | undefined, kind: FixKind | null): boolean {
  if (types === undefined) return true;
  return types.includes(rule?.meta?.type ?? "") || (kind !== null && types.includes(kind));
}
