import type { ESLint } from "eslint";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { importModule } from "./import-module.js";
import { UsageError } from "./usage-error.js";

/**
 * Loads an ESLint plugin from a file, with the namespace that its `meta` gives it. This runs the code of the file.
 * @throws UsageError if there is no such plugin.
 */
export async function loadPlugin(file: string, cwd: string): Promise<[namespace: string, plugin: ESLint.Plugin]> {
  const plugin = await defaultExport(path.resolve(cwd, file), file);
  if (!isPlugin(plugin)) {
    throw new UsageError(`--plugin ${file}: its default export is no ESLint plugin. It needs \`meta\` and \`rules\`.`);
  }
  const { meta } = plugin;
  const namespace = meta?.namespace ?? meta?.name;
  if (namespace === undefined || namespace === "compose-lint") {
    throw new UsageError(`--plugin ${file}: \`meta.namespace\` must say what stands before the names of its rules.`);
  }
  return [namespace, plugin];
}

function isPlugin(value: unknown): value is ESLint.Plugin {
  return value !== null && typeof value === "object" && "rules" in value;
}

async function defaultExport(file: string, given: string): Promise<unknown> {
  try {
    const module = (await importModule(pathToFileURL(file).href)) as { default?: unknown };
    return module.default;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--plugin ${given} cannot be loaded. ${why}`);
  }
}
