/** The programs that this library knows. One id stands for all that behaves alike when a thread cannot be created. */
export type ProgramId =
  | "apache"
  | "apache-prefork"
  | "apt"
  | "bun"
  | "curl"
  | "deno"
  | "dotnet"
  | "erlang"
  | "ffmpeg"
  | "git"
  | "go"
  | "go-any"
  | "go-cgo"
  | "gpg"
  | "haproxy"
  | "initdb"
  | "java"
  | "make"
  | "mariadb"
  | "memcached"
  | "mongodb"
  | "mosquitto"
  | "mysql"
  | "nginx"
  | "node"
  | "perl"
  | "php"
  | "php-fpm"
  | "pigz"
  | "postgres"
  | "python"
  | "redis"
  | "ruby"
  | "rust"
  | "shell"
  | "varnish"
  | "xz";

/**
 * When a program creates threads through the C library, which is what an answer of EPERM to `clone3` breaks.
 * `in use`: it starts without one and needs one for some of its work. `unknown`: nobody measured it.
 */
export type ThreadStart = "at start" | "in use" | "never" | "unknown";

/**
 * When a program starts others through `posix_spawn`, `popen` or `system` of the C library, which use `clone3` too.
 * Programs that fork (shells, the PostgreSQL server, Python's `subprocess`) count as `never`.
 */
export type SpawnStart = "at start" | "at first start" | "in use" | "never" | "unknown";

export interface Program {
  readonly id: ProgramId;
  /** The name for messages, such as `Node.js`. */
  readonly title: string;
  readonly startsThreads: ThreadStart;
  readonly spawnsPrograms: SpawnStart;
  /** Where the two fields before come from: a running program, reports of its crash, or nowhere (then they say so). */
  readonly evidence: "measured" | "reported" | "none";
  /** What a reader should know beyond the fields, as one sentence; null where there is nothing to add. */
  readonly note: string | null;
}
