import { loadTable } from "../data/load-table.js";
import { noConditions, type RuleConditions, type SeccompProfile, type SyscallRule, syscallRule } from "./profile.js";
import { isDigit } from "../text/leading-numbers.js";

/** The JSON in the table: what a rule says beside its names. */
interface TableRule {
  action: string;
  errnoRet?: number;
  args?: [index: number, value: number, valueTwo: number, op: string][];
  includes?: Partial<RuleConditions>;
  excludes?: Partial<RuleConditions>;
}

interface TableHead {
  defaultAction: string;
  defaultErrnoRet?: number;
  architectures?: string[];
  archMap?: string[][];
}

/** How the table calls what an engine does where its published file says less. */
const CODE = "/code";

let tableLines: readonly string[] | null = null;
let profileNumbers: ReadonlyMap<string, number> | null = null;
const profiles = new Map<string, SeccompProfile | null>();

function table(): readonly string[] {
  tableLines ??= loadTable("seccomp-profiles.txt").split("\n");
  return tableLines;
}

function numberOf(name: string): number | null {
  if (profileNumbers === null) {
    const names =
      table()
        .find((line) => line.startsWith("profiles\t"))
        ?.slice("profiles\t".length) ?? "";
    profileNumbers = new Map(names.split(" ").map((profile, index) => [profile, index]));
  }
  return profileNumbers.get(name) ?? null;
}

/** The names of the distinct profiles: the first release of each. */
export function defaultProfileNames(): string[] {
  numberOf("");
  return [...(profileNumbers ?? new Map<string, number>()).keys()].filter((name) => !name.endsWith(CODE));
}

/**
 * A default profile as moby publishes it in profiles/seccomp/default.json.
 *
 * @param name the first release that has it, see `EngineRelease.profile`
 * @returns null for a name that is not in the table. The same object each time: do not change it.
 */
export function publishedProfile(name: string): SeccompProfile | null {
  const known = profiles.get(name);
  if (known !== undefined) return known;
  const number = numberOf(name);
  const profile = number === null ? null : rebuild(number);
  profiles.set(name, profile);
  return profile;
}

/**
 * The default profile as an engine applies it. It differs from the published file for 1.11 and 1.12 only, whose code
 * looks at the host's architecture and the container's capabilities.
 */
export function defaultProfile(name: string): SeccompProfile | null {
  return publishedProfile(`${name}${CODE}`) ?? publishedProfile(name);
}

/**
 * The default profile of a release to which its distribution added the answer for `clone3`: ENOSYS, or permission with
 * CAP_SYS_ADMIN (Debian 11's docker.io since +deb11u1, Ubuntu's since 20.10.7-0ubuntu5).
 */
export function profileWithClone3Rule(profile: SeccompProfile): SeccompProfile {
  if (profile.syscalls.some(({ names }) => names.includes("clone3"))) return profile;
  const admin = { ...noConditions(), caps: ["CAP_SYS_ADMIN"] };
  return {
    ...profile,
    syscalls: [
      ...profile.syscalls,
      syscallRule(["clone3"], "SCMP_ACT_ALLOW", { includes: admin }),
      syscallRule(["clone3"], "SCMP_ACT_ERRNO", { errnoRet: ENOSYS, excludes: admin }),
    ],
  };
}

const ENOSYS = 38;

function rebuild(number: number): SeccompProfile {
  let head: TableHead = { defaultAction: "" };
  const rules = new Map<string, SyscallRule>();
  let conditions = "";
  for (const line of table()) {
    const tab = line.indexOf("\t");
    const [first, second] = [line.slice(0, tab), line.slice(tab + 1)];
    if (first === "rule") conditions = second;
    else if (first === "head") head = headOf(second, number) ?? head;
    else if (isDigit(line.charCodeAt(0)) && covers(first, number)) addNames(rules, conditions, second.split(" "));
  }
  for (const rule of rules.values()) rule.names.sort();
  return {
    defaultAction: head.defaultAction,
    defaultErrnoRet: head.defaultErrnoRet ?? null,
    architectures: head.architectures ?? [],
    archMap: (head.archMap ?? []).map(([architecture = "", ...subArchitectures]) => ({
      architecture,
      subArchitectures,
    })),
    syscalls: [...rules.values()],
    flags: null,
  };
}

function headOf(text: string, number: number): TableHead | null {
  const [ranges = "", json = ""] = text.split("\t");
  return covers(ranges, number) ? (JSON.parse(json) as TableHead) : null;
}

/** There is one rule for each set of conditions. */
function addNames(rules: Map<string, SyscallRule>, conditions: string, names: readonly string[]): void {
  const known = rules.get(conditions);
  if (known) known.names.push(...names);
  else rules.set(conditions, ruleOf(conditions, names));
}

function ruleOf(conditions: string, names: readonly string[]): SyscallRule {
  const { action, errnoRet = null, args = [], includes, excludes } = JSON.parse(conditions) as TableRule;
  return syscallRule(names, action, {
    errnoRet,
    args: args.map(([index, value, valueTwo, op]) => ({
      index,
      value: BigInt(value),
      valueTwo: BigInt(valueTwo),
      op,
    })),
    includes: { ...noConditions(), ...includes },
    excludes: { ...noConditions(), ...excludes },
  });
}

/** Whether `0-3,7` has a number. Asked for each line of the table, so nothing is split. */
function covers(ranges: string, number: number): boolean {
  for (let start = 0, end = 0; end !== -1; start = end + 1) {
    end = ranges.indexOf(",", start);
    const range = ranges.slice(start, end === -1 ? undefined : end);
    const dash = range.indexOf("-");
    const from = Number(dash === -1 ? range : range.slice(0, dash));
    if (number >= from && number <= (dash === -1 ? from : Number(range.slice(dash + 1)))) return true;
  }
  return false;
}
