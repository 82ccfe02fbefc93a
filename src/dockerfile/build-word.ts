import type { Flag, Keyword, KeyValue, VariableOperator, VariableReference, Word } from "./ast.js";
import { expandSyntax } from "./expand.js";
import type { FlagWord } from "./flags.js";
import { sliceJoined, sourceOffset, sourceRange, type JoinedText, type TextSegment } from "./joined-text.js";
import { UNLINKED } from "./link-parents.js";
import type { SourceText } from "./source-text.js";
import type { Span, WordSpan } from "./split-words.js";
import { parseWordSyntax, type VariablePart, type WordPart, type WordSyntaxOptions } from "./word-syntax.js";

/** Whether BuildKit expands variables in a word. Where it does not, quotes and escapes stay too. */
export type Expanding = "expanded" | "literal";

const unset = (): undefined => undefined;

export function buildKeyword(source: SourceText, joined: JoinedText, span: Span): Keyword {
  const place = source.place(sourceRange(joined.segments, span.start, span.end));
  return { type: "Keyword", parent: UNLINKED, ...place, name: joined.text.slice(span.start, span.end) };
}

/** A word that stands in the line as it is. */
export function buildWord(source: SourceText, joined: JoinedText, span: Span, expanding: Expanding): Word {
  const content = sliceJoined(joined, span.start, span.end);
  const place = sourceRange(joined.segments, span.start, span.end);
  return finishWord(source, content, place, expanding, "plain");
}

/** A word that is a string of a JSON array: `span` includes its quotes, `content` is decoded. */
export function buildJsonWord(
  source: SourceText,
  joined: JoinedText,
  span: Span,
  content: JoinedText,
  expanding: Expanding,
): Word {
  return finishWord(source, content, sourceRange(joined.segments, span.start, span.end), expanding, "json");
}

function finishWord(
  source: SourceText,
  content: JoinedText,
  range: [number, number],
  expanding: Expanding,
  style: Word["style"],
): Word {
  const { text, segments } = content;
  const word: Word = {
    type: "Word",
    parent: UNLINKED,
    ...source.place(range),
    text,
    value: text,
    style,
    quote: null,
    variables: [],
    segments,
  };
  if (expanding === "literal" || !/[$"'\\`\ufeff]/.test(text)) return word;
  const syntax = parseWordSyntax(text, { escape: source.escape });
  const expansion = expandSyntax(syntax, unset, true);
  if (expansion.ok) word.value = expansion.value;
  word.quote = outerQuote(text, syntax.parts);
  word.variables = buildVariables(source, segments, text, syntax.parts);
  return word;
}

function outerQuote(text: string, parts: readonly WordPart[]): Word["quote"] {
  const only = parts.length === 1 ? parts[0] : undefined;
  if (only?.kind === "quoted") return '"';
  return only?.kind === "text" && only.raw && text.startsWith("'") ? "'" : null;
}

/** The variables of a text that is not a word of its own: a flag's value or the body of a here-document. */
export function findVariables(
  source: SourceText,
  content: JoinedText,
  options: WordSyntaxOptions,
): VariableReference[] {
  if (!content.text.includes("$")) return [];
  return buildVariables(source, content.segments, content.text, parseWordSyntax(content.text, options).parts);
}

function buildVariables(
  source: SourceText,
  segments: readonly TextSegment[],
  text: string,
  parts: readonly WordPart[],
): VariableReference[] {
  const references: VariableReference[] = [];
  const collect = (from: readonly WordPart[]): void => {
    for (const part of from) {
      if (part.kind === "quoted") collect(part.parts);
      else if (part.kind === "variable") references.push(buildVariable(source, segments, text, part));
    }
  };
  collect(parts);
  return references;
}

function buildVariable(
  source: SourceText,
  segments: readonly TextSegment[],
  text: string,
  part: VariablePart,
): VariableReference {
  const { operator, operandStart } = readOperator(text, part);
  const nested = part.replacement === null ? part.operand : [...part.operand, ...part.replacement];
  return {
    type: "VariableReference",
    parent: UNLINKED,
    ...source.place(sourceRange(segments, part.start, part.end)),
    name: part.name,
    braced: part.braced,
    operator,
    operand: part.operator === null ? null : text.slice(operandStart, part.operandEnd),
    replacement: part.replacement === null ? null : text.slice(part.replacementStart, part.end - 1),
    variables: buildVariables(source, segments, text, nested),
  };
}

const OPERATORS: ReadonlySet<string> = new Set([":-", "-", ":+", "+", ":?", "?", "#", "##", "%", "%%", "/", "//"]);

function isOperator(text: string): text is VariableOperator {
  return OPERATORS.has(text);
}

/** A second `#` or `%` makes the match the longest one, so that it belongs to the operator, not to the operand. */
function readOperator(text: string, part: VariablePart): { operator: VariableOperator | null; operandStart: number } {
  const { operator, operandStart, operandEnd } = part;
  if (operator === null || !isOperator(operator)) return { operator: null, operandStart };
  const doubled = operator + operator;
  const isDoubled =
    (operator === "#" || operator === "%") && text[operandStart] === operator && operandStart < operandEnd;
  if (isDoubled && isOperator(doubled)) return { operator: doubled, operandStart: operandStart + 1 };
  return { operator, operandStart };
}

/** The flags whose values BuildKit expands, by instruction. */
const EXPANDED_FLAGS: Readonly<Record<string, readonly string[]>> = {
  from: ["platform"],
  copy: ["chown", "chmod"],
  add: ["chown", "chmod", "checksum"],
  run: ["mount"],
};

export function buildFlag(source: SourceText, joined: JoinedText, flag: FlagWord, instruction: string): Flag {
  const { text } = flag.unquoted;
  const sign = text.indexOf("=");
  const nameEnd = sign === -1 ? text.length : sign;
  const name = text.slice(2, nameEnd);
  const content = sliceJoined(flag.unquoted, sign === -1 ? text.length : sign + 1, text.length);
  const range = sourceRange(joined.segments, flag.start, flag.end);
  const isExpanded = EXPANDED_FLAGS[instruction]?.includes(name) === true;
  return {
    type: "Flag",
    parent: UNLINKED,
    ...source.place(range),
    name,
    nameRange: sourceRange(flag.unquoted.segments, 2, nameEnd),
    value: sign === -1 ? null : content.text,
    // The raw value ends where the flag does: a closing quote belongs to it.
    valueRange: sign === -1 ? null : [sourceOffset(flag.unquoted.segments, sign) + 1, range[1]],
    segments: content.segments,
    variables: isExpanded ? findVariables(source, content, { escape: source.escape }) : [],
  };
}

/** `key=value` as one word, as in ENV, LABEL and ARG; without an equals sign it is a key alone. */
export function buildKeyValue(source: SourceText, joined: JoinedText, word: WordSpan, keys: Expanding): KeyValue {
  const sign = word.text.indexOf("=");
  const wordEnd = word.start + word.text.length;
  const keySpan = { start: word.start, end: sign === -1 ? wordEnd : word.start + sign };
  const valueSpan = { start: keySpan.end + 1, end: wordEnd };
  return {
    type: "KeyValue",
    parent: UNLINKED,
    ...source.place(sourceRange(joined.segments, word.start, wordEnd)),
    key: buildWord(source, joined, keySpan, keys),
    value: sign === -1 ? null : valueOf(source, joined, valueSpan),
    separator: sign === -1 ? null : "=",
  };
}

/** An empty value stands behind its sign, not where the text goes on, which may be in a later line. */
function valueOf(source: SourceText, joined: JoinedText, span: Span): Word {
  if (span.start < span.end) return buildWord(source, joined, span, "expanded");
  const place = sourceOffset(joined.segments, span.start - 1) + 1;
  return finishWord(source, { text: "", segments: [{ offset: 0, source: place, length: 0 }] }, [place, place], "expanded", "plain");
}
