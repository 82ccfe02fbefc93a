import { engineReleases } from "../engine/engine-releases.js";
import { resolveTarget } from "../engine/target.js";
import type { Architecture } from "../engine/architecture.js";
import type { ContainerSecurity } from "./container-security.js";
import { threadOutcome } from "./thread-outcome.js";
import type { ThreadCalls } from "./thread-needs.js";

/** The first release whose default profile answers clone3 for glibc, whatever runtime and libseccomp are under it. */
export const CLONE3_FLOOR = ">=20.10.10";
const BUILTIN_FLOOR = ">=23.0.0";
const ANY = "*";
/** A semver range that no version is in: no engine helps. */
export const NO_ENGINE = "<0.0.0-0";

/**
 * The engines on which a container makes threads, as a semver range (npm's form, so without leading zeros), judged with
 * the runc that each release bundled. For an ordinary container with glibc 2.34 or later it is ">=20.10.10": 20.10.4 and
 * some others also work with particular runtimes, but a runtime or library update breaks them, so they are no floor.
 *
 * @param libseccomp the library to judge with
 */
export function neededEngines(
  calls: Exclude<ThreadCalls, "unknown">,
  security: ContainerSecurity,
  libseccomp: string,
  architecture: Architecture,
): string {
  const { seccomp, privileged } = security;
  if (seccomp.kind === "unconfined" || (privileged && seccomp.kind === "default")) return ANY;
  if (seccomp.kind === "builtin") return BUILTIN_FLOOR;
  if (seccomp.kind === "default") return calls === "clone3" ? CLONE3_FLOOR : ANY;
  if (seccomp.kind === "unreadable") return calls === "clone3" ? CLONE3_FLOOR : ANY;
  return rangeOf(workingReleases(calls, security, libseccomp, architecture));
}

interface Judged {
  release: string;
  works: boolean;
}

function workingReleases(
  calls: Exclude<ThreadCalls, "unknown">,
  security: ContainerSecurity,
  libseccomp: string,
  arch: Architecture,
): Judged[] {
  return engineReleases().map(({ version }) => {
    const resolved = resolveTarget({ engine: version.release, libseccomp, arch });
    const works = resolved.ok && threadOutcome(calls, resolved.target.members[0], security).result === "works";
    return { release: `${version.major}.${version.minor}.${version.patch}`, works };
  });
}

/** `*`, `>=A`, or the runs of working releases: islands below the last failing release do not count where the newest works. */
function rangeOf(judged: readonly Judged[]): string {
  const lastFailing = judged.findLastIndex(({ works }) => !works);
  if (lastFailing < 0) return ANY;
  const next = judged[lastFailing + 1];
  if (next !== undefined) return `>=${next.release}`;
  const runs: [string, string][] = [];
  let before = false;
  for (const { release, works } of judged) {
    const run = runs.at(-1);
    if (works && before && run) run[1] = release;
    else if (works) runs.push([release, release]);
    before = works;
  }
  return runs.length === 0 ? NO_ENGINE : runs.map(([first, last]) => `>=${first} <=${last}`).join(" || ");
}
