import type { SourceRange } from "../text/source-range.js";

/** A run of a joined text that stands in one piece in the source. Offsets and length in UTF-16 units. */
export interface TextSegment {
  /** Where the run starts in the joined text. */
  offset: number;
  /** Where it starts in the source. */
  source: number;
  length: number;
}

/**
 * A text that was put together from pieces of the source: without line continuations, and the comments between them.
 */
export interface JoinedText {
  text: string;
  segments: readonly TextSegment[];
}

/** Collects the pieces of a joined text. */
export class TextJoiner {
  readonly #pieces: string[] = [];
  readonly #segments: TextSegment[] = [];
  #length = 0;

  /** Adds a piece that starts at `source` in the source text. */
  add(piece: string, source: number): void {
    if (piece.length === 0) return;
    const last = this.#segments.at(-1);
    if (last !== undefined && last.source + last.length === source) last.length += piece.length;
    else this.#segments.push({ offset: this.#length, source, length: piece.length });
    this.#pieces.push(piece);
    this.#length += piece.length;
  }

  /** The joined text; `fallback` is the place in the source of an empty one. */
  finish(fallback: number): JoinedText {
    if (this.#segments.length === 0) this.#segments.push({ offset: 0, source: fallback, length: 0 });
    return { text: this.#pieces.join(""), segments: this.#segments };
  }
}

function segmentIndex(segments: readonly TextSegment[], offset: number): number {
  let low = 0;
  let high = segments.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((segments[middle]?.offset ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The source offset of the unit at `offset` of a joined text; past its end, the offset after its last unit. */
export function sourceOffset(segments: readonly TextSegment[], offset: number): number {
  const segment = segments[segmentIndex(segments, offset)];
  if (segment === undefined) return 0;
  return segment.source + Math.min(Math.max(offset - segment.offset, 0), segment.length);
}

/** The source range of [start, end) of a joined text: it does not reach over a continuation that follows it. */
export function sourceRange(segments: readonly TextSegment[], start: number, end: number): SourceRange {
  const first = sourceOffset(segments, start);
  return end > start ? [first, sourceOffset(segments, end - 1) + 1] : [first, first];
}

/** The part [start, end) of a joined text, with its own segments. */
export function sliceJoined(joined: JoinedText, start: number, end: number): JoinedText {
  const segments: TextSegment[] = [];
  for (let index = segmentIndex(joined.segments, start); index < joined.segments.length; index += 1) {
    const segment = joined.segments[index];
    if (segment === undefined || segment.offset >= end) break;
    const from = Math.max(segment.offset, start);
    const to = Math.min(segment.offset + segment.length, end);
    if (to > from)
      segments.push({ offset: from - start, source: segment.source + from - segment.offset, length: to - from });
  }
  if (segments.length === 0) segments.push({ offset: 0, source: sourceOffset(joined.segments, start), length: 0 });
  return { text: joined.text.slice(start, end), segments };
}
