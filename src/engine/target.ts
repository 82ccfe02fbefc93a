import { type Architecture, ARCHITECTURES, parseArchitecture } from "./architecture.js";
import { packagePatch } from "./distribution-package.js";
import { engineReleases, type EngineRelease, isKnownMajor, nearestEarlierRelease } from "./engine-releases.js";
import type { Assumption, EngineSetup } from "./engine-setup.js";
import { setupLabel } from "./engine-setup.js";
import type { EngineVersion } from "./engine-version.js";
import { type Host, hostById, similarHosts } from "./host.js";
import { parseRuncVersion } from "./runc-version.js";
import { type EngineProblem, type EngineRange, parseEngineRange } from "./version.js";

/** What a user declares; every part may be missing except that one of `engine` and `host` is needed. */
export interface TargetOptions {
  /** A version, a range or the name of a host preset. */
  engine?: string | undefined;
  /** The name of a host preset. */
  host?: string | undefined;
  runc?: string | undefined;
  libseccomp?: string | undefined;
  arch?: string | undefined;
}

/** The engines that containers will run on. */
export interface Target {
  /** As the user wrote it. */
  text: string;
  architecture: Architecture;
  /** Every engine that is meant; at least one. */
  members: readonly [EngineSetup, ...EngineSetup[]];
  /** The preset, where one was named. */
  host: Host | null;
}

export interface TargetProblem {
  code:
    | EngineProblem["code"]
    | "engine-missing"
    | "engine-too-old"
    | "engine-never-released"
    | "host-unknown"
    | "runc-not-a-version"
    | "libseccomp-not-a-version"
    | "architecture-unknown";
  /** One or two sentences for people. */
  message: string;
  suggestion: string | null;
}

export type TargetResult = { ok: true; target: Target } | { ok: false; problem: TargetProblem };

/** A current libseccomp: the line that distributions have carried since 2020. */
export const ASSUMED_LIBSECCOMP = "2.5";
const ASSUMED_ARCHITECTURE: Architecture = "amd64";
/**
 * A line of libseccomp whose releases differ in what clone3 gets, by one release of each kind, the most demanding first: 2.4.2
 * brought its name, and 2.4.4 is a backport of 2.5.0's names. Another line is judged as its newest release.
 */
const LINES: Readonly<Record<string, readonly string[]>> = { "2.4": ["2.4.4", "2.4.3", "2.4.1"] };
const LIBSECCOMP_VERSION = /^v?0*2\.\d{1,3}(?:\.\d{1,3})?(?:[-+~].*)?$/;
const SUGGESTIONS = 3;

/** What the user fixed for all members. */
interface Given {
  runc: string | null;
  /** One, or those that a line of releases stands for. */
  libseccomps: readonly string[] | null;
  architecture: Architecture | null;
}

/**
 * The engines that a user means, each with the runtime, libseccomp and architecture to judge it with. What is not given
 * is assumed as upstream has it: the runc that the release bundled, libseccomp 2.5, amd64; `EngineSetup.assumed` names
 * it. A version that we do not know is judged like its nearest earlier release, and `release` is assumed. Never throws.
 */
export function resolveTarget(options: TargetOptions): TargetResult {
  const given = checkGiven(options);
  if ("code" in given) return { ok: false, problem: given };
  const engine = options.engine?.trim();
  const hostName = options.host?.trim();
  if (hostName !== undefined && hostName !== "") return hostTarget(hostName, engine, given);
  if (engine === undefined) {
    return failure("engine-missing", "No engine is given. Name a version such as 20.10.9, a range or a host preset.");
  }
  // A preset can stand in the place of a version: `debian-11-docker-ce`.
  const host = engine >= "a" ? hostById(engine) : null;
  return host === null ? engineTarget(engine, given) : presetTarget(engine, host, null, given);
}

/** What is wrong with the parts that are given beside an engine; null for nothing. */
export function givenProblem(options: TargetOptions): TargetProblem | null {
  const given = checkGiven(options);
  return "code" in given ? given : null;
}

function checkGiven(options: TargetOptions): Given | TargetProblem {
  const [runc = null, libseccomp = null, arch = null] = [options.runc, options.libseccomp, options.arch].map(filled);
  if (runc !== null && parseRuncVersion(runc) === null) {
    return problem(
      "runc-not-a-version",
      `"${runc}" is not a runc version. Write it as "runc --version" prints it, such as 1.0.0-rc93 or 1.1.12.`,
    );
  }
  if (libseccomp !== null && !LIBSECCOMP_VERSION.test(libseccomp)) {
    return problem(
      "libseccomp-not-a-version",
      `"${libseccomp}" is not a libseccomp version. Write it as "runc --version" prints it, such as 2.5.1.`,
    );
  }
  const architecture = arch === null ? null : parseArchitecture(arch);
  if (arch !== null && architecture === null) {
    return problem(
      "architecture-unknown",
      `Nothing is known about the architecture "${arch}". Known are ${ARCHITECTURES.join(", ")}.`,
    );
  }
  return { runc, libseccomps: libseccomp === null ? null : (LINES[libseccomp.replace(/^v?0*/u, "")] ?? [libseccomp]), architecture };
}

function filled(text: string | undefined): string | null {
  const trimmed = text?.trim() ?? "";
  return trimmed === "" ? null : trimmed;
}

function hostTarget(name: string, engine: string | undefined, given: Given): TargetResult {
  const host = hostById(name);
  if (host === null) return unknownHost(name);
  if (engine === undefined || engine === "") return presetTarget(name, host, null, given);
  const parsed = parseEngineRange(engine);
  if (!parsed.ok) return { ok: false, problem: parsed.problem };
  return presetTarget(`${name} with engine ${engine}`, host, parsed.range, given);
}

function unknownHost(name: string): TargetResult {
  const similar = similarHosts(name, SUGGESTIONS);
  const meant = similar.length === 0 ? "" : ` Similar ones: ${similar.join(", ")}.`;
  return {
    ok: false,
    problem: {
      code: "host-unknown",
      message: `There is no host preset "${name}".${meant} "compose-lint hosts" lists all.`,
      suggestion: similar[0] ?? null,
    },
  };
}

function engineTarget(text: string, given: Given): TargetResult {
  const parsed = parseEngineRange(text);
  if (!parsed.ok) return { ok: false, problem: withHostHint(text, parsed.problem) };
  const architecture = given.architecture ?? ASSUMED_ARCHITECTURE;
  const versions = versionsOf(parsed.range);
  const [only, ...others] = versions;
  if (only !== undefined && others.length === 0 && isNoRelease(only)) return neverReleased(text, only);
  const members = versions.flatMap((version) => upstreamSetups(version, given, architecture));
  return asTarget(text, architecture, members, null) ?? tooOld(parsed.range);
}

function withHostHint(text: string, problem: TargetProblem): TargetProblem {
  const similar = /^[a-z][\w.-]{2,}$/i.test(text) ? similarHosts(text, SUGGESTIONS) : [];
  if (problem.suggestion !== null || similar.length === 0) return problem;
  const message = `${problem.message} The host presets most like it are ${similar.join(", ")}.`;
  return { ...problem, message, suggestion: similar[0] ?? null };
}

function asTarget(
  text: string,
  architecture: Architecture,
  [first, ...others]: readonly EngineSetup[],
  host: Host | null,
): TargetResult | null {
  if (first === undefined) return null;
  return { ok: true, target: { text, architecture, members: [first, ...others], host } };
}

/** Whether a version lies between two majors that there are: 1.13 was followed by 17.03, and 20.10 by 23.0. */
function isNoRelease({ major }: EngineVersion): boolean {
  if (isKnownMajor(major)) return false;
  const majors = engineReleases().map(({ version }) => version.major);
  return major > Math.min(...majors) && major < Math.max(...majors);
}

function neverReleased(text: string, { major }: EngineVersion): TargetResult {
  const releases = engineReleases().map(({ version }) => version);
  const before = releases.findLast((version) => version.major < major)?.release ?? "";
  const after = releases.find((version) => version.major > major)?.release ?? "";
  return failure(
    "engine-never-released",
    `There is no Docker Engine ${text}: ${before} was followed by ${after}. "docker version" shows the one of the server.`,
  );
}

function tooOld(range: EngineRange): TargetResult {
  const oldest = engineReleases()[0]?.version.release ?? "1.11.0";
  return failure(
    "engine-too-old",
    `Docker Engine ${range.text} is older than ${oldest}, the oldest release whose seccomp profile is known.`,
  );
}

/** The versions to judge: the known releases inside, else the named or lowest one itself. */
function versionsOf(range: EngineRange): EngineVersion[] {
  if (range.exact) return [range.exact];
  const known = engineReleases().flatMap(({ version }) => (range.includes(version) ? [version] : []));
  return known.length > 0 ? known : [range.lowest];
}

function upstreamSetups(version: EngineVersion, given: Given, architecture: Architecture): EngineSetup[] {
  const release = nearestEarlierRelease(version);
  if (release === null) return [];
  const patch = packagePatch(version);
  const backports = patch === "either" ? [true, false] : [patch === "patched"];
  const assumed: Assumption[] = [
    ...(given.architecture === null ? (["architecture"] as const) : []),
    ...(given.runc === null ? (["runc"] as const) : []),
    ...(given.libseccomps === null ? (["libseccomp"] as const) : []),
    ...(patch === "either" ? (["backport"] as const) : []),
  ];
  const runc = given.runc ?? bundledRunc(release);
  return (given.libseccomps ?? [ASSUMED_LIBSECCOMP]).flatMap((libseccomp) =>
    backports.map((backport) => setupOf(version, release, { runc, libseccomp, backport, architecture, assumed })),
  );
}

/** The bundled version without the commit that some old releases add to it. */
function bundledRunc(release: EngineRelease): string {
  return release.runc.split("+", 1).join("");
}

function setupOf(
  version: EngineVersion,
  release: EngineRelease,
  parts: Pick<EngineSetup, "runc" | "libseccomp" | "backport" | "architecture" | "assumed">,
): EngineSetup {
  const assumed: readonly Assumption[] = release.version.release === version.release ? parts.assumed : [...parts.assumed, "release"];
  const setup = { ...parts, assumed, engine: version.suffix === "" ? version.release : version.text };
  return {
    ...setup,
    profile: release.profile,
    kernel: null,
    seccomp: "default",
    recorded: "unknown",
    daemonProfile: null,
    label: setupLabel(setup),
  };
}

function presetTarget(text: string, host: Host, narrowed: EngineRange | null, given: Given): TargetResult {
  const architecture = given.architecture ?? host.architectures[0] ?? ASSUMED_ARCHITECTURE;
  const engines = host.engines === null ? null : parseEngineRange(host.engines);
  const range = narrowed ?? (engines?.ok === true ? engines.range : null);
  if (range === null) return presetWithoutEngine(text, host, architecture, given);
  const members = versionsOf(range).flatMap((version) => presetSetups(version, host, architecture, given));
  return asTarget(text, architecture, members, host) ?? tooOld(range);
}

function presetSetups(version: EngineVersion, host: Host, architecture: Architecture, given: Given): EngineSetup[] {
  const release = nearestEarlierRelease(version);
  if (release === null) return [];
  const runcs = given.runc !== null ? [given.runc] : host.runcs.length > 0 ? host.runcs : [bundledRunc(release)];
  const open = host.libseccomps.length === 0;
  const libseccomps = given.libseccomps ?? (open ? [ASSUMED_LIBSECCOMP] : host.libseccomps);
  const assumed: Assumption[] = [
    ...(given.runc === null && host.runcs.length === 0 ? (["runc"] as const) : []),
    ...(given.libseccomps === null && host.libseccomp === null ? (["libseccomp"] as const) : []),
  ];
  return runcs.flatMap((runc) =>
    libseccomps.map((libseccomp) => ({
      ...setupOf(version, release, { runc, libseccomp, backport: host.backport, architecture, assumed }),
      seccomp: host.seccomp,
      recorded: host.clone3,
    })),
  );
}

/** Podman, Kubernetes and the like: what is recorded about the platform is all that there is. */
function presetWithoutEngine(text: string, host: Host, architecture: Architecture, given: Given): TargetResult {
  const setup: EngineSetup = {
    engine: null,
    profile: null,
    backport: false,
    runc: given.runc ?? host.runcs[0] ?? "",
    libseccomp: given.libseccomps?.[0] ?? host.libseccomps[0] ?? ASSUMED_LIBSECCOMP,
    architecture,
    kernel: null,
    seccomp: host.seccomp === "default" ? "other" : host.seccomp,
    recorded: host.clone3,
    daemonProfile: null,
    label: host.title,
    assumed: [],
  };
  return { ok: true, target: { text, architecture, members: [setup], host } };
}

function failure(code: TargetProblem["code"], message: string): TargetResult {
  return { ok: false, problem: problem(code, message) };
}

function problem(code: TargetProblem["code"], message: string): TargetProblem {
  return { code, message, suggestion: null };
}
