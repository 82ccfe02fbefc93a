import type { LineIndex } from "../text/line-index.js";
import type { SourceRange } from "../text/source-range.js";
import type { YamlScalar } from "./ast.js";
import type { EvaluatedTemplate } from "./interpolation.js";
import type { Place } from "./project-problem.js";
import { Attached } from "../memory/attached.js";

/** A file as far as places in it are concerned. */
export interface PlacedText {
  path: string;
  text: string;
  lines: LineIndex;
}

const escapeLengths: Record<string, number> = { x: 4, u: 6, U: 10 };
const maps = new Attached<YamlScalar, Uint32Array>();

/**
 * The place in the file of a piece of a scalar's text. Quotes, escapes, folded lines and the indentation of block
 * scalars are taken into account.
 */
export function placeInScalar(file: PlacedText, scalar: YamlScalar, [start, end]: SourceRange): Place {
  const offsets = offsetsOf(scalar, file.text);
  const from = offsets[start] ?? scalar.range[1];
  // The end of the last character rather than the start of the next, which may be on another line.
  const last = offsets[end - 1];
  const range: SourceRange = end <= start || last === undefined ? [from, from] : [from, last + 1];
  return { file: file.path, range, loc: file.lines.locationOf(range) };
}

/** The range in a scalar's text that a range of its value after interpolation came from. */
export function templateRange(template: EvaluatedTemplate | null, [start, end]: SourceRange): SourceRange {
  if (template === null) return [start, end];
  let from: number | null = null;
  let to: number | null = null;
  let position = 0;
  for (const part of template.parts) {
    const partEnd = position + part.text.length;
    const isVerbatim = part.text.length === part.range[1] - part.range[0];
    if (from === null && start < partEnd) from = isVerbatim ? part.range[0] + (start - position) : part.range[0];
    if (from !== null && end <= partEnd) {
      to = isVerbatim ? part.range[0] + (end - position) : part.range[1];
      break;
    }
    position = partEnd;
  }
  const length = template.parts.at(-1)?.range[1] ?? 0;
  return [from ?? length, Math.max(to ?? length, from ?? length)];
}

/** The offset in the file of each character of a scalar's text. */
function offsetsOf(scalar: YamlScalar, source: string): Uint32Array {
  const known = maps.get(scalar);
  if (known !== undefined) return known;
  const made = alignScalar(scalar, source);
  maps.set(scalar, made);
  return made;
}

/**
 * Walks over the text and its source side by side. What is in the source only is what YAML takes away: quotes, the
 * backslash of escapes, the white space of folds and indentation.
 */
export function alignScalar(scalar: Pick<YamlScalar, "text" | "style" | "range">, source: string): Uint32Array {
  const { text, style } = scalar;
  const offsets = new Uint32Array(text.length);
  const end = scalar.range[1];
  let position = contentStart(scalar, source);
  for (let index = 0; index < text.length; index += 1) {
    const wanted = text[index] ?? "";
    position = skipTo(wanted, position, end, source, style);
    offsets[index] = Math.min(position, end);
    const length = style === "double-quoted" && source[position] === "\\" ? (escapeLengths[source[position + 1] ?? ""] ?? 2) : 1;
    // An escape beyond the first 65536 characters stands for two units.
    const isPair = length === 10 && isHighSurrogate(wanted);
    if (isPair && index + 1 < text.length) {
      index += 1;
      offsets[index] = position;
    }
    position = Math.min(position + length, end);
  }
  return offsets;
}

function contentStart(scalar: Pick<YamlScalar, "style" | "range">, source: string): number {
  const [start, end] = scalar.range;
  switch (scalar.style) {
    case "plain":
      return start;
    case "single-quoted":
    case "double-quoted":
      return start + 1;
    default: {
      const lineEnd = source.indexOf("\n", start);
      return lineEnd === -1 || lineEnd >= end ? end : lineEnd + 1;
    }
  }
}

/** The offset from `position` on at which the source has the wanted character, or what YAML makes it of. */
function skipTo(wanted: string, position: number, end: number, source: string, style: YamlScalar["style"]): number {
  let at = position;
  while (at < end && source[at] !== wanted) {
    const character = source[at] ?? "";
    if (style === "double-quoted" && character === "\\") {
      if (!/[\r\n]/u.test(source[at + 1] ?? "")) return at;
    } else if (wanted === " " && /[\r\n]/u.test(character)) return at;
    else if (!/[\s']/u.test(character)) return at;
    at += 1;
  }
  return at;
}

function isHighSurrogate(character: string): boolean {
  const code = character.charCodeAt(0);
  return code >= 0xd800 && code < 0xdc00;
}
