import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { isDistributionImage, releaseOfDistributionTag } from "../../src/image/distribution-tag.js";
import { type Base, baseOfReference } from "./base-image.js";
import { baseOfDockerfile } from "./dockerfile-base.js";
import { readObjects } from "./git-objects.js";
import type { LibraryEntry } from "./library-file.js";
import type { LibraryHistory } from "./library-history.js";
import { releaseNamedByTag } from "../../src/image/suite-tag.js";

/** Repositories that were renamed: what old entries say, and where their commits are now. */
const RENAMED: Readonly<Record<string, readonly string[]>> = {
  "containous/traefik-library-image": ["traefik/traefik-library-image"],
  "rust-lang-nursery/docker-rust": ["rust-lang/docker-rust"],
  "joyent/docker-node": ["nodejs/docker-node"],
  "perl6/docker": ["raku/docker", "rakudo/docker"],
  "docker-library/docker-mysql": ["docker-library/mysql"],
  "docker-library/docker-buildpack-deps": ["docker-library/buildpack-deps"],
  "docker-library/docker-python": ["docker-library/python"],
  "docker-library/java": ["docker-library/openjdk"],
  "docker-library/docker-java": ["docker-library/openjdk"],
  "docker-library/nginx": ["nginxinc/docker-nginx"],
  "freebroccolo/docker-haskell": ["haskell/docker-haskell"],
  "darinmorrison/docker-haskell": ["haskell/docker-haskell"],
  "mashape/docker-kong": ["kong/docker-kong"],
  "md5/docker-jetty": ["appropriate/docker-jetty", "eclipse/jetty.docker"],
  "jenkinsci/jenkins-ci.org-docker": ["cloudbees/jenkins-ci.org-docker", "jenkinsci/docker"],
  "docker-library/sentry": ["getsentry/docker-sentry"],
  "jfrazelle/irssi": ["jessfraz/irssi"],
  "eclipse/jetty.docker": ["jetty/jetty.docker"],
  "yourls/docker": ["yourls/images", "yourls/containers"],
  "docker/distribution": ["docker/distribution-library-image"],
};

/** Looks up what the builds of official images stand on. */
export interface EntryBases {
  /** What a build stands on, as its Dockerfile says; null where that could not be read. */
  fromDockerfile: (entry: LibraryEntry) => Base | null;
  /** Builds whose Dockerfile could not be read, by repository. */
  unread: Map<string, number>;
}

/** Reads the FROM of every Dockerfile that the history names, from checkouts in folders `owner+name` (bare or not). */
export function readEntryBases(history: LibraryHistory, folder: string | null): EntryBases {
  const wanted = objectsByRepository(history);
  const checkouts = folder === null ? new Map<string, string>() : findCheckouts(folder);
  const bases = new Map<string, Base>();
  const unread = new Map<string, number>();
  for (const [repository, objects] of wanted) {
    const names = [repository, ...(RENAMED[repository.toLowerCase()] ?? [])];
    const folders = names.flatMap((name) => checkouts.get(name.toLowerCase()) ?? []);
    let missing = [...objects];
    for (const checkout of folders) missing = readBases(repository, checkout, missing, bases);
    if (missing.length > 0) unread.set(repository, missing.length);
  }
  return { fromDockerfile: (entry) => bases.get(`${entry.repository}@${entry.commit}:${entry.path}`) ?? null, unread };
}

function objectsByRepository(history: LibraryHistory): Map<string, Set<string>> {
  const wanted = new Map<string, Set<string>>();
  for (const [image, versions] of history.images) {
    if (isDistributionImage(image)) continue;
    for (const { commit, path: file, repository, isWindows } of versions.flatMap(({ entries }) => entries ?? [])) {
      if (isWindows) continue;
      const objects = wanted.get(repository) ?? new Set();
      wanted.set(repository, objects.add(`${commit}:${file}`));
    }
  }
  return wanted;
}

function findCheckouts(folder: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const name of readdirSync(folder)) {
    const places = ["", ".git", "repo", "repo/.git"].map((place) => path.join(folder, name, place));
    const checkout = places.find((place) => existsSync(path.join(place, "objects")));
    if (checkout !== undefined) found.set(name.replace("+", "/").toLowerCase(), checkout);
  }
  return found;
}

/** Puts in what a checkout has and returns what it lacks. */
function readBases(repository: string, checkout: string, objects: string[], bases: Map<string, Base>): string[] {
  const contents = readObjects(checkout, objects);
  const links = new Map<string, string>();
  for (const [name, content] of contents) {
    const target = linkTarget(name, content);
    if (target !== null) links.set(name, target);
  }
  const targets = links.size === 0 ? new Map<string, string>() : readObjects(checkout, [...links.values()]);
  return objects.filter((name) => {
    const content = targets.get(links.get(name) ?? "") ?? contents.get(name);
    const from = content === undefined ? null : baseOfDockerfile(content);
    if (from === null) return true;
    bases.set(`${repository}@${name}`, baseOfReference(from));
    return false;
  });
}

/** A symbolic link's content is the path to which it leads. */
function linkTarget(name: string, content: string): string | null {
  if (content.includes("\n") || /\s/.test(content)) return null;
  const colon = name.indexOf(":");
  return `${name.slice(0, colon)}:${path.posix.join(path.posix.dirname(name.slice(colon + 1)), content)}`;
}

/** What a build's tags say of its release; its directory is asked only where they say nothing. */
export function baseOfNames(image: string, entry: LibraryEntry): Base | null {
  if (image === "busybox") return busyboxBase(entry);
  if (image === "alpine" && entry.tags.includes("edge")) return { kind: "release", release: "alpine:edge" };
  const own = entry.tags.map((tag) => releaseOfDistributionTag(image, tag));
  const named = own.find((release) => release !== null) ?? releaseNamedByAny(entry.tags) ?? releaseOfPath(entry.path);
  return named === null ? null : { kind: "release", release: named };
}

function busyboxBase(entry: LibraryEntry): Base | null {
  const variant = /(?:^|[-/])(glibc|musl|uclibc)(?:[-/]|$)/.exec([...entry.tags, entry.path].join("/"))?.[1];
  return variant === undefined ? null : { kind: "release", release: `busybox:${variant}` };
}

function releaseNamedByAny(tags: readonly string[]): string | null {
  const found = new Set(tags.map(releaseNamedByTag).filter((release) => release !== null));
  const [only] = found;
  return found.size === 1 ? (only ?? null) : null;
}

function releaseOfPath(file: string): string | null {
  return releaseNamedByAny(file.split("/").slice(0, -1));
}
