import type { Architecture } from "./architecture.js";
import type { EngineSeccomp, RecordedClone3 } from "./engine-setup.js";
import { loadTable } from "../data/load-table.js";

/** How sure a value of a host preset is. */
export type Confidence = "measured" | "reported" | "documented" | "guess";

/** A platform that people run containers on. */
export interface Host {
  id: string;
  title: string;
  /** The usual engine of the platform; null where it has no Docker Engine or no single one. */
  engine: string | null;
  /** The runc and libseccomp of the platform; null where it leaves them open. */
  runc: string | null;
  libseccomp: string | null;
  /** What containers get there for `clone3`: how the kernel answers programs of glibc 2.34 and later. */
  clone3: RecordedClone3;
  confidence: Confidence;
  source: string | null;
  architectures: readonly Architecture[];
  seccomp: EngineSeccomp;
  backport: boolean;
  /** The engines that the platform may have, as an npm range; null where none is known. */
  engines: string | null;
  /** The versions to judge; empty for "what the engine bundles" and "a current one". */
  runcs: readonly string[];
  libseccomps: readonly string[];
}

const TABLE = "hosts.jsonl";

/** All host presets, in the order of the table. Source: the table's first line. */
export function hosts(): Host[] {
  return loadTable(TABLE)
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Host);
}

/** The host preset of a name, such as `debian-11-docker-ce`; null for none. */
export function hostById(id: string): Host | null {
  const text = loadTable(TABLE);
  const start = text.indexOf(`\n{"id":${JSON.stringify(id)},`);
  if (start < 0) return null;
  const end = text.indexOf("\n", start + 1);
  return JSON.parse(text.slice(start + 1, end < 0 ? undefined : end)) as Host;
}

/** The names of presets that are most like a text, for a message; nearest first. */
export function similarHosts(text: string, count: number): string[] {
  const words = text
    .toLowerCase()
    .split(/[^a-z0-9.]+/)
    .filter(Boolean);
  const score = (id: string): number => words.filter((word) => id.includes(word)).length;
  return hosts()
    .map(({ id }) => ({ id, points: score(id) }))
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points)
    .slice(0, count)
    .map(({ id }) => id);
}
