import { allCapabilities } from "./capabilities.js";
import { type ObjectReader, type ProblemList, shown } from "./object-reader.js";
import type { SeccompProfile } from "./profile.js";
import type { PlacedProfile, PlacedRule } from "./placed-profile.js";
import { syscallNames } from "./syscall-numbers.js";

/** The actions of runc 1.1.3 and later; older ones know fewer. */
const ACTIONS = new Set(
  ["KILL", "KILL_THREAD", "KILL_PROCESS", "TRAP", "ERRNO", "TRACE", "ALLOW", "LOG", "NOTIFY"].map(
    (a) => `SCMP_ACT_${a}`,
  ),
);
const OPERATORS = new Set(["NE", "LT", "LE", "EQ", "GE", "GT", "MASKED_EQ"].map((op) => `SCMP_CMP_${op}`));
const ARCHITECTURES = new Set(
  [
    ...["X86", "X86_64", "X32", "ARM", "AARCH64", "MIPS", "MIPS64", "MIPS64N32", "MIPSEL", "MIPSEL64", "MIPSEL64N32"],
    ...["PPC", "PPC64", "PPC64LE", "S390", "S390X", "RISCV64", "LOONGARCH64", "PARISC", "PARISC64"],
  ].map((name) => `SCMP_ARCH_${name}`),
);
/** The names in conditions are libseccomp's own, not those of `architectures`. */
const CONDITION_ARCHITECTURES = new Set([
  ...["x86", "amd64", "x32", "arm", "arm64", "mips", "mips64", "mips64n32", "mipsel", "mipsel64", "mipsel64n32"],
  ...["mips3l64n32", "ppc", "ppc64", "ppc64le", "riscv64", "s390", "s390x", "loongarch64"],
]);
const LAST_ARGUMENT = 5;
const KERNEL = /^\d{1,3}\.\d{1,3}$/;

/** Reports what an engine refuses in a profile or what has no effect in it. */
export function checkProfile(profile: SeccompProfile, places: PlacedProfile): void {
  checkTop(profile, places);
  for (const { value, range } of places.architectures) {
    if (ARCHITECTURES.has(value)) continue;
    places.list.add(
      "unknown-architecture",
      true,
      `"${shown(value)}" is no architecture of seccomp; write it as SCMP_ARCH_X86_64. The runtime refuses it.`,
      range,
    );
  }
  const names = new Set(syscallNames());
  for (const rule of places.rules) checkRule(rule, places.list, names);
}

function checkTop(profile: SeccompProfile, { list, reader }: PlacedProfile): void {
  if (profile.defaultAction === "" && profile.syscalls.length === 0) {
    list.add(
      "no-filter",
      false,
      "The profile has neither a default action nor rules: the engine runs the container without any seccomp filter.",
      reader.range,
    );
  } else {
    checkAction(profile.defaultAction, "defaultAction", reader, list);
  }
  if (profile.architectures.length > 0 && profile.archMap.length > 0) {
    list.add(
      "architectures-and-arch-map",
      true,
      'The profile has both "architectures" and "archMap"; the engine refuses that. Keep "archMap".',
      reader.rangeOf("architectures"),
    );
  }
}

function checkAction(action: string, key: string, reader: ObjectReader, list: ProblemList): void {
  if (ACTIONS.has(action)) return;
  if (action === "") {
    list.add("missing-action", true, `"${key}" is missing; the container does not start.`, reader.rangeOf(key));
    return;
  }
  list.add(
    "unknown-action",
    true,
    `"${shown(action)}" is no action of seccomp, such as SCMP_ACT_ALLOW; the container does not start.`,
    reader.rangeOf(key),
  );
}

function checkRule(placed: PlacedRule, list: ProblemList, knownNames: ReadonlySet<string>): void {
  const { rule, reader } = placed;
  checkAction(rule.action, "action", reader, list);
  if (rule.hasName && rule.hasNames) {
    list.add(
      "name-and-names",
      true,
      'The rule has both "name" and "names"; the engine refuses that. Keep "names".',
      reader.rangeOf("name"),
    );
  }
  if (rule.names.length === 0)
    list.add("no-names", false, "The rule names no syscall, so it does nothing.", reader.range);
  for (const { value, range } of placed.names) {
    if (knownNames.has(value)) continue;
    const fatal = value === "";
    const message = fatal
      ? "A syscall name is empty; the container does not start."
      : `No syscall is called "${shown(value)}"; it is skipped.`;
    list.add("unknown-syscall", fatal, message, range);
  }
  for (const { reader: argumentReader, argument } of placed.args) {
    if (argument.index > LAST_ARGUMENT) {
      list.add(
        "bad-argument-index",
        true,
        "A syscall has the arguments 0 to 5; the container does not start.",
        argumentReader.rangeOf("index"),
      );
    }
    if (!OPERATORS.has(argument.op)) {
      list.add(
        "unknown-operator",
        true,
        `"${shown(argument.op)}" is no comparison of seccomp, such as SCMP_CMP_EQ; the container does not start.`,
        argumentReader.rangeOf("op"),
      );
    }
  }
  for (const conditions of placed.conditions) checkConditions(conditions, list);
}

function checkConditions({ caps, arches, minKernel }: PlacedRule["conditions"][number], list: ProblemList): void {
  for (const { value, range } of caps) {
    if (!knownCapabilities().has(value)) {
      list.add(
        "unknown-capability",
        false,
        `"${shown(value)}" is no capability (they are written like CAP_SYS_ADMIN), so the condition never holds.`,
        range,
      );
    }
  }
  for (const { value, range } of arches) {
    if (!CONDITION_ARCHITECTURES.has(value)) {
      list.add(
        "unknown-architecture",
        false,
        `"${shown(value)}" is no architecture of a condition (they are written like amd64), so it never holds.`,
        range,
      );
    }
  }
  if (minKernel && !KERNEL.test(minKernel.value)) {
    list.add(
      "bad-kernel",
      true,
      `"minKernel" is written like "4.8", not "${shown(minKernel.value)}"; the engine refuses it.`,
      minKernel.range,
    );
  }
}

let capabilities: ReadonlySet<string> | null = null;

function knownCapabilities(): ReadonlySet<string> {
  capabilities ??= allCapabilities();
  return capabilities;
}
