import type { ESLint } from "eslint";
import path from "node:path";
import { rules } from "../../eslint/rules.js";
import type { ConfigName } from "../../eslint/plugin.js";
import type { LintSettings } from "../../eslint/settings.js";
import { loadConfiguredPlugin } from "../load-plugin.js";
import { rulesOfPlugins } from "../rules-of-plugins.js";
import { UsageError } from "../usage-error.js";
import { checkConfiguration } from "./check-configuration.js";
import type { Configuration, RuleSetting } from "./configuration.js";
import { readConfiguration, readPackage, type RawConfiguration } from "./read-configuration.js";

/** A part of a configuration that holds for all files, or for those that its globs fit. */
export interface ConfigurationLayer {
  /** Seen from the folder of the configuration; null: all files. */
  files: readonly string[] | null;
  set: ConfigName | null;
  rules: Readonly<Record<string, RuleSetting>>;
  settings: LintSettings;
}

/** A configuration with all that it extends. */
export interface ResolvedConfiguration {
  /** Absolute. */
  file: string;
  /** The files that it was read from, itself among them. */
  sources: string[];
  /** The later count more. */
  layers: ConfigurationLayer[];
  ignores: string[];
  /** The plugins that it and what it extends name, and those that were given. */
  plugins: Record<string, ESLint.Plugin>;
}

const sets: readonly string[] = ["recommended", "strict", "all"] satisfies ConfigName[];

/**
 * Follows `extends`, loads plugins and checks everything.
 * @param plugins Plugins that are there already.
 * @throws UsageError that names the file, for what is not a configuration.
 */
export async function resolveConfiguration(
  raw: RawConfiguration,
  plugins: Readonly<Record<string, ESLint.Plugin>> = {},
): Promise<ResolvedConfiguration> {
  const resolved: ResolvedConfiguration = { file: raw.file, sources: [], layers: [], ignores: [], plugins: { ...plugins } };
  await addTo(resolved, raw, []);
  return resolved;
}

/** Tells whether it, or what it extends, says which rules are on: by a set, by rules, or by an empty list in `extends`. */
async function addTo(resolved: ResolvedConfiguration, raw: RawConfiguration, above: readonly string[]): Promise<boolean> {
  const { file } = raw;
  if (above.includes(file)) throw new UsageError(`Configurations extend each other in a circle: ${[...above, file].join(", ")}.`);
  resolved.sources.push(file);
  // Which rules plugins have is known only when all are loaded, those of the extended configurations too.
  const configuration = checked(raw, (name) => isOurRule(name) || name.includes("/"));
  const bases = configuration.extends === undefined ? null : [configuration.extends].flat();
  let saysRules = bases?.length === 0;
  for (const name of bases ?? []) {
    if (sets.includes(name)) {
      resolved.layers.push(setLayer(name as ConfigName));
      saysRules = true;
    } else if (await addTo(resolved, await readBase(name, file), [...above, file])) saysRules = true;
  }
  // What a configuration extends stands on its own; only the one that the user wrote starts from the recommended set.
  if (above.length === 0 && !saysRules) resolved.layers.unshift(setLayer("recommended"));
  await addPlugins(resolved, configuration.plugins ?? [], file);
  const ofPlugins = rulesOfPlugins(resolved.plugins);
  checked(raw, (name) => isOurRule(name) || ofPlugins.includes(name), ofPlugins);
  const { rules: own = {}, settings = {}, ignores = [], overrides = [] } = configuration;
  resolved.layers.push({ files: null, set: null, rules: own, settings });
  for (const override of overrides) {
    resolved.layers.push({
      files: [override.files].flat(),
      set: null,
      rules: override.rules ?? {},
      settings: override.settings ?? {},
    });
  }
  resolved.ignores.push(...ignores);
  return saysRules || configuration.rules !== undefined || overrides.some((override) => override.rules !== undefined);
}

function setLayer(set: ConfigName): ConfigurationLayer {
  return { files: null, set, rules: {}, settings: {} };
}

async function addPlugins(resolved: ResolvedConfiguration, names: readonly string[], from: string): Promise<void> {
  for (const name of names) {
    const [namespace, plugin] = await loadConfiguredPlugin(name, from);
    resolved.plugins[namespace] = plugin;
  }
}

function isOurRule(name: string): boolean {
  return Object.hasOwn(rules, name);
}

function checked(
  { file, value }: RawConfiguration,
  isRule: (name: string) => boolean,
  ofPlugins: readonly string[] = [],
): Configuration {
  const result = checkConfiguration(value, isRule, [...Object.keys(rules), ...ofPlugins]);
  if (result.ok) return result.configuration;
  throw new UsageError(result.problems.map((problem) => `${file}: ${problem}`).join("\ncompose-lint: "));
}

function readBase(name: string, from: string): Promise<RawConfiguration> {
  const isFile = /^\.{1,2}[\\/]/u.test(name) || path.isAbsolute(name);
  return isFile ? readConfiguration(path.resolve(path.dirname(from), name), from) : readPackage(name, from);
}
