import type { ESLint } from "eslint";
import { statSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { importModule } from "./import-module.js";
import { UsageError } from "./usage-error.js";

export type NamedPlugin = [namespace: string, plugin: ESLint.Plugin];

const files = new WeakMap<ESLint.Plugin, string>();

/** The file that a plugin was loaded from; null for one that was not loaded here. */
export function fileOfPlugin(plugin: ESLint.Plugin): string | null {
  return files.get(plugin) ?? null;
}

/**
 * Loads the ESLint plugin that `--plugin` names, with the namespace that its `meta` gives it. This runs the code of the file.
 * @throws UsageError if there is no such plugin.
 */
export function loadPlugin(file: string, cwd: string): Promise<NamedPlugin> {
  return loadFile(path.resolve(cwd, file), `--plugin ${file}`);
}

/**
 * The same for a plugin that a configuration names: a file beginning with `./`, or a package.
 * @param from The configuration file, from which the name is resolved.
 */
export function loadConfiguredPlugin(name: string, from: string): Promise<NamedPlugin> {
  const asked = `${from}: the plugin ${name}`;
  const isFile = /^\.{1,2}[\\/]/u.test(name) || path.isAbsolute(name);
  return loadFile(isFile ? path.resolve(path.dirname(from), name) : packageFile(name, from, asked), asked);
}

function packageFile(name: string, from: string, asked: string): string {
  try {
    return createRequire(from).resolve(name);
  } catch {
    throw new UsageError(`${asked} is not installed here. Install it, or write a file as ./${name}.`);
  }
}

async function loadFile(file: string, asked: string): Promise<NamedPlugin> {
  const plugin = await defaultExport(file, asked);
  if (!isPlugin(plugin)) {
    throw new UsageError(`${asked}: its default export is no ESLint plugin. It needs \`meta\` and \`rules\`.`);
  }
  files.set(plugin, file);
  const { meta } = plugin;
  const namespace = meta?.namespace ?? meta?.name;
  if (namespace === undefined || namespace === "compose-lint") {
    throw new UsageError(`${asked}: \`meta.namespace\` must say what stands before the names of its rules.`);
  }
  return [namespace, plugin];
}

function isPlugin(value: unknown): value is ESLint.Plugin {
  return value !== null && typeof value === "object" && "rules" in value;
}

async function defaultExport(file: string, asked: string): Promise<unknown> {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) throw new UsageError(`${asked} cannot be loaded: there is no such file.`);
  if (found.isDirectory()) throw new UsageError(`${asked} cannot be loaded: it is a folder. Name the file in it.`);
  try {
    const module = (await importModule(pathToFileURL(file).href)) as { default?: unknown };
    return module.default;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${asked} cannot be loaded. ${why}`);
  }
}
