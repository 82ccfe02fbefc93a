import type { ComposeFile, ScalarStyle, YamlMap, YamlNode, YamlSeq } from "./ast.js";
import { plainContent } from "./yaml-scalar.js";
import { Attached } from "../memory/attached.js";

/** How a file is written, so that an insertion looks like its surroundings. */
export interface YamlStyle {
  lineBreak: "\n" | "\r\n" | "\r";
  /** Columns from the key of a map to the keys below it. */
  mapIndent: number;
  /** Columns from a key to the `-` of the list below it; 0 is a usual style. */
  seqIndent: number;
}

/** Reads the style from the places nearest to `near`: its own children count first, then the file's. */
export function styleAround(text: string, file: ComposeFile, near: YamlMap): YamlStyle {
  const seq = firstBlockSeqOffset(near) ?? offsetsOf(file).seq;
  const map = firstBlockMapOffset(near) ?? ownIndent(near) ?? offsetsOf(file).map ?? 2;
  return { lineBreak: lineBreakOf(text), mapIndent: map, seqIndent: seq ?? map };
}

interface Offsets {
  seq: number | null;
  map: number | null;
}

// A file of many services is asked for each of them, and its own style is always the same.
const offsetsOfFiles = new Attached<ComposeFile, Offsets>();

function offsetsOf(file: ComposeFile): Offsets {
  const known = offsetsOfFiles.get(file);
  if (known !== undefined) return known;
  const found = { seq: firstOffset(file, firstBlockSeqOffset), map: firstOffset(file, firstBlockMapOffset) };
  offsetsOfFiles.set(file, found);
  return found;
}

/** The first line break of the text; `\n` in a text of one line. */
export function lineBreakOf(text: string): YamlStyle["lineBreak"] {
  const carriage = text.indexOf("\r");
  const feed = text.indexOf("\n");
  if (carriage === -1 || (feed !== -1 && feed < carriage)) return "\n";
  return feed === carriage + 1 ? "\r\n" : "\r";
}

/**
 * A string as a YAML scalar: in the given style where that is one of the quoted ones, plain where it may be, else in
 * double quotes.
 */
export function scalarText(value: string, style: ScalarStyle): string {
  if (style === "single-quoted") return `'${value.replaceAll("'", "''")}'`;
  if (style === "double-quoted" || !isPlain(value)) return JSON.stringify(value);
  return value;
}

// A subset of what YAML allows plain, in flow collections too: no indicator at the start, none of `#,[]{}` inside, and
// `:` only between letters, where it makes neither a key nor a number of base 60.
const plainShape = /^[\w./=][\w./=@+~-]*(?::[\w./=@+~-]+)*$/u;
// Words that are no text for YAML 1.1, and with it for docker-compose 1.
const otherWords: readonly string[] = ["true", "false", "yes", "no", "on", "off", "y", "n", "null", "="];
const otherNumber = /^[\d:.]*$/u;

function isPlain(value: string): boolean {
  return plainShape.test(value) && !otherWords.includes(value.toLowerCase()) && !otherNumber.test(value) && plainContent(value).type === "string";
}

/** The columns between a map and the key that it is the value of. */
function ownIndent(map: YamlMap): number | null {
  if (map.style === "flow" || map.parent.type !== "YamlPair") return null;
  const offset = map.loc.start.column - map.parent.key.loc.start.column;
  return offset > 0 && map.loc.start.line > map.parent.key.loc.start.line ? offset : null;
}

function firstOffset(file: ComposeFile, find: (map: YamlMap) => number | null): number | null {
  const maps: YamlMap[] = [];
  const add = (node: YamlNode | null): void => {
    if (node?.type === "YamlMap") maps.push(node);
    else if (node?.type === "YamlSeq") node.items.forEach(add);
  };
  for (const document of file.documents) add(document.contents);
  for (let map = maps.shift(); map !== undefined; map = maps.shift()) {
    const offset = find(map);
    if (offset !== null) return offset;
    for (const pair of map.pairs) add(pair.value);
  }
  return null;
}

function firstBlockSeqOffset(map: YamlMap): number | null {
  return firstChildOffset(map, (value): value is YamlSeq => value?.type === "YamlSeq");
}

function firstBlockMapOffset(map: YamlMap): number | null {
  return firstChildOffset(map, (value): value is YamlMap => value?.type === "YamlMap");
}

function firstChildOffset(
  map: YamlMap,
  isWanted: (value: YamlNode | null) => value is YamlMap | YamlSeq,
): number | null {
  for (const pair of map.pairs) {
    if (!isWanted(pair.value) || pair.value.style === "flow") continue;
    if (pair.value.loc.start.line === pair.key.loc.start.line) continue;
    const offset = pair.value.loc.start.column - pair.key.loc.start.column;
    if (offset >= 0) return offset;
  }
  return null;
}
