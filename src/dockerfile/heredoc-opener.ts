import { expandWords } from "./expand.js";
import type { Span } from "./split-words.js";

/** `<<NAME` in an instruction's line. Offsets are into the text that was read. */
export interface HeredocOpener extends Span {
  name: string;
  quoted: boolean;
  stripTabs: boolean;
  fileDescriptor: number;
}

const unset = (): undefined => undefined;

/** All here-documents that a line opens, in order. A line with quotes that do not close opens none, as in BuildKit. */
export function findHeredocs(line: string): HeredocOpener[] {
  if (!line.includes("<<")) return [];
  const split = expandWords(line, unset, { rawQuotes: true, rawEscapes: true, keepUnset: true });
  if (!split.ok) return [];
  const openers: HeredocOpener[] = [];
  for (const word of split.words) {
    const opener = readHeredocOpener(word.value);
    if (opener !== null) openers.push({ ...opener, start: word.start, end: word.end });
  }
  return openers;
}

/** What a word opens when it has the form `[n]<<[-]NAME`; null when it has not. */
export function readHeredocOpener(word: string): Omit<HeredocOpener, "start" | "end"> | null {
  const form = splitOpener(word);
  if (form === null) return null;
  // The word is read twice: when its quotes go away, a part of it was quoted and the body is not expanded.
  const plain = expandWords(form.rest, unset, { keepUnset: true });
  const raw = expandWords(form.rest, unset, { keepUnset: true, rawQuotes: true });
  if (!plain.ok || !raw.ok) return null;
  const name = plain.words.length === 1 ? plain.words[0]?.value : undefined;
  if (name === undefined) return null;
  const quoted = countQuotes(name) !== countQuotes(raw.words[0]?.value ?? "");
  return { name, quoted, stripTabs: form.stripTabs, fileDescriptor: form.fileDescriptor };
}

function splitOpener(word: string): { fileDescriptor: number; stripTabs: boolean; rest: string } | null {
  let at = 0;
  while (at < word.length && word.charCodeAt(at) >= 48 && word.charCodeAt(at) <= 57) at += 1;
  if (!word.startsWith("<<", at)) return null;
  const fileDescriptor = Number(word.slice(0, at));
  at += 2;
  const stripTabs = word[at] === "-";
  if (stripTabs) at += 1;
  while ("\t\n\f\r ".includes(word[at] ?? "none")) at += 1;
  const rest = word.slice(at);
  return rest === "" || rest.includes("<") ? null : { fileDescriptor, stripTabs, rest };
}

function countQuotes(text: string): number {
  return text.replace(/[^'"]/g, "").length;
}
