import { existsSync } from "node:fs";
import path from "node:path";
import { readRegularFile } from "../../compose/read-regular-file.js";
import { configurationNames } from "../configuration/configuration-names.js";

const MAXIMUM_SIZE = 1024 * 1024;
const MOST_FILES = 200;

/** A relative path in a configuration of any kind: in quotes, an entry of a list, or a value of YAML. */
const relativePath = /(?<=^|[\s"'`[,:])\.{1,2}\/[^\s"'`,\]#]+/gmu;

/**
 * The configurations in and above places, and the files that their texts name, there or not: a run that one of them ended does
 * not tell what it read. They are not run or parsed for it, since one of them is broken.
 * @param places Absolute: files and folders.
 */
export function configurationsAbove(places: readonly string[]): string[] {
  const folders = new Set<string>();
  for (const place of places) {
    for (let folder = place; !folders.has(folder); folder = path.dirname(folder)) folders.add(folder);
  }
  const files = new Set([...folders].flatMap((folder) => configurationNames.map((name) => path.join(folder, name)).filter((file) => existsSync(file))));
  // What is named is added behind, and looked into in its turn.
  for (const file of files) if (files.size < MOST_FILES) for (const named of filesNamedIn(file)) files.add(named);
  return [...files];
}

function filesNamedIn(file: string): string[] {
  // The whole of a package's description has nothing to do with us.
  if (path.basename(file) === "package.json") return [];
  const content = readRegularFile(file, MAXIMUM_SIZE);
  const text = content.ok ? Buffer.from(content.bytes).toString("utf8") : "";
  return Array.from(text.matchAll(relativePath), ([name]) => path.resolve(path.dirname(file), name)).slice(0, MOST_FILES);
}
