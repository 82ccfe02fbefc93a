import { AnchorAutomaton } from "./anchor-automaton.js";
import { AnchorScanner, type AnchorHit } from "./anchor-scanner.js";
import type { SourcePosition } from "../text/source-range.js";
import type { Errno } from "./cause.js";
import type { Diagnosis, LogMatch, ServiceDiagnosis } from "./diagnosis.js";
import { readExitedName, readLogPrefix } from "./log-prefix.js";
import { compileSignature, errnoOfMatch, type CompiledSignature } from "./signature.js";
import { signatures } from "./signatures.js";
import { squeeze, type SqueezedText } from "./squeezed-text.js";
import { weighObservations, type Observation } from "./weigh-matches.js";

const pieceLength = 1 << 16;
/** How much text on each side of an anchor is looked at. */
const reach = 1500;
/** The same in squeezed text, for one signature. */
const longestSide = 400;
const mostMatchesKept = 200;
const mostMatchesOfOneSignature = 2000;
const longestMatchText = 300;
const mostServices = 500;

interface ReadySignatures {
  readonly compiled: readonly CompiledSignature[];
  readonly automaton: AnchorAutomaton;
}

// Made with the first log, since most runs of a linter read none.
let readySignatures: ReadySignatures | null = null;

function ready(): ReadySignatures {
  if (readySignatures !== null) return readySignatures;
  const compiled = signatures.map(compileSignature);
  readySignatures = { compiled, automaton: new AnchorAutomaton(compiled.map(({ anchor }) => anchor)) };
  return readySignatures;
}

interface Found {
  readonly compiled: CompiledSignature;
  readonly start: number;
  readonly end: number;
  readonly errno: Errno | null;
}

interface Place {
  readonly line: number;
  readonly column: number;
  /** The raw line, or its beginning where it is long. */
  readonly lineText: string;
}

/**
 * Reads a log piece by piece and tells why threads, processes or memory were refused.
 * Understands plain logs, `docker logs`, `docker compose logs` (prefixes, colours, timestamps), Docker's JSON-file
 * lines, logs of CI jobs, and text whose line breaks or blanks were lost or added. Memory does not grow with the log.
 */
export class LogDiagnosis {
  readonly #compiled = ready().compiled;
  readonly #scanner = new AnchorScanner(ready().automaton);
  readonly #matches: LogMatch[] = [];
  readonly #counts = new Map<string, number>();
  readonly #observations = new Map<string | null, Map<string, Observation>>();
  readonly #lastEnd = new Map<string, number>();
  #pending: AnchorHit[] = [];
  #tail = "";
  #tailStart = 0;
  /** How the lines begin that are still needed and whose start is no longer kept; by that start. */
  readonly #linePrefixes = new Map<number, string>();
  #matchCount = 0;
  #strange = 0;
  #firstStrange: SourcePosition | null = null;
  #endsWithBreak = true;
  #endsWithReturn = false;

  /** Reads the next piece, of any length. */
  add(text: string): void {
    for (let start = 0; start < text.length; start += pieceLength) this.#read(text.slice(start, start + pieceLength));
  }

  /** The diagnosis of what was read. */
  finish(): Diagnosis {
    this.#settle(true);
    const services = [...this.#observations].map(([service, seen]) => weighObservations(service, [...seen.values()]));
    const clearest = services.reduce<ServiceDiagnosis | null>(
      (best, next) => (best === null || clarity(next) > clarity(best) ? next : best),
      null,
    );
    return {
      ...(clearest ?? weighObservations(null, [])),
      services,
      matches: this.#matches,
      matchCount: this.#matchCount,
      lines: this.#scanner.position === 0 ? 0 : this.#scanner.line - (this.#endsWithBreak ? 1 : 0),
      binary: this.#strange * 50 > this.#scanner.position,
      firstStrange: this.#firstStrange,
    };
  }

  #read(piece: string): void {
    this.#tail += piece;
    this.#countStrange(piece);
    this.#endsWithReturn = piece.endsWith("\r");
    this.#endsWithBreak = this.#endsWithReturn || piece.endsWith("\n");
    this.#scanner.scan(piece, (hit) => {
      if ((this.#counts.get(this.#idOf(hit)) ?? 0) < mostMatchesOfOneSignature) this.#pending.push(hit);
    });
    this.#settle(false);
    this.#forget();
  }

  #countStrange(piece: string): void {
    for (let index = 0; index < piece.length; index += 1) {
      const code = piece.charCodeAt(index);
      if (code !== 0 && code !== 0xfffd) continue;
      this.#strange += 1;
      this.#firstStrange ??= this.#positionIn(piece, index);
    }
  }

  // Of a place in the piece that is about to be scanned.
  #positionIn(piece: string, index: number): SourcePosition {
    const { line, lineStart, position } = this.#scanner;
    // The LF of a CRLF whose CR ended the piece before; that one counted the line.
    const rest = this.#endsWithReturn && piece.startsWith("\n") ? 1 : 0;
    const breaks = piece.slice(rest, index).match(/\r\n|\n|\r/g) ?? [];
    if (breaks.length === 0) return { line, column: rest === 1 ? index - 1 : position + index - lineStart };
    const lastBreak = Math.max(piece.lastIndexOf("\n", index), piece.lastIndexOf("\r", index));
    return { line: line + breaks.length, column: index - lastBreak - 1 };
  }

  #idOf(hit: AnchorHit): string {
    return this.#compiled[hit.anchor]?.signature.id ?? "";
  }

  // A hit waits until the text behind it has been read.
  #settle(all: boolean): void {
    const known = this.#scanner.position - (all ? 0 : reach);
    const ready = this.#pending.filter((hit) => hit.end <= known && this.#fitsLine(hit));
    this.#pending = this.#pending.filter((hit) => hit.end > known);
    if (ready.length === 0) return;
    const squeezed = squeeze(this.#tail);
    for (const hit of ready) this.#verify(hit, squeezed);
  }

  // Costs little, and short words come often.
  #fitsLine(hit: AnchorHit): boolean {
    const line = this.#compiled[hit.anchor]?.signature.line ?? null;
    return line === null || line.test(this.#placeOf(hit.end - 1, hit).lineText);
  }

  #forget(): void {
    const keepFrom = Math.max(this.#tailStart, this.#scanner.position - 3 * reach);
    const needed = new Set([this.#scanner.lineStart, ...this.#pending.map(({ lineStart }) => lineStart)]);
    for (const known of this.#linePrefixes.keys()) if (!needed.has(known)) this.#linePrefixes.delete(known);
    for (const lineStart of needed) {
      if (lineStart < this.#tailStart || lineStart >= keepFrom) continue;
      this.#linePrefixes.set(lineStart, this.#tail.slice(lineStart - this.#tailStart, lineStart - this.#tailStart + reach));
    }
    this.#tail = this.#tail.slice(keepFrom - this.#tailStart);
    this.#tailStart = keepFrom;
  }

  #verify(hit: AnchorHit, squeezed: SqueezedText): void {
    const compiled = this.#compiled[hit.anchor];
    if (compiled === undefined || hit.end <= (this.#lastEnd.get(compiled.signature.id) ?? -1)) return;
    const found = findAt(compiled, squeezed, hit.end - this.#tailStart);
    if (found === null || cutsNumber(this.#tail, found)) return;
    this.#lastEnd.set(compiled.signature.id, this.#tailStart + found.end);
    const place = this.#placeOf(this.#tailStart + found.start, hit);
    this.#record(found, place, readable(this.#tail.slice(found.start, found.end)));
  }

  #record(found: Found, place: Place, text: string): void {
    const { signature } = found.compiled;
    this.#counts.set(signature.id, (this.#counts.get(signature.id) ?? 0) + 1);
    this.#matchCount += 1;
    const service = readLogPrefix(place.lineText).service ?? readExitedName(place.lineText);
    const key = this.#observations.has(service) || this.#observations.size < mostServices ? service : null;
    const seen = this.#observations.get(key) ?? new Map<string, Observation>();
    seen.set(`${signature.id} ${found.errno ?? ""}`, { signature, errno: found.errno });
    this.#observations.set(key, seen);
    if (this.#matches.length >= mostMatchesKept) return;
    this.#matches.push({
      line: place.line,
      column: place.column,
      text,
      signature: signature.id,
      program: signature.program,
      service,
      errno: found.errno,
      weak: signature.weak,
    });
  }

  // Goes back from the anchor to the line of the match's start.
  #placeOf(start: number, hit: AnchorHit): Place {
    let { line, lineStart } = hit;
    while (start < lineStart) {
      const before = this.#tail.slice(0, lineStart - this.#tailStart).replace(/(?:\r\n|\n|\r)$/, "");
      lineStart = this.#tailStart + Math.max(before.lastIndexOf("\n"), before.lastIndexOf("\r")) + 1;
      line -= 1;
    }
    const inTail = lineStart - this.#tailStart;
    const lineText = inTail >= 0 ? this.#tail.slice(inTail, inTail + reach) : (this.#linePrefixes.get(lineStart) ?? "");
    return { line, column: start - lineStart, lineText: lineText.split(/[\r\n]/, 1)[0] ?? "" };
  }
}

/** Diagnoses a log that is at hand, whole or in pieces. */
export function diagnoseLog(pieces: string | Iterable<string>): Diagnosis {
  const diagnosis = new LogDiagnosis();
  if (typeof pieces === "string") diagnosis.add(pieces);
  else for (const piece of pieces) diagnosis.add(piece);
  return diagnosis.finish();
}

/** Diagnoses a log that arrives over time, such as a stream with an encoding set. */
export async function diagnoseLogStream(pieces: AsyncIterable<string>): Promise<Diagnosis> {
  const diagnosis = new LogDiagnosis();
  for await (const piece of pieces) diagnosis.add(piece);
  return diagnosis.finish();
}

function findAt(compiled: CompiledSignature, squeezed: SqueezedText, anchorEnd: number): Found | null {
  const { anchor, pattern } = compiled;
  const end = upperBound(squeezed.offsets, anchorEnd - 1);
  // A signature is shorter than this on either side, and a search in the whole piece would be slow.
  const from = Math.max(0, end - anchor.length - longestSide);
  const nearby = squeezed.text.slice(from, end + longestSide);
  pattern.lastIndex = 0;
  for (;;) {
    const match = pattern.exec(nearby);
    if (match === null || from + match.index > end - anchor.length) return null;
    const matchEnd = from + match.index + match[0].length;
    if (matchEnd >= end) {
      const start = squeezed.offsets[from + match.index] ?? 0;
      const last = squeezed.offsets[matchEnd - 1] ?? start;
      return { compiled, start, end: last + 1, errno: errnoOfMatch(match) };
    }
    pattern.lastIndex = match.index + 1;
  }
}

// The number of offsets that are at most `offset`.
function upperBound(offsets: Int32Array, offset: number): number {
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((offsets[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

// `exited with code 137` is not in `exited with code 1370`.
function cutsNumber(raw: string, found: Found): boolean {
  return /[0-9]/.test(raw.charAt(found.end - 1)) && /[0-9]/.test(raw.charAt(found.end));
}

function readable(text: string): string {
  // eslint-disable-next-line no-control-regex -- terminal control sequences start with this character
  return text.replace(/\u001b\[[0-9;?]{0,32}[@-~]/g, "").replace(/\s+/g, " ").slice(0, longestMatchText);
}

function clarity({ cause, decidedBy, candidates }: ServiceDiagnosis): number {
  const base = decidedBy === "errno" ? 3 : decidedBy === "words" ? 2 : cause === null ? 0 : 1;
  return base + (candidates[0]?.likelihood ?? 0) / 2;
}
