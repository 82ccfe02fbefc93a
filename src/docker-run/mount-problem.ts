import { parseByteSize } from "../compose/byte-size.js";
import { isGoBoolean } from "../dockerfile/go-boolean.js";
import { keyAndValue, splitRecord } from "../dockerfile/mount-fields.js";
import { quoted } from "./quoted.js";

const switches: ReadonlySet<string> = new Set(["readonly", "ro", "volume-nocopy", "bind-nonrecursive"]);
const texts: ReadonlySet<string> = new Set([
  ...["type", "source", "src", "target", "dst", "destination", "consistency", "bind-propagation", "image-subpath"],
  ...["volume-subpath", "volume-label", "volume-driver", "volume-opt"],
]);
const targets: ReadonlySet<string> = new Set(["target", "dst", "destination"]);
const recursions: ReadonlySet<string> = new Set(["enabled", "disabled", "writable", "readonly"]);
/** Fields whose names begin so are for mounts of this type alone. */
const families = ["volume", "bind", "image", "tmpfs"] as const;

/**
 * Why the docker client refuses the value of `--mount`, as the end of a sentence; null where it takes it. Source: docker/cli,
 * opts/mount.go; seen with the client 28.2.
 */
export function mountProblem(value: string): string | null {
  const fields = splitRecord(value);
  if (fields === null) return `takes fields such as type=bind,src=/a,dst=/b, not ${quoted(value)}`;
  const pairs = fields.map(({ text }) => ({ text, ...keyAndValue(text) }));
  for (const { text, key, value: field } of pairs) {
    const problem = fieldProblem(key, field, text);
    if (problem !== null) return problem;
  }
  if (!pairs.some(({ key, value: field }) => targets.has(key) && field !== "")) return `takes the path in the container too, as dst=PATH, which ${quoted(value)} lacks`;
  const type = (pairs.findLast(({ key }) => key === "type")?.value ?? "volume").toLowerCase();
  const foreign = pairs.find(({ key }) => families.some((family) => family !== type && key.startsWith(`${family}-`)));
  return foreign === undefined ? null : `has no field ${quoted(foreign.key)} for the type ${quoted(type)}`;
}

function fieldProblem(key: string, field: string | null, text: string): string | null {
  if (switches.has(key)) return field === null || isGoBoolean(field) ? null : `takes true or false for ${key}, not ${quoted(field)}`;
  if (!texts.has(key) && key !== "bind-recursive" && key !== "tmpfs-size" && key !== "tmpfs-mode") return `has no field ${quoted(key)}`;
  if (field === null) return `takes ${key}=VALUE, not ${quoted(text)}`;
  if (key === "bind-recursive" && !recursions.has(field) && !isGoBoolean(field)) return `takes ${[...recursions].join(", ")} for ${key}, not ${quoted(field)}`;
  if (key === "tmpfs-size" && parseByteSize(field) === null) return `takes a size such as 64m for ${key}, not ${quoted(field)}`;
  return key === "tmpfs-mode" && !/^[0-7]+$/u.test(field) ? `takes an octal number such as 1777 for ${key}, not ${quoted(field)}` : null;
}
