import { fileResult, type FileResult } from "../../lint/lint-result.js";
import { DIGEST_LENGTH, digestOfText } from "../run/dependency.js";
import type { DependencyForm } from "./dependency-form.js";
import type { KeptContent, KeptOutcome } from "./lint-cache.js";

/** What the file of a cache begins with, whatever version wrote it. */
export const CACHE_START = "compose-lint cache ";
/** Raised when the form of the file changes. */
const FORMAT = `${CACHE_START}3`;

/** What is kept of a file, each as it is written: its content, what it takes in, and what was found in it. */
export interface FileLine {
  content: string;
  takenIn: string;
  outcome: string;
}

export const emptyLine: FileLine = { content: "", takenIn: "", outcome: "" };

/** Something that is kept with all that it depends on: the number of a form of questions, the digests, and itself. */
export interface Part {
  form: number;
  digests: string;
  rest: string;
}

/** A cache in pieces that are not parsed yet. */
export interface CacheText {
  /** For whom stamps hold. */
  reader: string;
  forms: string[];
  /** By file. */
  lines: Map<string, string>;
}

/**
 * Cuts the bytes of a cache. The first line says what wrote it and ends with a digest of the rest, so that a file which is
 * older, was cut off, or was written by something else counts as empty. Then come for whom stamps hold, how many forms there
 * are, a line for each form, and a line for each file.
 * @param key What must be the same for anything to count: the version of the program, for instance.
 */
export function readCacheText(bytes: Uint8Array, key: string): CacheText | null {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = text.indexOf("\n");
  const rest = text.subarray(end + 1);
  if (text.toString("utf8", 0, Math.max(end, 0)) !== headOf(key, rest)) return null;
  const [reader = "", formCount, ...all] = rest.toString("utf8").split("\n");
  const forms = all.slice(0, Number(formCount));
  const lines = new Map<string, string>();
  for (let index = forms.length; index < all.length; index += 1) {
    const line = all[index] ?? "";
    const tab = line.indexOf("\t");
    if (tab !== -1) lines.set(line.slice(0, tab), line);
  }
  return { reader, forms, lines };
}

/** The other way round; of each file the name and the rest of its line. */
export function writeCacheText(key: string, reader: string, forms: readonly string[], lines: readonly (readonly [file: string, line: FileLine])[]): string {
  const written = lines.map(([file, { content, takenIn, outcome }]) => [file, content, takenIn, outcome].join("\t"));
  const rest = `${[reader, forms.length, ...forms, ...written].join("\n")}\n`;
  return `${headOf(key, rest)}\n${rest}`;
}

/** Whether a file can be named in a line. */
export function fitsInLine(file: string): boolean {
  return !/[\t\n]/u.test(file);
}

export function cutLine(line: string): FileLine {
  const [, content = "", takenIn = "", outcome = ""] = line.split("\t");
  return { content, takenIn, outcome };
}

/** Null where there is none. */
export function partOf(text: string): Part | null {
  if (text === "") return null;
  const first = text.indexOf(" ");
  const second = text.indexOf(" ", first + 1);
  return { form: Number(text.slice(0, first)), digests: text.slice(first + 1, second), rest: text.slice(second + 1) };
}

export function textOfPart({ form, digests, rest }: Part): string {
  return `${form} ${digests} ${rest}`;
}

export function contentOf(text: string): KeptContent | null {
  const end = text.length - DIGEST_LENGTH;
  return end < 1 ? null : { stamp: text.slice(0, end - 1), digest: text.slice(end) };
}

export function textOfContent({ stamp, digest }: KeptContent): string {
  return `${stamp} ${digest}`;
}

/** Of most files nothing is found: their result is not written. */
export function textOfOutcome(file: string, { config, warningCount, result }: KeptOutcome): string {
  const text = JSON.stringify({ ...result, source: "" });
  return [config, warningCount, text === JSON.stringify(emptyResult(file)) ? "" : text].join(" ");
}

export function outcomeOf(file: string, text: string): KeptOutcome {
  const first = text.indexOf(" ");
  const second = text.indexOf(" ", first + 1);
  const result = second === text.length - 1 ? emptyResult(file) : (JSON.parse(text.slice(second + 1)) as FileResult);
  return { config: text.slice(0, first), warningCount: Number(text.slice(first + 1, second)), result };
}

/** Numbers the forms that are in use, each once, from 0. */
export class UsedForms {
  readonly all: string[] = [];
  readonly #numbers = new Map<string, number>();

  numberOf({ text }: DependencyForm): number {
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.all.push(text) - 1;
      this.#numbers.set(text, number);
    }
    return number;
  }
}

function emptyResult(file: string): FileResult {
  return fileResult(file, "", [], []);
}

function headOf(key: string, rest: string | Uint8Array): string {
  return `${FORMAT} ${digestOfText(key)} ${digestOfText(rest)}`;
}
