import path from "node:path";
import { rules } from "../../eslint/rules.js";
import type { ConfigName } from "../../eslint/plugin.js";
import type { LintSettings } from "../../eslint/settings.js";
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
}

const sets: readonly string[] = ["recommended", "strict", "all"] satisfies ConfigName[];

/**
 * Follows `extends` and checks everything.
 * @throws UsageError that names the file, for what is not a configuration.
 */
export async function resolveConfiguration(raw: RawConfiguration): Promise<ResolvedConfiguration> {
  const resolved: ResolvedConfiguration = { file: raw.file, sources: [], layers: [], ignores: [] };
  await addTo(resolved, raw, []);
  return resolved;
}

async function addTo(resolved: ResolvedConfiguration, raw: RawConfiguration, above: readonly string[]): Promise<void> {
  const { file } = raw;
  if (above.includes(file)) throw new UsageError(`Configurations extend each other in a circle: ${[...above, file].join(", ")}.`);
  resolved.sources.push(file);
  const configuration = checked(raw);
  // What a configuration extends stands on its own; only the one that the user wrote starts from the recommended set.
  const bases = configuration.extends ?? (above.length === 0 ? "recommended" : []);
  for (const name of [bases].flat()) {
    if (sets.includes(name)) resolved.layers.push({ files: null, set: name as ConfigName, rules: {}, settings: {} });
    else await addTo(resolved, await readBase(name, file), [...above, file]);
  }
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
}

function checked({ file, value }: RawConfiguration): Configuration {
  const result = checkConfiguration(value, Object.keys(rules));
  if (result.ok) return result.configuration;
  throw new UsageError(result.problems.map((problem) => `${file}: ${problem}`).join("\ncompose-lint: "));
}

function readBase(name: string, from: string): Promise<RawConfiguration> {
  const isFile = /^\.{1,2}[\\/]/u.test(name) || path.isAbsolute(name);
  return isFile ? readConfiguration(path.resolve(path.dirname(from), name), from) : readPackage(name, from);
}
