import { existsSync, mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onOneLine } from "../../text/plain-text.js";
import { userCacheFolder } from "../cache-folder.js";
import type { Surroundings } from "../main.js";
import { UsageError } from "../usage-error.js";
import { describeWriteProblem } from "../write-file.js";

/**
 * Makes a folder for what is kept while files are watched: in that for temporary files, else in that of the user's caches.
 * @throws UsageError if neither may be written.
 */
export function makeOwnFolder({ variables }: Pick<Surroundings, "variables">): string {
  const caches = userCacheFolder(variables, variables.HOME, process.platform);
  const problems: string[] = [];
  for (const place of [tmpdir(), ...(caches === null ? [] : [caches])]) {
    try {
      if (place === caches && !existsSync(place)) mkdirSync(place);
      return mkdtempSync(path.join(place, "compose-lint-watch-"));
    } catch (error) {
      problems.push(`${onOneLine(place)} (${whyNot(error)})`);
    }
  }
  throw new UsageError(`--watch keeps results between its runs in a temporary folder, and none can be made in ${problems.join(" or ")}. Set TMPDIR to a folder that may be written.`);
}

function whyNot(error: unknown): string {
  const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
  return isMissing ? "there is no such folder" : describeWriteProblem(error);
}
