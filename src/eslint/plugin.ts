import type { ESLint, Linter } from "eslint";
import type { FileKind } from "./file-kind.js";
import { composePatterns, dockerfilePatterns } from "./file-kind.js";
import { composeLanguage } from "./compose-language.js";
import { dockerfileLanguage } from "./dockerfile-language.js";
import { legacyParser, type LegacyParser } from "./legacy-parser.js";
import { levelsProcessor } from "./levels-processor.js";
import type { LintHost } from "./lint-host.js";
import { rules, type RuleName } from "./rules.js";

declare const PACKAGE_VERSION: string | undefined;

/** The version of this package; in the sources, which are not a package yet, `0.0.0`. */
export const packageVersion = typeof PACKAGE_VERSION === "undefined" ? "0.0.0" : PACKAGE_VERSION;

export type ConfigName = "recommended" | "strict" | "all";

/** The configuration for ESLint 8 with an eslintrc: `extends: ["plugin:compose-lint/legacy"]`. */
export interface LegacyConfig {
  plugins: string[];
  overrides: {
    files: string[];
    parser: string;
    processor: string;
    rules: Record<string, "error" | "warn">;
  }[];
  reportUnusedDisableDirectives: boolean;
}

/** The plugin as ESLint sees it. */
export interface ComposeLintPlugin extends ESLint.Plugin {
  meta: { name: string; version: string; namespace: string };
  configs: Record<ConfigName, Linter.Config[]> & { legacy: LegacyConfig };
  /** For ESLint 8, which has no languages; `legacy` names it. */
  parser: LegacyParser;
}

const patterns: Record<FileKind, string[]> = { compose: composePatterns, dockerfile: dockerfilePatterns };
const setOrder: readonly ConfigName[] = ["recommended", "strict", "all"];
const fileKinds = ["compose", "dockerfile"] as const;

/**
 * Makes the plugin for a host: ESLint itself, or our command line.
 * @param parserPath The module that ESLint 8 loads to get the plugin's parser.
 */
export function createPlugin(host: LintHost, parserPath = "compose-lint/parser"): ComposeLintPlugin {
  const plugin: ComposeLintPlugin = {
    meta: { name: "compose-lint", version: packageVersion, namespace: "compose-lint" },
    languages: { compose: composeLanguage(host), dockerfile: dockerfileLanguage(host) },
    rules: rules as unknown as NonNullable<ESLint.Plugin["rules"]>,
    processors: { levels: levelsProcessor },
    parser: legacyParser(host, packageVersion),
    configs: { recommended: [], strict: [], all: [], legacy: legacyConfig(parserPath) },
  };
  for (const name of setOrder) plugin.configs[name] = configsOf(plugin, name);
  return plugin;
}

function configsOf(plugin: ComposeLintPlugin, set: ConfigName): Linter.Config[] {
  return fileKinds.map((kind) => ({
    name: `compose-lint/${set}/${kind}`,
    files: patterns[kind],
    plugins: { "compose-lint": plugin },
    language: `compose-lint/${kind}`,
    processor: "compose-lint/levels",
    rules: ruleLevels(set, kind),
    linterOptions: { reportUnusedDisableDirectives: "warn" },
  }));
}

function legacyConfig(parserPath: string): LegacyConfig {
  return {
    plugins: ["compose-lint"],
    overrides: fileKinds.map((kind) => ({
      files: patterns[kind],
      parser: parserPath,
      processor: "compose-lint/levels",
      rules: ruleLevels("recommended", kind),
    })),
    reportUnusedDisableDirectives: true,
  };
}

/** The rules of a set for one kind of file, with their levels, under the names that ESLint knows them by. */
export function ruleLevels(set: ConfigName, kind: FileKind): Record<string, "error" | "warn"> {
  const levels: Record<string, "error" | "warn"> = {};
  for (const name of Object.keys(rules) as RuleName[]) {
    const { docs } = rules[name].meta;
    if (docs !== undefined && appliesTo(name, kind) && setOrder.indexOf(docs.set) <= setOrder.indexOf(set)) levels[`compose-lint/${name}`] = docs.level;
  }
  return levels;
}

/** Whether a rule is for a kind of file; a rule that is not there is for all, so that ESLint says that it is not. */
export function appliesTo(name: string, kind: FileKind): boolean {
  const languages = Object.hasOwn(rules, name) ? rules[name as RuleName].meta.languages : undefined;
  return languages === undefined || languages.includes(`compose-lint/${kind}`);
}
