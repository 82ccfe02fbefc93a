import { importModule } from "../import-module.js";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { lilconfig, type Loader } from "lilconfig";
import { foundAt } from "../found-at.js";
import { closestWord } from "../closest-word.js";
import { UsageError } from "../usage-error.js";
import { configurationNames } from "./configuration-names.js";
import { withoutByteOrderMark } from "../../text/byte-order-mark.js";
import { readRegularFile } from "../../compose/read-regular-file.js";

const MAXIMUM_SIZE = 16 * 1024 * 1024;

/** What a configuration file holds, unchecked. */
export interface RawConfiguration {
  /** Absolute. */
  file: string;
  value: unknown;
}

/** Whether a text was read as UTF-8 and is none: of two bytes of a character of UTF-16 one is zero in most texts. */
function isUtf16(text: string): boolean {
  return /^(?:\ufffd\ufffd|[^\0]\0[^\0]\0|\0[^\0]\0)/u.test(text);
}

const loadYaml: Loader = async (_file, text) => (await import("./parse-yaml.js")).parseYaml(text);
const loadJson: Loader = (_file, text) => JSON.parse(withoutByteOrderMark(text)) as unknown;
const loadModule: Loader = async (file, text) => {
  const { default: value } = (await importModule(pathToFileURL(file).href)) as { default?: unknown };
  return exported(value, file, text);
};

/** Node strips types itself where it can; else, as with an enum, jiti does, which is loaded for nothing else. */
const loadTypeScript: Loader = async (file, text) => {
  if ("typescript" in process.features && process.features.typescript !== false) {
    try {
      return (await loadModule(file, text)) as unknown;
    } catch (error) {
      if ((error as NodeJS.ErrnoException | undefined)?.code !== "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX") throw error;
    }
  }
  const { createJiti } = await import("jiti/static");
  const module = await createJiti(file, { fsCache: false, interopDefault: false }).import<{ __esModule?: boolean; default?: unknown }>(file);
  return exported(module.__esModule === true ? module.default : module, file, text);
};

/** @throws Error for a module that exports no configuration. */
function exported(value: unknown, file: string, text: string): unknown {
  // A script without an export is to Node a CommonJS module with an empty object.
  const isNothing = value === undefined || (!/\bexports?\b/u.test(text) && Object.keys(Object(value) as object).length === 0);
  if (!isNothing) return value;
  throw new Error(`it has no default export: write \`${/\.c[jt]s$/u.test(file) ? "module.exports =" : "export default"} { ... };\``);
}

const loaders: Record<string, Loader> = {
  ".js": loadModule,
  ".mjs": loadModule,
  ".cjs": loadModule,
  ".ts": loadTypeScript,
  ".mts": loadTypeScript,
  ".cts": loadTypeScript,
  ".yaml": loadYaml,
  ".yml": loadYaml,
  ".json": loadJson,
  noExt: loadYaml,
};

const reader = lilconfig("compose-lint", {
  searchPlaces: [...configurationNames],
  loaders: Object.fromEntries(Object.entries(loaders).map(([ending, loader]) => [ending, explained(loader)])),
  stopDir: path.parse(process.cwd()).root,
  ignoreEmptySearchPlaces: false,
  cache: false,
});

/**
 * The configuration that counts for a folder, unchecked; null if there is none.
 * @throws UsageError if a file cannot be read or run.
 */
export async function searchConfiguration(folder: string): Promise<RawConfiguration | null> {
  const found = await reader.search(folder);
  return found === null || found.filepath === "" ? null : { file: found.filepath, value: (found.config as unknown) ?? {} };
}

/**
 * What a file that the user named holds.
 * @throws UsageError if it cannot be read or run.
 */
export async function readConfiguration(file: string, askedBy: string): Promise<RawConfiguration> {
  const content = readRegularFile(file, MAXIMUM_SIZE);
  const found = content.ok ? null : foundAt(file);
  if (found?.kind === "broken link") throw new UsageError(`${askedBy}: the configuration ${file} ${found.why}. Mend the link, or name another file.`);
  if (found?.stats.isDirectory() === true) throw new UsageError(`${askedBy}: ${file} is a folder. Name the configuration in it, such as ${path.join(file, configurationIn(file))}.`);
  const ending = path.extname(file);
  if (path.basename(file) !== ".compose-lintrc" && !Object.hasOwn(loaders, ending === "" ? "noExt" : ending)) {
    throw new UsageError(`${askedBy}: ${file} is no configuration: its name must end in ${Object.keys(loaders).filter((name) => name !== "noExt").join(", ")}.`);
  }
  if (!content.ok) throw new UsageError(`${askedBy}: the configuration ${file} is not there, or may not be read.`);
  const loaded = await reader.load(file);
  return { file, value: (loaded?.config as unknown) ?? {} };
}

/**
 * What a package that `extends` names exports as configuration.
 * @throws UsageError if it is not installed where the configuration stands, or cannot be run.
 */
export async function readPackage(name: string, from: string): Promise<RawConfiguration> {
  let file: string;
  try {
    file = createRequire(from).resolve(name);
  } catch {
    const close = closestWord(name, ["recommended", "strict", "all"]);
    const hint = close === null ? `Install it, or write a file as ./${name}; the sets are recommended, strict and all.` : `Did you mean ${close}?`;
    throw new UsageError(`${from}: \`extends\` names ${name}, which is not installed here. ${hint}`);
  }
  return readConfiguration(file, from);
}

/** The name of the configuration in a folder, or the one that it would have. */
function configurationIn(folder: string): string {
  return configurationNames.find((name) => existsSync(path.join(folder, name))) ?? "compose-lint.config.yaml";
}

function explained(loader: Loader): Loader {
  return async (file, text) => {
    if (isUtf16(text)) throw new UsageError(`${file}: the configuration cannot be read: it is in UTF-16. Write it as UTF-8.`);
    try {
      return (await loader(file, text)) as unknown;
    } catch (error) {
      const { describeLoadFailure } = await import("./load-failure.js");
      throw new UsageError(await describeLoadFailure(error, file, text));
    }
  };
}
