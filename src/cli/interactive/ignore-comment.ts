import type { YamlNode } from "../../compose/ast.js";
import { parseComposeFile } from "../../compose/parse.js";
import { parseDockerfile } from "../../dockerfile/parse.js";
import type { FileKind } from "../../eslint/file-kind.js";
import { LineIndex } from "../../text/line-index.js";
import type { SourceRange } from "../../text/source-range.js";
import type { TextEdit } from "../../text/text-edit.js";

/** What is to be ignored: a rule at a line (from 1) and column (from 1), and why. */
export interface Ignored {
  /** As ESLint has it: `compose-lint/thread-creation`. */
  ruleId: string;
  reason: string;
  line: number;
  column: number;
}

const SHORT = "compose-lint/";
const nextLineDirective = /^[ \t]*#[ \t]*(?:compose-lint|eslint)-disable-next-line[ \t]/u;

/**
 * The ways to write a comment that ignores a finding, the usual one first. Which of them is right depends on what stands
 * around the place, so the caller takes the first that leaves the meaning of the file as it is and does what it should.
 */
export function ignoreCandidates(kind: FileKind, text: string, ignored: Ignored): TextEdit[][] {
  const lines = new Lines(text);
  const { line } = ignored;
  const own = lines.before(line, directive("disable-next-line", ignored));
  const joined = withDirectiveAbove(lines, ignored);
  const behind: TextEdit = { range: [lines.end(line), lines.end(line)], text: ` ${directive("disable-line", ignored)}` };
  const [first, last] = linesAround(kind, text, lines.offsetOf(line, ignored.column)) ?? [line, line];
  const start = lines.firstDirectiveAbove(first);
  const around = [
    lines.before(start, directive("disable", ignored)),
    lines.after(last, first, directive("enable", { ...ignored, reason: null })),
  ];
  return [[own], ...(joined === null ? [] : [[joined]]), ...(kind === "compose" ? [[behind]] : []), around];
}

function directive(word: string, { ruleId, reason }: { ruleId: string; reason: string | null }): string {
  const isOwn = ruleId.startsWith(SHORT);
  const name = isOwn ? `compose-lint-${word} ${ruleId.slice(SHORT.length)}` : `eslint-${word} ${ruleId}`;
  return `# ${name}${reason === null ? "" : ` -- ${reason}`}`;
}

/** The rule and the reason added to the comment above, which is for this line already. */
function withDirectiveAbove(lines: Lines, { ruleId, reason, line }: Ignored): TextEdit | null {
  const above = lines.text(line - 1);
  if (!nextLineDirective.test(above)) return null;
  // What stands behind it is the reason.
  const dashes = above.indexOf(" -- ");
  const head = above.slice(0, dashes === -1 ? above.length : dashes).trimEnd();
  // Without names it is for all rules, and this finding would not be there.
  if (head.endsWith("-disable-next-line")) return null;
  const name = head.includes("compose-lint-disable") && ruleId.startsWith(SHORT) ? ruleId.slice(SHORT.length) : ruleId;
  const why = dashes === -1 ? ` -- ${reason}` : `${above.slice(dashes)}; ${reason}`;
  return { range: [lines.start(line - 1), lines.end(line - 1)], text: `${head}, ${name}${why}` };
}

/** The lines of what must not be broken by a comment: a scalar or an instruction that has several. */
function linesAround(kind: FileKind, text: string, offset: number): [number, number] | null {
  const isAround = ({ range }: { range: SourceRange }): boolean => range[0] <= offset && offset < Math.max(range[1], range[0] + 1);
  const index = new LineIndex(text);
  const linesOf = ([start, end]: SourceRange): [number, number] => {
    // A block scalar ends where the line after it starts.
    const last = text.slice(start, end).trimEnd().length + start;
    return [index.positionAt(start).line, index.positionAt(last).line];
  };
  if (kind === "dockerfile") {
    const node = parseDockerfile(text).ast.children.find(isAround);
    return node === undefined ? null : linesOf(node.range);
  }
  const scalars = parseComposeFile(text).ast.documents.flatMap(({ contents }) => (contents === null ? [] : scalarsOf(contents)));
  const scalar = scalars.find(isAround);
  return scalar === undefined ? null : linesOf(scalar.range);
}

function scalarsOf(node: YamlNode): YamlNode[] {
  if (node.type === "YamlSeq") return node.items.flatMap(scalarsOf);
  if (node.type !== "YamlMap") return [node];
  return node.pairs.flatMap(({ key, value }) => [
    ...(key.type === "YamlMergeKey" ? [] : scalarsOf(key)),
    ...(value === null ? [] : scalarsOf(value)),
  ]);
}

class Lines {
  readonly #text: string;
  readonly #index: LineIndex;
  readonly #lineBreak: string;

  constructor(text: string) {
    this.#text = text;
    this.#index = new LineIndex(text);
    this.#lineBreak = /\r\n|\n|\r/u.exec(text)?.[0] ?? "\n";
  }

  offsetOf(line: number, column: number): number {
    return this.#index.offsetAt({ line, column: column - 1 });
  }

  start(line: number): number {
    return this.#index.lineStart(line);
  }

  /** Where the line ends, without what breaks it. */
  end(line: number): number {
    return this.start(line) + this.text(line).length;
  }

  text(line: number): string {
    if (line < 1) return "";
    const end = line < this.#index.lineCount ? this.start(line + 1) : this.#text.length;
    const whole = this.#text.slice(this.start(line), end);
    const lineBreak = ["\r\n", "\n", "\r"].find((ending) => whole.endsWith(ending)) ?? "";
    return whole.slice(0, whole.length - lineBreak.length);
  }

  before(line: number, comment: string): TextEdit {
    const offset = this.start(line);
    return { range: [offset, offset], text: `${this.#indentOf(line)}${comment}${this.#lineBreak}` };
  }

  /** Behind a line, indented as the one that what ends there started at. */
  after(line: number, first: number, comment: string): TextEdit {
    const offset = this.end(line);
    return { range: [offset, offset], text: `${this.#lineBreak}${this.#indentOf(first)}${comment}` };
  }

  /** The first of the comments for the next line that stand right above a line, or the line itself. */
  firstDirectiveAbove(line: number): number {
    let first = line;
    while (nextLineDirective.test(this.text(first - 1))) first -= 1;
    return first;
  }

  #indentOf(line: number): string {
    return /^[ \t]*/u.exec(this.text(line))?.[0] ?? "";
  }
}
