import { parse } from "yaml";
import type { SourceRange } from "../text/source-range.js";
import type { TextEdit } from "../text/text-edit.js";
import type { ComposeService } from "./compose-service.js";
import { flagMeanings, flagOfPath } from "./flag-meanings.js";
import { flagsOfClient } from "./known-flags.js";
import type { RunCommand, RunFlag } from "./run-command.js";
import { shellQuote } from "./shell-quote.js";
import type { WrittenCompose, WrittenPart } from "./write-compose.js";

/** What has to change in a command line so that it stands for a mended service. */
export interface Correction {
  readonly edits: readonly TextEdit[];
  /** The keys of changes that a command line has no flag for. */
  readonly impossible: readonly string[];
}

type Path = readonly (string | number)[];
type Leaf = string | number | boolean | null;

/**
 * The edits of a command line that do what was done to the Compose file written from it. Everything else stays as it is.
 * `text` is the text that holds the command.
 */
export function correctCommand(
  text: string,
  command: RunCommand,
  { name }: ComposeService,
  written: WrittenCompose,
  mended: string,
): Correction {
  const before = serviceIn(written.text, name);
  const after = serviceIn(mended, name);
  return new Corrector(text, command, written.parts).correct(before, after);
}

function serviceIn(text: string, name: string): Readonly<Record<string, unknown>> {
  const file: unknown = parse(text, { schema: "core", maxAliasCount: 0 });
  const services = isRecord(file) ? file.services : null;
  const service = isRecord(services) ? services[name] : null;
  return isRecord(service) ? service : {};
}

class Corrector {
  readonly #text: string;
  readonly #command: RunCommand;
  readonly #parts: readonly WrittenPart[];
  readonly #edits: TextEdit[] = [];
  readonly #added: string[] = [];
  readonly #impossible: string[] = [];
  readonly #removed = new Set<RunFlag>();

  constructor(text: string, command: RunCommand, parts: readonly WrittenPart[]) {
    this.#text = text;
    this.#command = command;
    this.#parts = parts;
  }

  correct(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): Correction {
    this.#compare([], before, after);
    if (this.#added.length > 0) this.#insert(this.#added);
    return { edits: this.#edits, impossible: this.#impossible };
  }

  #compare(path: Path, before: unknown, after: unknown): void {
    if (same(before, after)) return;
    if (path.at(0) === "ulimits" && path.length === 2) {
      this.#compareUlimit(path, before, after);
      return;
    }
    if (isRecord(after) && (isRecord(before) || before === undefined)) {
      const old = isRecord(before) ? before : {};
      for (const key of new Set([...Object.keys(old), ...Object.keys(after)])) this.#compare([...path, key], old[key], after[key]);
      return;
    }
    if (isRecord(before) && after === undefined) {
      for (const key of Object.keys(before)) this.#compare([...path, key], before[key], undefined);
      return;
    }
    const isWords = path[0] === "command" || path[0] === "entrypoint";
    if (isList(before) || isList(after)) {
      if (!isWords) {
        this.#compareLists(path, isList(before) ? before : [], isList(after) ? after : []);
        return;
      }
    } else if (isLeaf(before) || isLeaf(after)) {
      this.#compareLeaves(path, before, after);
      return;
    }
    this.#impossible.push(path.join("."));
  }

  #compareLists(path: Path, before: readonly unknown[], after: readonly unknown[]): void {
    const gone = before.map((item, index) => ({ item, index })).filter(({ item }) => !after.some((other) => same(item, other)));
    const come = after.filter((item) => !before.some((other) => same(item, other)));
    if (gone.length === come.length) {
      gone.forEach(({ item, index }, at) => {
        this.#compareLeaves([...path, index], item, come[at]);
      });
      return;
    }
    for (const { item, index } of gone) this.#compareLeaves([...path, index], item, undefined);
    for (const item of come) this.#compareLeaves([...path, -1], undefined, item);
    // An entry that stood there twice and now stands once.
    if (gone.length === 0 && come.length === 0) this.#dropRepeated(path, before, after);
  }

  #dropRepeated(path: Path, before: readonly unknown[], after: readonly unknown[]): void {
    const rest = [...after];
    before.forEach((item, index) => {
      const at = rest.findIndex((other) => same(item, other));
      if (at === -1) this.#compareLeaves([...path, index], item, undefined);
      else rest.splice(at, 1);
    });
  }

  #compareLeaves(path: Path, before: unknown, after: unknown): void {
    const origin = this.#parts.find((part) => samePath(part.path, path))?.origin ?? null;
    const value = isLeaf(after) ? String(after) : null;
    if (before === undefined) {
      if (value === null || !this.#add(path, value)) this.#impossible.push(path.join("."));
    } else if (origin === null || (after !== undefined && value === null)) {
      this.#impossible.push(path.join("."));
    } else if (value !== null) {
      this.#replace(origin.range, origin.flag, value);
    } else if (origin.flag !== null) {
      this.#remove(origin.flag);
    } else {
      this.#impossible.push(path.join("."));
    }
  }

  #compareUlimit(path: Path, before: unknown, after: unknown): void {
    const [, name] = path;
    const flag = this.#parts.find((part) => part.path[0] === "ulimits" && part.path[1] === name)?.origin?.flag ?? null;
    if (after === undefined) {
      if (flag !== null) this.#remove(flag);
      return;
    }
    const soft = numberText(isRecord(after) ? (after.soft ?? after.hard) : after);
    const hard = numberText(isRecord(after) ? (after.hard ?? after.soft) : after);
    const value = `${String(name)}=${soft}${soft === hard ? "" : `:${hard}`}`;
    if (flag !== null) this.#replace(flag.valueRange, flag, value);
    else if (before === undefined) this.#added.push(`--ulimit ${value}`);
    else this.#impossible.push(path.join("."));
  }

  #add(path: Path, value: string): boolean {
    const names = path.filter((part) => typeof part === "string");
    const pair = flagOfPath(names.slice(0, -1));
    const name = flagOfPath(names) ?? pair;
    const flag = name === null ? undefined : flagsOfClient(this.#command.client).long.get(name);
    if (flag === undefined || name === null) return false;
    const isPair = flagMeanings[name]?.as === "pairs";
    if (flagOfPath(names) === null && !isPair) return false;
    if (flag.kind === "switch") this.#added.push(value === "true" ? `--${name}` : `--${name}=false`);
    else this.#added.push(`--${name} ${shellQuote(isPair ? `${names.at(-1) ?? ""}=${value}` : value)}`);
    return true;
  }

  #replace(range: SourceRange, flag: RunFlag | null, value: string): void {
    const { kind, valueIn, written, alone } = flag ?? { kind: "value", valueIn: null, written: "", alone: true };
    if (flag !== null && kind === "switch" && valueIn === null) {
      if (value === "false" && alone) this.#edits.push({ range: flag.range, text: `${written}=false` });
      else if (value !== "true") this.#impossible.push(flag.name);
      return;
    }
    this.#edits.push({ range, text: shellQuote(value) });
  }

  /** With the white space before it, so that a line that held the flag alone goes too. */
  #remove(flag: RunFlag): void {
    if (this.#removed.has(flag)) return;
    this.#removed.add(flag);
    if (!flag.alone) {
      this.#impossible.push(flag.name);
      return;
    }
    this.#edits.push({ range: [this.#endBefore(flag.range[0]), flag.range[1]], text: "" });
  }

  #endBefore(start: number): number {
    const { headRange, flags, opaque } = this.#command;
    const ends = [headRange, ...flags.map(({ range }) => range), ...opaque.map(({ range }) => range)].map(([, end]) => end);
    return Math.max(...ends.filter((end) => end <= start));
  }

  /** Behind the last flag; on a line of its own where that one and the image have theirs. */
  #insert(flags: readonly string[]): void {
    const { headRange, image } = this.#command;
    const last = this.#command.flags.filter((flag) => !this.#removed.has(flag)).at(-1);
    const at = image === null ? headRange[1] : this.#endBefore(image.range[0]);
    const before = last === undefined ? "" : this.#text.slice(this.#endBefore(last.range[0]), last.range[0]);
    const behind = image === null ? "" : this.#text.slice(at, image.range[0]);
    const gap = /[\r\n]/u.test(behind) && before !== "" ? before : " ";
    this.#edits.push({ range: [at, at], text: flags.map((flag) => `${gap}${flag}`).join("") });
  }
}

function numberText(value: unknown): string {
  return typeof value === "number" || typeof value === "string" ? String(value) : "";
}

function same(left: unknown, right: unknown): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}

function samePath(left: Path, right: Path): boolean {
  return left.length === right.length && left.every((part, index) => part === right[index]);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isLeaf(value: unknown): value is Leaf {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}
