import type { LineIndex } from "../text/line-index.js";
import type { SyntaxProblem } from "../text/source-range.js";
import { lenientLexer, lexerSigns, SCALAR_SIGN } from "./lenient-lexer.js";

const blank = /^[ \t]+$/u;
const lineBreak = /^\r?\n$/u;

/**
 * The first tab of a text that go-yaml refuses, with which Docker Compose reads, and `yaml` takes as YAML 1.2 does: where a line
 * begins, be it an empty one, and behind the sign of an entry. Elsewhere, as behind a key or in brackets, it takes tabs.
 * @param text one that `yaml` finds no error in, without lone CRs
 */
export function refusedTab(text: string): number | null {
  const scan = new TabScan();
  let follows = false;
  for (const token of lenientLexer().lex(text)) {
    if (!follows && lexerSigns.has(token)) {
      follows = token === SCALAR_SIGN;
      continue;
    }
    const refused = scan.take(token, follows);
    if (refused !== null) return refused;
    follows = false;
  }
  return scan.pending;
}

export function refusedTabProblem(place: number, lines: LineIndex): SyntaxProblem {
  const range: SyntaxProblem["range"] = [place, place + 1];
  const message =
    "A tab stands here, and Docker Compose refuses the file: at the start of a line and behind the `-` of a list it takes spaces alone. Write spaces, or nothing on an empty line.";
  return { code: "refused-tab", message, range, loc: lines.locationOf(range) };
}

/** Goes through a text as the scanner of go-yaml does, as far as tabs need it. */
class TabScan {
  #at = 0;
  #lineStart = 0;
  /** The column of the first thing of the line. */
  #indent: number | null = null;
  #depth = 0;
  /** Whether a key may begin: there no tab can stand in front of it. */
  #mayBeKey = true;
  #isBlockText = false;
  /** Behind a plain scalar, which may go on in the next line: the column up to which tabs are refused there. */
  #spacesUpTo: number | null = null;
  #isBehindComment = false;
  /** A tab behind a comment, which is taken where it stands in front of another one. */
  pending: number | null = null;

  /** Takes a token; the offset of a tab in it that is refused. */
  take(token: string, isScalar: boolean): number | null {
    const start = this.#at;
    this.#at += token.length;
    const { pending } = this;
    if (pending !== null && (isScalar || !token.startsWith("#"))) return pending;
    this.pending = null;
    if (isScalar) return this.#scalar(token, start);
    if (blank.test(token)) return this.#blank(token, start);
    if (lineBreak.test(token)) {
      this.#lineStart = this.#at;
      this.#indent = null;
      if (this.#depth === 0) this.#mayBeKey = true;
      return null;
    }
    const isFirst = this.#indent === null;
    this.#indent ??= start - this.#lineStart;
    this.#spacesUpTo = null;
    this.#isBehindComment = token.startsWith("#");
    if (token === "[" || token === "{") this.#depth += 1;
    else if (token === "]" || token === "}") this.#depth -= 1;
    const isEntry = token === "-" || token === "?" || token === ":";
    this.#isBlockText = token.startsWith("|") || token.startsWith(">");
    // A `:` that is the first of its line belongs to a `?`.
    this.#mayBeKey = this.#depth === 0 && isEntry && (token !== ":" || isFirst);
    const lastBreak = token.lastIndexOf("\n");
    if (lastBreak !== -1) this.#lineStart = start + lastBreak + 1;
    return null;
  }

  #blank(token: string, start: number): number | null {
    const tab = token.indexOf("\t");
    if (tab === -1 || this.#depth > 0) return null;
    const isLeading = this.#indent === null;
    if (isLeading && this.#spacesUpTo !== null) return start + tab - this.#lineStart <= this.#spacesUpTo ? start + tab : null;
    if (!this.#mayBeKey) return null;
    if (!this.#isBehindComment || !isLeading) return start + tab;
    this.pending = start + tab;
    return null;
  }

  #scalar(token: string, start: number): number | null {
    const isBlockText = this.#isBlockText;
    // A scalar on a line of its own is held by what nobody knows the column of.
    const holder = this.#indent ?? 0;
    this.#indent ??= start - this.#lineStart;
    [this.#isBlockText, this.#isBehindComment] = [false, false];
    this.#mayBeKey = isBlockText;
    this.#spacesUpTo = isBlockText || this.#depth > 0 ? null : holder;
    const limit = isBlockText ? (/^ *(?=\S)/mu.exec(token)?.[0].length ?? 0) - 1 : holder;
    const lastBreak = token.lastIndexOf("\n");
    if (lastBreak === -1) return null;
    this.#lineStart = start + lastBreak + 1;
    if (isBlockText) this.#indent = null;
    if (this.#depth > 0) return null;
    for (const { index, 0: spaces } of token.matchAll(isBlockText ? /^ *(?=\t)/gmu : /(?<=\n) *(?=\t)/gu)) {
      if (spaces.length <= limit) return start + index + spaces.length;
    }
    return null;
  }
}
