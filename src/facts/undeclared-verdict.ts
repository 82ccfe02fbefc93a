import type { Libc } from "../image/libc.js";
import type { ContainerSecurity } from "../seccomp/container-security.js";
import { threadCreation, type ThreadVerdict } from "../seccomp/thread-creation.js";
import { newestTarget, oldTarget } from "./old-target.js";
import { neededEngine } from "./thread-advice.js";

/**
 * The verdict where no engine is declared: of the last release whose default profile lacks the answer for clone3, and of
 * the newest one. Where they differ the engine decides, and the reason says from which release on.
 */
export function undeclaredVerdict(libc: Libc | null, security: ContainerSecurity): ThreadVerdict {
  const [old, newest] = [oldTarget(), newestTarget()];
  const verdict = threadCreation(libc, { ...old, text: "", members: [...old.members, ...newest.members] }, security);
  if (verdict.verdict !== "depends") return verdict;
  const { reason, verdict: before } = threadCreation(libc, old, security);
  const text = before === "fails" ? `No engine is declared. Threads need ${neededEngine(verdict.needs)}. ${reason.text}` : verdict.reason.text;
  return { ...verdict, reason: { ...verdict.reason, text } };
}

/** What is assumed where no engine is declared, as a sentence. */
export function undeclaredNote(): string {
  const [old, newest] = [oldTarget(), newestTarget()].map(({ members: [{ engine }] }) => engine ?? "");
  return `No engine is declared: judged are Docker Engine ${old ?? ""}, the last one whose default seccomp profile has no answer for clone3, and ${newest ?? ""}. Name yours with --engine or --host for a verdict.`;
}
