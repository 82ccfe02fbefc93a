import type { NewSecurityOpt } from "../compose/add-security-opt.js";
import type { TextEdit } from "../text/text-edit.js";
import type { SecurityOptPlan } from "./security-opt-plan.js";
import { unconfinedComment } from "./unconfined-comment.js";

/** The edit that switches the sandbox off, and why it is no fix. */
export type UnconfinedPlan = { edit: TextEdit; why: null } | { edit: TextEdit | null; why: string };

/**
 * Plans the entry that switches the sandbox off. It is a fix only with the comment that marks it as chosen: without that the next
 * fix would take it away again, and JSON has no comments.
 *
 * @param file the Compose file
 */
export function planUnconfined(file: string, planFor: (added: NewSecurityOpt) => SecurityOptPlan): UnconfinedPlan {
  const isJson = file.toLowerCase().endsWith(".json");
  const plan = planFor({ entry: "seccomp=unconfined", ...(isJson ? {} : { comment: unconfinedComment }) });
  if (!plan.ok) return { edit: null, why: plan.why };
  if (!isJson) return { edit: plan.edit, why: null };
  return { edit: plan.edit, why: "No fix is offered: JSON has no comment that could mark `seccomp=unconfined` as chosen. Add it by hand, and switch the rule `no-unconfined-seccomp` off for this file." };
}
