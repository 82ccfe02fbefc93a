import path from "node:path";
import type { Linter } from "eslint";
import { ruleLevels, type ConfigName } from "../../eslint/plugin.js";
import type { LintSettings } from "../../eslint/settings.js";
import { mergeRule } from "../merge-rule.js";
import { mergeSettings } from "../merge-settings.js";
import { UsageError } from "../usage-error.js";
import { withPlainParentheses } from "../with-plain-parentheses.js";
import { withSlashes } from "../with-slashes.js";
import { shortRuleName } from "./check-configuration.js";
import type { ConfigurationLayer, ResolvedConfiguration } from "./resolve-configuration.js";

/** What is configured for one file: rules under their short names, presets among them, and settings. */
export interface FileConfiguration {
  rules: Readonly<Record<string, Linter.RuleEntry>>;
  settings: LintSettings;
}

type Matcher = (file: string) => boolean;

/** Tells what a configuration says for each file; files for which the same layers hold get the same object. */
export class FileConfigurations {
  readonly #layers: readonly { layer: ConfigurationLayer; fits: Matcher | null }[];
  readonly #folder: string;
  readonly #known = new Map<string, FileConfiguration>();

  private constructor(configuration: ResolvedConfiguration, fitting: readonly (Matcher | null)[]) {
    this.#folder = path.dirname(configuration.file);
    this.#layers = configuration.layers.map((layer, index) => ({ layer, fits: fitting[index] ?? null }));
  }

  /**
   * Loads the glob library only where globs are.
   * @throws UsageError for a pattern that cannot be read.
   */
  static async of(configuration: ResolvedConfiguration): Promise<FileConfigurations> {
    const fitting: (Matcher | null)[] = [];
    for (const { files } of configuration.layers) fitting.push(files === null ? null : await matcherOf(files, configuration.file));
    return new FileConfigurations(configuration, fitting);
  }

  for(file: string): FileConfiguration {
    const relative = withSlashes(path.relative(this.#folder, file));
    const holding = this.#layers.filter(({ fits }) => fits === null || fits(relative));
    const key = holding.map(({ layer }) => this.#layers.findIndex((entry) => entry.layer === layer)).join(" ");
    let merged = this.#known.get(key);
    if (merged === undefined) {
      merged = mergeLayers(holding.map(({ layer }) => layer));
      this.#known.set(key, merged);
    }
    return merged;
  }
}

/**
 * Makes the globs of an entry of `overrides` one question about a file's path from the configuration's folder.
 * @throws UsageError if one of them cannot be read; `from` is the configuration that it names.
 */
export async function matcherOf(globs: readonly string[], from: string): Promise<Matcher> {
  const { default: picomatch } = await import("picomatch");
  const matchers = globs.map((glob) => {
    // Four in a row picomatch never comes to the end of.
    if (/\\{3}/u.test(glob)) throw new UsageError(`${from}: the pattern \`${glob}\` of \`files\` has more than two backslashes in a row. Folders are separated by a slash.`);
    try {
      const matches = picomatch(withPlainParentheses(glob.replace(/^\.\//u, "")), { dot: true, basename: !glob.includes("/") });
      // What is too long for a regular expression is found out with the first question.
      matches("compose.yaml");
      return matches;
    } catch (error) {
      if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error;
      throw new UsageError(`${from}: a pattern of \`files\` is too long to be read: ${glob.slice(0, 40)}... Make it shorter.`);
    }
  });
  return (file) => matchers.some((matches) => matches(file));
}

function mergeLayers(layers: readonly ConfigurationLayer[]): FileConfiguration {
  const rules: Record<string, Linter.RuleEntry> = {};
  let settings: LintSettings = {};
  for (const layer of layers) {
    if (layer.set !== null) Object.assign(rules, levelsOf(layer.set));
    for (const [key, setting] of Object.entries(layer.rules)) {
      const name = shortRuleName(key);
      rules[name] = mergeRule(rules[name], setting);
    }
    settings = mergeSettings(settings, layer.settings);
  }
  return { rules, settings };
}

/** The rules of a set under their short names, for both kinds of file. */
function levelsOf(set: ConfigName): Record<string, Linter.RuleEntry> {
  const levels = { ...ruleLevels(set, "compose"), ...ruleLevels(set, "dockerfile") };
  return Object.fromEntries(Object.entries(levels).map(([name, level]) => [shortRuleName(name), level]));
}
