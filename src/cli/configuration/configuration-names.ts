import path from "node:path";
import { readRegularFile } from "../../compose/read-regular-file.js";
import { withoutByteOrderMark } from "../../text/byte-order-mark.js";
import { pathIn } from "../../text/path-in.js";
import { foundAt } from "../found-at.js";
import type { FolderNames } from "../folder-names.js";
import { UsageError } from "../usage-error.js";

const MAXIMUM_SIZE = 16 * 1024 * 1024;

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
 * @param names Tells what is not there.
 * @throws UsageError where something of such a name is no file, or a link that leads nowhere.
 */
export function folderWithConfiguration(folder: string, known: Map<string, string | null>, names: FolderNames | null = null): string | null {
  const passed: string[] = [];
  let found: string | null = null;
  for (let current = folder; ; current = path.dirname(current)) {
    const answer = known.get(current);
    if (answer !== undefined) {
      found = answer;
      break;
    }
    passed.push(current);
    if (hasConfiguration(current, names)) {
      found = current;
      break;
    }
    if (path.dirname(current) === current) break;
  }
  for (const name of passed) known.set(name, found);
  return found;
}

function hasConfiguration(folder: string, names: FolderNames | null): boolean {
  if (names?.mayHoldConfiguration(folder) === false) return false;
  return configurationNames.some((name) => {
    const file = pathIn(folder, name);
    if (names?.mayHold(file) === false) return false;
    if (name === "package.json") return mentionsUs(file);
    const found = foundAt(file);
    if (found === null) return false;
    if (found.kind === "broken link") throw new UsageError(`The configuration ${file} ${found.why}. Mend the link or remove it.`);
    // A pipe would be waited for.
    if (!found.stats.isFile()) throw new UsageError(`The configuration ${file} is not a file.`);
    return true;
  });
}

function mentionsUs(file: string): boolean {
  const found = readRegularFile(file, MAXIMUM_SIZE);
  const text = found.ok ? withoutByteOrderMark(Buffer.from(found.bytes).toString("utf8")) : "";
  if (!text.includes("compose-lint")) return false;
  try {
    const content: unknown = JSON.parse(text);
    return content !== null && typeof content === "object" && "compose-lint" in content;
  } catch {
    // What is broken is told when it is read: nobody can say whether our key would be there.
    return true;
  }
}
