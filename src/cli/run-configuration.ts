import path from "node:path";
import type { ESLint, Linter } from "eslint";
import type { FileConfig } from "../lint/lint-files.js";
import type { Arguments } from "./arguments.js";
import { Configurations } from "./configuration/find-configurations.js";
import type { FileConfiguration } from "./configuration/file-configurations.js";
import type { Surroundings } from "./main.js";
import { mergeRule } from "./merge-rule.js";
import type { Output } from "./output.js";
import { checkRuleName } from "./rule-option.js";
import { imageSettingsOf } from "./image-options.js";
import { checkTargetFlags, settingsOf } from "./target-options.js";
import { UsageError } from "./usage-error.js";

export interface FlaggedRules {
  rules?: Readonly<Record<string, Linter.RuleEntry>>;
  plugins?: Readonly<Record<string, ESLint.Plugin>>;
}

/** What holds for each file of a run: its configuration with the flags over it. */
export class RunConfiguration {
  readonly configurations: Configurations;
  readonly #given: Arguments;
  readonly #environment: Surroundings;
  readonly #output: Output;
  readonly #rules: Readonly<Record<string, Linter.RuleEntry>>;
  readonly #plugins: Readonly<Record<string, ESLint.Plugin>>;
  /** By what is configured; null for nothing. */
  readonly #known = new Map<FileConfiguration | null, FileConfig>();

  /** @param flagged The rules that the flags set, and the plugins that they name. */
  constructor(given: Arguments, environment: Surroundings, output: Output, flagged: FlaggedRules = {}) {
    const { rules = {}, plugins = {} } = flagged;
    this.#given = given;
    this.#environment = environment;
    this.#output = output;
    this.#rules = rules;
    this.#plugins = plugins;
    // Wrong flags are told before anything is read.
    imageSettingsOf(given);
    checkTargetFlags(given);
    this.configurations = new Configurations({
      cwd: environment.cwd,
      file: given.values.get("config")?.[0],
      none: given.switches.has("no-config"),
      plugins,
    });
  }

  /**
   * What holds for a file; the same object for files for which the same holds.
   * @throws UsageError for a configuration that cannot be used.
   */
  async for(file: string): Promise<FileConfig> {
    const configured = await this.configurations.for(file);
    let config = this.#known.get(configured);
    if (config === undefined) {
      config = await this.#withFlags(file, configured);
      this.#known.set(configured, config);
    }
    return config;
  }

  /** What holds for a file for which nothing is configured; null where something is, or where `for` was not asked of such a file yet. */
  unconfigured(file: string): FileConfig | null {
    return this.configurations.mayHave(file) ? null : (this.#known.get(null) ?? null);
  }

  /** What holds for the files of the current folder. */
  async forFolder(): Promise<FileConfig> {
    return this.for(path.join(this.#environment.cwd, "compose.yaml"));
  }

  /**
   * Whether the configuration of a file leaves it out.
   * @throws UsageError for a pattern that cannot be read.
   */
  async ignores(file: string): Promise<boolean> {
    const resolved = await this.configurations.resolved(file);
    if (resolved === null || resolved.ignores.length === 0) return false;
    const { isIgnoredBy } = await import("./ignore-files.js");
    return isIgnoredBy(resolved.ignores, path.dirname(resolved.file), file, (pattern) => {
      throw new UsageError(`${resolved.file}: a pattern of \`ignores\` is too long to be read: ${pattern.slice(0, 40)}... Make it shorter.`);
    });
  }

  async #withFlags(file: string, configured: FileConfiguration | null): Promise<FileConfig> {
    const resolved = await this.configurations.resolved(file);
    const plugins = { ...resolved?.plugins, ...this.#plugins };
    for (const name of Object.keys(this.#rules)) checkRuleName(name, plugins);
    if (configured === null) {
      return { settings: await settingsOf(this.#given, this.#environment, this.#output), rules: this.#rules };
    }
    const origin = resolved?.file ?? "";
    const { rules, settings } = configured;
    const merged = { ...rules };
    for (const [name, entry] of Object.entries(this.#rules)) merged[name] = mergeRule(rules[name], entry);
    return {
      settings: await settingsOf(this.#given, this.#environment, this.#output, { file: origin, settings }),
      set: null,
      rules: merged,
      plugins,
    };
  }
}
