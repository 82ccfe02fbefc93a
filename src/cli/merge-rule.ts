import type { Linter } from "eslint";

/** A rule's setting over an earlier one. As in ESLint, a level alone changes the level alone. */
export function mergeRule(earlier: Linter.RuleEntry | undefined, later: Linter.RuleEntry): Linter.RuleEntry {
  if (Array.isArray(later) || !Array.isArray(earlier)) return later;
  const options: unknown[] = earlier.slice(1);
  return [later, ...options];
}
