import { type Distribution, findRelease } from "./distribution.js";
import type { Libc } from "./libc.js";

const DISTROLESS = "distroless-";

/** What a release of the image tables means. */
export interface ReleaseFacts {
  distribution: Distribution | null;
  libc: Libc | null;
}

/**
 * @param key `debian:12`, `alpine:3.20`, `scratch`, `distroless-debian:12`; "" where only the C library is known
 * @param libcName the C library where it is not the release's own; "" else
 * @param date the day for which a rolling release's C library is wanted; null for today
 * @returns null where the release is not in the table of distributions
 */
export function factsOfRelease(key: string, libcName = "", date: string | null = null): ReleaseFacts | null {
  if (key === "scratch") return { distribution: null, libc: { name: "none", version: null } };
  if (key === "") return libcName === "" ? null : { distribution: null, libc: otherLibc(libcName) };
  const release = findRelease(key.startsWith(DISTROLESS) ? key.slice(DISTROLESS.length) : key, date);
  if (release === null) return null;
  const isOwn = libcName === "" || libcName === release.libc?.name;
  return { distribution: release.distribution, libc: isOwn ? release.libc : otherLibc(libcName) };
}

function otherLibc(name: string): Libc | null {
  return name === "glibc" || name === "musl" || name === "uclibc" || name === "none" ? { name, version: null } : null;
}
