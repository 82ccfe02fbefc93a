import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** Where a configuration may stand in a folder; the first that is there counts. */
export const configurationNames = [
  "compose-lint.config.js",
  "compose-lint.config.mjs",
  "compose-lint.config.cjs",
  "compose-lint.config.ts",
  "compose-lint.config.mts",
  "compose-lint.config.cts",
  "compose-lint.config.yaml",
  "compose-lint.config.yml",
  "compose-lint.config.json",
  ".compose-lintrc",
  "package.json",
] as const;

/**
 * The nearest folder, from this one upwards, where a configuration may stand; null if there is none. It looks at names
 * alone, and into a package.json for our key, so that a run without a configuration loads nothing to learn that.
 */
export function folderWithConfiguration(folder: string, known: Map<string, string | null>): string | null {
  const passed: string[] = [];
  let found: string | null = null;
  for (let current = folder; ; current = path.dirname(current)) {
    const answer = known.get(current);
    if (answer !== undefined) {
      found = answer;
      break;
    }
    passed.push(current);
    if (hasConfiguration(current)) {
      found = current;
      break;
    }
    if (path.dirname(current) === current) break;
  }
  for (const name of passed) known.set(name, found);
  return found;
}

function hasConfiguration(folder: string): boolean {
  return configurationNames.some((name) => {
    const file = path.join(folder, name);
    return existsSync(file) && (name !== "package.json" || mentionsUs(file));
  });
}

function mentionsUs(file: string): boolean {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return false;
  }
  if (!text.includes('"compose-lint"')) return false;
  try {
    const content: unknown = JSON.parse(text);
    return content !== null && typeof content === "object" && "compose-lint" in content;
  } catch {
    // What is broken is told when it is read. A dependency of this name is followed by a version, our key by a brace.
    return /"compose-lint"[\s:]*\{/u.test(text);
  }
}
