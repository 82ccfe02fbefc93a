import type { SourceRange } from "../text/source-range.js";

/** A directive comment in the form of JavaScript, and how it is written here. */
export interface ForeignDirective {
  range: SourceRange;
  comment: string;
}

// The ESLint integrations of editors write these for languages whose comments they do not know, such as `dockerfile`
// and `dockercompose`, when the user asks to disable a rule.
const patterns = [
  /\/\/(?<=^[ \t]*\/\/) (?<directive>eslint-disable-next-line [^\r\n]+)/gmu,
  /\/\*(?<=^[ \t]*\/\*)\*? (?<directive>eslint-disable [^\r\n*]+?) ?\*\//gmu,
];

/** The lines of a Compose file or Dockerfile that an editor meant as directive comments. */
export function foreignDirectives(text: string): ForeignDirective[] {
  return patterns
    .flatMap((pattern) => [...text.matchAll(pattern)])
    .map(({ 0: whole, index, groups }): ForeignDirective => ({
      range: [index, index + whole.length],
      comment: `# ${groups?.directive ?? ""}`,
    }))
    .sort((a, b) => a.range[0] - b.range[0]);
}
