import type { Target } from "../engine/target.js";
import type { Libc } from "../image/libc.js";
import { ordinaryContainer, type ContainerSecurity } from "../seccomp/container-security.js";
import type { SeccompProfile } from "../seccomp/profile.js";
import { threadCreation, type ThreadVerdict } from "../seccomp/thread-creation.js";
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

function numberOf(profile: SeccompProfile): number {
  const known = numbers.get(profile);
  if (known !== undefined) return known;
  nextNumber += 1;
  numbers.set(profile, nextNumber);
  return nextNumber;
}
