import type { Target } from "../engine/target.js";
import type { Libc } from "../image/libc.js";
import { ordinaryContainer, type ContainerSecurity } from "../seccomp/container-security.js";
import type { SeccompProfile } from "../seccomp/profile.js";
import { threadCreation, type ThreadVerdict } from "../seccomp/thread-creation.js";
import { threadCalls } from "../seccomp/thread-needs.js";
import { threadOutcome } from "../seccomp/thread-outcome.js";
import { RememberedOf } from "./remembered.js";

const verdicts = new RememberedOf<Target, ThreadVerdict>();
const numbers = new WeakMap<SeccompProfile, number>();
let nextNumber = 0;

/** As `threadCreation`, with equal containers judged once. */
export function judgeThreads(
  libc: Libc | null,
  target: Target,
  security: ContainerSecurity = ordinaryContainer(),
): ThreadVerdict {
  const { seccomp, ...others } = security;
  const profile = seccomp.kind === "profile" ? numberOf(seccomp.profile) : null;
  const key = JSON.stringify([libc, others, seccomp.kind, profile]);
  return verdicts.get(target, key, () => threadCreation(libc, target, security));
}

/** Whether threads work on every engine of the target; cheaper than a verdict, which also finds the engines that do. */
export function threadsWork(libc: Libc | null, target: Target, security: ContainerSecurity): boolean {
  const calls = threadCalls(libc);
  return calls !== "unknown" && target.members.every((setup) => threadOutcome(calls, setup, security).result === "works");
}

function numberOf(profile: SeccompProfile): number {
  const known = numbers.get(profile);
  if (known !== undefined) return known;
  nextNumber += 1;
  numbers.set(profile, nextNumber);
  return nextNumber;
}
