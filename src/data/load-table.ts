import { existsSync, readFileSync } from "node:fs";

const loaded = new Map<string, string>();

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

/** The tables lie beside this module in the sources; the published bundles have them in `data`, or beside their folder. */
function readTable(name: string): string {
  for (const relative of [`./${name}`, `./data/${name}`, `../data/${name}`]) {
    const url = new URL(relative, import.meta.url);
    if (existsSync(url)) return readFileSync(url, "utf8");
  }
  throw new Error(`This installation of compose-lint is not complete: its table ${name} is missing. Install it again.`);
}
