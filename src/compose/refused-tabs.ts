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
  /** Whether nothing but blanks stands in the line so far. */
  #isLeading = true;
  #depth = 0;
  /** The column of the innermost list or map that is open, outside of brackets; -1 for none. */
  #holder = -1;
  /** Where a key would begin if a `:` came now: the column of the first thing behind the last sign of an entry. */
  #keyColumn: number | null = null;
  /** Whether a key may begin: there no tab can stand in front of it. */
  #mayBeKey = true;
  /** The header of a block of text that comes next. */
  #blockHeader: string | null = null;
  /** Behind a plain scalar, which may go on in the next line: the column up to which tabs are refused there. */
  #spacesUpTo: number | null = null;
  /** Behind a comment with a line of its own. */
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
    if (isScalar) return this.#blockHeader === null ? this.#plain(token, start) : this.#block(token, start, this.#blockHeader);
    if (blank.test(token)) return this.#blank(token, start);
    if (lineBreak.test(token)) {
      this.#startLine(this.#at);
      if (this.#depth === 0) this.#mayBeKey = true;
      return null;
    }
    this.#sign(token, start);
    return null;
  }

  #startLine(at: number): void {
    this.#lineStart = at;
    this.#isLeading = true;
    this.#keyColumn = null;
  }

  #sign(token: string, start: number): void {
    const isFirst = this.#isLeading;
    const column = start - this.#lineStart;
    this.#isLeading = false;
    this.#spacesUpTo = null;
    this.#isBehindComment = token.startsWith("#") && isFirst;
    const isEntry = token === "-" || token === "?" || token === ":";
    if (this.#depth === 0 && isEntry) {
      this.#holder = token === ":" ? (this.#keyColumn ?? column) : column;
      this.#keyColumn = null;
    } else this.#keyColumn ??= column;
    if (token === "[" || token === "{") this.#depth += 1;
    else if (token === "]" || token === "}") this.#depth -= 1;
    this.#blockHeader = token.startsWith("|") || token.startsWith(">") ? token : null;
    // A `:` that is the first of its line belongs to a `?`.
    this.#mayBeKey = this.#depth === 0 && isEntry && (token !== ":" || isFirst);
    const lastBreak = token.lastIndexOf("\n");
    if (lastBreak !== -1) this.#lineStart = start + lastBreak + 1;
  }

  #blank(token: string, start: number): number | null {
    const tab = token.indexOf("\t");
    if (tab === -1) return null;
    if (this.#isLeading && this.#spacesUpTo !== null) return start + tab - this.#lineStart <= this.#spacesUpTo ? start + tab : null;
    if (this.#depth > 0 || !this.#mayBeKey) return null;
    if (!this.#isBehindComment || !this.#isLeading) return start + tab;
    this.pending = start + tab;
    return null;
  }

  /** A plain scalar, whose later lines hold no tab in the columns of what it belongs to. */
  #plain(token: string, start: number): number | null {
    this.#keyColumn ??= start - this.#lineStart;
    [this.#isLeading, this.#isBehindComment, this.#mayBeKey] = [false, false, false];
    this.#spacesUpTo = this.#holder;
    const lastBreak = token.lastIndexOf("\n");
    if (lastBreak === -1) return null;
    this.#lineStart = start + lastBreak + 1;
    for (const { index, 0: spaces } of token.matchAll(/(?<=\n) *(?=\t)/gu)) {
      if (spaces.length <= this.#holder) return start + index + spaces.length;
    }
    return null;
  }

  /** A block of text, which holds no tab in its indentation, nor behind that of a line that could tell how deep it is. */
  #block(token: string, start: number, header: string): number | null {
    [this.#blockHeader, this.#isBehindComment, this.#mayBeKey, this.#spacesUpTo] = [null, false, true, null];
    const width = /[1-9]/u.exec(header)?.[0];
    let indent = width === undefined ? null : Math.max(this.#holder, 0) + Number(width);
    let deepest = 0;
    for (const { index, 0: spaces } of token.matchAll(/^ */gmu)) {
      const next = token.charAt(index + spaces.length);
      if (next === "\t" && (indent === null || spaces.length < indent)) return start + index + spaces.length;
      deepest = Math.max(deepest, spaces.length);
      if (next !== "\n" && next !== "\r" && next !== "") indent ??= Math.max(deepest, this.#holder + 1);
    }
    if (token.includes("\n")) this.#startLine(start + token.lastIndexOf("\n") + 1);
    return null;
  }
}
