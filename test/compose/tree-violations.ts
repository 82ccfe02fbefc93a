import { visitorKeys, type ComposeNode, type YamlAnchor, type YamlTag } from "../../src/compose/ast.js";
import type { ParsedComposeFile } from "../../src/compose/parse.js";
import type { SourceLocation, SourcePosition, SourceRange } from "../../src/text/source-range.js";

interface Placed {
  range: SourceRange;
  loc: SourceLocation;
}

const semanticTypes = new Set([
  "Project", "Service", "Setting", "ImageReference", "Build", "SecurityOpt", "SecurityOptEntry",
]);

const leafTypes = new Set(["YamlScalar", "YamlAlias", "YamlMergeKey", "YamlAnchor", "YamlTag"]);

/** The nodes below a node, in the order of the visitor keys. */
export function childrenOf(node: ComposeNode): ComposeNode[] {
  const properties = node as unknown as Record<string, ComposeNode | ComposeNode[] | null | undefined>;
  return visitorKeys[node.type].flatMap((key) => properties[key] ?? []);
}

/** All nodes from the root down, parents first, without recursion: a tree may be as deep as the parser can read. */
export function nodesOf(root: ComposeNode): ComposeNode[] {
  const found: ComposeNode[] = [];
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    found.push(node);
    waiting.push(...childrenOf(node).reverse());
  }
  return found;
}

/** Lines and columns worked out from the text alone, to check those of the parser against. */
export function positionsIn(text: string): (offset: number) => SourcePosition {
  const lines = text.split(/(?<=\n|\r(?!\n))/u);
  const starts: number[] = [];
  let start = 0;
  for (const line of lines) {
    starts.push(start);
    start += line.length;
  }
  // A text that ends with a line break has an empty last line.
  if (/[\n\r]$/u.test(text)) starts.push(start);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) };
  };
}

/** What is wrong with the places and parents of a tree, in words; of any text, valid or not. */
export function treeViolations(text: string, { ast, syntaxProblems, structureProblems }: ParsedComposeFile): string[] {
  const found: string[] = [];
  const positionAt = positionsIn(text);
  const checkPlace = (what: string, { range: [start, end], loc }: Placed): void => {
    const label = `${what} [${start},${end}]`;
    if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || start > end || end > text.length) {
      found.push(`${label} does not lie in the text`);
      return;
    }
    const same = (a: SourcePosition, b: SourcePosition): boolean => a.line === b.line && a.column === b.column;
    if (!same(loc.start, positionAt(start)) || !same(loc.end, positionAt(end))) {
      found.push(`${label} has another loc: ${JSON.stringify(loc)}`);
    }
  };
  for (const node of nodesOf(ast)) {
    checkPlace(node.type, node);
    for (const child of childrenOf(node)) {
      if (child.parent !== node) found.push(`${child.type} [${child.range.join()}] has another parent`);
    }
    // Of what is not YAML it cannot be said what belongs to what.
    if (syntaxProblems.length === 0 && !semanticTypes.has(node.type)) found.push(...nestingViolations(text, node));
  }
  for (const comment of ast.comments) {
    checkPlace("comment", comment);
    if (text.slice(...comment.range) !== `#${comment.value}`) found.push(`comment ${comment.value} stands elsewhere`);
  }
  for (const problem of [...syntaxProblems, ...structureProblems]) checkPlace(problem.code, problem);
  return found;
}

/** Children lie inside their parent, in order. An anchor or a tag stands in front of its node instead. */
function nestingViolations(text: string, node: ComposeNode): string[] {
  const found: string[] = [];
  let from = node.range[0];
  for (const child of childrenOf(node)) {
    if (semanticTypes.has(child.type)) continue;
    const label = `${child.type} [${child.range.join()}] of ${node.type} [${node.range.join()}]`;
    if (child.type === "YamlAnchor" || child.type === "YamlTag") {
      found.push(...propertyViolations(text, child, label));
      continue;
    }
    const [start, end] = extentOf(child);
    if (start < node.range[0] || end > node.range[1]) found.push(`${label} is not inside it`);
    if (start < from) found.push(`${label} begins before its sibling ends`);
    from = end;
  }
  return found;
}

function propertyViolations(text: string, property: YamlAnchor | YamlTag, label: string): string[] {
  const found: string[] = [];
  const [start, end] = property.range;
  if (end > property.parent.range[0]) return [`${label} is not in front of it`];
  const between = text.slice(end, property.parent.range[0]);
  if (between.replaceAll(/#[^\n\r]*|[&!][^\s,[\]{}]*/gu, "").trim() !== "") found.push(`${label}: ${JSON.stringify(between)} is between`);
  const written = property.type === "YamlAnchor" ? `&${property.name}` : property.value;
  if (text.slice(start, end) !== written) found.push(`${label} is written otherwise`);
  return found;
}

/** The range of a node with its anchor and tag. */
function extentOf(node: ComposeNode): SourceRange {
  const [start, end] = node.range;
  const properties = "anchor" in node ? [node.anchor, node.tag] : [];
  return [Math.min(start, ...properties.flatMap((property) => property?.range[0] ?? [])), end];
}

/** The non-blank characters of valid YAML that belong to no scalar, anchor, tag, alias or comment and are no indicator. */
export function uncoveredText(text: string, { ast }: ParsedComposeFile): string {
  const characters = [...text.split("")];
  const cover = ([start, end]: SourceRange): void => {
    for (let index = start; index < end; index += 1) if (!/[\n\r]/u.test(characters[index] ?? "")) characters[index] = " ";
  };
  for (const node of nodesOf(ast)) if (leafTypes.has(node.type)) cover(node.range);
  for (const comment of ast.comments) cover(comment.range);
  return characters
    .join("")
    .replaceAll(/^\ufeff?(?:%.*|---(?=\s|$)|\.\.\.(?=\s|$))/gmu, "")
    .replaceAll(/[-?:,[\]{}\s\ufeff]/gu, "");
}
