import type { YamlParent, YamlScalar } from "./ast.js";
import { coreValue } from "./core-schema.js";
import { COLON, HASH, isFlowSign, notSimple, SPACE, type Place, type SimpleCursor } from "./simple-cursor.js";

const [SMALL_A, SMALL_Z] = [0x61, 0x7a];
const plainStart = /^(?:[\w./~$+(<=^;\\]|-[\w./-]|[^\0-\u007f\ufeff])/u;
const escapes: Record<string, string> = { '"': '"', "\\": "\\", "/": "/", n: "\n", t: "\t", r: "\r", b: "\b", f: "\f" };

/** A scalar that starts at the cursor and ends in its line; the caller sets its parent. */
export function readScalar(cursor: SimpleCursor, inFlow: boolean): YamlScalar {
  switch (cursor.text[cursor.at]) {
    case '"':
      return readDoubleQuoted(cursor);
    case "'":
      return readSingleQuoted(cursor);
    default:
      return readPlain(cursor, inFlow);
  }
}

function readPlain(cursor: SimpleCursor, inFlow: boolean): YamlScalar {
  const start = cursor.at;
  const startPosition = cursor.position();
  // Most start with a small letter.
  if (!isSmallLetter(cursor.here) && !plainStart.test(cursor.text.slice(start, start + 2))) throw notSimple;
  let end = start;
  let at = start;
  for (; at < cursor.lineEnd; at += 1) {
    const unit = cursor.charAt(at);
    if (unit === SPACE) continue;
    if (unit === HASH && end !== at) break;
    if (unit === COLON && (cursor.isSpaceAt(at + 1) || (inFlow && isFlowSign(cursor.charAt(at + 1))))) break;
    if (inFlow && isFlowSign(unit)) break;
    end = at + 1;
  }
  const text = cursor.text.slice(start, end);
  const value = coreValue(text);
  if (value === undefined) throw notSimple;
  cursor.at = end;
  const place = cursor.place(start, startPosition);
  cursor.at = at;
  return scalarNode("plain", text, value, place);
}

function readSingleQuoted(cursor: SimpleCursor): YamlScalar {
  const start = cursor.at;
  const startPosition = cursor.position();
  let end = cursor.text.indexOf("'", start + 1);
  while (end !== -1 && cursor.text[end + 1] === "'") end = cursor.text.indexOf("'", end + 2);
  const text = quotedBody(cursor, start, end).replaceAll("''", "'");
  return scalarNode("single-quoted", text, text, cursor.place(start, startPosition));
}

function readDoubleQuoted(cursor: SimpleCursor): YamlScalar {
  const start = cursor.at;
  const startPosition = cursor.position();
  let end = cursor.text.indexOf('"', start + 1);
  while (end !== -1 && isEscaped(cursor.text, end)) end = cursor.text.indexOf('"', end + 1);
  const body = quotedBody(cursor, start, end);
  const text = body.includes("\\") ? body.replaceAll(/\\(.)/gsu, (_, escaped: string) => unescaped(escaped)) : body;
  return scalarNode("double-quoted", text, text, cursor.place(start, startPosition));
}

function isSmallLetter(unit: number): boolean {
  return unit >= SMALL_A && unit <= SMALL_Z;
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text[at - 1 - slashes] === "\\") slashes += 1;
  return slashes % 2 === 1;
}

/** What stands between quotes, which must end in their line. */
function quotedBody(cursor: SimpleCursor, start: number, end: number): string {
  if (end === -1 || end >= cursor.lineEnd) throw notSimple;
  cursor.at = end + 1;
  return cursor.text.slice(start + 1, end);
}

function scalarNode(style: YamlScalar["style"], text: string, value: YamlScalar["value"], { range, loc }: Place): YamlScalar {
  return { type: "YamlScalar", parent: null as unknown as YamlParent, style, anchor: null, tag: null, value, text, range, loc };
}

function unescaped(character: string): string {
  const found = escapes[character];
  if (found === undefined) throw notSimple;
  return found;
}
