import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/** An input that once broke something. JSON keeps what text files do not: NUL, lone surrogates, line ends. */
export interface FoundCase {
  target: string;
  /** What was wrong, in a line. */
  about: string;
  text: string;
}

const folder = path.join(import.meta.dirname, "found");

export function foundCases(): (FoundCase & { file: string })[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((file) => ({ ...(JSON.parse(readFileSync(path.join(folder, file), "utf8")) as FoundCase), file }));
}

/** Saves a case; returns the file. */
export function saveCase(found: FoundCase): string {
  const name = `${found.target}-${createHash("sha256").update(found.text).digest("hex").slice(0, 8)}.json`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, name), `${JSON.stringify(found, null, 2)}\n`);
  return path.join("test/fuzz/found", name);
}
