import assert from "node:assert/strict";
import type { ComposeFile } from "../../src/compose/ast.js";
import { readAnyYaml } from "../../src/compose/parse.js";
import { readSimpleYaml } from "../../src/compose/simple-yaml.js";
import { LineIndex } from "../../src/text/line-index.js";
import type { SyntaxProblem } from "../../src/text/source-range.js";

function emptyFile(): ComposeFile {
  return { type: "ComposeFile", parent: null, documents: [], comments: [] } as unknown as ComposeFile;
}

/** All that a tree says, without its cycles: a node above or elsewhere by its type and range. */
function outline({ documents, comments }: ComposeFile): unknown {
  const references = new Set(["parent", "target"]);
  const short = (key: string, value: unknown): unknown => {
    if (typeof value === "number" && Object.is(value, -0)) return "-0";
    if (!references.has(key) || value === null) return value;
    const { type, range } = value as { type: string; range?: number[] };
    return `${type} ${String(range)}`;
  };
  return JSON.parse(JSON.stringify({ documents, comments }, short));
}

/** Whether a text is simple; fails unless its tree then is the one that `yaml` gives, and it has no problems. */
export function readsAsYamlDoes(text: string): boolean {
  const ours = emptyFile();
  const source = text.replaceAll(/\r(?!\n)/gu, "\n");
  if (!readSimpleYaml(source, ours)) {
    assert.deepEqual([ours.documents, ours.comments], [[], []], "what was begun is given up");
    return false;
  }
  const theirs = emptyFile();
  const problems: SyntaxProblem[] = [];
  readAnyYaml(text, theirs, new LineIndex(text), problems);
  assert.deepEqual(problems, [], JSON.stringify(text));
  assert.deepEqual(outline(ours), outline(theirs), JSON.stringify(text));
  return true;
}
