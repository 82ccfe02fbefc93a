import { statSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { FileResult } from "../../lint/lint-result.js";
import { closestWord } from "../closest-word.js";
import { importModule } from "../import-module.js";
import { UsageError } from "../usage-error.js";
import { formatNames, type FormatName } from "./format-names.js";

/** What a format knows beside the results. */
export interface FormatContext {
  /** Paths are told from here. */
  cwd: string;
  colour: boolean;
  /** Columns of the terminal; null for a file or a pipe. */
  columns: number | null;
  /** Whether the terminal shows hyperlinks. */
  links: boolean;
  /** Whether the lines of the file are shown below a finding, where the format can. */
  codeFrame: boolean;
}

/** The results as text. */
export type Format = (results: readonly FileResult[], context: FormatContext) => string | Promise<string>;

/** Each format is loaded when it is asked for. */
const formats: Readonly<Record<FormatName, () => Promise<Format>>> = {
  stylish: async () => (await import("./stylish.js")).stylish,
  compact: async () => (await import("./compact.js")).compact,
  json: async () => (await import("./json.js")).json,
  sarif: async () => (await import("./sarif.js")).sarif,
  github: async () => (await import("./github.js")).github,
  gitlab: async () => (await import("./gitlab.js")).gitlab,
  junit: async () => (await import("./junit.js")).junit,
  checkstyle: async () => (await import("./checkstyle.js")).checkstyle,
  markdown: async () => (await import("./markdown.js")).markdown,
  html: async () => (await import("./html.js")).html,
};

/**
 * A format by its name, or the default export of a module: a file, or a package. What ESLint takes for a formatter works.
 * @throws UsageError if there is no such format.
 */
export async function loadFormat(name: string, cwd: string): Promise<Format> {
  const known = formatNames.find((candidate) => candidate === name);
  if (known !== undefined) return formats[known]();
  const isFile = /[\\/]/u.test(name) && !name.startsWith("@");
  const file = isFile ? path.resolve(cwd, name) : resolvePackage(name, cwd);
  if (file === null) {
    const close = statSync(path.resolve(cwd, name), { throwIfNoEntry: false })?.isFile() === true ? `./${name}` : closestWord(name, formatNames);
    const hint = close === null ? `The formats are ${formatNames.slice(0, -1).join(", ")} and ${formatNames.at(-1) ?? ""}; or name a module, a file of yours with its path, such as ./${/\.[cm]?js$/u.test(name) ? name : "format.js"}.` : `Did you mean ${close}?`;
    throw new UsageError(`There is no format ${name}. ${hint}`);
  }
  return loadModule(file, name);
}

function resolvePackage(name: string, cwd: string): string | null {
  // Few runs need it, and it takes a while to load.
  const { resolve } = process.getBuiltinModule("node:module").createRequire(path.join(cwd, "format.js"));
  for (const candidate of [name, `eslint-formatter-${name}`]) {
    try {
      const resolved = resolve(candidate);
      // Node's own modules are no formats.
      if (path.isAbsolute(resolved)) return resolved;
    } catch {
      // The next name, or none.
    }
  }
  return null;
}

async function loadModule(file: string, name: string): Promise<Format> {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) throw new UsageError(`The format ${name} cannot be loaded: there is no such file.`);
  if (found.isDirectory()) throw new UsageError(`The format ${name} cannot be loaded: it is a folder. Name the file in it.`);
  let format: unknown;
  try {
    const loaded = (await importModule(pathToFileURL(file).href)) as { default?: unknown };
    format = loaded.default;
  } catch (error) {
    throw new UsageError(`The format ${name} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof format !== "function") throw new UsageError(`The format ${name} has no function as its default export.`);
  const { rules } = await import("../../eslint/rules.js");
  const rulesMeta = Object.fromEntries(Object.entries(rules).map(([rule, { meta }]) => [`compose-lint/${rule}`, meta]));
  return async (results, context) => {
    try {
      const text = (await (format as (...words: unknown[]) => unknown)(results, { ...context, color: context.colour, rulesMeta })) ?? "";
      if (typeof text === "string") return text.endsWith("\n") || text === "" ? text : `${text}\n`;
    } catch (error) {
      throw new UsageError(`The format ${name} failed: ${error instanceof Error ? error.message : String(error)}`);
    }
    throw new UsageError(`The format ${name} gave no text.`);
  };
}
