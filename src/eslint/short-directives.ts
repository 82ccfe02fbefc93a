import type { Linter } from "eslint";

// What ESLint says of a comment that is not needed; the comment's own words are not in it.
const aboutDirective = /^Unused eslint-(?:disable|enable) directive/u;
const shortComment = /#\s*compose-lint-(?:disable|enable)/u;

/** Whether a text has a comment in the short form, of which `withShortDirectives` may have to speak. */
export function hasShortDirectives(text: string): boolean {
  return shortComment.test(text);
}

/** ESLint calls every directive comment by its own name; who wrote the short form looks for that. */
export function withShortDirectives(messages: Linter.LintMessage[], text: string): Linter.LintMessage[] {
  if (!messages.some(({ ruleId, message }) => ruleId === null && aboutDirective.test(message))) return messages;
  const lines = text.split(/\r?\n/u);
  return messages.map((message) => {
    const isShort = message.ruleId === null && aboutDirective.test(message.message) && shortComment.test(lines[message.line - 1] ?? "");
    return isShort ? { ...message, message: message.message.replaceAll(/\beslint-(?=disable|enable)/gu, "compose-lint-") } : message;
  });
}
