import type { ArchitectureEntry, ArgumentRule, RuleConditions, SeccompProfile, SyscallRule } from "./profile.js";

/** How a profile is laid out. */
export interface WriteOptions {
  /** Stands first in the file. Engines skip the key. */
  comment?: string;
}

const INDENT = "  ";
const WIDTH = 110;

/**
 * A profile as JSON text in Docker's form, the same bytes for the same profile. 64-bit numbers are written in full,
 * empty parts are left out, and lists of names fill lines, so that a person can review the file.
 */
export function profileText(profile: SeccompProfile, { comment }: WriteOptions = {}): string {
  const members = [
    ...(comment === undefined ? [] : [member("comment", JSON.stringify(comment))]),
    member("defaultAction", JSON.stringify(profile.defaultAction)),
    ...(profile.defaultErrnoRet === null ? [] : [member("defaultErrnoRet", String(profile.defaultErrnoRet))]),
    ...(profile.flags === null ? [] : [member("flags", strings(profile.flags))]),
    ...(profile.architectures.length === 0 ? [] : [member("architectures", strings(profile.architectures))]),
    ...(profile.archMap.length === 0 ? [] : [member("archMap", list(profile.archMap.map(architectureText)))]),
    member("syscalls", list(profile.syscalls.map(ruleText))),
  ];
  return `{\n${members.map((text) => INDENT + text).join(",\n")}\n}\n`;
}

function member(key: string, value: string): string {
  return `${JSON.stringify(key)}: ${value}`;
}

function list(items: readonly string[]): string {
  if (items.length === 0) return "[]";
  return `[\n${items.map((item) => INDENT + INDENT + item).join(",\n")}\n${INDENT}]`;
}

function strings(items: readonly string[]): string {
  return `[${items.map((item) => JSON.stringify(item)).join(", ")}]`;
}

/** Names on as many lines as they need, inside a rule. */
function nameList(names: readonly string[]): string {
  const lines = [""];
  for (const name of names) {
    const text = `${JSON.stringify(name)}, `;
    const last = lines.length - 1;
    if ((lines[last]?.length ?? 0) + text.length > WIDTH) lines.push(text);
    else lines[last] = `${lines[last] ?? ""}${text}`;
  }
  const text = lines
    .map((line) => line.trimEnd())
    .join(`\n${INDENT.repeat(4)}`)
    .replace(/,$/, "");
  return lines.length === 1 ? `[${text}]` : `[\n${INDENT.repeat(4)}${text}\n${INDENT.repeat(3)}]`;
}

function architectureText({ architecture, subArchitectures }: ArchitectureEntry): string {
  return `{${member("architecture", JSON.stringify(architecture))}, ${member("subArchitectures", strings(subArchitectures))}}`;
}

/** A rule as it stands in the list `syscalls` of a profile. */
export function ruleText(rule: SyscallRule): string {
  const single = rule.hasName && !rule.hasNames;
  const parts = [
    ...(rule.comment === null ? [] : [member("comment", JSON.stringify(rule.comment))]),
    single ? member("name", JSON.stringify(rule.names[0] ?? "")) : member("names", nameList(rule.names)),
    member("action", JSON.stringify(rule.action)),
    ...(rule.errnoRet === null ? [] : [member("errnoRet", String(rule.errnoRet))]),
    ...(rule.args.length === 0 ? [] : [member("args", `[${rule.args.map(argumentText).join(", ")}]`)]),
    ...conditionsMember("includes", rule.includes),
    ...conditionsMember("excludes", rule.excludes),
  ];
  const text = parts.join(", ");
  const lines = text.includes("\n") || text.length > WIDTH;
  return lines ? `{\n${INDENT.repeat(3)}${parts.join(`,\n${INDENT.repeat(3)}`)}\n${INDENT.repeat(2)}}` : `{${text}}`;
}

function argumentText({ index, value, valueTwo, op }: ArgumentRule): string {
  const second = valueTwo === 0n ? [] : [member("valueTwo", String(valueTwo))];
  const parts = [member("index", String(index)), member("value", String(value)), ...second];
  return `{${[...parts, member("op", JSON.stringify(op))].join(", ")}}`;
}

function conditionsMember(key: string, { caps, arches, minKernel }: RuleConditions): string[] {
  const parts = [
    ...(arches.length === 0 ? [] : [member("arches", strings(arches))]),
    ...(caps.length === 0 ? [] : [member("caps", strings(caps))]),
    ...(minKernel === null ? [] : [member("minKernel", JSON.stringify(minKernel))]),
  ];
  return parts.length === 0 ? [] : [member(key, `{${parts.join(", ")}}`)];
}
