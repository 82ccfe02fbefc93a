// Writes src/data/hosts.jsonl: the platforms that people run containers on, one a line.
//
//   node --import tsx tools/hosts.ts HOSTS_JSON
//
// HOSTS_JSON is {date, hosts: [{id, title, engine, engine_range, runc, libseccomp, arch, seccomp, clone3, confidence,
// source, ...}]} as a person has collected it; the ranges in it are prose and are brought to versions here.
import { readFileSync, writeFileSync } from "node:fs";
import { parseArchitecture } from "../src/engine/architecture.js";
import { parseEngineVersion } from "../src/engine/engine-version.js";
import type { Host } from "../src/engine/host.js";
import { parseRuncVersion } from "../src/engine/runc-version.js";
import { parseEngineRange } from "../src/engine/version.js";

const OUTPUT = new URL("../src/data/hosts.jsonl", import.meta.url);

interface CollectedHost {
  id: string;
  title: string;
  engine: string | null;
  engine_range: string | null;
  runc: string | null;
  libseccomp: string | null;
  arch: string[];
  seccomp: "upstream" | "patched" | "none" | "other";
  clone3: Host["clone3"];
  confidence: Host["confidence"];
  source: string | null;
}

const ENGINE = String.raw`(\d+\.(?:x|\d+(?:\.(?:\d+|x))?))(?:ce|_ce|[+-][\w.+~-]*)?`;
const TWO_ENGINES = new RegExp(`^${ENGINE}\\s*(?:-|\\.\\.)\\s*${ENGINE}`);
const ONE_ENGINE = new RegExp(`^${ENGINE}`);

/** The prose of an engine range as an npm range, or null where the engine alone says more. */
function engineRange(host: CollectedHost): string | null {
  const prose = (host.engine_range ?? "").replace(/\([^)]*\)/g, "").trim();
  if (/podman|containers-common|buildkit|containerd|branch head|rolling/i.test(prose)) return host.engine;
  const upTo = new RegExp(`^(?:up to|<=)\\s*${ENGINE}`).exec(prose)?.[1];
  if (upTo !== undefined) return host.engine === upTo ? upTo : `>=${host.engine ?? "1.11"} <=${upTo}`;
  const below = new RegExp(`^any docker < ${ENGINE}`).exec(prose)?.[1];
  if (below !== undefined) return `>=18.09 <${below}`;
  const from = new RegExp(`^>=\\s*${ENGINE}`).exec(prose)?.[1];
  if (from !== undefined) return `>=${from}`;
  const two = TWO_ENGINES.exec(prose);
  if (two?.[1] !== undefined && two[2] !== undefined) return `>=${floor(two[1])} <=${two[2]}`;
  if (/ and later| and earlier/.test(prose) || prose.includes(",")) return host.engine;
  return ONE_ENGINE.exec(prose)?.[1] ?? host.engine;
}

function floor(version: string): string {
  return version.replace(/\.x$/, "");
}

const OLDEST_BUNDLED = "1.0.0-rc10";
const NEWER = "1.1.12";

/** The prose of a runc version as the versions to judge: both ends of a range. */
function runcVersions(prose: string | null): string[] {
  if (prose === null || prose.includes("crun")) return [];
  const versions = prose.match(/\d+\.\d+\.(?:\d+(?:-rc\d+)?|x)/g) ?? [];
  const first = versions[0]?.replace(/\.x$/, ".0");
  if (first === undefined || parseRuncVersion(first) === null) return [];
  if (prose.startsWith("<= ")) return [OLDEST_BUNDLED, first].filter((version, at, all) => all.indexOf(version) === at);
  if (prose.startsWith("< ")) return [OLDEST_BUNDLED];
  if (prose.startsWith(">= ") || prose.endsWith("and later")) return [first, NEWER];
  return versions.length > 1 ? [first, versions.at(-1) ?? first] : [first];
}

/** A library that decides what is recorded as unknown: the newest that does not know openat2, and a current one. */
function libseccompVersions(host: CollectedHost): string[] {
  if (host.libseccomp !== null) return [host.libseccomp];
  return host.clone3 === "unknown" && host.seccomp === "upstream" ? ["2.4.3", "2.5"] : [];
}

/** What is recorded as unknown although the engine is known depends on the runtime: both sides of the stub. */
function runcsOf(host: CollectedHost): string[] {
  if (host.runc === null && host.clone3 === "unknown" && host.seccomp === "upstream")
    return ["1.0.0-rc92", "1.0.0-rc93"];
  return runcVersions(host.runc);
}

const CLONE3_RULE_SINCE = "20.10.10";

/** A platform on which containers are reported to get EPERM had engines without the rule. */
function enginesOf(host: CollectedHost): string | null {
  const range = engineRange(host);
  const parsed = range === null ? null : parseEngineRange(range);
  if (range === null || parsed?.ok !== true) return null;
  const older = host.clone3 === "EPERM" && parsed.range.exact === null && host.seccomp === "upstream";
  return older && !range.includes("<") ? `${range} <${CLONE3_RULE_SINCE}` : range;
}

/** Reports that contradict the release: the platform does something of its own. */
function contradicts(host: CollectedHost): boolean {
  if (host.clone3 === "unknown") return host.seccomp === "patched" || host.seccomp === "none";
  const newer = parseEngineRange(`>=${CLONE3_RULE_SINCE}`);
  const engine = parseEngineVersion(host.engine ?? "");
  return host.clone3 === "EPERM" && engine !== null && newer.ok && newer.range.includes(engine);
}

const SECCOMP: Record<CollectedHost["seccomp"], Host["seccomp"]> = {
  upstream: "default",
  patched: "default",
  none: "unconfined",
  other: "other",
};

function hostOf(collected: CollectedHost): Host {
  const engines = enginesOf(collected);
  const own = contradicts(collected) || (engines === null && collected.seccomp !== "none");
  return {
    id: collected.id,
    title: collected.title,
    engine: collected.engine,
    runc: collected.runc,
    libseccomp: collected.libseccomp,
    clone3: collected.clone3,
    confidence: collected.confidence,
    source: collected.source,
    architectures: collected.arch.flatMap((name) => parseArchitecture(name) ?? []),
    seccomp: own ? "other" : SECCOMP[collected.seccomp],
    backport: collected.seccomp === "patched",
    engines,
    runcs: runcsOf(collected),
    libseccomps: libseccompVersions(collected),
  };
}

function main(): void {
  const source = process.argv[2];
  if (source === undefined) {
    process.stderr.write("usage: tools/hosts.ts HOSTS_JSON\n");
    process.exit(2);
  }
  const { date, hosts } = JSON.parse(readFileSync(source, "utf8")) as { date: string; hosts: CollectedHost[] };
  const header = `# Platforms, one a line. Collected by people from the sources that each names, ${date}; made by tools/hosts.ts.`;
  const lines = hosts.map((host) => JSON.stringify(hostOf(host)));
  writeFileSync(OUTPUT, [header, ...lines, ""].join("\n"));
  process.stdout.write(`${lines.length} hosts\n`);
}

main();
