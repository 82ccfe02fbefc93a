import { existsSync } from "node:fs";
import path from "node:path";

const folder = process.env.SHARED_DIR ?? path.join(import.meta.dirname, "../../../shared");

/** A file of the shared reference data; null where this machine lacks it. */
export function sharedFile(name: string): string | null {
  const file = path.join(folder, name);
  return existsSync(file) ? file : null;
}
