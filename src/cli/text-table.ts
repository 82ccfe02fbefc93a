import { largest } from "../text/largest.js";

/** Rows as lines with aligned columns, two spaces between them. */
export function textTable(rows: readonly (readonly string[])[]): string[] {
  const columns = largest(rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) => largest(rows.map((row) => (row[column] ?? "").length)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ").trimEnd());
}
