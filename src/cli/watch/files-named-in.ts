import { createRequire, isBuiltin } from "node:module";
import path from "node:path";
import { readRegularFile } from "../../compose/read-regular-file.js";

const MAXIMUM_SIZE = 1024 * 1024;
const MOST_FILES = 200;

/** A relative path in a configuration of any kind: in quotes, an entry of a list, or a value of YAML. */
const relativePath = /(?<=^|[\s"'`[,:])\.{1,2}\/[^\s"'`,\]#]+/gmu;

/** The keys whose values name packages, in a configuration of any kind. */
const packagesFollow = /\b(?:extends|plugins)["']?[ \t]*:/gu;
/** One of the names behind such a key; a colon behind it tells that it is the next key. */
const nextName = /(?:[\s,["'`]|- )*(?<name>[@\w.][\w.@/-]*)["'`]?(?<colon>:?)/uy;
const sets: readonly string[] = ["recommended", "strict", "all"];

/**
 * The files and packages that the texts of configurations and modules name, there or not, and what those name in their turn: a run
 * that one of them ended does not tell what it read. They are not run or parsed for it, since one of them is broken.
 * @param files Absolute. They are in what is returned.
 */
export function withFilesNamedIn(files: readonly string[]): string[] {
  const all = new Set(files);
  // What is named is added behind, and looked into in its turn.
  for (const file of all) if (all.size < MOST_FILES + files.length) for (const named of filesNamedIn(file)) all.add(named);
  return [...all];
}

function filesNamedIn(file: string): string[] {
  const text = configurationText(file);
  const named = Array.from(text.matchAll(relativePath), ([name]) => path.resolve(path.dirname(file), name));
  return [...named, ...packagesNamedIn(text).flatMap((name) => placesOfPackage(name, file))].slice(0, MOST_FILES);
}

/** Of a package's description only what is for us. */
function configurationText(file: string): string {
  const content = readRegularFile(file, MAXIMUM_SIZE);
  const text = content.ok ? Buffer.from(content.bytes).toString("utf8") : "";
  if (path.basename(file) !== "package.json") return text;
  try {
    const description = JSON.parse(text) as Record<string, unknown> | null;
    return JSON.stringify(description?.["compose-lint"] ?? null);
  } catch {
    return "";
  }
}

function packagesNamedIn(text: string): string[] {
  const names: string[] = [];
  for (const { index, 0: key } of text.matchAll(packagesFollow)) {
    nextName.lastIndex = index + key.length;
    for (let found = nextName.exec(text); found !== null && names.length < MOST_FILES; found = nextName.exec(text)) {
      const { name = "", colon } = found.groups ?? {};
      if (colon === ":") break;
      if (/^@?\w/u.test(name) && !sets.includes(name) && !isBuiltin(name)) names.push(name);
    }
  }
  return names;
}

/** The file of a package as a configuration gets it; where it is not installed, what there would be first, wherever it may be. */
function placesOfPackage(name: string, from: string): string[] {
  const { resolve } = createRequire(from);
  try {
    return [resolve(name)];
  } catch {
    const own = /^(?:@[^/]+\/)?[^/]+/u.exec(name)?.[0] ?? name;
    return (resolve.paths(name) ?? []).map((folder) => path.join(folder, own, "package.json"));
  }
}
