import { mkdtempSync, readdirSync, rmdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

const folderName = /^\.compose-lint-(?<pid>\d+)-\w+$/u;
const DAY = 24 * 60 * 60 * 1000;

/**
 * Makes a folder beside a file in which its new text can be prepared, on the same disk. No linter takes a file in it for
 * one of its own, git does not list it, and its name tells whose it is, so that a later run can remove what a process
 * left that was killed.
 * @throws the error of the file system.
 */
export function makeStagingFolder(folder: string): string {
  const made = mkdtempSync(path.join(folder, `.compose-lint-${process.pid}-`));
  try {
    writeFileSync(path.join(made, ".gitignore"), "*\n");
  } catch (error) {
    removeStagingFolder(made);
    throw error;
  }
  return made;
}

/** The name of the new text in its folder: neither a Compose file nor a Dockerfile. */
export const STAGED_NAME = "text.tmp";

/** Removes a staging folder with the files that this program puts there; one with anything else in it stays. */
export function removeStagingFolder(folder: string): void {
  try {
    for (const name of [STAGED_NAME, ".gitignore"]) rmSync(path.join(folder, name), { force: true });
    rmdirSync(folder);
  } catch {
    // What was to be written is written, or that it is not is told already; a later run tries again.
  }
}

/** Removes the staging folders that killed processes left in a folder; those of processes that still run stay. */
export function removeLeftStagingFolders(folder: string): void {
  for (const name of namesIn(folder)) {
    const pid = folderName.exec(name)?.groups?.pid;
    if (pid === undefined || pid === String(process.pid)) continue;
    const left = path.join(folder, name);
    // A number is given again: after a day its process is another one.
    const age = Date.now() - (statSync(left, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    if (!isRunning(Number(pid)) || age > DAY) removeStagingFolder(left);
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  } catch {
    return [];
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of somebody else may not be signalled, but is there.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
