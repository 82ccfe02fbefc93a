import type { LineIndex } from "../text/line-index.js";
import type { SourceLocation, SourceRange } from "../text/source-range.js";
import { disableParts, inlineConfigComments, inlineConfigText, type LineComment } from "./directive-comments.js";

/** A comment as ESLint 8 reads it. It obeys directives in `Block` comments; others are of no meaning to it. */
export interface LegacyComment {
  type: "Block" | "Line";
  value: string;
  range: SourceRange;
  loc: SourceLocation;
}

/** The comments of a file for ESLint 8: directives in the form that it obeys, with our short ones in the long form. */
export function legacyComments(comments: readonly LineComment[], lines: LineIndex): LegacyComment[] {
  return comments.flatMap((comment) => directives(comment, lines) ?? [ordinary(comment)]);
}

function directives(comment: LineComment, lines: LineIndex): LegacyComment[] | null {
  const [config] = inlineConfigComments([comment]);
  if (config !== undefined) return [block(comment, `eslint ${inlineConfigText(config)}`)];
  const parts = disableParts(comment, lines);
  if (parts.length === 0) return null;
  return parts.map(({ type, place, value, justification }) => {
    const because = justification === "" ? "" : ` -- ${justification}`;
    // Several rules: ESLint looks in the comment for those to remove, and thinks that two characters precede its text.
    return value.includes(",") ? block(place, comment.value.slice(1)) : block(place, `eslint-${type} ${value}${because}`);
  });
}

function block({ range, loc }: { range: SourceRange; loc: SourceLocation }, value: string): LegacyComment {
  return { type: "Block", value, range, loc };
}

function ordinary({ value, range, loc }: LineComment): LegacyComment {
  return { type: "Line", value: isLineDirective(value) ? "" : value, range, loc };
}

/** A comment that only looks like a directive: ESLint 8 would obey these two in `Line` comments too. */
function isLineDirective(value: string): boolean {
  return /^\s*eslint-disable-(?:next-)?line\b/u.test(value);
}
