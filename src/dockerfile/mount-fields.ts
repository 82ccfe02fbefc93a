import type { SourceRange } from "../text/source-range.js";
import type { Flag } from "./ast.js";
import { sourceRange } from "./joined-text.js";

/** One `key=value` or `key` of `--mount` or `--device`. */
export interface MountField {
  /** In lower case, as BuildKit compares it. */
  key: string;
  /** Variables as written; null when there is no equals sign. */
  value: string | null;
  range: SourceRange;
}

/** The comma-separated fields of `RUN --mount=...`; null when the value is not one CSV record. */
export function mountFields(flag: Flag): MountField[] | null {
  const fields = splitRecord(flag.value ?? "");
  if (fields === null) return null;
  return fields.map(({ text, start, end }) => ({ ...keyAndValue(text), range: sourceRange(flag.segments, start, end) }));
}

/** The parts of `key=value` or `key`, the key in lower case; without an equals sign the value is null. */
export function keyAndValue(text: string): Pick<MountField, "key" | "value"> {
  const sign = text.indexOf("=");
  return sign === -1 ? { key: text.toLowerCase(), value: null } : { key: text.slice(0, sign).toLowerCase(), value: text.slice(sign + 1) };
}

/** What `RUN --mount=from=NAME` names: the last `from` counts. */
export function mountFrom(flag: Flag): { name: string; range: SourceRange } | null {
  const field = (mountFields(flag) ?? []).findLast(({ key, value }) => key === "from" && value !== null);
  return field?.value == null || field.value === "" ? null : { name: field.value, range: field.range };
}

export interface RecordField {
  text: string;
  start: number;
  end: number;
}

/** Splits one CSV record as Go's encoding/csv does, quotes inside unquoted fields being a fault; null for what is none. */
export function splitRecord(record: string): RecordField[] | null {
  const line = record.replace(/\r?\n$/, "");
  if (line === "") return null;
  const fields: RecordField[] = [];
  let at = 0;
  for (;;) {
    const field = line[at] === '"' ? readQuotedField(line, at) : readBareField(line, at);
    if (field === null) return null;
    fields.push(field);
    if (field.end === line.length) return fields;
    at = field.end + 1;
  }
}

function readBareField(line: string, start: number): RecordField | null {
  const comma = line.indexOf(",", start);
  const end = comma === -1 ? line.length : comma;
  const text = line.slice(start, end);
  return text.includes('"') ? null : { text, start, end };
}

function readQuotedField(line: string, start: number): RecordField | null {
  const pieces: string[] = [];
  let at = start + 1;
  for (;;) {
    const close = line.indexOf('"', at);
    if (close === -1) return null;
    pieces.push(line.slice(at, close));
    at = close + 1;
    const next = line[at];
    if (next === undefined || next === ",") return { text: pieces.join(""), start, end: at };
    if (next !== '"') return null;
    pieces.push('"');
    at += 1;
  }
}
