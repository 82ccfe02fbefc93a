import type { Cause, CauseWeights, Errno } from "./cause.js";
import type { ProgramId } from "./program.js";

/** What words without an errno say: how well each cause explains them, and why, as sentences. */
export interface Reading {
  readonly weights: CauseWeights;
  readonly because: Readonly<Record<Cause, string>>;
  /** True where they tell of SIGKILL and of nothing that was refused. */
  readonly isKill?: boolean;
}

/**
 * Words by which a program tells that a thread, a process or memory was refused.
 *
 * The words are a template: `{n}` stands for a number, `{w}` for up to 120 characters of anything (also a line break),
 * `{s}` for up to 50, `{errno}` for an errno as a name or in words, `{eagain}` for EAGAIN alone, `{code}` for its name alone,
 * `{errnum}` for the number, `{errormessage}` for the errno that newer releases of Redis append.
 * Case and white space do not count.
 */
export interface Signature {
  readonly id: string;
  readonly program: ProgramId | null;
  readonly words: string;
  /** What the words say where they carry no errno; null where they always carry one. */
  readonly reading: Reading | null;
  /** True where something harmless prints the same; it supports a cause and never decides one. */
  readonly weak: boolean;
  /** What the raw line must look like too, for words too short to tell by themselves. */
  readonly line: RegExp | null;
}

/** What a signature's template becomes for matching in squeezed text (see squeezed-text.ts). */
export interface CompiledSignature {
  readonly signature: Signature;
  /** The most telling literal part, by which candidates are found. */
  readonly anchor: string;
  readonly pattern: RegExp;
}

const errnoNames: Readonly<Record<string, Errno>> = {
  operationnotpermitted: "EPERM",
  eperm: "EPERM",
  "1": "EPERM",
  resourcetemporarilyunavailable: "EAGAIN",
  resourceunavailable: "EAGAIN",
  eagain: "EAGAIN",
  "11": "EAGAIN",
  cannotallocatememory: "ENOMEM",
  enomem: "ENOMEM",
  "12": "ENOMEM",
};

// Every repetition is bounded, so that matching takes linear time.
const placeholders: Readonly<Record<string, string>> = {
  "{n}": "[0-9]{1,12}",
  "{w}": ".{0,120}?",
  "{s}": ".{0,50}?",
  "{errno}":
    "(?<errno>operationnotpermitted|eperm|resourcetemporarilyunavailable|eagain|cannotallocatememory|enomem)",
  "{eagain}": "(?<errno>resourcetemporarilyunavailable|resourceunavailable|eagain)",
  "{errormessage}": "(?:\\.errormessage:(?<errno>operationnotpermitted|resourcetemporarilyunavailable|cannotallocatememory))?",
  "{code}": "(?<errno>eagain)",
  "{errnum}": "(?<errnum>1[12]?)(?![0-9])",
};

/** Makes a signature ready for matching. */
export function compileSignature(signature: Signature): CompiledSignature {
  let pattern = "";
  let anchor = "";
  for (const part of signature.words.split(/(\{(?:n|w|s|errno|eagain|code|errnum|errormessage)\})/)) {
    const placeholder = placeholders[part];
    if (placeholder !== undefined) {
      pattern += placeholder;
      continue;
    }
    const literal = squeezeLiteral(part);
    pattern += literal.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
    if (anchorValue(literal) > anchorValue(anchor)) anchor = literal;
  }
  return { signature, anchor, pattern: new RegExp(pattern, "g") };
}

/** The errno that a match carries, or null where its words have none. */
export function errnoOfMatch(match: RegExpExecArray): Errno | null {
  const text = match.groups?.errno ?? match.groups?.errnum;
  return text === undefined ? null : (errnoNames[text] ?? null);
}

// The words of an errno are the same in all programs, so they single out nothing.
function anchorValue(literal: string): number {
  return literal.replace(/resourcetemporarilyunavailable|cannotallocatememory|eagain/, "").length;
}

function squeezeLiteral(text: string): string {
  return text.toLowerCase().replace(/\s+/g, "").replaceAll("`", "'").replaceAll("\\", "");
}
