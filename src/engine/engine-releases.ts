import { lineOfTable, loadTable } from "../data/load-table.js";
import { compareEngineVersions, type EngineVersion, parseEngineVersion } from "./engine-version.js";

/** A Docker Engine release that we know. */
export interface EngineRelease {
  version: EngineVersion;
  /** The first release with the same default seccomp profile: the name of that profile. */
  profile: string;
  /** The runc that the release was built to bundle, such as `1.0.0-rc93`. */
  runc: string;
}

const TABLE = "engine-releases.tsv";

let releases: readonly EngineRelease[] | null = null;

/** All known releases, oldest first. Source: tags of moby/moby, see the table's header. */
export function engineReleases(): readonly EngineRelease[] {
  releases ??= loadTable(TABLE).split("\n").flatMap(parseLine);
  return releases;
}

/** Whether there is a release with a major number, without reading them all. */
export function isKnownMajor(major: number): boolean {
  return loadTable(TABLE).includes(`\n${major}.`);
}

function parseLine(line: string): EngineRelease[] {
  const [release = "", profile = "", runc = ""] = line.split("\t");
  const version = line.startsWith("#") ? null : parseEngineVersion(release);
  return version === null ? [] : [{ version, profile, runc }];
}

/** The newest known release that is not newer than a version; null where it is older than all of them. */
export function nearestEarlierRelease(version: EngineVersion): EngineRelease | null {
  return lineOf(version.release) ?? nearestOf(version);
}

/** A release by its name, without reading the others. */
function lineOf(release: string): EngineRelease | null {
  const rest = lineOfTable(TABLE, release);
  return rest === null ? null : (parseLine(`${release}\t${rest}`)[0] ?? null);
}

function nearestOf(version: EngineVersion): EngineRelease | null {
  const known = engineReleases();
  for (let index = known.length - 1; index >= 0; index -= 1) {
    const release = known[index];
    if (release !== undefined && compareEngineVersions(release.version, version) <= 0) return release;
  }
  return null;
}
