import { loadTable } from "../data/load-table.js";
import type { Libc } from "./libc.js";

/** A distribution and its release, as its `/etc/os-release` names them. */
export interface Distribution {
  /** `ID`: `debian`, `alpine`, `rhel`, `ol`, `amzn`. */
  id: string;
  /** `VERSION_ID` (Alpine's without its patch level); null for a rolling release. */
  version: string | null;
  /** `VERSION_CODENAME`: `bookworm`, `jammy`; null where the distribution has none. */
  codename: string | null;
}

export interface DistributionRelease {
  distribution: Distribution;
  /** Null where it is not known. */
  libc: Libc | null;
  /** `YYYY-MM-DD`; null where there is none or it is not known. */
  released: string | null;
  /** Day on which its regular security support ends, `YYYY-MM-DD`. */
  endOfLife: string | null;
  /** Day on which extended support (Debian LTS, Ubuntu Pro, ...) ends. */
  extendedEnd: string | null;
}

const TABLE = "distributions.tsv";
/** A glibc and the day from which on a rolling release had it or a newer one. */
interface Floor {
  version: string;
  since: string;
}

/**
 * Debian's suites that are no release: packages come to a release through them, so they are never behind the newest.
 */
const UNRELEASED_DEBIAN: ReadonlyMap<string, Floor> = new Map([
  ["sid", { version: "2.41", since: "2025-08-09" }],
  ["unstable", { version: "2.41", since: "2025-08-09" }],
  ["experimental", { version: "2.41", since: "2025-08-09" }],
  ["forky", { version: "2.41", since: "2025-08-09" }],
]);
/**
 * Distributions without releases, whose C library depends on the day. Cautious floors: glibc 2.34 is of August 2021 and
 * 2.35 of February 2022; wolfi-dev/os, begun in 2022, has patches for 2.36 (CVE-2022-39046) as its oldest.
 */
const ROLLING: ReadonlyMap<string, Floor | null> = new Map([
  ["archlinux", { version: "2.35", since: "2022-03-01" }],
  ["arch", { version: "2.35", since: "2022-03-01" }],
  ["wolfi", { version: "2.35", since: "2022-09-01" }],
  ["chainguard", { version: "2.35", since: "2022-09-01" }],
  ["opensuse-tumbleweed", { version: "2.34", since: "2022-01-01" }],
  ["clearlinux", null],
]);
const OS_RELEASE_ID: ReadonlyMap<string, string> = new Map([
  ["archlinux", "arch"],
  ["clearlinux", "clear-linux-os"],
]);

/** Ids of /etc/os-release that the image tables call otherwise. */
const TABLE_WORD: ReadonlyMap<string, string> = new Map([
  ["rhel", "ubi"],
  ["rocky", "rockylinux"],
  ["ol", "oraclelinux"],
  ["amzn", "amazonlinux"],
]);

/**
 * The release that a word of the image tables names.
 *
 * @param key distribution, colon, version or codename: `debian:bookworm`, `debian:12`, `alpine:3.20`, `ubi:9.4`,
 *   `wolfi`
 * @param date the day for which a rolling release's C library is wanted, `YYYY-MM-DD`; null for today
 * @returns null where there is no such release in the table
 */
export function findRelease(key: string, date: string | null = null): DistributionRelease | null {
  const colon = key.indexOf(":");
  const written = colon === -1 ? key : key.slice(0, colon);
  const word = TABLE_WORD.get(written) ?? written;
  const version = colon === -1 ? "" : key.slice(colon + 1);
  const rolling = ROLLING.get(word);
  if (rolling !== undefined) return undated(OS_RELEASE_ID.get(word) ?? word, null, rollingLibc(rolling, date));
  const unreleased = word === "debian" ? UNRELEASED_DEBIAN.get(version) : undefined;
  if (unreleased !== undefined) return undated("debian", version, rollingLibc(unreleased, date));
  if (word === "busybox") return busybox(version);
  return findNumbered(word, version);
}

function rollingLibc(floor: Floor | null, date: string | null): Libc {
  const isKnown = floor !== null && (date === null || date >= floor.since);
  return { name: "glibc", version: null, ...(isKnown ? { atLeast: floor.version } : {}) };
}

function undated(id: string, codename: string | null, libc: Libc): DistributionRelease {
  const distribution = { id, version: null, codename };
  return { distribution, libc, released: null, endOfLife: null, extendedEnd: null };
}

function busybox(variant: string): DistributionRelease | null {
  if (variant !== "glibc" && variant !== "musl" && variant !== "uclibc") return null;
  return undated("busybox", null, { name: variant, version: null });
}

function findNumbered(word: string, version: string): DistributionRelease | null {
  if (version === "") return null;
  // CentOS Stream calls itself centos too; its releases are those that CentOS Linux does not have.
  const exact = findRow(word, version) ?? (word === "centos" ? findRow("centos-stream", version) : null);
  if (exact !== null) return exact;
  // Point releases (`ubi:9.4`, `debian:12.5`, `alpine:3.20.1`) have the C library of their release.
  const parts = /^(\d+)(\.\d+)?(?:\.\d+)*$/.exec(version);
  if (parts === null) return null;
  const [, major = "", minor = ""] = parts;
  const minorRow = findRow(word, major + minor);
  if (minorRow !== null) return minorRow;
  const majorRow = findRow(word, major);
  if (majorRow === null) return word === "photon" ? findRow(word, `${major}.0`) : null;
  if (!namesPointReleases(majorRow.distribution.id) || minor === "") return majorRow;
  const distribution = { ...majorRow.distribution, version: major + minor };
  return { ...majorRow, distribution, released: null };
}

/** Whether `VERSION_ID` has the point release: `9.4` for UBI, but `12` for Debian 12.5 and `7` for CentOS 7.9. */
function namesPointReleases(id: string): boolean {
  return id === "rhel" || id === "rocky" || id === "almalinux" || id === "ol";
}

const rows = new Map<string, DistributionRelease | null>();

/** The row of a version or codename, which is looked for in the text, since a run needs few of them. */
function findRow(word: string, version: string): DistributionRelease | null {
  const key = `${word}:${version}`;
  const known = rows.get(key);
  if (known !== undefined) return known;
  const table = loadTable(TABLE);
  const start = table.indexOf(`\n${word}\t${version}\t`);
  const line = start === -1 ? lineOfCodename(table, word, version) : lineAt(table, start + 1);
  const row = line === null ? null : readRow(line);
  rows.set(key, row);
  return row;
}

function lineOfCodename(table: string, word: string, codename: string): string | null {
  const place = table.indexOf(`\t${word}\t${codename}\t`);
  return place === -1 ? null : lineAt(table, table.lastIndexOf("\n", place) + 1);
}

function lineAt(table: string, start: number): string {
  return table.slice(start, table.indexOf("\n", start));
}

function readRow(line: string): DistributionRelease {
  const [, version = "", id = "", codename = "", libc = "", libcVersion = "", ...dates] = line.split("\t");
  const [released = "", endOfLife = "", extendedEnd = ""] = dates;
  return {
    distribution: { id, version: version === "edge" ? null : version, codename: orNull(codename) },
    libc: isLibcName(libc) ? { name: libc, version: orNull(libcVersion) } : null,
    released: orNull(released),
    endOfLife: orNull(endOfLife),
    extendedEnd: orNull(extendedEnd),
  };
}

function orNull(text: string): string | null {
  return text === "" ? null : text;
}

function isLibcName(text: string): text is Libc["name"] {
  return text === "glibc" || text === "musl" || text === "uclibc" || text === "none";
}

/** The release of a distribution that another part of the program holds; null where the table lacks it. */
export function releaseOfDistribution(distribution: Readonly<Distribution>): DistributionRelease | null {
  return findRelease(`${distribution.id}:${distribution.version ?? distribution.codename ?? ""}`);
}

/**
 * Orders two releases of one distribution by age.
 *
 * @returns negative if the first is older, 0 if equal, positive if newer; null where they cannot be compared
 */
export function compareDistributions(a: Readonly<Distribution>, b: Readonly<Distribution>): number | null {
  if (a.id !== b.id) return null;
  if (a.version === null || b.version === null) {
    if (a.version === b.version) return a.codename === b.codename ? 0 : null;
    return a.version === null ? 1 : -1;
  }
  return compareNumbers(a.version, b.version);
}

/** Orders dotted numbers: `3.9` before `3.10`, `2.34` before `2.34.1`. */
export function compareNumbers(a: string, b: string): number {
  const left = a.split(".");
  const right = b.split(".");
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = Number(left[index] ?? 0) - Number(right[index] ?? 0);
    if (difference !== 0 && !Number.isNaN(difference)) return difference;
  }
  return 0;
}

const TITLES: ReadonlyMap<string, string> = new Map([
  ["debian", "Debian"],
  ["ubuntu", "Ubuntu"],
  ["alpine", "Alpine"],
  ["centos", "CentOS"],
  ["rhel", "Red Hat UBI"],
  ["rocky", "Rocky Linux"],
  ["almalinux", "AlmaLinux"],
  ["ol", "Oracle Linux"],
  ["amzn", "Amazon Linux"],
  ["fedora", "Fedora"],
  ["opensuse", "openSUSE"],
  ["opensuse-leap", "openSUSE Leap"],
  ["sles", "SLES"],
  ["photon", "Photon OS"],
  ["mariner", "CBL-Mariner"],
  ["azurelinux", "Azure Linux"],
  ["arch", "Arch Linux"],
  ["wolfi", "Wolfi"],
  ["chainguard", "Chainguard OS"],
  ["busybox", "BusyBox"],
]);

/** The name that a message gives: `Debian 12 (bookworm)`, `Alpine 3.20`, `Debian sid`. */
export function describeDistribution(distribution: Readonly<Distribution>): string {
  const title = TITLES.get(distribution.id) ?? distribution.id;
  if (distribution.version === null)
    return distribution.codename === null ? title : `${title} ${distribution.codename}`;
  const codename = distribution.codename === null ? "" : ` (${distribution.codename})`;
  return `${title} ${distribution.version}${codename}`;
}
