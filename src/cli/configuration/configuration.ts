import type { LintSettings } from "../../eslint/settings.js";

export type RuleLevel = "off" | "warn" | "error" | 0 | 1 | 2;

/** A rule's level, with its options where it has any. */
export type RuleSetting = RuleLevel | [RuleLevel, ...unknown[]];

/** What a configuration file holds, and what a package that is named under `extends` exports. */
export interface Configuration {
  /** For editors; not read. */
  $schema?: string;
  /**
   * What this configuration starts from: `recommended` (where the key is missing), `strict`, `all`, files beginning with
   * `./`, packages. Of several the later counts more. An empty list starts from no rule at all.
   */
  extends?: string | string[];
  /**
   * ESLint plugins with rules of your own: files beginning with `./`, packages. Their code is run. Their rules are set as
   * `namespace/rule`.
   */
  plugins?: string[];
  /** Rules under their short names. A level alone keeps the options that `extends` gives. */
  rules?: Record<string, RuleSetting>;
  settings?: LintSettings;
  /** What is never linted, in the syntax of .gitignore, seen from the folder of this file. */
  ignores?: string[];
  /** What holds for some files only; the later counts more. */
  overrides?: ConfigurationOverride[];
}

export interface ConfigurationOverride {
  /** Globs, seen from the folder of the configuration file; one without a slash fits at any depth. */
  files: string | string[];
  rules?: Record<string, RuleSetting>;
  settings?: LintSettings;
}

/** Returns the configuration as it is; it is there for the editor, which then knows the keys. */
export function defineConfig(configuration: Configuration): Configuration {
  return configuration;
}
