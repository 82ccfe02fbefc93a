import type { LineIndex } from "../text/line-index.js";
import type { SourceRange } from "../text/source-range.js";
import type { JsonNode } from "./json-tree.js";
import type { ProfileProblem } from "./profile-problem.js";

/** Collects the problems of one text. After the first hundred it only counts: a broken generator makes millions. */
export class ProblemList {
  readonly problems: ProfileProblem[] = [];
  readonly #lines: LineIndex;
  #broken = false;

  constructor(lines: LineIndex) {
    this.#lines = lines;
  }

  /** Whether a value had a type that no engine decodes. */
  get broken(): boolean {
    return this.#broken;
  }

  add(code: ProfileProblem["code"], fatal: boolean, message: string, range: SourceRange): void {
    if (code === "wrong-type" || code === "bad-number") this.#broken = true;
    if (this.problems.length >= MAXIMUM_PROBLEMS) return;
    this.problems.push({ code, fatal, message, range, loc: this.#lines.locationOf(range) });
  }
}

const MAXIMUM_PROBLEMS = 100;

/** Reads typed values out of a JSON object as Go's decoder does: keys in any case, null for nothing, the last one wins. */
export class ObjectReader {
  readonly #members = new Map<string, JsonNode>();
  readonly #list: ProblemList;
  readonly range: SourceRange;

  /**
   * @param what what the object is, for messages, such as "a rule"
   * @param keys the keys that an engine knows
   */
  constructor(node: JsonNode, what: string, keys: readonly string[], list: ProblemList) {
    this.#list = list;
    this.range = node.range;
    if (node.kind === "null") return;
    if (node.kind !== "object") {
      list.add("wrong-type", true, `${capital(what)} must be an object here, not ${article(node)}.`, node.range);
      return;
    }
    for (const { key, keyRange, value } of node.members) {
      const known = keys.find((name) => name === key) ?? keys.find((name) => name.toLowerCase() === key.toLowerCase());
      if (known === undefined) {
        list.add("unknown-key", false, `No engine knows the key "${shown(key)}" in ${what}; it is ignored.`, keyRange);
        continue;
      }
      if (this.#members.has(known)) {
        list.add("duplicate-key", false, `The key "${known}" is in ${what} twice; the later one counts.`, keyRange);
      }
      this.#members.set(known, value);
    }
  }

  has(key: string): boolean {
    return this.#members.has(key);
  }

  /** The place of a key's value; that of the object where it has none. */
  rangeOf(key: string): SourceRange {
    return this.#members.get(key)?.range ?? this.range;
  }

  string(key: string): string | null {
    const node = this.#value(key);
    if (node === null) return null;
    if (node.kind === "string") return node.value;
    return this.#wrongType(key, "a string", node);
  }

  /** An unsigned integer of 64 bits. */
  integer(key: string): bigint | null {
    const node = this.#value(key);
    if (node === null) return null;
    if (node.kind !== "number") return this.#wrongType(key, "a number", node);
    if (/^\d{1,20}$/.test(node.text) && BigInt(node.text) <= MAXIMUM_UINT64) return BigInt(node.text);
    const message = `"${key}" must be a whole number from 0 to 2^64-1, not ${shown(node.text)}; the engine refuses it.`;
    this.#list.add("bad-number", true, message, node.range);
    return null;
  }

  strings(key: string): { value: string; range: SourceRange }[] {
    return this.items(key).flatMap((node) => {
      if (node.kind === "string") return [{ value: node.value, range: node.range }];
      if (node.kind === "null") return [{ value: "", range: node.range }];
      this.#wrongType(key, "a list of strings", node);
      return [];
    });
  }

  items(key: string): JsonNode[] {
    const node = this.#value(key);
    if (node === null) return [];
    if (node.kind === "array") return node.items;
    this.#wrongType(key, "a list", node);
    return [];
  }

  /** The value of a key, or null for none and for JSON's null. */
  object(key: string): JsonNode | null {
    return this.#value(key);
  }

  #value(key: string): JsonNode | null {
    const node = this.#members.get(key);
    return node === undefined || node.kind === "null" ? null : node;
  }

  #wrongType(key: string, wanted: string, node: JsonNode): null {
    const message = `"${key}" must be ${wanted}, not ${article(node)}; the engine refuses the profile.`;
    this.#list.add("wrong-type", true, message, node.range);
    return null;
  }
}

const MAXIMUM_UINT64 = 0xffffffffffffffffn;
const SHOWN_LENGTH = 60;

/** A text from the profile, cut to what a message can hold. */
export function shown(text: string): string {
  return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}...` : text;
}

function article({ kind }: JsonNode): string {
  if (kind === "null") return "null";
  return kind === "array" ? "a list" : /^[aeiou]/.test(kind) ? `an ${kind}` : `a ${kind}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
