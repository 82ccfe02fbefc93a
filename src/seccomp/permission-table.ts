import { bothPermissions, type Permission, withoutCovered } from "./permission.js";
import { type ArchitectureEntry, type SeccompProfile, type SyscallRule, syscallRule } from "./profile.js";
import { addToList } from "../memory/add-to-list.js";

/** What a profile permits: for each name the ways in which it does. */
export type PermissionTable = ReadonlyMap<string, readonly Permission[]>;

const ALLOW = "SCMP_ACT_ALLOW";

/** The permissions of a profile whose other rules only refuse. */
export function permissionsOf(profile: SeccompProfile): PermissionTable {
  const table = new Map<string, Permission[]>();
  for (const { names, action, includes, excludes, args } of profile.syscalls) {
    if (action !== ALLOW) continue;
    for (const name of names) addToList(table, name, { includes, excludes, args });
  }
  return table;
}

/** What two profiles both permit. */
export function commonPermissions(a: PermissionTable, b: PermissionTable): PermissionTable {
  const table = new Map<string, Permission[]>();
  for (const [name, permissions] of a) {
    const others = b.get(name) ?? [];
    const both = permissions.flatMap((one) => others.flatMap((other) => bothPermissions(one, other) ?? []));
    const kept = withoutCovered(both);
    if (kept.length > 0) table.set(name, kept);
  }
  return table;
}

/** The permissions as rules: one for each set of conditions, with its names in order. The same table, the same rules. */
export function permissionRules(table: PermissionTable): SyscallRule[] {
  const groups = new Map<string, SyscallRule>();
  for (const [name, permissions] of [...table].sort(([a], [b]) => compare(a, b))) {
    for (const permission of permissions) {
      const key = conditionKey(permission);
      const group = groups.get(key);
      if (group) group.names.push(name);
      else groups.set(key, syscallRule([name], ALLOW, { ...permission, args: [...permission.args] }));
    }
  }
  return [...groups].sort(([a], [b]) => compare(a, b)).map(([, rule]) => rule);
}

/** Unconditional permissions sort first, then those with conditions, then those with comparisons. */
function conditionKey({ includes, excludes, args }: Permission): string {
  const conditions = [includes, excludes]
    .map(({ caps, arches, minKernel }) => [caps.join(), arches.join(), minKernel ?? ""].join("|"))
    .join("|");
  const comparisons = args.map(({ index, op, value, valueTwo }) => `${index} ${op} ${value} ${valueTwo}`);
  const kind = args.length > 0 ? 2 : /[^|]/.test(conditions) ? 1 : 0;
  return [kind, ...comparisons, conditions].join("|");
}

/** The architectures that both profiles cover. */
export function commonArchitectures(
  a: readonly ArchitectureEntry[],
  b: readonly ArchitectureEntry[],
): ArchitectureEntry[] {
  return a.flatMap(({ architecture, subArchitectures }) => {
    const other = b.find((entry) => entry.architecture === architecture);
    if (other === undefined) return [];
    return [{ architecture, subArchitectures: subArchitectures.filter((sub) => other.subArchitectures.includes(sub)) }];
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
