import { parse } from "yaml";

/**
 * Reads a configuration in YAML. A module of its own, since a bundle gives the exports of a CommonJS library by name to
 * an `import` statement alone, not to an `import()`.
 * @throws Error with the place, for what is not YAML.
 */
export function parseYaml(text: string): unknown {
  return parse(text) as unknown;
}
