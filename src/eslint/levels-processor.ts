import type { Linter } from "eslint";
import { withMessageLevels } from "./message-level.js";
import { rules } from "./rules.js";
import { hasShortDirectives, withShortDirectives } from "./short-directives.js";

const ruleOf = new Map<string, (typeof rules)[keyof typeof rules]>(
  Object.entries(rules).map(([name, rule]) => [`compose-lint/${name}`, rule]),
);

/** Files that begin with `#!`, which ESLint 8 makes `//` before it gives the text to a parser. */
const withShebang = new Set<string>();
/** The texts at hand that have directive comments in the short form, by file. */
const withShort = new Map<string, string>();

/**
 * The processor of the shipped configurations. ESLint gives all messages of a rule one severity; this makes those that
 * tell of a risk warnings, as the command line does. Texts and fixes pass as they are.
 */
export const levelsProcessor = {
  meta: { name: "compose-lint/levels" },
  supportsAutofix: true,
  preprocess(text: string, filename: string): string[] {
    if (/^\uFEFF?#!/u.test(text)) withShebang.add(filename);
    else withShebang.delete(filename);
    if (hasShortDirectives(text)) withShort.set(filename, text);
    return [text];
  },
  postprocess(messageLists: Linter.LintMessage[][], filename: string): Linter.LintMessage[] {
    const messages = withMessageLevels(messageLists.flat(), (ruleId) => ruleOf.get(ruleId));
    const text = withShort.get(filename);
    withShort.delete(filename);
    return text === undefined ? messages : withShortDirectives(messages, text);
  },
} satisfies Linter.Processor;

/** The text as it is in the file, where ESLint 8 took its start for that of a script. */
export function originalStart(text: string, filename: string): string {
  return withShebang.has(filename) && text.startsWith("//") ? `#!${text.slice(2)}` : text;
}
