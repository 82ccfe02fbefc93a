import type { Target } from "../engine/target.js";
import { engineProfile } from "./applied-profile.js";
import { syscallRule } from "./profile.js";
import { profileText } from "./write-profile.js";

/** First words of the comment by which our profiles are known. */
const MARK = "Written by compose-lint";

export type GeneratedProfile = { ok: true; text: string } | { ok: false; why: string };

/** The engine's own default profile plus the answer that `clone3` lacks: ENOSYS, by TRACE without a tracer. */
export function generateProfile(target: Target): GeneratedProfile {
  const [first] = target.members;
  const base = engineProfile(first);
  if (base === null) return { ok: false, why: `The default profile of ${first.label} is not known.` };
  const profile = { ...base, syscalls: [...base.syscalls, syscallRule(["clone3"], "SCMP_ACT_TRACE")] };
  const comment = `${MARK} for Docker Engine ${target.text}: its default profile, and ENOSYS for clone3, so that glibc 2.34 and newer creates threads with clone. Delete it when every engine is 20.10.10 or newer.`;
  return { ok: true, text: profileText(profile, { comment }) };
}

/** Whether compose-lint wrote a profile, so that it may write it again. */
export function isOurProfile(text: string): boolean {
  return text.slice(0, 500).includes(`"comment": "${MARK}`);
}
