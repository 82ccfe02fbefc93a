// Writes src/data/seccomp-profiles.txt: the default seccomp profiles of all Docker Engine releases in one table.
//
//   node --import tsx tools/seccomp-profiles.ts SOURCE
//
// SOURCE is a git clone of moby/moby with tags, or a folder with the distinct profiles and an index.json
// ({profiles: [{file, releases}]}). To add the next release, run it on a newer clone (and tools/engine-releases.ts too).
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { engineCodeOf1x } from "./engine-code-1x.js";
import { type DistinctProfile, distinctProfiles } from "./moby-tags.js";
import type { RawProfile, RawRule } from "./raw-profile.js";

const OUTPUT = new URL("../src/data/seccomp-profiles.txt", import.meta.url);

function readSource(source: string): DistinctProfile[] {
  const index = path.join(source, "index.json");
  if (!existsSync(index)) return distinctProfiles(source);
  const { profiles } = JSON.parse(readFileSync(index, "utf8")) as { profiles: { file: string; releases: string[] }[] };
  return profiles.map(({ file, releases }) => ({
    name: releases[0] ?? "",
    releases,
    text: readFileSync(path.join(source, file), "utf8"),
  }));
}

/** The part of a rule that is not its names, in one spelling. */
function conditionsOf(rule: RawRule): string {
  const args = (rule.args ?? []).map(({ index, value, valueTwo, op }) => [index, value, valueTwo ?? 0, op]);
  return JSON.stringify({
    action: rule.action,
    ...(rule.errnoRet !== undefined && { errnoRet: rule.errnoRet }),
    ...(args.length > 0 && { args }),
    ...filled("includes", rule.includes),
    ...filled("excludes", rule.excludes),
  });
}

function filled(key: string, conditions: RawRule["includes"]): Record<string, unknown> {
  const kept = Object.entries(conditions ?? {}).filter(([, value]: [string, string | string[]]) => value.length > 0);
  return kept.length === 0 ? {} : { [key]: Object.fromEntries(kept) };
}

function headOf(profile: RawProfile): string {
  const archMap = (profile.archMap ?? []).map((entry) => [entry.architecture, ...(entry.subArchitectures ?? [])]);
  return JSON.stringify({
    defaultAction: profile.defaultAction,
    ...(profile.defaultErrnoRet !== undefined && { defaultErrnoRet: profile.defaultErrnoRet }),
    ...(profile.architectures !== undefined && { architectures: profile.architectures }),
    ...(archMap.length > 0 && { archMap }),
  });
}

/** `0-3,7` for {0, 1, 2, 3, 7}. */
function ranges(indexes: readonly number[]): string {
  const parts: [number, number][] = [];
  for (const index of indexes) {
    const last = parts.at(-1);
    if (last?.[1] === index - 1) last[1] = index;
    else parts.push([index, index]);
  }
  return parts.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(",");
}

function addTo<K>(map: Map<K, number[]>, key: K, index: number): void {
  const list = map.get(key) ?? [];
  if (list.at(-1) !== index) list.push(index);
  map.set(key, list);
}

function encode(profiles: readonly { name: string; profile: RawProfile }[]): string[] {
  const heads = new Map<string, number[]>();
  const rules = new Map<string, Map<string, number[]>>();
  profiles.forEach(({ profile }, index) => {
    addTo(heads, headOf(profile), index);
    for (const rule of profile.syscalls) {
      const conditions = conditionsOf(rule);
      const names = rules.get(conditions) ?? new Map<string, number[]>();
      rules.set(conditions, names);
      for (const name of rule.names ?? [rule.name ?? ""]) addTo(names, name, index);
    }
  });
  const lines = [`profiles\t${profiles.map(({ name }) => name).join(" ")}`];
  for (const [head, indexes] of heads) lines.push(`head\t${ranges(indexes)}\t${head}`);
  for (const [conditions, names] of rules) {
    lines.push(`rule\t${conditions}`);
    const byRanges = new Map<string, string[]>();
    for (const [name, indexes] of names) {
      const key = ranges(indexes);
      byRanges.set(key, [...(byRanges.get(key) ?? []), name]);
    }
    for (const [key, group] of byRanges) lines.push(`${key}\t${group.sort().join(" ")}`);
  }
  return lines;
}

function main(): void {
  const source = process.argv[2];
  if (source === undefined) {
    process.stderr.write("usage: tools/seccomp-profiles.ts MOBY_CHECKOUT | FOLDER\n");
    process.exit(2);
  }
  const published = readSource(source).map(({ name, text }) => ({
    name,
    profile: JSON.parse(text) as RawProfile,
  }));
  const date = new Date().toISOString().slice(0, 10);
  const lines = encode([...published, ...engineCodeOf1x(published)]);
  const header = [
    `# The default seccomp profiles of Docker Engine, each named after the first release that has it. A rule's conditions`,
    `# are followed by the names under them, by the numbers of the profiles that have them. "NAME/code" is what an engine`,
    `# of that release does where its published file says less. Source: profiles/seccomp/default.json at the tags of`,
    `# moby/moby (Apache-2.0), read ${date} by tools/seccomp-profiles.ts.`,
  ];
  writeFileSync(OUTPUT, [...header, ...lines, ""].join("\n"));
  process.stdout.write(`${published.length} distinct profiles\n`);
}

main();
