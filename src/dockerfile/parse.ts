import type { SyntaxProblem } from "../text/source-range.js";
import type { Comment, Dockerfile, Instruction, ParserDirective } from "./ast.js";
import { attachHeredocs } from "./attach-heredocs.js";
import { buildInstruction } from "./build-instruction.js";
import { checkInstruction } from "./check-instruction.js";
import { UNLINKED, linkParents } from "./link-parents.js";
import { readDirective, type DirectiveLine } from "./parser-directive.js";
import { LineReader, type PhysicalLine } from "./read-lines.js";
import { SourceText } from "./source-text.js";
import { skipSpace } from "./whitespace.js";

/**
 * Parses a Dockerfile as BuildKit v0.29 does (frontend/dockerfile/parser and frontend/dockerfile/instructions): there
 * is a problem exactly where BuildKit refuses the file. Takes any text, never throws, and needs time and memory in
 * proportion to the text. Ranges are UTF-16 offsets into `text`, a byte order mark included.
 * @param options.isMarkGone Whether the mark was taken from the text, as ESLint does: another one is a part of it then.
 */
export function parseDockerfile(text: string, { isMarkGone = false }: { isMarkGone?: boolean } = {}): { ast: Dockerfile; problems: SyntaxProblem[] } {
  const source = new SourceText(text);
  const ast: Dockerfile = {
    type: "Dockerfile",
    parent: null,
    ...source.place([0, text.length]),
    escape: "\\",
    children: [],
    directives: [],
    instructions: [],
    comments: [],
  };
  new FileParser(source, ast, isMarkGone).parse();
  ast.escape = source.escape;
  linkParents(ast);
  return { ast, problems: source.problems.sort((a, b) => a.range[0] - b.range[0]) };
}

class FileParser {
  readonly #source: SourceText;
  readonly #ast: Dockerfile;
  readonly #reader: LineReader;
  #directivesAreOver = false;
  #hasStage = false;

  constructor(source: SourceText, ast: Dockerfile, isMarkGone: boolean) {
    this.#source = source;
    this.#ast = ast;
    this.#reader = new LineReader(source, isMarkGone);
  }

  parse(): void {
    for (let line = this.#reader.next(); line !== null; line = this.#reader.next()) {
      if (!this.#takeDirective(line)) this.#takeLine(line);
    }
    this.#checkFile();
  }

  #takeLine(line: PhysicalLine): void {
    const start = skipSpace(this.#source.text, line.start, line.end);
    if (start === line.end) return;
    if (this.#source.text[start] === "#") this.#takeComment(line);
    else this.#takeInstruction(line);
  }

  #takeComment(line: PhysicalLine): void {
    const start = skipSpace(this.#source.text, line.start, line.end);
    const comment: Comment = {
      type: "Comment",
      parent: this.#ast,
      ...this.#source.place([start, line.end]),
      value: this.#source.text.slice(start + 1, line.end),
    };
    this.#ast.comments.push(comment);
  }

  #takeInstruction(line: PhysicalLine): void {
    const { joined, emptyContinuations } = this.#reader.join(line, (comment) => {
      this.#takeComment(comment);
    });
    const span = { start: 0, end: joined.text.length };
    const instruction = buildInstruction(this.#source, joined, span, false);
    instruction.emptyContinuations = emptyContinuations;
    attachHeredocs(this.#source, this.#reader, instruction, joined);
    this.#checkPlace(instruction);
    checkInstruction(this.#source, instruction);
    this.#ast.children.push(instruction);
    this.#ast.instructions.push(instruction);
  }

  /** Only ARG can stand before the first FROM. */
  #checkPlace(instruction: Instruction): void {
    if (instruction.type === "From") this.#hasStage = true;
    const isAllowed = this.#hasStage || instruction.type === "Arg" || instruction.type === "UnknownInstruction";
    if (isAllowed) return;
    this.#source.report(
      "instruction-before-from",
      `${instruction.keyword.name.toUpperCase()} stands before the first FROM, so there is no image that it could ` +
        "change. Move it below FROM; only ARG can stand above.",
      instruction.keyword.range,
    );
  }

  #takeDirective(line: PhysicalLine): boolean {
    if (this.#directivesAreOver) return false;
    const start = skipSpace(this.#source.text, line.start, line.end);
    const found = readDirective(this.#source.text, start, line.end);
    if (found === null) {
      this.#directivesAreOver = true;
      return false;
    }
    const directive: ParserDirective = {
      type: "ParserDirective",
      parent: UNLINKED,
      ...this.#source.place([start, found.end]),
      name: found.name,
      value: found.value,
      valueRange: [found.valueStart, found.end],
    };
    this.#checkDirective(found, directive);
    this.#ast.children.push(directive);
    this.#ast.directives.push(directive);
    return true;
  }

  #checkDirective(found: DirectiveLine, directive: ParserDirective): void {
    if (this.#ast.directives.some((earlier) => earlier.name === found.name)) {
      this.#source.report(
        "duplicate-directive",
        `The parser directive "${found.name}" was given before, and BuildKit takes each only once. Remove one of them.`,
        directive.range,
      );
    } else if (found.name === "escape") {
      if (found.value === "\\" || found.value === "`") this.#source.escape = found.value;
      else this.#reportEscape(found, directive);
    }
  }

  #reportEscape(found: DirectiveLine, directive: ParserDirective): void {
    this.#source.report(
      "invalid-escape",
      `"${found.value}" cannot be the escape character. Only a backslash (\\) and a backtick (\`) can.`,
      directive.valueRange,
    );
  }

  #checkFile(): void {
    if (this.#ast.instructions.length === 0) {
      this.#source.report(
        "no-instructions",
        "The file has no instructions, so there is nothing to build. Start with FROM and a base image, such as " +
          "FROM debian:12.",
        [0, 0],
      );
    }
  }
}
