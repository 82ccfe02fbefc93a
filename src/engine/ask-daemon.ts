import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { parseArchitecture } from "./architecture.js";
import {
  daemonAddress,
  type DaemonAddress,
  type DaemonAddressProblem,
  type DaemonSurroundings,
} from "./daemon-address.js";
import { askDaemonFor, type DaemonProblem } from "./daemon-request.js";
import { type EngineSeccomp, type EngineSetup, type RecordedClone3, setupLabel } from "./engine-setup.js";
import { parseRuncVersion } from "./runc-version.js";
import { resolveTarget, type Target } from "./target.js";

export interface AskDaemonOptions extends DaemonSurroundings {
  /** Milliseconds for the whole conversation. */
  timeout?: number;
  /** Breaks the conversation off, and ends the programs that were started for it. */
  stop?: AbortSignal;
  /** What the user gave, which stands before what the daemon says. */
  runc?: string | undefined;
  libseccomp?: string | undefined;
  arch?: string | undefined;
}

export interface AskDaemonProblem {
  code: DaemonAddressProblem["code"] | DaemonProblem["code"] | "daemon-version" | "daemon-architecture";
  message: string;
}

export type AskDaemonResult = { ok: true; target: Target } | { ok: false; problem: AskDaemonProblem };

const DEFAULT_TIMEOUT = 5000;

/**
 * Asks the Docker daemon that this user's docker client would use for what decides a container's syscalls: its version,
 * runc, architecture, kernel, and which seccomp profile it gives by default. Never rejects, never hangs.
 *
 * A daemon of Debian 11 does not say whether its package has the clone3 patch; the target then has two members.
 */
export async function askDaemon(options: AskDaemonOptions): Promise<AskDaemonResult> {
  const found = daemonAddress(options);
  if (!found.ok) return found;
  const { address } = found;
  const timeout = AbortSignal.timeout(options.timeout ?? DEFAULT_TIMEOUT);
  const signal = options.stop === undefined ? timeout : AbortSignal.any([timeout, options.stop]);
  const [version, info] = await Promise.all([
    askDaemonFor("version", address, signal),
    askDaemonFor("info", address, signal),
  ]);
  if (!version.ok) return version;
  if (!info.ok) return info;
  const facts = factsOf(version.body, info.body);
  if (facts === null) {
    const message = `What answers at ${address.text} does not say which version it is, so it is no Docker daemon.`;
    return { ok: false, problem: { code: "daemon-not-docker", message } };
  }
  const runtime = await localRuntime(facts, address, signal);
  return targetOf(facts, address, { ...fill(options, runtime, facts), arch: options.arch });
}

/** What a daemon says about itself. */
interface DaemonFacts {
  /** "Podman Engine" for Podman's imitation of the API. */
  component: string;
  version: string;
  runc: string | null;
  architecture: string;
  kernel: string | null;
  seccomp: { kind: EngineSeccomp; profilePath: string | null };
  /** How the daemon calls its runtime's program. */
  runtimePath: string;
}

function factsOf(version: Record<string, unknown>, info: Record<string, unknown>): DaemonFacts | null {
  const components = objects(version.Components);
  const number = text(version.Version) ?? text(info.ServerVersion);
  if (number === null) return null;
  const runc = components.find(({ Name: name }) => text(name)?.toLowerCase() === "runc");
  const runtimes = object(info.Runtimes);
  const runtime = object(runtimes[text(info.DefaultRuntime) ?? "runc"]);
  return {
    component: text(components[0]?.Name) ?? "Engine",
    version: number,
    runc: text(runc?.Version),
    architecture: text(version.Arch) ?? text(info.Architecture) ?? "",
    kernel: text(version.KernelVersion) ?? text(info.KernelVersion),
    seccomp: seccompOf(info.SecurityOptions),
    runtimePath: text(runtime.path) ?? "runc",
  };
}

/** The daemon lists `name=seccomp,profile=default`; `builtin` since 23.0; nothing where the kernel has no seccomp. */
function seccompOf(options: unknown): DaemonFacts["seccomp"] {
  const list = Array.isArray(options) ? options.map(String) : [];
  const entry = list.find((option) => option === "seccomp" || /(^|,)name=seccomp(,|$)/.test(option));
  if (entry === undefined) return { kind: "unconfined", profilePath: null };
  const profile = /(?:^|,)profile=([^,]*)/.exec(entry)?.[1] ?? "default";
  if (profile === "default" || profile === "builtin") return { kind: "default", profilePath: null };
  if (profile === "unconfined") return { kind: "unconfined", profilePath: null };
  return { kind: "other", profilePath: profile };
}

/** The runc and libseccomp that the daemon's runtime itself names. */
interface RuntimeVersions {
  runc: string | null;
  libseccomp: string | null;
}

/** Asks the runtime of a daemon on this machine. Only a plain name from PATH is run, never a path that a socket names. */
function localRuntime(facts: DaemonFacts, address: DaemonAddress, signal: AbortSignal): Promise<RuntimeVersions> {
  const nothing = { runc: null, libseccomp: null };
  if (address.kind !== "socket" || !/^(?:docker-)?runc$/.test(facts.runtimePath)) return Promise.resolve(nothing);
  return new Promise((resolve) => {
    execFile(facts.runtimePath, ["--version"], { signal, encoding: "utf8" }, (error, stdout) => {
      const runc = /^runc version (\S+)/m.exec(stdout)?.[1] ?? null;
      const libseccomp = /^libseccomp: (\S+)/m.exec(stdout)?.[1] ?? null;
      resolve(error === null ? { runc, libseccomp } : nothing);
    });
  });
}

/** What the user gave, else what the daemon and its runtime say, as far as they agree. */
function fill(
  given: AskDaemonOptions,
  runtime: RuntimeVersions,
  facts: DaemonFacts,
): { runc: string | undefined; libseccomp: string | undefined } {
  const said = [facts.runc, runtime.runc].find((runc) => runc !== null && parseRuncVersion(runc) !== null);
  // Another runc on PATH tells nothing about the library of the daemon's own.
  const same = facts.runc === null || facts.runc === runtime.runc;
  return {
    runc: given.runc ?? said ?? undefined,
    libseccomp: given.libseccomp ?? (same ? (runtime.libseccomp ?? undefined) : undefined),
  };
}

function targetOf(
  facts: DaemonFacts,
  address: DaemonAddress,
  given: { runc?: string | undefined; libseccomp?: string | undefined; arch?: string | undefined },
): AskDaemonResult {
  const { arch = facts.architecture, ...versions } = given;
  const architecture = parseArchitecture(arch);
  if (architecture === null) {
    const message = `The Docker daemon at ${address.text} runs on "${facts.architecture}", about which nothing is known.`;
    return { ok: false, problem: { code: "daemon-architecture", message } };
  }
  if (facts.component.startsWith("Podman")) return podmanTarget(facts, architecture);
  const resolved = resolveTarget({ engine: facts.version, arch: architecture, ...versions });
  if (!resolved.ok) {
    const message = `The Docker daemon at ${address.text} calls itself "${facts.version}". ${resolved.problem.message}`;
    return { ok: false, problem: { code: "daemon-version", message } };
  }
  const daemonProfile = localProfile(facts, address);
  const seccomp = daemonProfile === null ? facts.seccomp.kind : "default";
  const [first, ...others] = resolved.target.members.map((setup): EngineSetup => ({
    ...setup,
    kernel: facts.kernel,
    seccomp,
    daemonProfile,
  }));
  if (first === undefined) throw new Error("a target has a member");
  return { ok: true, target: { ...resolved.target, text: `auto (${setupLabel(first)})`, members: [first, ...others] } };
}

/** The daemon's own default profile, where it is a file on this machine that we may read. */
function localProfile({ seccomp }: DaemonFacts, address: DaemonAddress): string | null {
  if (seccomp.profilePath === null || address.kind !== "socket") return null;
  try {
    return readFileSync(seccomp.profilePath, "utf8");
  } catch {
    return null;
  }
}

/** Podman allows clone3 since containers/common 0.40 of June 2021, which came with Podman 3.3. */
function podmanTarget(facts: DaemonFacts, architecture: Target["architecture"]): AskDaemonResult {
  const [major = 0, minor = 0] = facts.version.split(".").map(Number);
  const recorded: RecordedClone3 = major > 3 || (major === 3 && minor >= 3) ? "ALLOW" : "unknown";
  const setup: EngineSetup = {
    engine: null,
    profile: null,
    backport: false,
    runc: facts.runc ?? "",
    libseccomp: "",
    architecture,
    kernel: facts.kernel,
    seccomp: facts.seccomp.kind === "unconfined" ? "unconfined" : "other",
    recorded,
    daemonProfile: null,
    label: `Podman ${facts.version}`,
    assumed: [],
  };
  return { ok: true, target: { text: `auto (${setup.label})`, architecture, members: [setup], host: null } };
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function object(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function objects(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.map(object) : [];
}
