import type { SourceRange } from "./source-range.js";

/** Replaces a range of a text; an empty range inserts. */
export interface TextEdit {
  range: SourceRange;
  text: string;
}

/** Applies edits that do not overlap, in any order. Insertions at the same offset keep the order given. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = edits.map((edit, index) => ({ edit, index }));
  ordered.sort((a, b) => a.edit.range[0] - b.edit.range[0] || a.edit.range[1] - b.edit.range[1] || a.index - b.index);
  let result = "";
  let from = 0;
  for (const { edit } of ordered) {
    result += text.slice(from, edit.range[0]) + edit.text;
    from = edit.range[1];
  }
  return result + text.slice(from);
}
