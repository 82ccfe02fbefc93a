import { lstatSync, readlinkSync, statSync, type Stats } from "node:fs";
import path from "node:path";

/** What stands under a name, links followed; null for nothing, and where it may not be looked at. */
export type FoundAt = { kind: "other"; stats: Stats } | { kind: "broken link"; why: string } | null;

/** What stands under a name. Most names stand for nothing, which takes one look. */
export function foundAt(file: string): FoundAt {
  try {
    const own = lstatSync(file, { throwIfNoEntry: false });
    if (own === undefined) return null;
    if (!own.isSymbolicLink()) return { kind: "other", stats: own };
    const stats = statSync(file, { throwIfNoEntry: false });
    if (stats !== undefined) return { kind: "other", stats };
    return { kind: "broken link", why: `is a symbolic link that leads nowhere: there is no ${path.resolve(path.dirname(file), readlinkSync(file))}` };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ELOOP") return null;
    return { kind: "broken link", why: "is a symbolic link that leads to itself" };
  }
}
