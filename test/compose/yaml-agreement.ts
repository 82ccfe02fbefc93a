import { isAlias, isMap, isScalar, isSeq, parseAllDocuments, type Node, type Pair } from "yaml";
import type { YamlNode, YamlPair } from "../../src/compose/ast.js";
import type { ParsedComposeFile } from "../../src/compose/parse.js";

/** Where our tree of a valid text says something else than `yaml` itself does; paths into the documents. */
export function disagreementsWithYaml(text: string, { ast }: ParsedComposeFile): string[] {
  // A lone CR is a line break for YAML, though not for `yaml`.
  const documents = parseAllDocuments(text.replaceAll(/\r(?!\n)/gu, "\n"), { uniqueKeys: false, logLevel: "silent" });
  // For an empty text `yaml` gives no document, and we give an empty one.
  if (documents.length === 0) return ast.documents.every(({ contents }) => contents === null) ? [] : ["not empty"];
  // We are less strict about indentation inside brackets and quotes.
  if (documents.some(({ errors }) => errors.length > 0)) return [];
  if (documents.length !== ast.documents.length) return [`${ast.documents.length} documents`];
  return documents.flatMap(({ contents }, index) => compare(contents, ast.documents[index]?.contents ?? null, `${index}`));
}

function compare(theirs: Node | null, ours: YamlNode | YamlPair["key"] | null, path: string): string[] {
  if (theirs === null) return ours === null ? [] : [`${path}: ${ours.type} out of nothing`];
  if (ours === null) return isScalar(theirs) && theirs.value === null ? [] : [`${path}: nothing`];
  if (isAlias(theirs)) return ours.type === "YamlAlias" && ours.name === theirs.source ? [] : [`${path}: alias`];
  if (isMap(theirs)) {
    if (ours.type !== "YamlMap") return [`${path}: ${ours.type} for a map`];
    if (ours.pairs.length !== theirs.items.length) return [`${path}: ${ours.pairs.length} pairs`];
    return (theirs.items as Pair<Node | null, Node | null>[]).flatMap((pair, index) => [
      ...compare(pair.key, ours.pairs[index]?.key ?? null, `${path}/key ${index}`),
      ...compare(pair.value, ours.pairs[index]?.value ?? null, `${path}/${index}`),
    ]);
  }
  if (isSeq(theirs)) {
    if (ours.type !== "YamlSeq") return [`${path}: ${ours.type} for a list`];
    if (ours.items.length !== theirs.items.length) return [`${path}: ${ours.items.length} items`];
    return (theirs.items as Node[]).flatMap((item, index) => compare(item, ours.items[index] ?? null, `${path}/${index}`));
  }
  if (!isScalar(theirs)) return [`${path}: unknown node`];
  if (ours.type === "YamlMergeKey") return theirs.source === "<<" ? [] : [`${path}: merge key`];
  if (ours.type !== "YamlScalar") return [`${path}: ${ours.type} for a scalar`];
  if (ours.anchor?.name !== theirs.anchor) return [`${path}: anchor ${ours.anchor?.name ?? "none"}`];
  if ((ours.tag === null) !== (theirs.tag === undefined)) return [`${path}: tag ${ours.tag?.value ?? "none"}`];
  return Object.is(ours.value, theirs.value ?? null) ? [] : [`${path}: ${String(ours.value)}`];
}
