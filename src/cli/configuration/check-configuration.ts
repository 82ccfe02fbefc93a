import { givenProblem, resolveTarget, type TargetProblem } from "../../engine/target.js";
import type { LintSettings } from "../../eslint/settings.js";
import { checkCustomImages } from "../../image/custom-image.js";
import { closestWord } from "../closest-word.js";
import { ASK_DAEMON } from "../target-options.js";
import type { Configuration } from "./configuration.js";
import { withoutFolderBackslashes } from "./folder-backslash.js";
import { settingTable, type SettingKind } from "./setting-table.js";

type Checked = { ok: true; configuration: Configuration } | { ok: false; problems: string[] };
type Check = (value: unknown, place: string) => string[];

const levels: readonly unknown[] = ["off", "warn", "error", 0, 1, 2];

/**
 * Whether a value is a configuration. Options of rules are left to the rules themselves.
 * @param value What a configuration file holds.
 * @param isRule Whether there is a rule of this name.
 * @param ruleNames The rules that are known, to propose one for a wrong name.
 */
export function checkConfiguration(value: unknown, isRule: (name: string) => boolean, ruleNames: readonly string[]): Checked {
  const override: Record<string, Check> = {
    files: isGlobs,
    rules: rulesCheck(isRule, ruleNames),
    settings: checkSettings,
  };
  const problems = checkKeys(value, "", {
    $schema: isText,
    extends: isTextOrTexts,
    plugins: isTexts,
    rules: rulesCheck(isRule, ruleNames),
    settings: checkSettings,
    ignores: isPatterns,
    overrides: (list, place) =>
      Array.isArray(list)
        ? list.flatMap((entry: unknown, index) => checkOverride(entry, `${place}[${index}]`, override))
        : [`\`${place}\` must be a list.`],
  });
  return problems.length === 0 ? { ok: true, configuration: value as Configuration } : { ok: false, problems };
}

function checkOverride(entry: unknown, place: string, keys: Record<string, Check>): string[] {
  const problems = checkKeys(entry, place, keys);
  if (problems.length > 0 || (isRecord(entry) && "files" in entry)) return problems;
  return [`\`${place}\` has no \`files\`: name the files that it is for.`];
}

function checkKeys(value: unknown, place: string, checks: Readonly<Record<string, Check>>): string[] {
  if (!isRecord(value)) return [place === "" ? "It must hold keys and values." : `\`${place}\` must hold keys and values.`];
  return Object.entries(value).flatMap(([key, entry]) => {
    const path = place === "" ? key : `${place}.${key}`;
    if (Object.hasOwn(checks, key)) return checks[key]?.(entry, path) ?? [];
    const where = place === "" ? "" : ` in \`${place}\``;
    return [`There is no key \`${key}\`${where}.${didYouMean(key, Object.keys(checks))}`];
  });
}

function rulesCheck(isRule: (name: string) => boolean, names: readonly string[]): Check {
  return (value, place) => {
    if (!isRecord(value)) return [`\`${place}\` must hold names of rules and their levels.`];
    return Object.entries(value).flatMap(([key, entry]) => {
      const name = shortRuleName(key);
      if (!isRule(name)) return [`There is no rule \`${key}\`.${didYouMean(name, names)}`];
      const level: unknown = Array.isArray(entry) ? entry[0] : entry;
      if (levels.includes(level)) return [];
      return [`\`${place}.${key}\` must be "off", "warn" or "error", or a list of one of these and the options.`];
    });
  };
}

function checkSettings(value: unknown, place: string): string[] {
  const problems = checkKeys(
    value,
    place,
    Object.fromEntries(Object.entries(settingTable).map(([name, kind]) => [name, settingCheck(kind)])),
  );
  return problems.length > 0 ? problems : checkTarget(value as LintSettings, place);
}

/** What describes the engine, as far as it can be judged without what other settings are put over it. */
function checkTarget(settings: LintSettings, place: string): string[] {
  const { engine, host } = settings;
  // With a host beside it, it is told what to leave out when flags are put over it.
  const isAsked = engine === ASK_DAEMON;
  const resolved = isAsked || (engine === undefined && host === undefined) ? null : resolveTarget(settings);
  const problem = resolved === null ? givenProblem(settings) : resolved.ok ? null : resolved.problem;
  if (problem === null) return [];
  const key = settingOfProblem[problem.code] ?? (engine === undefined ? "host" : "engine");
  return [`\`${place}.${key}\`: ${problem.message}`];
}

const settingOfProblem: Partial<Record<TargetProblem["code"], keyof LintSettings>> = {
  "host-unknown": "host",
  "runc-not-a-version": "runc",
  "libseccomp-not-a-version": "libseccomp",
  "architecture-unknown": "arch",
};

function settingCheck({ type, values, pattern, check }: SettingKind): Check {
  return (value, place) => {
    if (type === "boolean") return typeof value === "boolean" ? [] : [`\`${place}\` must be true or false.`];
    if (type === "texts by text") return checkImages(value, place);
    const problems = isFilledText(value, place);
    if (problems.length > 0 || typeof value !== "string") return problems;
    if (values !== undefined && !values.includes(value)) {
      return [`\`${place}\` must be one of ${values.join(", ")}, not ${value}.${didYouMean(value, values)}`];
    }
    if (pattern !== undefined && !new RegExp(pattern, "u").test(value)) return [`\`${place}\` must look like YYYY-MM-DD, not ${value}.`];
    const problem = check?.(value) ?? null;
    return problem === null ? [] : [`\`${place}\`: ${problem}`];
  };
}

function checkImages(value: unknown, place: string): string[] {
  if (!isRecord(value)) return [`\`${place}\` must hold patterns of images and what they are.`];
  const wrong = Object.entries(value).flatMap(([pattern, entry]) => isText(entry, `${place}.${pattern}`));
  if (wrong.length > 0) return wrong;
  return checkCustomImages(value as Record<string, string>).map(({ pattern, message }) => `\`${place}.${pattern}\`: ${message}`);
}

function isText(value: unknown, place: string): string[] {
  if (typeof value === "string") return [];
  // YAML reads an engine such as 20.10 as a number, and its last zero is lost.
  if (typeof value === "number") return [`\`${place}\` must be a text, and without quotes it is read as the number ${value}. Put it in quotes, such as "20.10.9".`];
  return [`\`${place}\` must be a text.`];
}

function isTexts(value: unknown, place: string): string[] {
  if (!Array.isArray(value)) return [`\`${place}\` must be a list of texts.`];
  return value.flatMap((entry: unknown, index) => isFilledText(entry, `${place}[${index}]`));
}

function isFilledText(value: unknown, place: string): string[] {
  return typeof value === "string" && value.trim() === "" ? [`\`${place}\` is empty: leave it out, or write what it is.`] : isText(value, place);
}

function isTextOrTexts(value: unknown, place: string): string[] {
  if (typeof value === "string") return isFilledText(value, place);
  return Array.isArray(value) ? isTexts(value, place) : [`\`${place}\` must be a text or a list of texts.`];
}

/** Globs that fit nothing would leave what they are for unsaid. */
function isGlobs(value: unknown, place: string): string[] {
  const isNone = value === "" || (Array.isArray(value) && value.length === 0);
  if (isNone) return [`\`${place}\` names no files.`];
  if (typeof value === "string") return isPattern(value, place);
  return Array.isArray(value) ? isPatterns(value, place) : isTextOrTexts(value, place);
}

function isPatterns(value: unknown, place: string): string[] {
  const problems = isTexts(value, place);
  if (problems.length > 0 || !Array.isArray(value)) return problems;
  return value.flatMap((entry: unknown, index) => isPattern(entry, `${place}[${index}]`));
}

/** One whose backslashes are to part folders would fit nothing, without a word. */
function isPattern(value: unknown, place: string): string[] {
  const meant = typeof value === "string" ? withoutFolderBackslashes(value) : null;
  if (meant === null) return isFilledText(value, place);
  return [`\`${place}\` is ${String(value)}, and in a pattern a backslash parts no folders, on Windows neither: it would fit nothing of that name. Write ${meant}.`];
}

/** The name of a rule without the plugin's prefix, which may stand before it as in ESLint. */
export function shortRuleName(name: string): string {
  return name.replace(/^compose-lint\//u, "");
}

function didYouMean(word: string, known: readonly string[]): string {
  const close = closestWord(word, known);
  return close === null ? "" : ` Did you mean \`${close}\`?`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
