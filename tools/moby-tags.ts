// What the generators of the engine tables read from a moby/moby clone: its release tags and their seccomp profiles.
import { execFileSync } from "node:child_process";

/** Where moby has kept the default profile. */
const PROFILE_PATHS = ["profiles/seccomp/default.json", "vendor/github.com/moby/profiles/seccomp/default.json"];
const RELEASE_TAG = /^(?:docker-)?v(\d+\.\d+\.\d+)(?:-ce)?$/;

export interface EngineTag {
  tag: string;
  release: string;
}

export interface DistinctProfile {
  /** The first of its releases. */
  name: string;
  /** The releases with exactly this profile file, oldest first. */
  releases: string[];
  text: string;
}

function byVersion(a: string, b: string): number {
  const [left, right] = [a.split(".").map(Number), b.split(".").map(Number)];
  return left.map((part, index) => part - (right[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
}

/** The release tags of Docker Engine 1.11.0 and later, oldest first. */
export function engineTags(checkout: string): EngineTag[] {
  return execFileSync("git", ["-C", checkout, "tag"], { encoding: "utf8" })
    .split("\n")
    .flatMap((tag) => {
      const release = RELEASE_TAG.exec(tag)?.[1];
      return release !== undefined && byVersion(release, "1.11.0") >= 0 ? [{ tag, release }] : [];
    })
    .sort((a, b) => byVersion(a.release, b.release));
}

function profileText(checkout: string, tag: string): string | null {
  for (const path of PROFILE_PATHS) {
    try {
      return execFileSync("git", ["-C", checkout, "show", `${tag}:${path}`], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      });
    } catch {
      // This release keeps the file in the other place.
    }
  }
  return null;
}

/** The distinct default profiles of all releases, in the order of their first release. */
export function distinctProfiles(checkout: string): DistinctProfile[] {
  const byText = new Map<string, DistinctProfile>();
  for (const { tag, release } of engineTags(checkout)) {
    const text = profileText(checkout, tag);
    if (text === null) continue;
    const known = byText.get(text);
    if (known) known.releases.push(release);
    else byText.set(text, { name: release, releases: [release], text });
  }
  return [...byText.values()];
}
