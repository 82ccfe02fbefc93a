import { parseComposeFile } from "../../compose/parse.js";
import { parseDockerfile } from "../../dockerfile/parse.js";
import type { FileKind } from "../../eslint/file-kind.js";

// Where a node stands, what leads back to it, and what only repeats it.
const noMeaning = /^(?:range|.*Range|loc|parent|target|comments|segments|emptyContinuations)$/u;

/** Whether two texts of a file mean the same: the same nodes with the same values, wherever they stand. */
export function meansTheSame(kind: FileKind, before: string, after: string): boolean {
  return outline(kind, before) === outline(kind, after);
}

function outline(kind: FileKind, text: string): string {
  const nodes = kind === "compose" ? parseComposeFile(text).ast.documents : parseDockerfile(text).ast.children;
  return JSON.stringify(nodes, (key, value: unknown) => {
    if (noMeaning.test(key)) return undefined;
    return typeof value === "bigint" ? String(value) : value;
  });
}
