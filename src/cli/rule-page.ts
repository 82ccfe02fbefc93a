import { readFileSync } from "node:fs";

/** The page of a rule, in Markdown; null where there is none. */
export function readRulePage(name: string): string | null {
  if (!/^[a-z][a-z0-9-]*$/u.test(name)) return null;
  try {
    // From src/cli and from dist/cli alike.
    return readFileSync(new URL(`../../docs/rules/${name}.md`, import.meta.url), "utf8");
  } catch {
    return null;
  }
}
