import type { ESLint } from "eslint";

/** The rules of plugins as they are set: with the namespace before the name. */
export function rulesOfPlugins(plugins: Readonly<Record<string, ESLint.Plugin>>): string[] {
  return Object.entries(plugins).flatMap(([namespace, plugin]) =>
    Object.keys(plugin.rules ?? {}).map((rule) => `${namespace}/${rule}`),
  );
}
