import { disableParts, type DisablePart } from "../eslint/directive-comments.js";
import { LineIndex } from "../text/line-index.js";
import type { Finding } from "./lint-result.js";

interface Directive extends DisablePart {
  /** The line that it is written on, from 1. */
  line: number;
  used: boolean;
}

/** From the first to the last line of a command, from 1. */
export interface CommandLines {
  readonly first: number;
  readonly last: number;
}

// Only what looks like a directive is read as a comment: what `#` means depends on the language and on quotes.
const comment = /(?:(?<=^|\s)(?:#|\/\/)(?<line>\s*(?:eslint|compose-lint)-(?:disable|enable)[^\r\n]*)|<!--(?<page>\s*(?:eslint|compose-lint)-(?:disable|enable)(?:(?!-->)[^\r\n])*)-->)/gmu;

/**
 * The comments of a script, Makefile, page or CI file that switch rules off: those that Compose files have too, behind
 * `#` or `//`, or in `<!-- -->`. A comment holds for a command if one of the command's lines is meant.
 */
export class CommandDirectives {
  readonly #directives: Directive[] = [];

  constructor(text: string) {
    if (!/(?:eslint|compose-lint)-(?:disable|enable)/u.test(text)) return;
    const lines = new LineIndex(text);
    for (const match of text.matchAll(comment)) {
      const value = match.groups?.line ?? match.groups?.page ?? "";
      // What stands before the text of a comment counts as one character, as `#` does.
      const end = match.index + match[0].length - (match.groups?.page === undefined ? 0 : "-->".length);
      const range: [number, number] = [end - value.length - 1, end];
      const loc = lines.locationOf(range);
      for (const part of disableParts({ value, range, loc }, lines)) {
        this.#directives.push({ ...part, line: loc.start.line, used: false });
      }
    }
  }

  get isEmpty(): boolean {
    return this.#directives.length === 0;
  }

  /** What is reported in spite of the comments; those that kept something back are marked as used. */
  keep(messages: readonly Finding[], lines: CommandLines): Finding[] {
    return messages.filter((message) => {
      const directive = this.#directiveFor(message.ruleId ?? "", lines);
      if (directive === null) return true;
      directive.used = true;
      return false;
    });
  }

  /** Warnings about the comments that kept nothing back. */
  unused(): Finding[] {
    return this.#directives
      .filter(({ type, used }) => !used && type !== "enable")
      .map(({ type, value, place: { loc } }) => ({
        ruleId: null,
        severity: 1,
        message: `Unused compose-lint-${type} directive (no problems were reported${value === "" ? "" : ` from '${value}'`}).`,
        line: loc.start.line,
        column: loc.start.column + 1,
        endLine: loc.end.line,
        endColumn: loc.end.column + 1,
      }));
  }

  #directiveFor(ruleId: string, { first, last }: CommandLines): Directive | null {
    let found: Directive | null = null;
    for (const directive of this.#directives) {
      if (directive.value !== "" && directive.value !== ruleId) continue;
      const { type, line } = directive;
      const isMeant = (target: number): boolean => target >= first && target <= last;
      if (type === "disable-line" ? isMeant(line) : type === "disable-next-line" && isMeant(line + 1)) return directive;
      if (line > first) continue;
      if (type === "disable") found = directive;
      if (type === "enable") found = null;
    }
    return found;
  }
}
