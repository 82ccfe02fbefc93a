import { canonicalRelease, releaseOfDistributionTag } from "../../src/image/distribution-tag.js";
import { parseImageReference } from "../../src/image/reference.js";
import { knownName, officialName } from "../../src/image/registry-alias.js";

/** What an image stands on: one release for good, a tag of an official image, or something that is not known. */
export type Base =
  { kind: "release"; release: string } | { kind: "tag"; image: string; tag: string } | { kind: "unknown" };

const UNKNOWN: Base = { kind: "unknown" };

/** Images elsewhere that are a distribution: name to its word, and which part of the tag is the version. */
const OTHER_DISTRIBUTIONS: readonly { name: RegExp; word: string; version: RegExp }[] = [
  { name: /^(?:registry\.(?:access|connect)?\.?redhat\.(?:com|io)\/)(?:rhel)?ubi(\d+)/, word: "ubi", version: /$^/ },
  { name: /^(?:docker\.io\/redhat\/|quay\.io\/redhat\/)ubi(\d+)/, word: "ubi", version: /$^/ },
  { name: /^ghcr\.io\/oracle\/oraclelinux(\d+)?/, word: "oraclelinux", version: /^(\d+)/ },
  {
    name: /^container-registry\.oracle\.com\/(?:os|java)\/(?:oraclelinux|jdk)/,
    word: "oraclelinux",
    version: /^(\d+)/,
  },
  { name: /^public\.ecr\.aws\/amazonlinux\/amazonlinux/, word: "amazonlinux", version: /^(2023|2)\b/ },
  { name: /^quay\.io\/centos\/centos/, word: "centos-stream", version: /^stream(\d+)/ },
  { name: /^docker\.io\/opensuse\/leap/, word: "opensuse-leap", version: /^(\d+\.\d+)/ },
  {
    name: /^quay\.io\/rockylinux\/rockylinux|^docker\.io\/rockylinux\/rockylinux/,
    word: "rockylinux",
    version: /^(\d+)/,
  },
];

/** What the image of a FROM is. */
export function baseOfReference(text: string): Base {
  const base = readReference(text);
  return base.kind === "release" ? { kind: "release", release: canonicalRelease(base.release) } : base;
}

function readReference(text: string): Base {
  if (text === "scratch") return { kind: "release", release: "scratch" };
  const parsed = parseImageReference(text);
  if (!parsed.ok) return UNKNOWN;
  const name = knownName(parsed.reference);
  const tag = parsed.reference.effectiveTag;
  if (tag === null) return UNKNOWN;
  const image = officialName(name);
  if (image !== null) return baseOfOfficial(image, tag);
  for (const { name: pattern, word, version } of OTHER_DISTRIBUTIONS) {
    const match = pattern.exec(name);
    if (match === null) continue;
    const number = match[1] ?? version.exec(tag)?.[1];
    return number === undefined ? UNKNOWN : { kind: "release", release: `${word}:${number}` };
  }
  return UNKNOWN;
}

function baseOfOfficial(image: string, tag: string): Base {
  const release = releaseOfDistributionTag(image, tag);
  return release === null ? { kind: "tag", image, tag } : { kind: "release", release };
}
