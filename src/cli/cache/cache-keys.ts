import type { ESLint } from "eslint";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { declaredTarget } from "../../eslint/compose-facts.js";
import { packageVersion } from "../../eslint/plugin.js";
import type { FileConfig } from "../../lint/lint-files.js";
import { fileOfPlugin } from "../load-plugin.js";
import { digestOfText } from "../run/dependency.js";

/** What the results of this program depend on in itself: its version, code and tables, and Node. */
export function programKey(): string {
  const program = import.meta.filename;
  const tables = [path.join(path.dirname(program), "data"), path.join(path.dirname(program), "../../data")].find((folder) => existsSync(folder));
  const scripts = [program, ...["seldom.cjs", "rest.cjs"].map((name) => path.join(path.dirname(program), name))].filter((file) => existsSync(file));
  const files = [...scripts, ...(tables === undefined ? [] : readdirSync(tables).sort().map((name) => path.join(tables, name)))];
  const digests = files.map((file) => digestOfText(readFileSync(file, "latin1")));
  return [packageVersion, process.version, ...digests].join(" ");
}

/**
 * Makes a text of what is configured for a file: rules with their options, settings, the engines that were found for
 * `auto`, plugins with their code.
 */
export class ConfigKeys {
  readonly #rest: string;
  readonly #known = new WeakMap<FileConfig, string>();

  /**
   * @param rest What else the results of a run depend on.
   * @param plugins Those that flags name; they count for all files.
   */
  constructor(rest: unknown, plugins: Readonly<Record<string, ESLint.Plugin>>) {
    this.#rest = JSON.stringify([rest, keysOf(plugins)]);
  }

  readonly keyOf = (config: FileConfig): string => {
    let key = this.#known.get(config);
    if (key === undefined) {
      const { set, rules, settings, plugins = {} } = config;
      const target = settings.engine === "auto" ? declaredTarget(settings) : null;
      key = digestOfText(JSON.stringify([this.#rest, set, rules, settings, target, keysOf(plugins)], shown));
      this.#known.set(config, key);
    }
    return key;
  };
}

function keysOf(plugins: Readonly<Record<string, ESLint.Plugin>>): unknown[] {
  return Object.entries(plugins).map(([namespace, plugin]) => [namespace, pluginKey(plugin)]);
}

/** A plugin by what its `meta` says and by its code: its file and what that imports from files beside it. */
function pluginKey(plugin: ESLint.Plugin): unknown {
  const file = fileOfPlugin(plugin);
  return [plugin.meta, Object.keys(plugin.rules ?? {}), file === null ? null : sourcesOf(file)];
}

const relativeImport = /(?:from|import|require)[ (]{0,4}["'](\.{1,2}\/[^"']+)["']/gu;
const endings = ["", ".js", ".mjs", ".cjs", ".ts", ".json", "/index.js"] as const;

function sourcesOf(file: string, seen = new Map<string, string>()): string[] {
  if (!seen.has(file)) {
    const text = existsSync(file) ? readFileSync(file, "utf8") : "";
    seen.set(file, digestOfText(text));
    for (const [, name = ""] of text.matchAll(relativeImport)) {
      const target = path.resolve(path.dirname(file), name);
      const found = endings.map((ending) => target + ending).find((candidate) => existsSync(candidate) && path.extname(candidate) !== "");
      if (found !== undefined) sourcesOf(found, seen);
    }
  }
  return [...seen].map((pair) => pair.join(" "));
}

/** Options of rules in a configuration in JavaScript may be more than JSON. */
function shown(_key: string, value: unknown): unknown {
  return typeof value === "function" || value instanceof RegExp || typeof value === "bigint" ? String(value) : value;
}
