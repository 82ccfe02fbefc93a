import { LineIndex } from "../text/line-index.js";
import type { SourceRange, SyntaxProblem } from "../text/source-range.js";
import type { ComposeFile } from "./ast.js";
import { readProject } from "./read-project.js";
import { readYaml, type YamlStream } from "./read-yaml.js";
import { yamlProblems } from "./yaml-problems.js";
import { YamlTreeBuilder } from "./yaml-tree.js";

export interface ParsedComposeFile {
  ast: ComposeFile;
  /** Why this text is not YAML: Docker Compose refuses the file. */
  syntaxProblems: SyntaxProblem[];
  /** Why this YAML is not a Compose file. */
  structureProblems: SyntaxProblem[];
  lines: LineIndex;
}

const emptyStream: YamlStream = { documents: [], comments: [], anchors: [], tags: [] };

/**
 * Reads the text of one Compose file. It never throws: what cannot be read is in the problems, and the rest of the
 * file is in the AST. Takes time and memory linear in the length of the text.
 */
export function parseComposeFile(text: string): ParsedComposeFile {
  const lines = new LineIndex(text);
  const syntaxProblems: SyntaxProblem[] = [];
  const structureProblems: SyntaxProblem[] = [];
  const stream = readYamlOrReport(text, lines, syntaxProblems);
  const range: SourceRange = [0, text.length];
  const ast = {
    type: "ComposeFile",
    parent: null,
    documents: [],
    comments: stream.comments,
    range,
    loc: lines.locationOf(range),
  } as unknown as ComposeFile;
  const tree = new YamlTreeBuilder(lines, stream, syntaxProblems);
  for (const document of stream.documents) ast.documents.push(tree.document(document, ast));
  // A file that YAML cannot read is not also told that it is empty.
  const structure = readProject(ast, structureProblems);
  ast.project = structure;
  syntaxProblems.sort((a, b) => a.range[0] - b.range[0]);
  return {
    ast,
    syntaxProblems,
    structureProblems: syntaxProblems.length > 0 ? withoutEmptiness(structureProblems) : structureProblems,
    lines,
  };
}

function withoutEmptiness(problems: SyntaxProblem[]): SyntaxProblem[] {
  return problems.filter((problem) => problem.code !== "empty-file");
}

function readYamlOrReport(text: string, lines: LineIndex, problems: SyntaxProblem[]): YamlStream {
  const binary = text.indexOf("\0");
  if (binary !== -1) {
    problems.push({
      code: "binary",
      message: "This is not a text file: it has a NUL byte here. Compose files are YAML in UTF-8.",
      range: [binary, binary + 1],
      loc: lines.locationOf([binary, binary + 1]),
    });
    return emptyStream;
  }
  try {
    const stream = readYaml(text, lines);
    problems.push(...yamlProblems(text, stream.documents, lines));
    return stream;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    problems.push({
      code: "too-deep",
      message: "This YAML is nested too deeply to be read. A Compose file needs no more than a few levels.",
      range: [0, 0],
      loc: lines.locationOf([0, 0]),
    });
    return emptyStream;
  }
}
