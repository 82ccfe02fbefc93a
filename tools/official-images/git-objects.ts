import { execFileSync, spawnSync } from "node:child_process";

const MAX_BUFFER = 1 << 30;
const BATCH = 2000;

export function git(folder: string, ...args: string[]): string {
  return execFileSync("git", ["-C", folder, ...args], { encoding: "utf8", maxBuffer: MAX_BUFFER });
}

/**
 * The contents of many objects in one go.
 *
 * @param names object names, such as `COMMIT:path`
 * @returns name to content; those that the repository lacks are missing
 */
export function readObjects(folder: string, names: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (let start = 0; start < names.length; start += BATCH) {
    readBatch(folder, names.slice(start, start + BATCH), found);
  }
  return found;
}

function readBatch(folder: string, names: readonly string[], found: Map<string, string>): void {
  const { stdout } = spawnSync("git", ["-C", folder, "cat-file", "--batch"], {
    input: names.join("\n") + "\n",
    maxBuffer: MAX_BUFFER,
  });
  let offset = 0;
  for (const name of names) {
    const end = stdout.indexOf(10, offset);
    if (end === -1) return;
    const header = stdout.toString("utf8", offset, end);
    offset = end + 1;
    const size = / (blob|tree|commit|tag) (\d+)$/.exec(header);
    if (size === null) continue;
    const length = Number(size[2]);
    if (size[1] === "blob") found.set(name, stdout.toString("utf8", offset, offset + length));
    offset += length + 1;
  }
}
