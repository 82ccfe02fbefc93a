import assert from "node:assert/strict";
import type { Dockerfile, DockerfileNode } from "../../src/dockerfile/ast.js";
import { childNodes } from "../../src/dockerfile/link-parents.js";
import { isSpace } from "../../src/dockerfile/whitespace.js";
import { LineIndex } from "../../src/text/line-index.js";

/** All nodes of a tree, parents before children. */
export function allNodes(ast: Dockerfile): DockerfileNode[] {
  const nodes: DockerfileNode[] = [];
  const pending: DockerfileNode[] = [ast];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    nodes.push(node);
    for (const child of childNodes(node)) pending.push(child);
  }
  return nodes;
}

/**
 * Fails unless every child lies in its parent, after its sibling, knows its parent, and has the location of its range.
 */
export function assertWellFormed(text: string, ast: Dockerfile): void {
  const lines = new LineIndex(text);
  for (const node of [...allNodes(ast), ...ast.comments]) {
    assert.ok(
      node.range[0] <= node.range[1] && node.range[0] >= 0 && node.range[1] <= text.length,
      `range of ${node.type}`,
    );
    assert.deepEqual(node.loc, lines.locationOf(node.range), `location of ${node.type}`);
    let end = node.range[0];
    for (const child of childNodes(node)) {
      assert.equal(child.parent, node, `parent of ${child.type}`);
      assert.ok(child.range[0] >= end && child.range[1] <= node.range[1], `${child.type} in ${node.type}`);
      end = child.range[1];
    }
  }
}

/** Node types of which every character counts as theirs. */
const LEAVES: ReadonlySet<string> = new Set([
  "ParserDirective",
  "Keyword",
  "Flag",
  "Word",
  "StageName",
  "JsonString",
  "ShellText",
  "Heredoc",
]);

/**
 * The characters of an accepted file that are not blank, in no node, and that no rule of the grammar explains; and
 * those in two nodes. Both must be none.
 */
export function strayCharacters(text: string, ast: Dockerfile): { uncovered: string[]; doubled: string[] } {
  const owners = new Uint8Array(text.length);
  for (const { range } of ast.comments) owners.fill(1, range[0], range[1]);
  const comments = Uint8Array.from(owners);
  const doubled: string[] = [];
  const nodes = allNodes(ast);
  for (const node of nodes) {
    if (!LEAVES.has(node.type)) continue;
    for (let at = node.range[0]; at < node.range[1]; at += 1) {
      // A comment between continuation lines stands inside what the lines hold.
      if (comments[at] === 1) continue;
      if (owners[at] === 1) doubled.push(`${at} ${node.type}`);
      owners[at] = 1;
    }
  }
  const separators = separatorOffsets(text, ast, nodes);
  const uncovered: string[] = [];
  for (let at = 0; at < text.length; at += 1) {
    if (owners[at] === 0 && !separators.has(at) && !isSpace(text.charCodeAt(at)))
      uncovered.push(`${at} ${text[at] ?? ""}`);
  }
  return { uncovered, doubled };
}

/** Where punctuation that belongs to no leaf may stand. */
function separatorOffsets(text: string, ast: Dockerfile, nodes: readonly DockerfileNode[]): Set<number> {
  const offsets = new Set<number>(text.startsWith("\ufeff") ? [0] : []);
  const add = (pattern: RegExp, from: number, to: number): void => {
    for (const match of text.slice(from, to).matchAll(pattern)) offsets.add(from + match.index);
  };
  const escape = ast.escape === "\\" ? "\\\\" : "`";
  add(new RegExp(`${escape}(?=[ \\t]*\\r*(?:\\n|$))`, "g"), 0, text.length);
  for (const node of nodes) {
    if (node.type === "KeyValue") offsets.add(node.key.range[1]);
    if (node.type === "JsonStrings") add(/[[\],]/g, ...node.range);
    const isList = (node.type === "Copy" || node.type === "Add" || node.type === "Volume") && node.json;
    if (isList) add(/[[\],]/g, ...node.range);
    // `--` alone ends the flags.
    if ("keyword" in node) add(/-/g, ...node.range);
  }
  return offsets;
}
