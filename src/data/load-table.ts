import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const loaded = new Map<string, string>();
/** Where the tables may lie: beside this module in the sources; in `data`, or beside their folder, of the published bundles. */
let folders = [".", "./data", "../data"].map((relative) => path.join(path.dirname(fileURLToPath(import.meta.url)), relative));

/**
 * The text of a table of this folder, read when it is asked for first and kept from then on.
 *
 * @param name file name, such as `distributions.tsv`
 * @throws Error if the installation lacks the file
 */
export function loadTable(name: string): string {
  const known = loaded.get(name);
  if (known !== undefined) return known;
  const text = readTable(name);
  loaded.set(name, text);
  return text;
}

function readTable(name: string): string {
  for (const folder of folders) {
    const file = path.join(folder, name);
    if (!existsSync(file)) continue;
    // All tables lie in one.
    folders = [folder];
    return readFileSync(file, "utf8");
  }
  throw new Error(`This installation of compose-lint is not complete: its table ${name} is missing. Install it again.`);
}
