import type { ComposeNode } from "../../src/compose/ast.js";
import type { ParsedComposeFile } from "../../src/compose/parse.js";
import { parseComposeFile } from "../../src/compose/parse.js";
import { nodesOf } from "./tree-violations.js";

/** The nodes of the YAML tree in reading order, each as `Type line:column "its text"`. */
export function outline(text: string): string[] {
  return parseComposeFile(text).ast.documents.flatMap((document) => nodesOf(document).map((node) => describe(text, node)));
}

function describe(text: string, { type, range, loc }: ComposeNode): string {
  return `${type.replace("Yaml", "")} ${loc.start.line}:${loc.start.column} ${JSON.stringify(text.slice(...range))}`;
}

/** The problems of a text, each as `code line:column "the text at its place"`. */
export function problemsOf(text: string, parsed: ParsedComposeFile = parseComposeFile(text)): string[] {
  return [...parsed.syntaxProblems, ...parsed.structureProblems].map(
    ({ code, range, loc }) =>
      `${code} ${loc.start.line}:${loc.start.column} ${JSON.stringify(text.slice(...range))}`,
  );
}
