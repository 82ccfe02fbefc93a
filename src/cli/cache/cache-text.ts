import { fileResult, type FileResult } from "../../lint/lint-result.js";
import { DIGEST_LENGTH, digestOfText } from "../run/dependency.js";
import type { KeptContent, KeptOutcome } from "./lint-cache.js";

/** What the file of a cache begins with, whatever version wrote it. */
export const CACHE_START = "compose-lint cache ";
/** Raised when the form of the file changes. */
const FORMAT = `${CACHE_START}5`;

/** What is kept of a file, each as it is written: its content, what it takes in, and what was found in it. */
export interface FileLine {
  content: string;
  takenIn: string;
  outcome: string;
}

export const emptyLine: FileLine = { content: "", takenIn: "", outcome: "" };

/**
 * Something that is kept with all that it depends on: the number of a form of questions, those of lists of questions that
 * other things share, the digests for the form, and itself.
 */
export interface Part {
  form: number;
  shared: readonly number[];
  digests: string;
  rest: string;
}

/** A cache in pieces that are not parsed yet. */
export interface CacheText {
  /** For whom stamps hold. */
  reader: string;
  forms: string[];
  /** Lists of questions that several files share, each a part whose rest is the file that its form is read for. */
  shared: string[];
  /** By file. */
  lines: Map<string, string>;
}

type WrittenText = Omit<Readonly<CacheText>, "lines"> & { lines: readonly (readonly [file: string, line: FileLine])[] };

/**
 * Cuts the bytes of a cache. The first line says what wrote it and ends with a digest of the rest, so that a file which is
 * older, was cut off, or was written by something else counts as empty. Then come for whom stamps hold, how many forms and
 * shared lists there are, a line for each form, for each list, and for each file.
 * @param key What must be the same for anything to count: the version of the program, for instance.
 */
export function readCacheText(bytes: Uint8Array, key: string): CacheText | null {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = text.indexOf("\n");
  const rest = text.subarray(end + 1);
  if (text.toString("utf8", 0, Math.max(end, 0)) !== headOf(key, rest)) return null;
  const [reader = "", formCount, sharedCount, ...all] = rest.toString("utf8").split("\n");
  const forms = all.slice(0, Number(formCount));
  const shared = all.slice(forms.length, forms.length + Number(sharedCount));
  const lines = new Map<string, string>();
  for (let index = forms.length + shared.length; index < all.length; index += 1) {
    const line = all[index] ?? "";
    const tab = line.indexOf("\t");
    if (tab !== -1) lines.set(line.slice(0, tab), line);
  }
  return { reader, forms, shared, lines };
}

/** The other way round; of each file the name and the rest of its line. */
export function writeCacheText(key: string, { reader, forms, shared, lines }: WrittenText): string {
  const written = lines.map(([file, { content, takenIn, outcome }]) => [file, content, takenIn, outcome].join("\t"));
  const rest = `${[reader, forms.length, shared.length, ...forms, ...shared, ...written].join("\n")}\n`;
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

const none: readonly number[] = [];

/** Null where there is none. */
export function partOf(text: string): Part | null {
  if (text === "") return null;
  const first = text.indexOf(" ");
  const second = text.indexOf(" ", first + 1);
  const digests = text.slice(first + 1, second);
  const rest = text.slice(second + 1);
  const form = Number(text.slice(0, first));
  if (!Number.isNaN(form)) return { form, shared: none, digests, rest };
  const [own = 0, ...shared] = text.slice(0, first).split("+").map(Number);
  return { form: own, shared, digests, rest };
}

export function textOfPart({ form, shared, digests, rest }: Part): string {
  return `${[form, ...shared].join("+")} ${digests} ${rest}`;
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

/** Texts with numbers from 0, each once. */
export class NumberedTexts {
  readonly all: string[];
  /** Null while nobody asked. */
  #numbers: Map<string, number> | null = null;

  constructor(all: string[]) {
    this.all = all;
  }

  /** The number of a text, which is added if it is new. */
  numberOf(text: string): number {
    this.#numbers ??= new Map(this.all.map((known, index) => [known, index]));
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
