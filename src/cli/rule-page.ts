import { readFileSync } from "node:fs";
import path from "node:path";

/** The page of a rule, in Markdown; null where there is none. */
export function readRulePage(name: string): string | null {
  if (!/^[a-z][a-z0-9-]*$/u.test(name)) return null;
  // From the bundle in dist/, and from src/cli.
  for (const folder of ["../docs/rules", "../../docs/rules"]) {
    const text = textOf(path.join(import.meta.dirname, folder, `${name}.md`));
    if (text !== null) return text;
  }
  return null;
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
