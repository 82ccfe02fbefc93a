import { parseByteSize } from "../compose/byte-size.js";

/** Options that take a size in bytes. Source: docker/cli, cli/command/container/opts.go; seen with the client 28.2. */
const sizes: ReadonlySet<string> = new Set(["kernel-memory", "memory", "memory-reservation", "shm-size"]);

/** Options that take a whole number. */
const wholeNumbers: ReadonlySet<string> = new Set([
  "cpu-count",
  "cpu-percent",
  "cpu-period",
  "cpu-quota",
  "cpu-rt-period",
  "cpu-rt-runtime",
  "cpu-shares",
  "health-retries",
  "memory-swappiness",
  "oom-score-adj",
  "pids-limit",
  "stop-timeout",
]);

/** The names of docker/go-units, which the client knows: fewer than Linux has, and in small letters alone. */
const ulimits: ReadonlySet<string> = new Set([
  ...["core", "cpu", "data", "fsize", "locks", "memlock", "msgqueue", "nice"],
  ...["nofile", "nproc", "rss", "rtprio", "rttime", "sigpending", "stack"],
]);

const pulls: ReadonlySet<string> = new Set(["", "always", "missing", "never"]);

// A whole number as Go's ParseInt reads it with base 0.
const goInteger = /^[-+]?(?:0[xX](?:_?[\da-fA-F])+|0[bB](?:_?[01])+|0[oO]?(?:_?[0-7])*|[1-9](?:_?\d)*)$/u;
const decimalInteger = /^[-+]?\d+$/u;
const rational = /^[-+]?(?:\d+\/\d+|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?)$/u;

/**
 * Why the docker client refuses a value of an option of `run`, as the end of a sentence that names the option; null where
 * it takes it, or leaves the judgement to the engine. A value with variables is not judged.
 */
export function valueProblem(name: string, value: string): string | null {
  if (value.includes("$")) return null;
  if (sizes.has(name)) return parseByteSize(value) === null ? notASize(value) : null;
  if (name === "memory-swap") return value === "-1" || parseByteSize(value) !== null ? null : `${notASize(value)}; -1 is for no limit`;
  if (wholeNumbers.has(name) && !goInteger.test(value)) return `takes a whole number, not ${quoted(value)}`;
  if (name === "health-retries") return value.startsWith("-") ? "takes no number below 0" : null;
  if (name === "cpus") return rational.test(value) ? null : `takes a number of processors such as 1.5, not ${quoted(value)}`;
  if (name === "env" || name === "label") return /^(?:=|$)/u.test(value) ? `takes NAME=VALUE, not ${quoted(value)}` : null;
  if (name === "add-host") return /^[^:=]+[:=]/u.test(value) ? null : `takes NAME:ADDRESS, not ${quoted(value)}`;
  if (name === "pull") return pulls.has(value) ? null : `takes always, missing or never, not ${quoted(value)}`;
  return name === "ulimit" ? ulimitProblem(value) : null;
}

function notASize(value: string): string {
  return `takes a size such as 512m, with the units b, k, m and g, not ${quoted(value)}`;
}

function ulimitProblem(value: string): string | null {
  const [, name, limits] = /^([^=]*)=(.*)$/su.exec(value) ?? [];
  if (name === undefined || limits === undefined) return `takes NAME=SOFT or NAME=SOFT:HARD, not ${quoted(value)}`;
  if (!ulimits.has(name)) return `knows no limit ${quoted(name)}; it has ${[...ulimits].join(", ")}`;
  const parts = limits.split(":");
  if (parts.length > 2) return `takes one limit or two, SOFT:HARD, not ${quoted(limits)}`;
  const wrong = parts.find((part) => !decimalInteger.test(part));
  if (wrong !== undefined) return `takes whole numbers, not ${quoted(wrong)}`;
  const [soft = 0, hard = 0] = [parts[0], parts[1] ?? parts[0]].map(Number);
  const isAbove = hard >= 0 && (soft < 0 || soft > hard);
  return isAbove ? `takes no soft limit above the hard one: ${soft} is above ${hard}` : null;
}

function quoted(value: string): string {
  return value === "" ? "an empty value" : `\`${value}\``;
}
