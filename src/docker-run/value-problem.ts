import { parseByteSize } from "../compose/byte-size.js";
import { parseGoDuration } from "../dockerfile/go-duration.js";
import { bytesRateProblem, cgroupRuleProblem, deviceProblem, gpusProblem, operationsRateProblem, weightProblem } from "./device-problem.js";
import { mountProblem } from "./mount-problem.js";
import { dnsProblem, exposeProblem, hostProblem, linkProblem, macProblem, networkProblem, publishProblem, searchProblem } from "./network-problem.js";
import { quoted } from "./quoted.js";

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

/** The values that some options take beside an empty one. */
const words: Readonly<Record<string, RegExp>> = {
  pid: /^(?:|host|container:.+)$/u,
  uts: /^(?:|host)$/u,
  userns: /^(?:|host)$/u,
  cgroupns: /^(?:|host|private)$/u,
  attach: /^(?:stdin|stdout|stderr)$/iu,
};

// The sysctls of docker/cli, opts/opts.go, ValidateSysctl.
const sysctl = /^(?:kernel\.(?:msgmax|msgmnb|msgmni|sem|shmall|shmmax|shmmni|shm_rmid_forced)|net\.[^=]*|fs\.mqueue\.[^=]*)=/u;

/** What reads the values of an option: null for one that the client takes. */
const readers: ReadonlyMap<string, (value: string) => string | null> = new Map<string, (value: string) => string | null>([
  ["ulimit", ulimitProblem],
  ["dns", dnsProblem],
  ["dns-search", searchProblem],
  ["add-host", hostProblem],
  ["mac-address", macProblem],
  ["link", linkProblem],
  ["expose", exposeProblem],
  ["publish", publishProblem],
  ["network", networkProblem],
  ["net", networkProblem],
  ["mount", mountProblem],
  ["device", deviceProblem],
  ["device-cgroup-rule", cgroupRuleProblem],
  ["gpus", gpusProblem],
  ["blkio-weight-device", weightProblem],
  ...["device-read-bps", "device-write-bps"].map((name) => [name, bytesRateProblem] as const),
  ...["device-read-iops", "device-write-iops"].map((name) => [name, operationsRateProblem] as const),
  ...["health-interval", "health-timeout", "health-start-period", "health-start-interval"].map((name) => [name, durationProblem] as const),
  ...Object.entries(words).map(([name, pattern]) => [name, (value: string) => (pattern.test(value) ? null : `takes no ${quoted(value)}`)] as const),
  ["restart", restartProblem],
  ["volume", (value) => (value === "" ? "takes a path or HOST:PATH, not an empty value" : null)],
  ["storage-opt", (value) => (value.includes("=") ? null : `takes NAME=VALUE, not ${quoted(value)}`)],
  ["sysctl", (value) => (sysctl.test(value) ? null : `takes NAME=VALUE of what is a container's own (net.*, fs.mqueue.*, some of kernel.*), not ${quoted(value)}`)],
  ["blkio-weight", (value) => (goInteger.test(value) && Number(value) >= 0 && Number(value) <= 65_535 ? null : `takes a whole number, not ${quoted(value)}`)],
  ["security-opt", (value) => (/[=:]|^no-new-privileges$/u.test(value) ? null : `takes NAME=VALUE or no-new-privileges, not ${quoted(value)}`)],
]);

/**
 * Why the docker client refuses a value of an option of `run`, as the end of a sentence that names the option; null where
 * it takes it, or leaves the judgement to the engine. A value with variables is not judged.
 */
export function valueProblem(name: string, value: string): string | null {
  if (value.includes("$")) return null;
  if (sizes.has(name)) return parseByteSize(value) === null ? notASize(value) : null;
  if (name === "memory-swap") return value === "-1" || parseByteSize(value) !== null ? null : `${notASize(value)}; -1 is for no limit`;
  if (wholeNumbers.has(name) && !goInteger.test(value)) return `takes a whole number, not ${quoted(value)}`;
  if (name === "memory-swappiness") return Number(value) >= -1 && Number(value) <= 100 ? null : `takes a percentage from 0 to 100, not ${quoted(value)}`;
  if (name === "health-retries") return value.startsWith("-") ? "takes no number below 0" : null;
  if (name === "cpus") return rational.test(value) ? null : `takes a number of processors such as 1.5, not ${quoted(value)}`;
  if (name === "env" || name === "label") return /^(?:=|$)/u.test(value) ? `takes NAME=VALUE, not ${quoted(value)}` : null;
  if (name === "pull") return pulls.has(value) ? null : `takes always, missing or never, not ${quoted(value)}`;
  return readers.get(name)?.(value) ?? null;
}

function notASize(value: string): string {
  return `takes a size such as 512m, with the units b, k, m and g, not ${quoted(value)}`;
}

function durationProblem(value: string): string | null {
  const duration = parseGoDuration(value);
  if (duration === null) return `takes a duration such as 5s or 1m30s, not ${quoted(value)}`;
  return duration < 0n ? "takes no duration below 0" : null;
}

/** Which policies there are, the engine says. */
function restartProblem(value: string): string | null {
  const [, policy = "", count] = /^([^:]*)(?::(.*))?$/su.exec(value) ?? [];
  if (count === undefined) return null;
  return policy === "" || !decimalInteger.test(count) ? `takes a policy such as always, or on-failure:NUMBER, not ${quoted(value)}` : null;
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
