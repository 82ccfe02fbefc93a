import { existsSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { pathIn } from "../text/path-in.js";

const loaded = new Map<string, string>();
/** Where the tables may lie: beside this module in the sources; in `data`, or beside their folder, of the published bundles. */
let folders = [import.meta.dirname, pathIn(import.meta.dirname, "data"), pathIn(dirname(import.meta.dirname), "data")];

/**
 * The text of a table of this folder, read when it is asked for first and kept from then on.
 *
 * @param name file name, such as `distributions.tsv`
 * @throws Error if the installation lacks the file
 */
export function loadTable(name: string): string {
  const known = loaded.get(name);
  if (known !== undefined) return known;
  const text = readFileSync(fileOfTable(name), "utf8");
  loaded.set(name, text);
  return text;
}

/** What stands behind a key and a tab in the line of a table that begins with them; null where there is none. */
export function lineOfTable(name: string, key: string): string | null {
  const table = loadTable(name);
  const sign = `\n${key}\t`;
  const start = table.indexOf(sign);
  if (start === -1) return null;
  const end = table.indexOf("\n", start + sign.length);
  return table.slice(start + sign.length, end === -1 ? undefined : end);
}

/** Where a table lies. Throws as `loadTable` does. */
export function fileOfTable(name: string): string {
  for (const folder of folders) {
    const file = pathIn(folder, name);
    if (!existsSync(file)) continue;
    // All tables lie in one.
    folders = [folder];
    return file;
  }
  throw new Error(`This installation of compose-lint is not complete: its table ${name} is missing. Install it again.`);
}
