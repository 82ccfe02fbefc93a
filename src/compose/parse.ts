import { codePointName } from "../text/code-point-name.js";
import { LineIndex } from "../text/line-index.js";
import type { SourceRange, SyntaxProblem } from "../text/source-range.js";
import type { ComposeFile } from "./ast.js";
import { doubledMark, withoutDoubledMarks } from "./doubled-mark.js";
import { HIDDEN_LINE_BREAK, hiddenBreakProblem, hiddenLineBreaks, withPlainBreaks } from "./hidden-line-breaks.js";
import { independentProblems, TOO_DEEP } from "./independent-problems.js";
import { firstLostPlace } from "./lost-text.js";
import { readProject } from "./read-project.js";
import { emptyStream, errorsOf, readYaml, type YamlStream } from "./read-yaml.js";
import { refusedTab, refusedTabProblem } from "./refused-tabs.js";
import { readSimpleYaml } from "./simple-yaml.js";
import { placeAtOpening } from "./unclosed.js";
import { UNSEEN_BEHIND_DASH, unseenBehindDashProblem, unseenBehindDashes, withSpaces } from "./unseen-behind-dash.js";
import { TAB_INDENT, yamlProblems } from "./yaml-problems.js";
import { YamlTreeBuilder } from "./yaml-tree.js";

export interface ParsedComposeFile {
  ast: ComposeFile;
  /** Why this text is not YAML: Docker Compose refuses the file. */
  syntaxProblems: SyntaxProblem[];
  /** Why this YAML is not a Compose file. */
  structureProblems: SyntaxProblem[];
  lines: LineIndex;
}

const BINARY = "binary";

// YAML 1.2, rule 1 (c-printable), says what a text may hold; a NUL is reported as the sign of a binary file.
// eslint-disable-next-line no-control-regex -- control characters are what it is for
const controlCharacter = /[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/u;

/** Those, NUL, the line breaks that only some readers of YAML know, and what may be no space behind a dash. */
// eslint-disable-next-line no-control-regex -- control characters are what it is for
const oddCharacter = /[\0-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\ufffe\uffff]|-[\u00a0\u00ad\u1680\u2000-\u200f\u202f\u205f\u2060\u3000\ufeff]/u;
/** Problems that follow from no other, and that are read over. */
const independentCodes: ReadonlySet<string> = new Set([HIDDEN_LINE_BREAK, UNSEEN_BEHIND_DASH]);

/**
 * Reads the text of one Compose file. It never throws: what cannot be read is in the problems, and the rest of the
 * file is in the AST. Takes time and memory linear in the length of the text.
 * @param options.isMarkGone Whether the text is given without the byte order mark that its file may begin with, as ESLint gives it.
 */
export function parseComposeFile(text: string, { isMarkGone = false }: { isMarkGone?: boolean } = {}): ParsedComposeFile {
  const parsed = parseOnce(text, isMarkGone);
  if (parsed.syntaxProblems.length < 2) return parsed;
  const certain = parsed.syntaxProblems.filter(({ code }) => independentCodes.has(code));
  const others = parsed.syntaxProblems.filter(({ code }) => !independentCodes.has(code));
  const independent = others.length < 2 ? others : independentProblems(others, text, (other) => readFile(other, isMarkGone).syntaxProblems);
  return { ...parsed, syntaxProblems: [...certain, ...independent] };
}

function parseOnce(text: string, isMarkGone: boolean): ParsedComposeFile {
  const { ast, syntaxProblems, lines } = readFile(text, isMarkGone);
  const structureProblems: SyntaxProblem[] = [];
  ast.project = readProject(ast, structureProblems);
  return {
    ast,
    syntaxProblems,
    structureProblems: withoutConsequences(structureProblems, syntaxProblems),
    lines,
  };
}

/** The YAML of a file, without what it means to Compose. */
function readFile(text: string, isMarkGone: boolean): Omit<ParsedComposeFile, "structureProblems"> {
  const lines = new LineIndex(text);
  const syntaxProblems: SyntaxProblem[] = [];
  const range: SourceRange = [0, text.length];
  const ast = {
    type: "ComposeFile",
    parent: null,
    documents: [],
    comments: [],
    range,
    loc: lines.locationOf(range),
  } as unknown as ComposeFile;
  const isOdd = oddCharacter.test(text);
  if (isOdd) reportCharacters(text, lines, syntaxProblems);
  const hidden = isOdd ? hiddenLineBreaks(text) : [];
  const broken = withPlainBreaks(text, hidden);
  const dashes = isOdd ? unseenBehindDashes(withLineFeeds(broken)) : [];
  const read = withoutDoubledMarks(withSpaces(broken, dashes));
  // Our reader counts its lines, and knows none that were not in the text.
  if (syntaxProblems.length > 0 || read !== text || !readSimpleYaml(withLineFeeds(read), ast)) readAnyYaml(read, ast, lines, syntaxProblems);
  syntaxProblems.unshift(...dashes.map((place) => unseenBehindDashProblem(text, place, lines)));
  for (const problem of [hiddenBreakProblem(text, hidden, lines), doubledMark(text, lines, isMarkGone)]) if (problem !== null) syntaxProblems.unshift(problem);
  return { ast, syntaxProblems, lines };
}

/** What YAML cannot read is not also called empty, nor a line with a mistake wrong in a second way. */
function withoutConsequences(problems: SyntaxProblem[], causes: readonly SyntaxProblem[]): SyntaxProblem[] {
  if (causes.length === 0) return problems;
  if (causes.some(({ code }) => code === TAB_INDENT)) return [];
  const lines = new Set(causes.map(({ loc }) => loc.start.line));
  return problems.filter(({ code, loc }) => !code.startsWith("empty-") && !lines.has(loc.start.line));
}

/** Reports the first character that no text file has; what follows a NUL is not read. */
function reportCharacters(text: string, lines: LineIndex, problems: SyntaxProblem[]): void {
  const binary = text.indexOf("\0");
  if (binary !== -1) {
    const message = "This is not a text file: it has a NUL byte here. Compose files are YAML in UTF-8.";
    problems.push(problemAt([binary, binary + 1], BINARY, message, lines));
    return;
  }
  const control = controlCharacter.exec(text);
  if (control === null) return;
  const name = codePointName(control[0]);
  const message = `The control character ${name} stands here. YAML does not allow it, and Docker Compose refuses the file.`;
  problems.push(problemAt([control.index, control.index + 1], "control-character", message, lines));
}

/** Reads the documents and comments of any text with `yaml`. */
export function readAnyYaml(text: string, ast: ComposeFile, lines: LineIndex, problems: SyntaxProblem[]): void {
  const stream = problems.some((problem) => problem.code === BINARY) ? emptyStream() : readYaml(withLineFeeds(text), lines);
  for (const problem of yamlProblems(text, errorsOf(stream), lines)) problems.push(problem);
  if (stream.tooDeepAt !== null) {
    const message = "This YAML is nested too deeply to be read on. A Compose file needs no more than a few levels.";
    problems.push(problemAt([stream.tooDeepAt, stream.tooDeepAt], TOO_DEEP, message, lines));
  }
  const tree = new YamlTreeBuilder(text, lines, stream, problems);
  for (const document of stream.documents) ast.documents.push(tree.document(document, ast));
  ast.comments = stream.comments;
  const tab = problems.length === 0 && text.includes("\t") ? refusedTab(withLineFeeds(text)) : null;
  if (tab !== null) problems.push(refusedTabProblem(tab, lines));
  if (problems.length === 0) reportLostText(ast, stream, lines, problems);
  else placeAtOpening(problems, ast, text, lines);
  problems.sort((a, b) => a.range[0] - b.range[0]);
}

/** The text with each lone CR, a line break that `yaml` does not know, as a LF; all offsets stay. */
function withLineFeeds(text: string): string {
  return text.includes("\r") ? text.replaceAll(/\r(?!\n)/gu, "\n") : text;
}

function reportLostText(ast: ComposeFile, stream: YamlStream, lines: LineIndex, problems: SyntaxProblem[]): void {
  const place = firstLostPlace(ast, stream.afterQuestionMark);
  if (place === null) return;
  const message = "Invalid YAML: this belongs to no key and no value. Is a `:` missing in front of it?";
  problems.push(problemAt([place, place + 1], "text-without-place", message, lines));
}

function problemAt(range: SourceRange, code: string, message: string, lines: LineIndex): SyntaxProblem {
  return { code, message, range, loc: lines.locationOf(range) };
}
