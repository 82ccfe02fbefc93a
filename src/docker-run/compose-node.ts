import type { SourceRange } from "../text/source-range.js";
import type { RunFlag } from "./run-command.js";

/** Where a value of the service comes from. */
export interface ValueOrigin {
  readonly range: SourceRange;
  /** The flag that gives it; null for the image and the words behind it. */
  readonly flag: RunFlag | null;
  /** The value's part of the flag's value: what stands before it there, such as `nofile=` of `nofile=1024:2048`. */
  readonly prefix: string;
}

/** A value of a Compose service that knows which part of the command line it comes from. */
export type ComposeNode = ComposeScalar | ComposeList | ComposeMap;

export interface ComposeScalar {
  readonly kind: "scalar";
  readonly text: string;
  /** True for numbers and booleans, which stand without quotes. */
  readonly bare: boolean;
  readonly origin: ValueOrigin;
}

export interface ComposeList {
  readonly kind: "list";
  readonly items: ComposeNode[];
}

export interface ComposeMap {
  readonly kind: "map";
  readonly entries: Map<string, ComposeNode>;
}

export function emptyMap(): ComposeMap {
  return { kind: "map", entries: new Map() };
}

/** Sets a value below a map, making the maps on the way. */
export function setAt(map: ComposeMap, path: readonly string[], node: ComposeNode): void {
  const [key = "", ...rest] = path;
  if (rest.length === 0) {
    map.entries.set(key, node);
    return;
  }
  let next = map.entries.get(key);
  if (next?.kind !== "map") {
    next = emptyMap();
    map.entries.set(key, next);
  }
  setAt(next, rest, node);
}

/** Adds a value to a list below a map, making it where it is missing. */
export function addAt(map: ComposeMap, path: readonly string[], node: ComposeNode): void {
  let parent = map;
  for (const key of path.slice(0, -1)) {
    const next = parent.entries.get(key);
    const made = next?.kind === "map" ? next : emptyMap();
    parent.entries.set(key, made);
    parent = made;
  }
  const key = path.at(-1) ?? "";
  const list = parent.entries.get(key);
  if (list?.kind === "list") list.items.push(node);
  else parent.entries.set(key, { kind: "list", items: [node] });
}
