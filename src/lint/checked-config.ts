import type { Linter } from "eslint";

type Rule = NonNullable<NonNullable<Linter.Config["plugins"]>[string]["rules"]>[string];

const levels: Record<string, Linter.Severity> = { off: 0, warn: 1, error: 2 };

/**
 * A configuration that needs no check, in the form in which ESLint's `Linter` uses it: it asks an array with a method
 * `getConfig` for the configuration of a file, as ESLint's own does. That one matches patterns, merges and checks anew
 * for every file, which takes longer than the linting of a usual Compose file.
 *
 * @param config with rules of these plugins alone, each without options, and a language of theirs
 */
export function checkedConfig(config: Linter.Config): Linter.Config[] {
  const checked = new CheckedConfig(config);
  return Object.assign([], { getConfig: () => checked });
}

class CheckedConfig {
  readonly plugins: NonNullable<Linter.Config["plugins"]>;
  readonly language: unknown;
  readonly languageOptions = {};
  readonly linterOptions: Linter.Config["linterOptions"];
  readonly settings: Linter.Config["settings"];
  readonly rules: Record<string, unknown[]> = {};
  // Each is asked for with each file.
  readonly #definitions = new Map<string, Rule | undefined>();

  constructor({ plugins = {}, language = "", linterOptions, settings, rules = {} }: Linter.Config) {
    this.plugins = plugins;
    const [plugin = "", name = ""] = language.split("/");
    this.language = plugins[plugin]?.languages?.[name];
    this.linterOptions = linterOptions;
    this.settings = settings;
    for (const [ruleId, level] of Object.entries(rules)) {
      const options = (this.getRuleDefinition(ruleId)?.meta as { defaultOptions?: unknown[] } | undefined)?.defaultOptions;
      this.rules[ruleId] = [levels[String(level)] ?? level, ...(options ?? [])];
    }
  }

  getRuleDefinition(ruleId: string): Rule | undefined {
    const known = this.#definitions.get(ruleId);
    if (known !== undefined) return known;
    const [plugin = "", name = ""] = ruleId.split("/");
    const rule = this.plugins[plugin]?.rules?.[name];
    this.#definitions.set(ruleId, rule);
    return rule;
  }

  /** Asked for comments that set a rule; a text that has such comments gets ESLint's own configuration. */
  validateRulesConfig(): never {
    throw new Error("A comment sets a rule, and its options were not checked.");
  }
}
