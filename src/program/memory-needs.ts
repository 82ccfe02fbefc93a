import { programFloors } from "../data/program-floors.js";
import { goBytes, javaBytes, mysqlBytes, phpBytes, postgresBytes, redisBytes } from "./memory-size.js";
import type { Program, ProgramId } from "./program.js";
import { countOf, SettingsReader, type ServiceSettings, type Setting } from "./settings.js";
import { carriersOf, threadNeeds } from "./thread-needs.js";

/** A part of the memory that a service's own settings allow its program. */
export interface MemoryReason {
  readonly bytes: number;
  /** What it is, as a phrase such as `the heap of V8`. */
  readonly text: string;
  readonly setting: Setting;
}

export interface MemoryNeeds {
  /** Bytes under which it does not start, as measured in a control group; null where nobody measured it. */
  readonly floor: number | null;
  /** Bytes that its settings let it take; 0 where none of them does. A limit below this ends in a kill. */
  readonly configured: number;
  readonly reasons: readonly MemoryReason[];
  /** Bytes for the stacks of the threads in full work, where the service sets their size; they are taken as used. */
  readonly stacks: MemoryReason | null;
}

type Reader = (settings: SettingsReader) => (MemoryReason | null)[];

const mebibyte = 1024 * 1024;

/**
 * The memory that a program needs and that the settings of its service promise it.
 * Percentages (`-XX:MaxRAMPercentage`, `--max-old-space-size-percentage`) follow the limit and promise nothing.
 */
export function memoryNeeds(program: Program | ProgramId, settings: ServiceSettings = {}): MemoryNeeds {
  const id = typeof program === "string" ? program : program.id;
  const read = readers[id];
  const reader = new SettingsReader(settings, carriersOf(id));
  const found = read === undefined ? [] : read(reader);
  const reasons = found.filter((reason) => reason !== null);
  const floor = programFloors[id]?.memoryMib;
  return {
    floor: floor === undefined ? null : floor * mebibyte,
    configured: reasons.reduce((sum, { bytes }) => sum + bytes, 0),
    reasons,
    stacks: id === "java" ? javaStacks(reader, threadNeeds(id, settings)?.working ?? 0) : null,
  };
}

function javaStacks(settings: SettingsReader, threads: number): MemoryReason | null {
  const one = sized(settings.prefixed("-Xss"), javaBytes, "the stacks of Java's threads");
  return one === null ? null : { ...one, bytes: one.bytes * threads };
}

const readers: Readonly<Partial<Record<ProgramId, Reader>>> = {
  node: (settings) => [
    megabytes(settings.option("--max-old-space-size", "--max_old_space_size"), "V8's old generation"),
    megabytes(settings.option("--max-semi-space-size", "--max_semi_space_size"), "V8's young generation", 3),
  ],
  java: (settings) => [
    sized(javaHeap(settings), javaBytes, "the heap of Java"),
    sized(settings.prefixed("-XX:MaxMetaspaceSize="), javaBytes, "the metaspace of Java"),
    sized(settings.prefixed("-XX:MaxDirectMemorySize="), javaBytes, "Java's direct buffers"),
    sized(settings.prefixed("-XX:ReservedCodeCacheSize="), javaBytes, "Java's compiled code"),
  ],
  mariadb: mysql,
  mysql,
  postgres: (settings) => [
    sized(
      settings.parameter(["-c", "--"], "shared_buffers") ?? blocks(settings.option("-B")),
      postgresBytes,
      "PostgreSQL's shared buffers",
    ),
  ],
  redis: (settings) => [
    sized(settings.option("--maxmemory") ?? settings.variable("REDIS_MAXMEMORY"), redisBytes, "the data set of Redis"),
  ],
  memcached: (settings) => [megabytes(settings.option("-m", "--memory-limit"), "the cache of Memcached")],
  mongodb: (settings) => [gigabytes(settings.option("--wiredTigerCacheSizeGB"), "the cache of WiredTiger")],
  go: (settings) => [sized(settings.variable("GOMEMLIMIT"), goBytes, "the memory that Go's collector aims at")],
  "go-cgo": (settings) => [sized(settings.variable("GOMEMLIMIT"), goBytes, "the memory that Go's collector aims at")],
  php,
  "apache-prefork": php,
  "php-fpm": php,
  varnish: (settings) => [
    sized(malloc(settings.option("-s")) ?? settings.variable("VARNISH_SIZE"), javaBytes, "the cache of Varnish"),
  ],
};

function mysql(settings: SettingsReader): (MemoryReason | null)[] {
  const option = (name: string): Setting | null => settings.option(`--${name}`, `--${name.replaceAll("_", "-")}`);
  return [
    sized(option("innodb_buffer_pool_size"), mysqlBytes, "InnoDB's buffer pool"),
    sized(option("key_buffer_size"), mysqlBytes, "the key buffer"),
  ];
}

function php(settings: SettingsReader): (MemoryReason | null)[] {
  const limit = settings.parameter(["-d"], "memory_limit") ?? settings.variable("PHP_MEMORY_LIMIT");
  return [sized(limit, phpBytes, "one request of PHP")];
}

// Images have variables of their own that their start scripts turn into -Xmx.
function javaHeap(settings: SettingsReader): Setting | null {
  return (
    settings.prefixed("-Xmx", "-XX:MaxHeapSize=") ??
    settings.variable(
      "MAX_HEAP_SIZE",
      "SOLR_HEAP",
      "NEO4J_server_memory_heap_max__size",
      "NEO4J_dbms_memory_heap_max__size",
      "MAX_MEMORY",
    )
  );
}

// `-s malloc,256m` and `-s name=malloc,256m`.
function malloc(setting: Setting | null): Setting | null {
  const value = /^(?:\w+=)?(?:malloc|default),(\w+)$/.exec(setting?.value ?? "")?.[1];
  return setting === null || value === undefined ? null : { ...setting, value };
}

function blocks(setting: Setting | null): Setting | null {
  return countOf(setting) === null ? null : setting;
}

function sized(setting: Setting | null, read: (text: string) => number | null, text: string): MemoryReason | null {
  const bytes = setting === null ? null : read(setting.value);
  return setting === null || bytes === null ? null : { bytes, text, setting };
}

function megabytes(setting: Setting | null, text: string, times = 1): MemoryReason | null {
  const count = countOf(setting);
  return setting === null || count === null ? null : { bytes: count * times * mebibyte, text, setting };
}

function gigabytes(setting: Setting | null, text: string): MemoryReason | null {
  const count = setting !== null && /^\d{1,6}(?:\.\d{1,6})?$/.test(setting.value) ? Number(setting.value) : null;
  return setting === null || count === null ? null : { bytes: Math.floor(count * 1024 * mebibyte), text, setting };
}
