import type { JsonString, JsonStrings, ShellText, Word } from "./ast.js";
import { buildJsonWord, buildWord, type Expanding } from "./build-word.js";
import { sliceJoined, sourceRange, type JoinedText } from "./joined-text.js";
import { readJsonArray, type JsonElement } from "./json-array.js";
import { UNLINKED } from "./link-parents.js";
import type { SourceText } from "./source-text.js";
import { splitArguments, type Span } from "./split-words.js";

/** The arguments of an instruction: a span of its joined lines without white space at the ends. */
export interface ArgumentText {
  source: SourceText;
  joined: JoinedText;
  span: Span;
}

function isEmpty({ span }: ArgumentText): boolean {
  return span.start === span.end;
}

/** All the arguments as one word, null when there are none. */
export function buildSingleWord(args: ArgumentText, expanding: Expanding): Word | null {
  return isEmpty(args) ? null : buildWord(args.source, args.joined, args.span, expanding);
}

/** The arguments between white space. */
export function buildWords(args: ArgumentText, expanding: Expanding): Word[] {
  const spans = splitArguments(args.joined.text, args.span.start, args.span.end);
  return spans.map((span) => buildWord(args.source, args.joined, span, expanding));
}

/** The arguments as a JSON array if they are one, else those between white space. */
export function buildJsonOrWords(args: ArgumentText): { json: boolean; words: Word[] } {
  const elements = readStrings(args);
  if (elements === null) return { json: false, words: buildWords(args, "expanded") };
  const { source, joined } = args;
  return {
    json: true,
    words: elements.map((element) => buildJsonWord(source, joined, element, element.decoded, "expanded")),
  };
}

/** A command in exec form if the arguments are a JSON array, else in shell form; null when there are none. */
export function buildCommand(args: ArgumentText): ShellText | JsonStrings | null {
  if (isEmpty(args)) return null;
  const elements = readStrings(args);
  if (elements === null) return buildShellText(args);
  const place = args.source.place(sourceRange(args.joined.segments, args.span.start, args.span.end));
  return {
    type: "JsonStrings",
    parent: UNLINKED,
    ...place,
    elements: elements.map((element) => buildString(args, element)),
  };
}

export function buildShellText({ source, joined, span }: ArgumentText): ShellText {
  const { text, segments } = sliceJoined(joined, span.start, span.end);
  const place = source.place(sourceRange(joined.segments, span.start, span.end));
  return { type: "ShellText", parent: UNLINKED, ...place, value: text, segments };
}

function buildString({ source, joined }: ArgumentText, element: JsonElement): JsonString {
  const place = source.place(sourceRange(joined.segments, element.start, element.end));
  const raw = joined.text.slice(element.start, element.end);
  return { type: "JsonString", parent: UNLINKED, ...place, raw, value: element.decoded.text };
}

/** The strings of a JSON array; null when the arguments are none. One with other elements is a fault. */
function readStrings({ source, joined, span }: ArgumentText): JsonElement[] | null {
  const array = readJsonArray(joined, span.start, span.end);
  if (array.kind === "strings") return array.elements;
  if (array.kind === "mixed") {
    const range = sourceRange(joined.segments, array.place.start, array.place.end);
    source.report(
      "json-not-strings",
      "Every element of a JSON array must be a string in double quotes, or BuildKit refuses the whole file. " +
        "Put this element in double quotes.",
      range,
    );
  }
  return null;
}
