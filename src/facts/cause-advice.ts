import type { Target } from "../engine/target.js";
import type { Cause } from "../program/cause.js";
import { neededEngine, engineName } from "./thread-advice.js";
import { judgeThreads } from "./judge-threads.js";
import type { LoggedService } from "./log-evidence.js";
import { choicesOf } from "./service-advice.js";
import { ownProfileOf } from "./own-profile.js";
import { memoryNeeded, memoryText, processesNeeded, raiseMemoryLimits, raiseProcessLimits, type RaisedLimits } from "./raise-limits.js";
import { describeOther, imagesThatWork } from "./thread-verdict.js";

const javaHeap = "Java reached the limit of its own heap: raise it with `-Xmx` or `-XX:MaxRAMPercentage` in `JAVA_TOOL_OPTIONS`.";

/** Runtimes that stop at a limit of their own, by the signature of their words; the kernel and Docker refused nothing. */
const ownLimits: Readonly<Record<string, string>> = {
  "node-heap": "V8 reached the limit of its own heap: raise it with `NODE_OPTIONS=--max-old-space-size=MEGABYTES`.",
  "java-heap": javaHeap,
  "java-gc-overhead": javaHeap,
  "java-metaspace": "Java reached the limit of its own metaspace: raise it with `-XX:MaxMetaspaceSize` in `JAVA_TOOL_OPTIONS`.",
  "php-memory": "PHP reached its own limit: raise `memory_limit` in php.ini.",
};

/**
 * What can be done about a cause, best first, a sentence each.
 * @param signatures Ids of the signatures that the log has of the service.
 * @param day the day on which images are to get security updates
 */
export function adviceFor(
  cause: Cause,
  logged: LoggedService | null,
  target: Target | null,
  signatures: readonly string[],
  day: string,
): string[] {
  if (cause === "seccomp") return seccompAdvice(logged, target, day);
  if (cause === "process-limit") return processAdvice(logged);
  const own = [...new Set(signatures.map((id) => ownLimits[id] ?? ""))].filter((text) => text !== "");
  // A limit of the container may still count: these runtimes take a share of it where nobody sets their own.
  if (own.length > 0 && (logged?.memoryLimits.length ?? 0) === 0) return own;
  return [...own, ...memoryAdvice(logged)];
}

function seccompAdvice(logged: LoggedService | null, target: Target | null, day: string): string[] {
  if (logged === null || target === null) return generalSeccompAdvice(logged, target);
  const { facts } = logged;
  const verdict = judgeThreads(facts.image.libc, target, facts.security);
  if (verdict.verdict === "works") {
    return [
      `${engineName(target)} lets this image create threads. Check that it is the engine: \`docker version --format '{{.Server.Version}}'\`.`,
      "If it is, look for another security module that refuses: AppArmor or SELinux (`dmesg`), or a profile that dockerd was started with (`--seccomp-profile`).",
    ];
  }
  const images = facts.reference === null || facts.build !== null ? [] : imagesThatWork(facts.reference, target, {}, day, facts.security);
  return [
    `${neededEngine(verdict.needs)}.`,
    ...images.map((image) => `Or ${image.reference} (${describeOther(image)}).`),
    ...choicesOf([facts], target, false, { kind: "profile", command: "--fix" }).map((choice) => `Or ${choice}.`),
  ];
}

function generalSeccompAdvice(logged: LoggedService | null, target: Target | null): string[] {
  const how = target === null ? "VERSION" : target.text;
  const own = logged === null ? null : ownProfileOf([logged.facts]);
  return [
    "Docker Engine 20.10.10 or newer, whose default profile makes the C library fall back to `clone`.",
    "Or an image with an older C library (Debian 11, Ubuntu 20.04) or with musl (Alpine).",
    logged === null
      ? `Or a seccomp profile, which keeps the sandbox: \`compose-lint profile --engine ${how} -o seccomp.json\`, and \`security_opt: [seccomp=./seccomp.json]\` or \`--security-opt seccomp=seccomp.json\`.`
      : own === null
        ? "Or a seccomp profile, which keeps the sandbox (`--engine VERSION --fix` writes it)."
        : `Or one more rule in ${own.name}, which keeps the sandbox (\`--engine VERSION\` shows it).`,
    "As the last resort `seccomp=unconfined`.",
  ];
}

function processAdvice(logged: LoggedService | null): string[] {
  const lowest = logged?.processLimits[0];
  const needed = logged === null ? null : processesNeeded(logged);
  if (logged === null || lowest === undefined || needed === null) {
    return [
      logged === null
        ? "Look for `pids_limit`, `deploy.resources.limits.pids` and `ulimits.nproc` of the service, or `--pids-limit` and `--ulimit nproc` of `docker run`, and raise them."
        : "The service sets no such limit itself: raise that of its surroundings.",
      "Around the container: `TasksMax` of docker.service, `default-ulimits` of dockerd, and `kernel.pid_max` and `kernel.threads-max` of the host.",
      "`nproc` counts all processes of that user id on the host, other containers too; root is exempt.",
    ];
  }
  const raised = raiseProcessLimits(logged);
  const raise = `Raise \`${lowest.key}\` from ${lowest.value} to at least ${needed}${byFix(raised)}.`;
  const parts = (logged.threads?.reasons ?? []).map(({ count, text }) => `${count} for ${text}`);
  return [
    parts.length === 0 ? raise : `${raise} The program takes up to ${logged.threads?.working ?? 0}: ${parts.join(", ")}.`,
    ...raised.left,
    ...(lowest.key.startsWith("ulimits")
      ? ["`nproc` counts all processes of the service's user id on the host, those of other containers with that id too; root is exempt. `pids_limit` counts this container alone."]
      : []),
    "Or let the program use fewer threads, where it has a setting for that.",
  ];
}

function memoryAdvice(logged: LoggedService | null): string[] {
  const lowest = logged?.memoryLimits[0];
  const needed = logged === null ? null : memoryNeeded(logged);
  if (logged === null || lowest === undefined || needed === null) {
    return [
      logged === null
        ? "Look for `mem_limit` and `deploy.resources.limits.memory` of the service, or `--memory` of `docker run`, and raise them."
        : "The service sets no limit on memory itself: the host ran out of it, or what starts the container limits it.",
      "`docker inspect --format '{{.State.OOMKilled}}' CONTAINER` and `dmesg` tell whether the kernel killed it for memory.",
    ];
  }
  const reasons = (logged.memory?.reasons ?? []).map(({ bytes, text, setting }) => `${memoryText(bytes)} for ${text} (\`${setting.name}\`)`);
  const raised = raiseMemoryLimits(logged);
  const raise = `Raise \`${lowest.key}\` from ${memoryText(lowest.value)} to at least ${memoryText(needed)}${byFix(raised)}.`;
  return [
    reasons.length === 0 ? raise : `${raise} The settings of the service let its program take ${reasons.join(", ")}.`,
    ...raised.left,
    reasons.length === 0
      ? "Or let the program use less memory: measure it with `docker stats`."
      : "Or lower these settings until they fit, with a quarter to spare.",
  ];
}

/** What stands behind an advice that `--fix` follows. */
function byFix({ edits }: RaisedLimits): string {
  return edits.size > 0 ? " (`--fix` does)" : "";
}
