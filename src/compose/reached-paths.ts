import { Attached } from "../memory/attached.js";
import type { ComposeFile, YamlAlias, YamlNode, YamlPair, YamlParent, YamlScalar } from "./ast.js";
import { addToList } from "../memory/add-to-list.js";

type Upwards = YamlParent | YamlPair["parent"] | YamlNode | ComposeFile;

// Each service that gets a value through an anchor asks for the paths of the same scalar.
const known = new Attached<YamlScalar, readonly string[][]>();
const knownAliases = new Attached<ComposeFile, ReadonlyMap<YamlNode, readonly YamlAlias[]>>();

/**
 * The paths of keys at which a scalar stands in its file: its own, and those at which anchors on it and around it are
 * used. Entries of lists have the path of their list; what is merged in has that of the map around the merge key.
 */
export function reachedPaths(scalar: YamlScalar): readonly string[][] {
  const answer = known.get(scalar);
  if (answer !== undefined) return answer;
  const paths = findPaths(scalar);
  if (paths.length > 1) known.set(scalar, paths);
  return paths;
}

function findPaths(scalar: YamlScalar): string[][] {
  const own = wayTo(scalar);
  if (own.anchored.length === 0) return [own.path];
  const aliases = aliasesOf(own.root);
  const seen = new Set<YamlAlias>();
  const reach = (node: YamlNode, below: readonly string[]): string[][] => {
    const { path, anchored } = wayTo(node);
    const others = anchored.flatMap(({ node: target, depth }) =>
      (aliases.get(target) ?? [])
        .filter((alias) => !seen.has(alias))
        .flatMap((alias) => {
          seen.add(alias);
          return reach(alias, [...path.slice(depth), ...below]);
        }),
    );
    return [[...path, ...below], ...others];
  };
  return reach(scalar, []);
}

interface Way {
  path: string[];
  /** The node itself and those around it that have an anchor, each with the length of its own path. */
  anchored: { node: YamlNode; depth: number }[];
  root: ComposeFile;
}

function wayTo(node: YamlNode): Way {
  const keys: string[] = [];
  const around: { node: YamlNode; above: number }[] = [];
  let at = node as Upwards;
  while (at.type !== "ComposeFile") {
    if (at.type === "YamlPair") {
      if (at.key.type === "YamlScalar") keys.push(at.key.text);
    } else if (at.type !== "YamlDocument" && at.type !== "YamlAlias" && at.anchor !== null) around.push({ node: at, above: keys.length });
    at = at.parent;
  }
  return { path: keys.toReversed(), anchored: around.map(({ node: anchored, above }) => ({ node: anchored, depth: keys.length - above })), root: at };
}

/** The aliases of a file by what they stand for. */
function aliasesOf(file: ComposeFile): ReadonlyMap<YamlNode, readonly YamlAlias[]> {
  let aliases = knownAliases.get(file);
  if (aliases === undefined) {
    aliases = findAliases(file);
    knownAliases.set(file, aliases);
  }
  return aliases;
}

function findAliases({ documents }: ComposeFile): Map<YamlNode, YamlAlias[]> {
  const found = new Map<YamlNode, YamlAlias[]>();
  const visit = (node: YamlNode | null): void => {
    if (node === null) return;
    if (node.type === "YamlAlias") {
      if (node.target !== null) addToList(found, node.target, node);
    }
    else if (node.type === "YamlSeq") node.items.forEach(visit);
    else if (node.type === "YamlMap") for (const { value } of node.pairs) visit(value);
  };
  for (const { contents } of documents) visit(contents);
  return found;
}
