import { describeEngines, describeSetups } from "../engine/describe-engines.js";
import type { EngineSetup } from "../engine/engine-setup.js";
import { describeLibc, type Libc } from "../image/libc.js";
import type { ContainerSecurity } from "./container-security.js";
import type { VerdictCode } from "./thread-creation.js";
import type { ThreadOutcome } from "./thread-outcome.js";
import type { ThreadCalls } from "./thread-needs.js";

/** What decides between working and failing where a target leaves it open. */
export type Decider = "engine" | "runc" | "libseccomp" | "distribution-patch" | "platform";

interface ReasonContext {
  libc: Libc | null;
  calls: ThreadCalls;
  security: ContainerSecurity;
}

/** One sentence for people that says why a verdict is what it is. */
export function reasonText(code: VerdictCode, outcomes: readonly ThreadOutcome[], context: ReasonContext): string {
  const outcome = outcomes.find((candidate) => candidate.code === code) ?? outcomes[0];
  const alike = outcomes.filter((candidate) => candidate.code === outcome?.code).map(({ setup }) => setup);
  const profile = profileName(alike, context.security);
  const libc = libcName(context.libc);
  switch (code) {
    case "clone-allowed":
      return context.calls === "none"
        ? "The image has no C library; a static program such as one of Go makes threads with clone, which is allowed."
        : `${libc} makes threads with clone, which ${profile} allows.`;
    case "clone3-enosys":
      return `${capital(profile)} answers ENOSYS to clone3, so ${libc} makes threads with clone.`;
    case "clone3-allowed":
      return `${capital(profile)} allows clone3, with which ${libc} makes threads.`;
    case "clone3-refused":
      return `${capital(profile)} answers ${outcome?.detail ?? "EPERM"} to clone3, with which ${libc} makes every thread and process; it would fall back to clone on ENOSYS only.`;
    case "clone-refused":
      return `${capital(profile)} answers ${outcome?.detail ?? "EPERM"} to clone, with which ${libc} makes threads.`;
    case "killed":
      return `${capital(profile)} kills a program that calls ${outcome?.detail ?? "clone3"}, with which ${libc} makes threads.`;
    case "privileged":
      return "A privileged container runs without a seccomp filter.";
    case "unconfined":
      return "The container runs without a seccomp filter (seccomp=unconfined).";
    case "no-seccomp":
      return `${outcome?.setup.label ?? "The platform"} runs containers without a seccomp filter.`;
    case "does-not-start":
      return `The container does not start on ${outcome?.setup.label ?? "this engine"}: ${outcome?.detail ?? "the runtime refuses the profile"}.`;
    case "recorded":
      return recordedText(outcome);
    case "profile-unreadable":
      return "The container's seccomp profile cannot be read.";
    case "platform-unknown":
      return `What ${outcome?.setup.label ?? "this platform"} does with a seccomp profile is not known.`;
    case "depends":
      return dependsText(outcomes);
    case "libc-unknown":
      return `${unknownLibc(context.libc)} is not known.`;
    case "libc-unknown-target-safe":
      return `${unknownLibc(context.libc)} is not known, but no engine of the target refuses threads to any.`;
  }
}

function unknownLibc(libc: Libc | null): string {
  return libc === null ? "The C library of the image" : `The version of ${libc.name} in the image`;
}

function recordedText(outcome: ThreadOutcome | undefined): string {
  const label = outcome?.setup.label ?? "this platform";
  if (outcome?.detail === "unknown") return `What containers get for clone3 on ${label} is not known.`;
  if (outcome?.detail === "n/a") return `Containers do not start on ${label}, as reports say.`;
  if (outcome?.detail === "ALLOW") return `clone3 is allowed on ${label}, as its sources say.`;
  return `Containers get ${outcome?.detail ?? "an unknown answer"} for clone3 on ${label}, as its sources say.`;
}

function dependsText(outcomes: readonly ThreadOutcome[]): string {
  const of = (result: ThreadOutcome["result"]): EngineSetup[] =>
    outcomes.filter((outcome) => outcome.result === result).map(({ setup }) => setup);
  const name = namer(outcomes);
  const parts = [
    ...part("fails on", of("fails"), name),
    ...part("does not start on", of("does-not-start"), name),
    ...part("works on", of("works"), name),
    ...part("is not known for", of("unknown"), name),
  ];
  return `It ${parts.join(", ")}; ${DECIDING[decidersOf(outcomes)[0] ?? "engine"]} decides.`;
}

function part(words: string, setups: EngineSetup[], name: (setups: EngineSetup[]) => string): string[] {
  return setups.length === 0 ? [] : [`${words} ${name(setups)}`];
}

const DECIDING: Record<Decider, string> = {
  engine: "the engine's version",
  runc: "the version of runc",
  libseccomp: "the version of libseccomp that runc uses",
  "distribution-patch": "the revision of the distribution's package, which has the clone3 patch or not,",
  platform: "what the platform itself does",
};

/** Engines are named by their version, and in full where the same version is on both sides. */
function namer(outcomes: readonly ThreadOutcome[]): (setups: EngineSetup[]) => string {
  if (decidersOf(outcomes)[0] === "engine") return describeEngines;
  return describeSetups;
}

/** What decides, most telling first: what differs between engines of one version, else the version. */
export function decidersOf(outcomes: readonly ThreadOutcome[]): Decider[] {
  const deciders = new Set<Decider>();
  for (const a of outcomes) {
    for (const b of outcomes) {
      if (a.result === b.result || a.setup.engine !== b.setup.engine) continue;
      if (a.setup.backport !== b.setup.backport) deciders.add("distribution-patch");
      if (a.setup.runc !== b.setup.runc) deciders.add("runc");
      if (a.setup.libseccomp !== b.setup.libseccomp) deciders.add("libseccomp");
    }
  }
  if (deciders.size > 0) return [...deciders];
  return outcomes.some(({ result }) => result === "unknown") ? ["platform"] : ["engine"];
}

function libcName(libc: Libc | null): string {
  if (libc === null || libc.name === "none") return "the program";
  return describeLibc(libc);
}

function profileName(setups: readonly EngineSetup[], security: ContainerSecurity): string {
  if (security.seccomp.kind === "profile") return "the container's own seccomp profile";
  if (setups.some(({ daemonProfile }) => daemonProfile !== null)) return "the daemon's own default seccomp profile";
  const known = setups.filter(({ engine }) => engine !== null);
  return `the default seccomp profile of ${known.length === 0 ? "the engine" : `Docker Engine ${describeEngines(known)}`}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
