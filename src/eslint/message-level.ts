import type { Linter } from "eslint";

/** What `rules/create-rule.ts` adds to `meta.docs`, as far as levels go. */
interface RuleWithLevels {
  meta?: { docs?: unknown } | undefined;
}

const WARNING = 1;

/**
 * ESLint gives all messages of a rule one severity. Some of ours tell of a risk where others of the same rule tell of a
 * certain failure, and such a message is a warning at most. Returns the messages with that applied.
 */
export function withMessageLevels(
  messages: readonly Linter.LintMessage[],
  ruleOf: (ruleId: string) => RuleWithLevels | undefined,
): Linter.LintMessage[] {
  return messages.map((message) => {
    const { ruleId, messageId } = message;
    if (ruleId === null || messageId === undefined || message.severity === WARNING) return message;
    return warningsOf(ruleOf(ruleId)).includes(messageId) ? { ...message, severity: WARNING } : message;
  });
}

function warningsOf(rule: RuleWithLevels | undefined): readonly string[] {
  const docs = rule?.meta?.docs;
  return docs !== null && typeof docs === "object" && "warnings" in docs ? (docs.warnings as readonly string[]) : [];
}
