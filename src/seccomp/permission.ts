import { bothComparisons, comparisonImplies, sameComparison } from "./argument-sets.js";
import { kernelAtLeast } from "./kernel-version.js";
import type { ArgumentRule, RuleConditions } from "./profile.js";

/** One way in which a profile permits a syscall: all of its conditions and comparisons have to hold. */
export interface Permission {
  includes: RuleConditions;
  excludes: RuleConditions;
  args: readonly ArgumentRule[];
}

/**
 * The permission that is given exactly where both are.
 *
 * @returns null where they exclude each other, or where a profile cannot say it: then the result is narrower
 */
export function bothPermissions(a: Permission, b: Permission): Permission | null {
  const includes = bothIncludes(a.includes, b.includes);
  const excludes = bothExcludes(a.excludes, b.excludes);
  const args = bothArguments(a.args, b.args);
  if (includes === null || excludes === null || args === null) return null;
  if (includes.caps.some((capability) => excludes.caps.includes(capability))) return null;
  if (includes.arches.length > 0 && includes.arches.every((arch) => excludes.arches.includes(arch))) return null;
  return { includes, excludes, args };
}

/** Whether a permission is given wherever another is. */
export function permissionImplies(stronger: Permission, weaker: Permission): boolean {
  const [a, b] = [stronger, weaker];
  return (
    isSubset(b.includes.caps, a.includes.caps) &&
    (b.includes.arches.length === 0 ||
      (a.includes.arches.length > 0 && isSubset(a.includes.arches, b.includes.arches))) &&
    (b.includes.minKernel === null ||
      (a.includes.minKernel !== null && kernelAtLeast(a.includes.minKernel, b.includes.minKernel))) &&
    isSubset(b.excludes.caps, a.excludes.caps) &&
    isSubset(b.excludes.arches, a.excludes.arches) &&
    (b.excludes.minKernel === null ||
      (a.excludes.minKernel !== null && kernelAtLeast(b.excludes.minKernel, a.excludes.minKernel))) &&
    b.args.every((wanted) => a.args.some((given) => comparisonImplies(given, wanted)))
  );
}

/** The permissions without those that another one of them covers. */
export function withoutCovered(permissions: readonly Permission[]): Permission[] {
  return permissions.filter(
    (permission, at) =>
      !permissions.some(
        (other, otherAt) =>
          otherAt !== at &&
          permissionImplies(permission, other) &&
          // Of two equal ones the first stays.
          (!permissionImplies(other, permission) || otherAt < at),
      ),
  );
}

function bothIncludes(a: RuleConditions, b: RuleConditions): RuleConditions | null {
  const arches = bothArchitectures(a.arches, b.arches);
  if (arches === null) return null;
  return { caps: union(a.caps, b.caps), arches, minKernel: laterKernel(a.minKernel, b.minKernel) };
}

/** "Any of these" needs a common one; an empty list means every architecture. */
function bothArchitectures(a: readonly string[], b: readonly string[]): string[] | null {
  if (a.length === 0) return [...b];
  if (b.length === 0) return [...a];
  const common = a.filter((arch) => b.includes(arch));
  return common.length === 0 ? null : common;
}

function bothExcludes(a: RuleConditions, b: RuleConditions): RuleConditions | null {
  const kernels = [a.minKernel, b.minKernel].filter((kernel) => kernel !== null);
  const [first = null, second = null] = kernels;
  const minKernel = first !== null && second !== null && kernelAtLeast(first, second) ? second : first;
  return { caps: union(a.caps, b.caps), arches: union(a.arches, b.arches), minKernel };
}

function laterKernel(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return kernelAtLeast(a, b) ? a : b;
}

function bothArguments(a: readonly ArgumentRule[], b: readonly ArgumentRule[]): ArgumentRule[] | null {
  const result = new Map<number, ArgumentRule>();
  for (const rule of [...a, ...b]) {
    const known = result.get(rule.index);
    const both = known === undefined ? rule : sameComparison(known, rule) ? known : bothComparisons(known, rule);
    if (both === null || both === "never") return null;
    result.set(rule.index, both);
  }
  return [...result.values()].sort((left, right) => left.index - right.index);
}

function union(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set([...a, ...b])].sort();
}

function isSubset(a: readonly string[], b: readonly string[]): boolean {
  return a.every((item) => b.includes(item));
}
