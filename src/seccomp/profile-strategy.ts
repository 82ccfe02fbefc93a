import { neitherComparison } from "./argument-sets.js";
import type { Permission } from "./permission.js";
import type { PermissionTable } from "./permission-table.js";
import { multiplexedCall } from "./syscall-numbers.js";
import { noConditions, type RuleConditions, type SyscallRule, syscallRule } from "./profile.js";
import { addToList } from "../memory/add-to-list.js";

/** How a profile answers ENOSYS to clone3, the narrowest first. */
export type ProfileStrategy =
  /** The engine's default does it already. */
  | "default"
  /** A rule with `errnoRet`: needs an engine and a runtime that honour it. */
  | "errno"
  /** A rule with SCMP_ACT_TRACE, which gives ENOSYS where nothing traces. */
  | "trace"
  /** SCMP_ACT_TRACE as the default action, for a libseccomp that cannot name clone3. */
  | "default-action";

export const STRATEGIES: readonly ProfileStrategy[] = ["default", "errno", "trace", "default-action"];

const ENOSYS = 38;
const EPERM = 1;
const MAXIMUM_32_BITS = 0xffffffffn;

/** The rules that answer clone3; who has a permission for it keeps that. */
export function clone3Rules(strategy: ProfileStrategy, permissions: PermissionTable): SyscallRule[] {
  // The default profiles since 20.10.10 permit clone3 with some capabilities; it must not be in two rules then.
  const excludes: RuleConditions = {
    ...noConditions(),
    caps: [...new Set((permissions.get("clone3") ?? []).flatMap(({ includes }) => includes.caps))].sort(),
  };
  switch (strategy) {
    case "errno":
    case "default":
      return [syscallRule(["clone3"], "SCMP_ACT_ERRNO", { errnoRet: ENOSYS, excludes })];
    case "trace":
      return [syscallRule(["clone3"], "SCMP_ACT_TRACE", { excludes })];
    case "default-action":
      return [];
  }
}

/**
 * With SCMP_ACT_TRACE as the default action: the rules that refuse with EPERM, as before, every syscall that libseccomp
 * can name and the permissions do not give. What remains to the default action is what has no name there.
 *
 * @param names all syscalls that are to be refused where they are not permitted
 */
export function refusalRules(permissions: PermissionTable, names: readonly string[]): SyscallRule[] {
  const always: string[] = [];
  const others: SyscallRule[] = [];
  for (const name of names) {
    if (name === "clone3") continue;
    const ways = permissions.get(name) ?? [];
    if (ways.length === 0) always.push(name);
    else others.push(...refusals(name, ways));
  }
  return [...(always.length === 0 ? [] : [refusal(always, {})]), ...others];
}

function refusal(names: readonly string[], more: Partial<SyscallRule>): SyscallRule {
  return syscallRule(names, "SCMP_ACT_ERRNO", { errnoRet: EPERM, ...more });
}

/** Refuses a syscall where none of its permissions is given, as far as a profile can say that. */
function refusals(name: string, ways: readonly Permission[]): SyscallRule[] {
  const plain = ways.filter(({ args }) => args.length === 0);
  const excludes = plain.map(negation);
  if (excludes.some((conditions) => conditions === null)) return [];
  const unless = excludes.reduce<RuleConditions>(
    (sum, one) => (one === null ? sum : bothUnless(sum, one)),
    noConditions(),
  );
  const compared = ways.filter(({ args }) => args.length > 0);
  if (compared.length === 0) return [refusal([name], { excludes: unless })];
  // On x86 libseccomp makes a rule for socketcall of it and drops the comparison: it would contradict the permission.
  if (multiplexedCall(name) !== null) return [];
  return complements(compared).map((argument) => refusal([name], { args: [argument], excludes: unless }));
}

/** What has to be excluded so that a rule is there exactly where a permission is not; null where a profile cannot say it. */
function negation({ includes, excludes }: Permission): RuleConditions | null {
  if (excludes.caps.length + excludes.arches.length > 0 || excludes.minKernel !== null) return null;
  const kinds = [includes.caps.length, includes.arches.length, includes.minKernel === null ? 0 : 1];
  if (kinds.filter((count) => count > 0).length !== 1 || includes.caps.length > 1) return null;
  return includes;
}

function bothUnless(a: RuleConditions, b: RuleConditions): RuleConditions {
  return {
    caps: [...new Set([...a.caps, ...b.caps])].sort(),
    arches: [...new Set([...a.arches, ...b.arches])].sort(),
    minKernel: a.minKernel ?? b.minKernel,
  };
}

/** Comparisons that hold where those of the permissions do not; none where a profile cannot say it. */
function complements(ways: readonly Permission[]): SyscallRule["args"] {
  const single = ways.flatMap(({ args }) => (args.length === 1 ? args : []));
  if (single.length < ways.length) return [];
  // On s390 the flags of clone are the second argument: the rules for other architectures do not meet them.
  const byArgument = new Map<number, SyscallRule["args"]>();
  for (const argument of single) addToList(byArgument, argument.index, argument);
  const [[, first] = [0, []]] = byArgument;
  // On a 32-bit architecture the upper half of the value is cut off, and "from 2^32 on" becomes "always".
  return neitherComparison(first).filter(({ value }) => value <= MAXIMUM_32_BITS);
}
