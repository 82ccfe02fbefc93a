import { Composer, Lexer, Parser, type Document } from "yaml";
import type { LineIndex } from "../text/line-index.js";
import type { SourceRange } from "../text/source-range.js";
import type { YamlComment } from "./ast.js";

/** An anchor or tag as it stands in the text. `yaml` keeps its name with the node, but not its place. */
export interface YamlProperty {
  name: string;
  range: SourceRange;
}

export interface YamlStream {
  documents: Document.Parsed[];
  comments: YamlComment[];
  anchors: YamlProperty[];
  tags: YamlProperty[];
}

// The lexer of `yaml` announces with this character that the next lexeme is a scalar's content.
const SCALAR_MARK = "\u001f";

/**
 * Reads a text with the lexer, parser and composer of `yaml`, and notes on the way where comments, anchors and tags
 * stand, which the composed documents no longer tell. Duplicate keys are not checked here: `yaml` compares all keys of
 * a map with each other, which is quadratic.
 * @throws RangeError if the text is nested more deeply than the stack allows.
 */
export function readYaml(text: string, lines: LineIndex): YamlStream {
  const parser = new Parser();
  const composer = new Composer({ prettyErrors: false, uniqueKeys: false, logLevel: "silent" });
  const stream: YamlStream = { documents: [], comments: [], anchors: [], tags: [] };
  let scalarFollows = false;
  for (const lexeme of new Lexer().lex(text)) {
    if (!scalarFollows) notePlace(lexeme, parser.offset, stream, lines);
    scalarFollows = lexeme === SCALAR_MARK;
    for (const token of parser.next(lexeme)) collect(stream, composer.next(token));
  }
  for (const token of parser.end()) collect(stream, composer.next(token));
  collect(stream, composer.end(true, text.length));
  return stream;
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
