import { isScalar, Lexer, LineCounter, parseDocument, Parser, visit, type YAMLMap } from "yaml";

/** No configuration needs as many levels, and the library ends with the stack of calls, or takes long. */
const MAXIMUM_DEPTH = 100;

/**
 * Reads a configuration in YAML. A module of its own, since a bundle gives the exports of a CommonJS library by name to
 * an `import` statement alone, not to an `import()`.
 * @throws Error with the place, for what is not YAML, has no texts for keys, or has a tag that YAML does not know.
 */
export function parseYaml(text: string): unknown {
  const lines = new LineCounter();
  requireShallow(text, lines);
  // The library compares all keys of a map with each other, and writes keys that are lists out again and again.
  const document = parseDocument(text, { uniqueKeys: false });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) throw problem;
  visit(document, { Map: (_key, map) => { requireKeys(map, lines); } });
  return document.toJS() as unknown;
}

/** Also tells the counter where the lines start. */
function requireShallow(text: string, lines: LineCounter): void {
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  for (const lexeme of new Lexer().lex(text)) {
    // The parser reads when it is asked for its tokens.
    Array.from(parser.next(lexeme));
    if (parser.stack.length > MAXIMUM_DEPTH) throw problemAt("It is nested too deeply", parser.offset, lines);
  }
}

function requireKeys(map: YAMLMap, lines: LineCounter): void {
  const names = new Set<string>();
  for (const { key } of map.items) {
    const offset = hasRange(key) ? key.range[0] : (map.range?.[0] ?? 0);
    if (!isScalar(key)) throw problemAt("A key must be a text", offset, lines);
    const name = String(key.value);
    if (names.has(name)) throw problemAt(`The key ${name} is there twice`, offset, lines);
    names.add(name);
  }
}

function hasRange(node: unknown): node is { range: [number, number, number] } {
  return node !== null && typeof node === "object" && "range" in node && Array.isArray(node.range);
}

function problemAt(what: string, offset: number, lines: LineCounter): Error {
  const { line, col } = lines.linePos(offset);
  return new Error(`${what} at line ${line}, column ${col}`);
}
