/** Codenames that tags use as a word of their own, with the distribution that has them. */
const SUITES: ReadonlyMap<string, string> = new Map([
  ...["squeeze", "wheezy", "jessie", "stretch", "buster", "bullseye", "bookworm", "trixie", "forky", "sid"].map(
    (name): [string, string] => [name, `debian:${name}`],
  ),
  ...[
    ...["lucid", "precise", "trusty", "utopic", "vivid", "wily", "xenial", "yakkety", "zesty", "artful", "bionic"],
    ...["cosmic", "disco", "eoan", "focal", "groovy", "hirsute", "impish", "jammy", "kinetic", "lunar", "mantic"],
    ...["noble", "oracular", "plucky", "questing", "resolute", "stonking"],
  ].map((name): [string, string] => [name, `ubuntu:${name}`]),
]);

/** Words that name a distribution and its version in one: `alpine3.20`, `ubi9`, `ol8`. */
const NUMBERED: Readonly<Record<string, { distribution: string; version: RegExp }>> = {
  alpine: { distribution: "alpine", version: /^\d+\.\d+$/ },
  debian: { distribution: "debian", version: /^(?:[6-9]|1\d)$/ },
  ubuntu: { distribution: "ubuntu", version: /^\d\d\.(?:04|10)$/ },
  ubi: { distribution: "ubi", version: /^\d{1,2}(?:\.\d+)?$/ },
  rhel: { distribution: "ubi", version: /^\d{1,2}(?:\.\d+)?$/ },
  ol: { distribution: "oraclelinux", version: /^\d{1,2}$/ },
  oraclelinux: { distribution: "oraclelinux", version: /^\d{1,2}$/ },
  centos: { distribution: "centos", version: /^\d$/ },
  rockylinux: { distribution: "rockylinux", version: /^\d{1,2}$/ },
  fedora: { distribution: "fedora", version: /^\d\d$/ },
  al: { distribution: "amazonlinux", version: /^(?:2|2023)$/ },
  amazonlinux: { distribution: "amazonlinux", version: /^(?:2|2023)$/ },
};
/** Looked at first, since most words of tags are no such. */
const NUMBERED_WORD = /^([a-z]+)-?([\d.]+)$/;

/**
 * The release that a tag of an official image names: `20.3.1-bookworm-slim` is `debian:bookworm`.
 *
 * @returns null where the tag names none, or two different ones
 */
export function releaseNamedByTag(tag: string): string | null {
  const words = tag.split("-");
  const found = new Set<string>();
  words.forEach((word, index) => {
    const suite = SUITES.get(word) ?? numberedRelease(word);
    if (suite !== null) found.add(suite);
    const next = words[index + 1];
    // `ubuntu-22.04` is two words of the tag.
    const pair = next === undefined ? null : numberedRelease(`${word}-${next}`);
    if (pair !== null) found.add(pair);
  });
  const [only] = found;
  return only !== undefined && found.size === 1 ? only : null;
}

function numberedRelease(word: string): string | null {
  const [, name = "", version = ""] = NUMBERED_WORD.exec(word) ?? [];
  const known = Object.hasOwn(NUMBERED, name) ? NUMBERED[name] : undefined;
  return known?.version.test(version) === true ? `${known.distribution}:${version}` : null;
}

/** Whether a tag names a Windows image, which has no C library of this kind. */
export function isWindowsTag(tag: string): boolean {
  const words = tag.split("-");
  return words.includes("windowsservercore") || words.includes("nanoserver");
}
