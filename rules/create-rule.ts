import { RuleCreator } from "@typescript-eslint/utils/eslint-utils";

/** What our rules say of themselves beyond ESLint's own `meta`. */
export interface RuleDocs {
  /** The smallest shipped set that has the rule. */
  set: "recommended" | "strict" | "all";
  /** The level that the sets give it. */
  level: "error" | "warn";
  /** Messages that are warnings even where the rule is set to `error`: they tell of a risk, not of a failure. */
  warnings?: readonly string[];
}

/** Where the page of a rule is. */
export function rulePage(name: string): string {
  return `https://github.com/compose-lint/compose-lint/blob/main/docs/rules/${name}.md`;
}

export const createRule = RuleCreator<RuleDocs>(rulePage);
