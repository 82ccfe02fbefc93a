import type { EngineSetup } from "../engine/engine-setup.js";
import type { Target } from "../engine/target.js";
import { ASSUMED_LIBSECCOMP } from "../engine/target.js";
import type { Libc } from "../image/libc.js";
import { type ContainerSecurity, ordinaryContainer } from "./container-security.js";
import { neededEngines } from "./needed-engines.js";
import { type Decider, decidersOf, reasonText } from "./thread-reason.js";
import { type OutcomeCode, threadOutcome, type ThreadOutcome } from "./thread-outcome.js";
import { type ThreadCalls, threadCalls } from "./thread-needs.js";

export type VerdictCode =
  | OutcomeCode
  /** The engines of the target differ. */
  | "depends"
  | "libc-unknown"
  /** The same, but no engine of the target would fail with any C library. */
  | "libc-unknown-target-safe";

/** Whether a container's program can make threads on every engine of a target. */
export interface ThreadVerdict {
  verdict: "works" | "fails" | "depends" | "unknown";
  reason: {
    code: VerdictCode;
    /** One sentence for people. */
    text: string;
  };
  failing: EngineSetup[];
  working: EngineSetup[];
  /** Engines that do not start the container at all; they count as failing in the verdict. */
  doesNotStart: EngineSetup[];
  /** Engines about which nothing can be said. */
  unknown: EngineSetup[];
  /** What a verdict of "depends" depends on. */
  decidedBy: Decider[];
  /** The engines with which this container works, as a semver range such as ">=20.10.10"; "*" for any. */
  needs: string;
}

/**
 * Whether a container's program can make threads (and start processes: `posix_spawn` takes the same way) on the engines
 * of a target.
 *
 * @param libc the C library of the image; null where it is not known, which gives "unknown", never a guess
 */
export function threadCreation(libc: Libc | null, target: Target, security: ContainerSecurity = ordinaryContainer()): ThreadVerdict {
  const calls = threadCalls(libc);
  // With an unknown library the engines are judged for the demanding one, to say whether it matters.
  const judged = calls === "unknown" ? "clone3" : calls;
  const outcomes = target.members.map((setup) => threadOutcome(judged, setup, security));
  const needs = neededEngines(judged, security, libseccompOf(target), target.architecture);
  const grouped = groupOutcomes(outcomes);
  if (calls === "unknown") return unknownLibc(libc, grouped, needs);
  const verdict = verdictOf(outcomes);
  const code = codeOf(verdict, outcomes);
  return {
    verdict,
    reason: { code, text: reasonText(code, outcomes, { libc, calls, security }) },
    ...grouped,
    decidedBy: verdict === "depends" ? decidersOf(outcomes) : [],
    needs,
  };
}

/**
 * The same for the `RUN` steps of a build: they get the engine's own default profile and capabilities, whatever the
 * Compose file says about the service.
 */
export function threadCreationInBuild(libc: Libc | null, target: Target): ThreadVerdict {
  return threadCreation(libc, target, ordinaryContainer());
}

/** `needs` is about releases, so it takes the library that was given for all of them, else a current one. */
function libseccompOf(target: Target): string {
  const given = target.members[0].assumed.includes("libseccomp") ? null : target.members[0].libseccomp;
  return given ?? ASSUMED_LIBSECCOMP;
}

type Grouped = Pick<ThreadVerdict, "failing" | "working" | "doesNotStart" | "unknown">;

function groupOutcomes(outcomes: readonly ThreadOutcome[]): Grouped {
  const setups = (result: ThreadOutcome["result"]): EngineSetup[] =>
    outcomes.filter((outcome) => outcome.result === result).map(({ setup }) => setup);
  return {
    failing: setups("fails"),
    working: setups("works"),
    doesNotStart: setups("does-not-start"),
    unknown: setups("unknown"),
  };
}

function verdictOf(outcomes: readonly ThreadOutcome[]): ThreadVerdict["verdict"] {
  const every = (...results: ThreadOutcome["result"][]): boolean =>
    outcomes.every(({ result }) => results.includes(result));
  if (every("works")) return "works";
  if (every("fails", "does-not-start")) return "fails";
  return every("unknown") ? "unknown" : "depends";
}

function codeOf(verdict: ThreadVerdict["verdict"], outcomes: readonly ThreadOutcome[]): VerdictCode {
  if (verdict === "depends") return "depends";
  const failing = outcomes.find(({ result }) => result === "fails");
  return (failing ?? outcomes[0])?.code ?? "platform-unknown";
}

function unknownLibc(libc: Libc | null, grouped: Grouped, needs: string): ThreadVerdict {
  const safe = grouped.failing.length + grouped.doesNotStart.length + grouped.unknown.length === 0;
  const code = safe ? "libc-unknown-target-safe" : "libc-unknown";
  const context = { libc, calls: "unknown" as ThreadCalls, security: ordinaryContainer() };
  return {
    verdict: "unknown",
    reason: { code, text: reasonText(code, [], context) },
    ...grouped,
    decidedBy: [],
    needs,
  };
}
