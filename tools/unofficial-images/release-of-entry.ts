import { factsOfRelease } from "../../src/image/release-facts.js";
import type { SourceEntry } from "./read-entries.js";

/** The words of the source that the table of distributions spells otherwise. */
const SPELLINGS: Readonly<Record<string, string>> = { ol: "oraclelinux", arch: "archlinux" };

/** A release and, where it is not the release's own, a C library, in the words of the tables. */
export interface EntryRelease {
  release: string;
  libc: string;
}

/** Null where the entry names no one release and no C library, or one that the table of distributions lacks. */
export function releaseOfEntry(entry: Pick<SourceEntry, "distribution" | "libc">): EntryRelease | null {
  const libc = entry.libc ?? "";
  if (entry.distribution === null) return libc === "" ? null : { release: "", libc };
  const [word = "", version] = entry.distribution.split(":");
  const release = (SPELLINGS[word] ?? word) + (version === undefined ? "" : `:${version}`);
  if (/:.*\$\d/.test(release)) return { release, libc: "" };
  const known = factsOfRelease(release);
  if (known === null) return null;
  return { release, libc: libc === known.libc?.name ? "" : libc };
}
