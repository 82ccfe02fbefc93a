import { chmodSync, mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * Writes a file so that whoever reads it, and whatever happens meanwhile, finds the old text or the new one: into a
 * temporary file beside it, which then takes its name. The mode is kept; behind a symbolic link the real file is written.
 * @throws the error of the file system.
 */
export function writeFileSafely(file: string, text: string): void {
  const target = realTarget(file);
  const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${process.pid}.tmp`);
  mkdirSync(path.dirname(target), { recursive: true });
  try {
    writeFileSync(temporary, text, { flush: true });
    const mode = modeOf(target);
    if (mode !== null) chmodSync(temporary, mode);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function realTarget(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    // A file that is not there yet has no real path.
    return file;
  }
}

function modeOf(file: string): number | null {
  try {
    return statSync(file).mode & 0o7777;
  } catch {
    return null;
  }
}
