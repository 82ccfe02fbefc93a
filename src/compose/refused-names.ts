import { codePointName } from "../text/code-point-name.js";
import { PathTable, type PathCursor } from "./path-table.js";
import { placeOf } from "./place-of.js";
import type { Place } from "./project-problem.js";
import type { MapEntry, MapValue, Value } from "./value.js";

/** A key, or the project's name, for which Docker Compose refuses a file. */
export interface RefusedName extends Place {
  code: "refused-name" | "empty-key" | "name-not-a-text" | "foreign-key";
  message: string;
}

/** What the keys of a map are. */
interface KeyRule {
  /** What is called by such a key, for a message; null for a map of settings, whose keys only must not be empty. */
  named: string | null;
  /** Whether Compose takes what begins with `x-` for an extension, and then does not find it. */
  losesExtensions?: boolean;
  /** Whether the schema lists the keys; all are in ASCII, or extensions. */
  isListed?: boolean;
}

const settings: KeyRule = { named: null };
const listed: KeyRule = { named: null, isListed: true };

/**
 * Where Compose's schema restricts the keys of a map to a pattern: names, and keys of settings that must not be empty.
 * Asked of Docker Compose 2.40.3 (test/e2e/compose-names.test.ts), which takes any name below the top-level `networks` and
 * `models`.
 */
const keyRules = new PathTable<KeyRule>(
  [{ named: "A service" }, "services", "services.*.depends_on"],
  [
    listed, "services.*", "services.*.build", "services.*.deploy", "services.*.healthcheck", "services.*.logging", "networks.*",
    "volumes.*", "configs.*", "secrets.*",
  ],
  [{ named: "A volume" }, "volumes"],
  [{ named: "A config" }, "configs"],
  [{ named: "A secret" }, "secrets"],
  [{ named: "A network of a service", losesExtensions: true }, "services.*.networks"],
  [
    settings, "services.*.annotations", "services.*.environment", "services.*.extra_hosts", "services.*.labels", "services.*.sysctls",
    "services.*.build.additional_contexts", "services.*.build.args", "services.*.build.extra_hosts", "services.*.build.labels",
    "services.*.deploy.labels", "networks.*.labels", "networks.*.ipam.options", "volumes.*.labels", "configs.*.labels", "secrets.*.labels",
  ],
);

const plainKey = /^[ -~]*$/u;
const goodName = /^[a-zA-Z0-9._-]+$/u;

/** The names in the model of one document that Docker Compose refuses, whatever the rest of the project says. */
export function refusedNames(model: MapValue): RefusedName[] {
  const found: RefusedName[] = [];
  const visit = (value: Value, cursor: PathCursor<KeyRule>, key: string): void => {
    if (value.kind === "list" && cursor.value?.losesExtensions === true) found.push(...value.items.flatMap(lostItem));
    if (value.kind !== "map") return;
    for (const [name, entry] of value.entries) {
      const rule = cursor === keyRules.root ? listed : cursor.value;
      if (rule?.isListed === true) {
        if (!plainKey.test(name) && !name.startsWith("x-")) found.push(foreignKey(name, entry));
      } else if (rule !== undefined) found.push(...refusedKey(name, key, entry, rule));
      const inner = cursor.next(name);
      if (inner !== undefined) visit(entry.value, inner, name);
    }
  };
  visit(model, keyRules.root, "");
  return [...found, ...refusedProjectName(model.entries.get("name"))];
}

function refusedKey(name: string, parent: string, entry: MapEntry, { named, losesExtensions = false }: KeyRule): RefusedName[] {
  if (named === null) {
    // As the schema's `.+` has it, for which a line feed is none.
    if (/[^\n]/u.test(name)) return [];
    return [{ code: "empty-key", message: `A key of \`${parent}\` is empty, and Docker Compose refuses the file. Write a name before the colon, or remove the line.`, ...keyPlace(entry) }];
  }
  if (losesExtensions && name.startsWith("x-")) return [lostNetwork(name, keyPlace(entry))];
  if (goodName.test(name)) return [];
  const wrong = name === "" ? `${named} cannot have an empty name` : `${named} cannot be called \`${name}\``;
  const why = name.includes("$") ? "Variables are not replaced in keys, and a name" : "A name";
  const message = `${wrong}, and Docker Compose refuses the file. ${why} has letters from a to z and A to Z, digits, \`.\`, \`_\` and \`-\` alone. Rename it${adviceFor(name)}.`;
  return [{ code: "refused-name", message, ...keyPlace(entry) }];
}

/** A key that may look like one of the schema, and is another. */
function foreignKey(name: string, entry: MapEntry): RefusedName {
  const [foreign = ""] = /[^ -~]/u.exec(name) ?? [];
  const code = codePointName(foreign);
  // What is not seen, or is taken for a space.
  const hidden = /[\p{White_Space}\p{Cf}]/gu;
  const isSeen = foreign.replaceAll(hidden, "") !== "";
  const [what, advice] = isSeen ? [`\`${foreign}\` (${code})`, "Write the key in plain letters."] : [`${code}, which is not seen`, "Remove the character."];
  const message = `The key \`${name.replaceAll(hidden, "")}\` has the character ${what}: to Docker Compose it is a key that it does not know, and it refuses the file. ${advice}`;
  return { code: "foreign-key", message, ...keyPlace(entry) };
}

function lostItem(item: Value): RefusedName[] {
  const name = item.kind === "scalar" && item.content.type === "string" ? item.content.value : "";
  return name.startsWith("x-") ? [lostNetwork(name, placeOf(item))] : [];
}

function lostNetwork(name: string, place: Place): RefusedName {
  const message = `Docker Compose takes \`${name}\` for an extension here, since it begins with \`x-\`, finds no such network, and refuses the project. Rename the network here and under \`networks\`.`;
  return { code: "refused-name", message, ...place };
}

/** The nearest name that Compose takes, where one is left. */
function adviceFor(name: string): string {
  const better = (name.match(/[a-zA-Z0-9._-]+/gu) ?? []).join("-");
  return /[a-zA-Z0-9]/u.test(better) && !name.includes("$") ? `, to \`${better}\` for example, here and where it is used` : " here and where it is used";
}

/** A value of another type than text; texts are looked at where the name is chosen. */
function refusedProjectName(entry: MapEntry | undefined): RefusedName[] {
  if (entry === undefined) return [];
  const { value } = entry;
  if (value.kind === "scalar" && (value.content.type === "string" || value.template !== null)) return [];
  const isNothing = value.kind === "scalar" && value.content.type === "null";
  const wrong = isNothing ? "has no value" : `is ${value.kind === "scalar" ? "no text" : `a ${value.kind}`}`;
  const advice = isNothing ? "Write the project's name behind it, or remove the key" : value.kind === "scalar" ? "Put it in quotes" : "Write one name";
  return [{ code: "name-not-a-text", message: `\`name\` ${wrong}, and Docker Compose refuses the file. ${advice}.`, ...placeOf(value) }];
}

function keyPlace({ key: { file, node } }: MapEntry): Place {
  const { range, loc } = node.type === "YamlPair" ? node.key : node;
  return { file, range, loc };
}
