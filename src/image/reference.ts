import type { SourceRange } from "../text/source-range.js";

/** A part of a reference as it is written, and where. */
export interface ReferencePart {
  text: string;
  /** Offsets into the text that was parsed. */
  range: SourceRange;
}

export interface ImageReference {
  /** The text as it was given. */
  text: string;
  /** The registry as written (`ghcr.io`, `localhost:5000`); null where Docker Hub is meant without being named. */
  registry: ReferencePart | null;
  /** The repository without registry and as written: `node`, `library/node`, `bitnami/redis`. */
  path: ReferencePart;
  tag: ReferencePart | null;
  /** The digest with its algorithm: `sha256:...`. */
  digest: ReferencePart | null;
  /** The registry that is asked: `docker.io` where none is written. */
  domain: string;
  /** Registry and repository in full: `docker.io/library/node`. */
  name: string;
  /** The name as Docker shows it: `node`, `bitnami/redis`, `ghcr.io/owner/app`. */
  familiarName: string;
  /** The tag that is asked for: the written one, else `latest`, and null where a digest stands alone. */
  effectiveTag: string | null;
}

export type ReferenceProblemCode =
  | "empty"
  | "unresolved-variable"
  | "image-id"
  | "invalid-registry"
  | "upper-case"
  | "invalid-path"
  | "name-too-long"
  | "invalid-tag"
  | "invalid-digest"
  | "unsupported-digest";

export interface ReferenceProblem {
  code: ReferenceProblemCode;
  message: string;
  range: SourceRange;
}

export type ParsedReference = { ok: true; reference: ImageReference } | { ok: false; problem: ReferenceProblem };

const DEFAULT_DOMAIN = "docker.io";
const LEGACY_DEFAULT_DOMAIN = "index.docker.io";
const OFFICIAL_PREFIX = "library/";
const MAX_PATH_LENGTH = 255;
const DIGEST_LENGTHS: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };

const IDENTIFIER = /^(?:sha256:)?[a-f0-9]{64}$/;
const IDENTIFIER_LENGTH = 64;
const HOST_LABEL = /^[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$/;
const IPV6_ADDRESS = /^\[[a-fA-F0-9:]+\]$/;
const PATH_RUN = /[a-z0-9]+/y;
const PATH_SEPARATOR = /\.|__?|-+/y;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST_ALGORITHM = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*$/;

/**
 * Parses an image reference (`[registry[:port]/]path[:tag][@digest]`) by the rules of Docker's command line.
 *
 * The grammar and the order of its checks are those of `ParseAnyReference` of github.com/distribution/reference
 * (v0.6, read 2026-11-23). An image id is refused with the code `image-id`: Docker takes it, but it names no image.
 *
 * @param text one reference, without spaces around it
 * @returns the parts with their offsets in UTF-16 units, or the first problem; takes time linear in the text
 */
export function parseImageReference(text: string): ParsedReference {
  const early = refusedAtSight(text);
  if (early !== null) return { ok: false, problem: early };

  const at = text.indexOf("@");
  const nameEnd = at === -1 ? text.length : at;
  const registryEnd = registryLength(text, nameEnd);
  const pathStart = registryEnd === 0 ? 0 : registryEnd + 1;
  const colon = text.indexOf(":", pathStart);
  const hasTag = colon !== -1 && colon < nameEnd;
  const pathEnd = hasTag ? colon : nameEnd;

  const registry = registryEnd === 0 ? null : part(text, 0, registryEnd);
  const path = part(text, pathStart, pathEnd);
  const tag = hasTag ? part(text, colon + 1, nameEnd) : null;
  const digest = at === -1 ? null : part(text, at + 1, text.length);
  const problem =
    (registry === null ? null : registryProblem(registry)) ??
    pathProblem(path, repositoryOf(registry, path)) ??
    (tag === null ? null : tagProblem(tag)) ??
    (digest === null ? null : digestProblem(digest));
  if (problem !== null) return { ok: false, problem };
  return { ok: true, reference: withNames(text, registry, path, tag, digest) };
}

function refusedAtSight(text: string): ReferenceProblem | null {
  if (text === "") return problemAt("empty", "An image reference cannot be empty.", [0, 0]);
  const variable = text.indexOf("$");
  if (variable !== -1) {
    const end = text.startsWith("{", variable + 1) ? text.indexOf("}", variable) + 1 : 0;
    const range: SourceRange = [variable, end > variable ? end : text.length];
    return problemAt("unresolved-variable", "The image depends on a variable whose value is not known.", range);
  }
  if (text.length >= IDENTIFIER_LENGTH && IDENTIFIER.test(text)) {
    const message = "This is the id of a local image, not a reference: a registry cannot be asked for it.";
    return problemAt("image-id", message, [0, text.length]);
  }
  return null;
}

/** The length of the registry part, 0 if the first component belongs to the path. */
function registryLength(text: string, nameEnd: number): number {
  const slash = text.indexOf("/");
  if (slash === -1 || slash >= nameEnd) return 0;
  const first = text.slice(0, slash);
  const isRegistry = first.includes(".") || first.includes(":") || first === "localhost" || hasUpperCase(first);
  return isRegistry ? slash : 0;
}

function hasUpperCase(text: string): boolean {
  return text !== text.toLowerCase();
}

function part(text: string, start: number, end: number): ReferencePart {
  return { text: text.slice(start, end), range: [start, end] };
}

function problemAt(code: ReferenceProblemCode, message: string, range: SourceRange): ReferenceProblem {
  return { code, message, range };
}

function registryProblem(registry: ReferencePart): ReferenceProblem | null {
  const port = /:[0-9]+$/.exec(registry.text);
  const host = port === null ? registry.text : registry.text.slice(0, -port[0].length);
  if (IPV6_ADDRESS.test(host) || host.split(".").every((label) => HOST_LABEL.test(label))) return null;
  const message = `"${shortened(registry.text)}" is not the name of a registry: a host, or a host, ":" and a port.`;
  return problemAt("invalid-registry", message, registry.range);
}

function pathProblem(path: ReferencePart, repository: string): ReferenceProblem | null {
  if (hasUpperCase(path.text)) {
    const message = `The repository name "${shortened(path.text)}" must be lower case.`;
    return problemAt("upper-case", message, path.range);
  }
  const wrong = firstWrongOffset(path.text);
  if (wrong !== -1) {
    const start = path.range[0] + wrong;
    return problemAt("invalid-path", pathMessage(path.text, wrong), [start, Math.min(start + 1, path.range[1])]);
  }
  if (repository.length > MAX_PATH_LENGTH) {
    const prefix = repository === path.text ? "" : `, with the \`${OFFICIAL_PREFIX}\` that Docker puts before it,`;
    const message = `The repository name${prefix} is longer than ${MAX_PATH_LENGTH} characters.`;
    return problemAt("name-too-long", message, path.range);
  }
  return null;
}

function pathMessage(path: string, wrong: number): string {
  const rule = 'runs of "a" to "z" and "0" to "9", with ".", "_", "__" or "-" between them';
  if (path === "") return "The reference has no repository name.";
  if (wrong >= path.length) return `The repository name "${shortened(path)}" must end with a letter or a digit.`;
  const character = String.fromCodePoint(path.codePointAt(wrong) ?? 0);
  return `"${character}" cannot stand here: a component of a repository name is ${rule}.`;
}

/** The offset at which a path stops being `component/component/...`; -1 if it is one to its end. */
function firstWrongOffset(path: string): number {
  let offset = 0;
  for (;;) {
    PATH_RUN.lastIndex = offset;
    if (!PATH_RUN.test(path)) return offset;
    offset = PATH_RUN.lastIndex;
    if (offset === path.length) return -1;
    if (path[offset] === "/") {
      offset += 1;
      continue;
    }
    PATH_SEPARATOR.lastIndex = offset;
    if (!PATH_SEPARATOR.test(path)) return offset;
    offset = PATH_SEPARATOR.lastIndex;
  }
}

function tagProblem(tag: ReferencePart): ReferenceProblem | null {
  if (TAG.test(tag.text)) return null;
  const message =
    tag.text === ""
      ? 'The tag after ":" is missing.'
      : `"${shortened(tag.text)}" is not a tag: at most 128 letters, digits, "_", "." and "-", not first ".", "-".`;
  return problemAt("invalid-tag", message, tag.range);
}

function digestProblem(digest: ReferencePart): ReferenceProblem | null {
  const colon = digest.text.indexOf(":");
  const algorithm = colon === -1 ? "" : digest.text.slice(0, colon);
  const hex = digest.text.slice(colon + 1);
  if (!DIGEST_ALGORITHM.test(algorithm) || !/^[a-fA-F0-9]{32,}$/.test(hex)) {
    const message = `"${shortened(digest.text)}" is not a digest: "sha256:" and 64 hexadecimal digits.`;
    return problemAt("invalid-digest", message, digest.range);
  }
  const length = Object.hasOwn(DIGEST_LENGTHS, algorithm) ? DIGEST_LENGTHS[algorithm] : undefined;
  if (length === undefined) {
    const message = `"${shortened(algorithm)}" is not a digest algorithm that Docker knows.`;
    return problemAt("unsupported-digest", message, digest.range);
  }
  if (hex.length === length && !hasUpperCase(hex)) return null;
  const message = `A ${algorithm} digest has ${length} hexadecimal digits in lower case.`;
  return problemAt("invalid-digest", message, digest.range);
}

function shortened(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 77)}...`;
}

function withNames(
  text: string,
  registry: ReferencePart | null,
  path: ReferencePart,
  tag: ReferencePart | null,
  digest: ReferencePart | null,
): ImageReference {
  const domain = registry === null || isHub(registry) ? DEFAULT_DOMAIN : registry.text;
  const repository = repositoryOf(registry, path);
  const effectiveTag = tag?.text ?? (digest === null ? "latest" : null);
  return {
    text,
    registry,
    path,
    tag,
    digest,
    domain,
    name: `${domain}/${repository}`,
    familiarName: familiarName(domain, repository),
    effectiveTag,
  };
}

function familiarName(domain: string, repository: string): string {
  if (domain !== DEFAULT_DOMAIN) return `${domain}/${repository}`;
  // Docker keeps the prefix where dropping it would leave a name of several components.
  const rest = repository.startsWith(OFFICIAL_PREFIX) ? repository.slice(OFFICIAL_PREFIX.length) : repository;
  return rest.includes("/") ? repository : rest;
}

function isHub({ text }: ReferencePart): boolean {
  return text === DEFAULT_DOMAIN || text === LEGACY_DEFAULT_DOMAIN;
}

/** The path as a registry is asked for it. */
function repositoryOf(registry: ReferencePart | null, path: ReferencePart): string {
  const isOfficial = (registry === null || isHub(registry)) && !path.text.includes("/");
  return isOfficial ? OFFICIAL_PREFIX + path.text : path.text;
}

/** The reference in full, as a registry is asked for it: `docker.io/library/node:20`. */
export function canonicalReference(reference: Readonly<ImageReference>): string {
  return reference.name + suffixOf(reference);
}

/** The reference as Docker shows it, with its tag: `node:20`. */
export function familiarReference(reference: Readonly<ImageReference>): string {
  return reference.familiarName + suffixOf(reference);
}

function suffixOf(reference: Readonly<ImageReference>): string {
  const tag = reference.effectiveTag === null ? "" : `:${reference.effectiveTag}`;
  return reference.digest === null ? tag : `${tag}@${reference.digest.text}`;
}
