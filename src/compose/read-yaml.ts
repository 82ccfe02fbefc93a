import { Composer, Lexer, Parser, type Document, type YAMLParseError } from "yaml";
import type { LineIndex } from "../text/line-index.js";
import type { SourceRange } from "../text/source-range.js";
import type { YamlComment } from "./ast.js";
import { lenientLexer } from "./lenient-lexer.js";

/** An anchor or tag as it stands in the text. `yaml` keeps its name with the node, but not its place. */
export interface YamlProperty {
  name: string;
  range: SourceRange;
}

/** What we need of an error of `yaml`. */
export type YamlError = Pick<YAMLParseError, "code" | "message" | "pos">;

export interface YamlStream {
  documents: Document.Parsed[];
  comments: YamlComment[];
  anchors: YamlProperty[];
  tags: YamlProperty[];
  /** Where the text gets nested too deeply; what follows is not read. */
  tooDeepAt: number | null;
  /** Where values, aliases, anchors and tags stand that follow the first `?` of the text. */
  afterQuestionMark: number[];
}

// The lexer of `yaml` announces with this character that the next lexeme is a scalar's content.
const SCALAR_MARK = "\u001f";

// Composing is recursive, and an exhausted stack can end the whole process. go-yaml allows 10,000 levels.
const maximumDepth = 200;

/**
 * Reads a text with the lexer, parser and composer of `yaml`, and notes on the way where comments, anchors and tags
 * stand, which the composed documents no longer tell. Duplicate keys are not checked here: `yaml` compares all keys of
 * a map with each other, which is quadratic.
 */
export function readYaml(text: string, lines: LineIndex): YamlStream {
  return withoutStacks(() => readEitherWay(text, lines));
}

/** The errors of `yaml` are exceptions, and hundreds of stacks that nobody reads take longer than all the rest. */
function withoutStacks<T>(read: () => T): T {
  const { stackTraceLimit } = Error;
  // Node can be started with an `Error` that does not change.
  Reflect.set(Error, "stackTraceLimit", 0);
  try {
    return read();
  } finally {
    Reflect.set(Error, "stackTraceLimit", stackTraceLimit);
  }
}

function readEitherWay(text: string, lines: LineIndex): YamlStream {
  const strict = readWith(new Lexer(), text, lines);
  // Less indentation than YAML wants is no error for Compose. In a text with other errors the strict lexer is the better
  // one: it finds its way back to the next key behind a bracket or a quote that is never closed.
  if (!errorsOf(strict).some(({ code }) => code === "BAD_INDENT" || code === "MISSING_CHAR")) return strict;
  const lenient = readWith(lenientLexer(), text, lines);
  return hasOnlyErrorsOf(lenient, strict) ? lenient : strict;
}

/** The errors of what was read; that the rest is missing is none. */
export function errorsOf({ documents, tooDeepAt }: YamlStream): YamlError[] {
  const errors = documents.flatMap((document) => document.errors);
  return tooDeepAt === null ? errors : errors.filter(({ pos }) => pos[0] < tooDeepAt);
}

/** Whether a stream has errors of another one, but not all of them, and no others. */
function hasOnlyErrorsOf(stream: YamlStream, other: YamlStream): boolean {
  const name = ({ code, pos }: YamlError): string => `${code} ${pos.join(" ")}`;
  const errors = errorsOf(stream);
  const others = new Set(errorsOf(other).map(name));
  return errors.length < others.size && errors.every((error) => others.has(name(error)));
}

function readWith(lexer: Lexer, text: string, lines: LineIndex): YamlStream {
  const parser = new Parser();
  const composer = new Composer({ prettyErrors: false, uniqueKeys: false, logLevel: "silent" });
  const stream = emptyStream();
  let scalarFollows = false;
  let hasQuestionMark = false;
  for (const lexeme of lexer.lex(text)) {
    if (!scalarFollows) notePlace(lexeme, parser.offset, stream, lines);
    if (lexeme === "?") hasQuestionMark ||= !scalarFollows;
    else if (hasQuestionMark && isContent(lexeme, scalarFollows)) stream.afterQuestionMark.push(parser.offset);
    scalarFollows = lexeme === SCALAR_MARK;
    for (const token of parser.next(lexeme)) collect(stream, composer.next(token));
    if (parser.stack.length > maximumDepth) {
      stream.tooDeepAt = parser.offset;
      break;
    }
  }
  for (const token of parser.end()) collect(stream, composer.next(token));
  collect(stream, composer.end(true, text.length));
  return stream;
}

export function emptyStream(): YamlStream {
  return { documents: [], comments: [], anchors: [], tags: [], tooDeepAt: null, afterQuestionMark: [] };
}

/** Whether a lexeme must be part of a node of the tree. */
function isContent(lexeme: string, isScalar: boolean): boolean {
  return isScalar ? lexeme !== "" : /^["'*&!|>]/u.test(lexeme);
}

function collect(stream: YamlStream, documents: Iterable<Document.Parsed>): void {
  for (const document of documents) stream.documents.push(document);
}

function notePlace(lexeme: string, offset: number, stream: YamlStream, lines: LineIndex): void {
  const range: SourceRange = [offset, offset + lexeme.length];
  switch (lexeme[0]) {
    case "#":
      stream.comments.push({ type: "YamlComment", value: lexeme.slice(1), range, loc: lines.locationOf(range) });
      break;
    case "&":
      stream.anchors.push({ name: lexeme.slice(1), range });
      break;
    case "!":
      stream.tags.push({ name: lexeme, range });
      break;
    default:
  }
}
