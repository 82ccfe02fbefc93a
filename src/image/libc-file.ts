import type { Libc } from "./libc.js";

const GLIBC_BANNER = /GNU C Library [^\n]{0,200}?(?:release|development) version (\d+\.\d+(?:\.\d+)?)/;
/** musl keeps its version as a text of its own. */
const MUSL_VERSION = /\0((?:0|1)\.\d+\.\d+)(?:-git-[\w-]+)?\0/;

/** The version of glibc that its `libc.so.6` prints when it is run; null where it has no such words. */
export function glibcOfFile(content: Buffer): Libc | null {
  const version = GLIBC_BANNER.exec(content.toString("latin1"))?.[1];
  return version === undefined ? null : { name: "glibc", version };
}

/** The version of musl that its loader prints. */
export function muslOfFile(content: Buffer): Libc {
  return { name: "musl", version: MUSL_VERSION.exec(content.toString("latin1"))?.[1] ?? null };
}
