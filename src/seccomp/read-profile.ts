import { BYTE_ORDER_MARK } from "../text/byte-order-mark.js";
import { LineIndex } from "../text/line-index.js";
import { checkProfile } from "./check-profile.js";
import { type JsonNode, readJson } from "./json-tree.js";
import { ObjectReader, ProblemList } from "./object-reader.js";
import { noConditions, type RuleConditions, type SeccompProfile } from "./profile.js";
import type { Placed, PlacedRule } from "./placed-profile.js";
import type { ProfileProblem } from "./profile-problem.js";

export interface ProfileResult {
  /** null where the text is no profile at all. */
  profile: SeccompProfile | null;
  problems: ProfileProblem[];
}

/** Docker's own profiles have some 14,000 characters; nothing sensible comes near this. */
const MAXIMUM_LENGTH = 4_000_000;

const PROFILE_KEYS = [
  "defaultAction",
  "defaultErrnoRet",
  "architectures",
  "archMap",
  "syscalls",
  "flags",
  "listenerPath",
  "listenerMetadata",
  // Not Docker's: where a profile says what it is. Engines skip it.
  "comment",
];
const RULE_KEYS = ["name", "names", "action", "errnoRet", "args", "comment", "includes", "excludes"];
const ARGUMENT_KEYS = ["index", "value", "valueTwo", "op"];
const CONDITION_KEYS = ["caps", "arches", "minKernel"];
const ARCH_MAP_KEYS = ["architecture", "subArchitectures"];

/**
 * Reads a seccomp profile in Docker's JSON form. Whatever the text is, the answer is a profile or problems with their
 * places; it never throws. Read as Go's decoder in moby reads it (keys in any case, null for nothing).
 */
export function readProfile(text: string): ProfileResult {
  const list = new ProblemList(new LineIndex(text.length > MAXIMUM_LENGTH ? "" : text));
  const root = readRoot(text, list);
  if (root === null) return { profile: null, problems: list.problems };
  const profile = profileOf(root, list);
  return { profile: list.broken ? null : profile, problems: list.problems };
}

function readRoot(text: string, list: ProblemList): JsonNode | null {
  if (text.length > MAXIMUM_LENGTH) {
    const megabytes = Math.round(text.length / 1_000_000);
    const message = `The file has ${megabytes} MB and is not read: a seccomp profile has some kB. Is it the right file?`;
    list.add("profile-too-large", true, message, [0, 0]);
    return null;
  }
  if (text.trim() === "") {
    list.add("profile-empty", true, "The file is empty, so it is no seccomp profile. The engine refuses it.", [0, 0]);
    return null;
  }
  if (text.startsWith(BYTE_ORDER_MARK)) {
    list.add(
      "profile-not-json",
      true,
      "The file starts with a byte order mark, which the engine refuses. Save it as plain UTF-8.",
      [0, 1],
    );
    return null;
  }
  const json = readJson(text);
  if (!json.ok) {
    list.add("profile-not-json", true, `The file is not JSON: ${json.message}. The engine refuses it.`, json.range);
    return null;
  }
  if (json.root.kind === "object") return json.root;
  list.add(
    "profile-not-an-object",
    true,
    "A seccomp profile is a JSON object; this file holds something else.",
    json.root.range,
  );
  return null;
}

function profileOf(root: JsonNode, list: ProblemList): SeccompProfile {
  const reader = new ObjectReader(root, "the profile", PROFILE_KEYS, list);
  const rules = reader.items("syscalls").map((node) => readRule(node, list));
  const architectures = reader.strings("architectures");
  const archMap = reader.items("archMap").map((node) => readArchitectureEntry(node, list));
  const profile: SeccompProfile = {
    defaultAction: reader.string("defaultAction") ?? "",
    defaultErrnoRet: errno(reader, "defaultErrnoRet"),
    architectures: architectures.map(({ value }) => value),
    archMap: archMap.map(({ architecture, subArchitectures }) => ({
      architecture: architecture.value,
      subArchitectures: subArchitectures.map(({ value }) => value),
    })),
    syscalls: rules.map(({ rule }) => rule),
    flags: reader.has("flags") ? reader.strings("flags").map(({ value }) => value) : null,
  };
  checkProfile(profile, {
    list,
    reader,
    rules,
    architectures: [...architectures, ...archMap.flatMap((entry) => [entry.architecture, ...entry.subArchitectures])],
  });
  return profile;
}

function readRule(node: JsonNode, list: ProblemList): PlacedRule {
  const reader = new ObjectReader(node, "a rule", RULE_KEYS, list);
  const name = reader.string("name") ?? "";
  const names = reader.strings("names");
  const placed = name === "" ? names : [{ value: name, range: reader.rangeOf("name") }, ...names];
  const args = reader.items("args").map((argument) => readArgument(argument, list));
  const includes = readConditions(reader.object("includes"), list);
  const excludes = readConditions(reader.object("excludes"), list);
  return {
    rule: {
      names: placed.map(({ value }) => value),
      hasName: name !== "",
      hasNames: names.length > 0,
      action: reader.string("action") ?? "",
      errnoRet: errno(reader, "errnoRet"),
      args: args.map(({ argument }) => argument),
      includes: includes.model,
      excludes: excludes.model,
      comment: reader.string("comment"),
    },
    reader,
    names: placed,
    args,
    conditions: [includes.places, excludes.places],
  };
}

function readArgument(node: JsonNode, list: ProblemList): PlacedRule["args"][number] {
  const reader = new ObjectReader(node, "an argument", ARGUMENT_KEYS, list);
  const index = reader.integer("index") ?? 0n;
  return {
    reader,
    argument: {
      // Only 0 to 5 are valid; a number beyond the safe ones is as wrong as any other.
      index: index > 0xffffffffn ? 0xffffffff : Number(index),
      value: reader.integer("value") ?? 0n,
      valueTwo: reader.integer("valueTwo") ?? 0n,
      op: reader.string("op") ?? "",
    },
  };
}

function readConditions(
  node: JsonNode | null,
  list: ProblemList,
): { model: RuleConditions; places: PlacedRule["conditions"][number] } {
  if (node === null) return { model: noConditions(), places: { caps: [], arches: [], minKernel: null } };
  const reader = new ObjectReader(node, "a condition", CONDITION_KEYS, list);
  const [caps, arches] = [reader.strings("caps"), reader.strings("arches")];
  const kernel = reader.string("minKernel") ?? "";
  const minKernel = kernel === "" ? null : { value: kernel, range: reader.rangeOf("minKernel") };
  return {
    model: {
      caps: caps.map(({ value }) => value),
      arches: arches.map(({ value }) => value),
      minKernel: minKernel?.value ?? null,
    },
    places: { caps, arches, minKernel },
  };
}

function readArchitectureEntry(
  node: JsonNode,
  list: ProblemList,
): { architecture: Placed; subArchitectures: Placed[] } {
  const reader = new ObjectReader(node, "an archMap entry", ARCH_MAP_KEYS, list);
  return {
    architecture: { value: reader.string("architecture") ?? "", range: reader.rangeOf("architecture") },
    subArchitectures: reader.strings("subArchitectures"),
  };
}

function errno(reader: ObjectReader, key: string): number | null {
  const value = reader.integer(key);
  return value === null ? null : Number(value & 0xffffffffn);
}
