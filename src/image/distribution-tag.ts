import { findRelease } from "./distribution.js";
import { releaseNamedByTag } from "./suite-tag.js";

/** Official images that are a distribution, so that a number in their tag is its version. */
const DISTRIBUTION_IMAGES = new Set([
  ...[
    "debian",
    "ubuntu",
    "alpine",
    "centos",
    "fedora",
    "oraclelinux",
    "amazonlinux",
    "photon",
    "archlinux",
    "almalinux",
  ],
  ...[
    "rockylinux",
    "opensuse",
    "clearlinux",
    "mageia",
    "alt",
    "sl",
    "clefos",
    "crux",
    "euleros",
    "sourcemage",
    "cirros",
  ],
  ...["ubuntu-debootstrap", "ubuntu-upstart", "neurodebian", "busybox"],
]);

export function isDistributionImage(image: string): boolean {
  return DISTRIBUTION_IMAGES.has(image);
}

/**
 * The release that a tag of a distribution's image names by itself: `alpine:3.20.1` is `alpine:3.20`.
 *
 * @returns null for `latest`, `stable`, `rolling`, `edge`, and for images that are no distribution
 */
export function releaseOfDistributionTag(image: string, tag: string): string | null {
  const release = isDistributionImage(image) ? readDistributionTag(image, tag) : null;
  return release === null ? null : canonicalRelease(release);
}

/** The one spelling of a release: by codename where the distribution has codenames, CentOS by its major version. */
export function canonicalRelease(release: string): string {
  const [word = "", version = ""] = release.split(":");
  if (word === "centos") return `centos:${version.split(".")[0] ?? ""}`;
  if (word !== "debian" && word !== "ubuntu") return release;
  const codename = findRelease(release)?.distribution.codename ?? null;
  return codename === null ? release : `${word}:${codename}`;
}

function readDistributionTag(image: string, tag: string): string | null {
  const named = releaseNamedByTag(tag);
  if (named !== null) return named;
  if (image === "archlinux" || image === "clearlinux") return image;
  const number = /^(?:centos)?(\d+(?:\.\d+)?)/.exec(tag)?.[1];
  // A tag that is only the day of its build says nothing of the version.
  if (number === undefined || /^\d{8}/.test(number)) return null;
  const major = number.split(".")[0] ?? "";
  switch (image) {
    case "alpine":
      return number === major ? null : `alpine:${number}`;
    case "debian":
    case "fedora":
    case "mageia":
      return `${image}:${major}`;
    case "ubuntu":
    case "ubuntu-debootstrap":
    case "ubuntu-upstart":
      return `ubuntu:${number}`;
    case "amazonlinux":
      // The tag `1` was Amazon Linux AMI, whose last release is 2018.03.
      if (number === "1") return "amazonlinux:2018.03";
      return major === "2" || major === "2023" ? `amazonlinux:${major}` : `amazonlinux:${number}`;
    case "busybox":
    case "neurodebian":
      return null;
    default:
      return `${image}:${number}`;
  }
}
