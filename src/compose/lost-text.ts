import type { SourceRange } from "../text/source-range.js";
import type { ComposeFile, YamlNode, YamlPair } from "./ast.js";

/**
 * The first of some places in a text that belongs to no value, alias, anchor or tag of the tree; null if all do. `yaml`
 * drops what stands between the key of a `?` and its `:` without an error.
 * @param places offsets in ascending order
 */
export function firstLostPlace(file: ComposeFile, places: readonly number[]): number | null {
  if (places.length === 0) return null;
  const ranges = leafRanges(file).sort((a, b) => a[0] - b[0]);
  let index = 0;
  for (const place of places) {
    while (index < ranges.length && (ranges[index]?.[1] ?? 0) <= place) index += 1;
    const range = ranges[index];
    if (range === undefined || range[0] > place) return place;
  }
  return null;
}

function leafRanges(file: ComposeFile): SourceRange[] {
  const ranges: SourceRange[] = [];
  const visit = (node: YamlNode | YamlPair["key"] | null): void => {
    if (node === null) return;
    if ("anchor" in node && node.anchor !== null) ranges.push(node.anchor.range);
    if ("tag" in node && node.tag !== null) ranges.push(node.tag.range);
    if (node.type === "YamlMap") {
      for (const pair of node.pairs) {
        visit(pair.key);
        visit(pair.value);
      }
    } else if (node.type === "YamlSeq") node.items.forEach(visit);
    else ranges.push(node.range);
  };
  for (const document of file.documents) visit(document.contents);
  return ranges;
}
