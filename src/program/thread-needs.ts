import type { Program, ProgramId } from "./program.js";
import { SettingsReader, type ServiceSettings, type Setting } from "./settings.js";
import { erlangCarriers, javaCarriers, threadRules } from "./thread-rules.js";

/** A part of a need, for messages. */
export interface NeedReason {
  /** How many threads or processes this part is. */
  readonly count: number;
  /** What they are, as a phrase such as `the libuv pool`. */
  readonly text: string;
  /** The setting that decides the count; null where it is the program's default. */
  readonly setting: Setting | null;
}

/** How many threads and processes a program has; `pids_limit` and `nproc` count both alike. */
export interface ThreadNeeds {
  /** Right after its start, idle. */
  readonly atStart: number;
  /** With a lower limit it dies or hangs, at start or in its first ordinary work. */
  readonly floor: number;
  /** In full work with the settings that were found: pools filled, all workers running, connections at their limit. */
  readonly working: number;
  /** The parts; the first ones make up `floor`. */
  readonly reasons: readonly NeedReason[];
  /** What else grows the count, as a sentence; null where nothing does. */
  readonly note: string | null;
}

/**
 * The threads and processes that a program needs with the settings of its service. Null where nothing was measured.
 * Source: the `needs` of the recorded measurements on 2 processors (tools/program-measurements.json and the reference
 * that src/data/program-symptoms.ts names), and how the counts there follow the settings.
 */
export function threadNeeds(program: Program | ProgramId, settings: ServiceSettings = {}): ThreadNeeds | null {
  const id = typeof program === "string" ? program : program.id;
  const rule = threadRules[id];
  if (rule === undefined) return null;
  return rule(new SettingsReader(settings, carriersOf(id)));
}

/** Variables that carry options of a program, in the order in which it reads them; null is the command line. */
export function carriersOf(id: ProgramId): readonly (string | null)[] {
  switch (id) {
    case "node":
      return ["NODE_OPTIONS", null];
    case "java":
      return javaCarriers;
    case "erlang":
      return erlangCarriers;
    case "redis":
      return [null, "REDIS_ARGS", "REDIS_EXTRA_FLAGS", "VALKEY_EXTRA_FLAGS"];
    case "postgres":
      return [null, "POSTGRESQL_EXTRA_FLAGS"];
    case "mariadb":
    case "mysql":
      return ["MARIADB_EXTRA_FLAGS", "MYSQL_EXTRA_FLAGS", null];
    case "memcached":
      return [null, "MEMCACHED_EXTRA_FLAGS"];
    case "python":
      return ["GUNICORN_CMD_ARGS", null];
    default:
      return [null];
  }
}
