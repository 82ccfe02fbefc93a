import type { EngineVersion } from "./engine-version.js";

/** What the suffix of a distribution's engine package tells about the answer for `clone3`. */
export type PackagePatch = "patched" | "upstream" | "either";

/**
 * Whether an engine version as a distribution writes it carries the distribution's `clone3` patch.
 *
 * Debian 11 added it with docker.io 20.10.5+dfsg1-1+deb11u1 (changelog of 2021-12-04, #995191), Ubuntu with
 * 20.10.7-0ubuntu5 (Launchpad 1948361, 1943049). The daemon itself reports 20.10.5+dfsg1 before and after.
 */
export function packagePatch(version: EngineVersion): PackagePatch {
  if (version.release === "20.10.5" && version.suffix.startsWith("+dfsg1")) {
    if (/\+deb11u[1-9]/.test(version.suffix)) return "patched";
    return version.suffix.startsWith("+dfsg1-1") ? "upstream" : "either";
  }
  const ubuntu = version.release === "20.10.7" ? /^-0ubuntu(\d+)/.exec(version.suffix) : null;
  return ubuntu !== null && Number(ubuntu[1]) >= FIRST_PATCHED_UBUNTU ? "patched" : "upstream";
}

const FIRST_PATCHED_UBUNTU = 5;
