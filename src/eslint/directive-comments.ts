import { ConfigCommentParser, Directive } from "@eslint/plugin-kit";
import type { DirectiveType, RulesConfig, SourceLocation } from "@eslint/core";
import type { LineIndex } from "../text/line-index.js";
import type { SourceRange } from "../text/source-range.js";

/** What a directive comment of ESLint needs of a comment, be it YAML's or a Dockerfile's. */
export interface LineComment {
  /** The text after `#`. */
  value: string;
  range: SourceRange;
  loc: SourceLocation;
}

export interface DirectiveProblem {
  ruleId: null;
  message: string;
  loc: SourceLocation;
}

/** The part of a comment that ESLint removes when it is not needed. */
export interface DirectivePlace {
  range: SourceRange;
  loc: SourceLocation;
}

export interface InlineConfig {
  config: { rules: RulesConfig };
  loc: SourceLocation;
}

const directiveTypes: Record<string, DirectiveType> = {
  "eslint-disable": "disable",
  "eslint-enable": "enable",
  "eslint-disable-line": "disable-line",
  "eslint-disable-next-line": "disable-next-line",
};

// `compose-lint-disable thread-creation` is short for `eslint-disable compose-lint/thread-creation`.
const SHORT_PREFIX = "compose-lint-";
const PLUGIN_PREFIX = "compose-lint/";
// A configuring comment has a colon after the rule; prose that starts with our name or ESLint's has none.
const maybeDirective = /^\s*(?:eslint|compose-lint)(?:-(?:disable|enable)[\w-]*(?=\s|$)|\s+["']?[@\w/-]+["']?\s*:)/u;

const parser = new ConfigCommentParser();

/** A directive comment, or for a comment that names several rules and is taken apart, one rule of it. */
export interface DisablePart {
  type: DirectiveType;
  /** What ESLint reports and removes when it is not needed. */
  place: DirectivePlace;
  /** The rules under the names that ESLint knows them by, as a list; empty for all rules. */
  value: string;
  justification: string;
}

/** The comments that switch rules off or on, as ESLint's directives. */
export function disableDirectives(comments: readonly LineComment[], lines: LineIndex): Directive[] {
  return comments.flatMap((comment) =>
    disableParts(comment, lines).map(
      ({ type, place, value, justification }) => new Directive({ type, node: place, value, justification }),
    ),
  );
}

/** What a comment switches off or on; empty for any other comment. */
export function disableParts(comment: LineComment, lines: LineIndex): DisablePart[] {
  const parsed = parseDirective(comment);
  const type = parsed === undefined ? undefined : directiveTypes[longLabel(parsed.label)];
  if (parsed === undefined || type === undefined) return [];
  const { label, value, justification } = parsed;
  const isShort = label.startsWith(SHORT_PREFIX);
  // Without a space after `#`, ESLint 8 would look for the names of a list one character too far.
  if (!isShort && /^\s/u.test(comment.value)) return [{ type, place: comment, value, justification }];
  const nameOf = isShort ? fullName : (name: string): string => name;
  return separateRules(comment, value, lines, nameOf).map(({ place, ruleId }) => ({ type, place, value: ruleId, justification }));
}

/** Comments such as `# eslint compose-lint/thread-creation: off`, which set a rule for the file. */
export function inlineConfigComments(comments: readonly LineComment[]): LineComment[] {
  return comments.filter((comment) => {
    const label = parseDirective(comment)?.label;
    return label === "eslint" || label === "compose-lint";
  });
}

export function inlineConfigs(comments: readonly LineComment[]): {
  configs: InlineConfig[];
  problems: DirectiveProblem[];
} {
  const configs: InlineConfig[] = [];
  const problems: DirectiveProblem[] = [];
  for (const comment of inlineConfigComments(comments)) {
    const parsed = parseDirective(comment);
    const result = parser.parseJSONLikeConfig(parsed?.value ?? "");
    if (!result.ok) {
      problems.push({ ruleId: null, message: result.error.message, loc: comment.loc });
      continue;
    }
    const short = parsed?.label === "compose-lint";
    const rules = short ? Object.fromEntries(Object.entries(result.config).map(prefixEntry)) : result.config;
    configs.push({ config: { rules }, loc: comment.loc });
  }
  return { configs, problems };
}

/** The rules that a configuring comment sets, as ESLint writes them: `"compose-lint/x": "off"`; its own text if it is wrong. */
export function inlineConfigText(comment: LineComment): string {
  const value = parseDirective(comment)?.value ?? "";
  const [config] = inlineConfigs([comment]).configs;
  return config === undefined ? value : JSON.stringify(config.config.rules).slice(1, -1);
}

function prefixEntry([name, config]: [string, RulesConfig[string]]): [string, RulesConfig[string]] {
  return [fullName(name), config];
}

/** The name under which ESLint knows one of our rules; who writes it in full in a short comment means the same. */
function fullName(name: string): string {
  return name.startsWith(PLUGIN_PREFIX) ? name : `${PLUGIN_PREFIX}${name}`;
}

function parseDirective(comment: LineComment): { label: string; value: string; justification: string } | undefined {
  // Most comments are no directives; do not parse them.
  return comment.value.includes("lint") && maybeDirective.test(comment.value) ? parser.parseDirective(comment.value) : undefined;
}

function longLabel(label: string): string {
  return label.startsWith(SHORT_PREFIX) ? `eslint-${label.slice(SHORT_PREFIX.length)}` : label;
}

/**
 * One directive per rule of a comment. ESLint removes an unused rule from a comment by looking for its full name there,
 * which a short comment does not have; so each rule gets the part of the comment that is its own.
 */
function separateRules(
  comment: LineComment,
  value: string,
  lines: LineIndex,
  nameOf: (name: string) => string,
): { place: DirectivePlace; ruleId: string }[] {
  const names = Object.keys(parser.parseListConfig(value));
  if (names.length === 0) return [{ place: comment, ruleId: "" }];
  if (names.length === 1) return [{ place: comment, ruleId: nameOf(names[0] ?? "") }];
  const textStart = comment.range[0] + 1;
  const words = wordsOf(comment.value, names, Math.max(comment.value.indexOf(value), 0));
  return names.map((name, index) => {
    const inText = ([start, end]: SourceRange): SourceRange => [textStart + start, textStart + end];
    const range = inText(removableRange(comment.value, words, index));
    // It is reported at the name, and removed with what goes with it.
    return { place: { range, loc: lines.locationOf(inText(words[index] ?? [0, 0])) }, ruleId: nameOf(name) };
  });
}

/** Where the names of a list stand in a comment, with their quotes. */
function wordsOf(text: string, names: readonly string[], listStart: number): SourceRange[] {
  let from = listStart;
  return names.map((name) => {
    const start = text.indexOf(name, from);
    const quotes = /["']/u.test(text[start - 1] ?? "") ? 1 : 0;
    from = start + name.length + quotes;
    return [start - quotes, from];
  });
}

/**
 * What goes with a name when it is replaced by a space: its comma, and for the last name that in front of it. The
 * ranges of neighbours overlap, so that ESLint never removes all of them in one pass: a comment without names would
 * switch all rules off. When one name is left, the whole comment is its own.
 */
function removableRange(text: string, words: readonly SourceRange[], index: number): SourceRange {
  const [start, end] = words[index] ?? [0, 0];
  const next = words[index + 1];
  const isSpace = (offset: number): boolean => /\s/u.test(text[offset] ?? "");
  if (next === undefined) return [words[index - 1]?.[1] ?? start, isSpace(end) ? end + 1 : end];
  return [isSpace(start - 1) ? start - 1 : start, next[0]];
}
