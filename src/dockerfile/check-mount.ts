import type { Flag } from "./ast.js";
import { folderDepth } from "./folder-depth.js";
import { isGoBoolean } from "./go-boolean.js";
import { mountFields, type MountField } from "./mount-fields.js";

const TYPES = ["bind", "cache", "tmpfs", "secret", "ssh"];
const SHARING = ["shared", "private", "locked"];

/** The fields of a mount by the name that they count under. */
interface Mount {
  type: string;
  values: Map<string, string>;
}

/** Expands variables; null when that fails or when a value is not known. */
export type MountExpander = (text: string) => string | null;

/**
 * What is wrong with `RUN --mount=...` once its variables are expanded, after BuildKit's rules; null when nothing is,
 * or when a value is not known. `workdirDepth` is how many folders deep the working folder is, null when that is not
 * known.
 */
export function checkMount(flag: Flag, expand: MountExpander, workdirDepth: number | null): string | null {
  const mount: Mount = { type: "bind", values: new Map() };
  for (const field of mountFields(flag) ?? []) {
    const fault = field.value === null ? takeWord(mount, field) : takeField(mount, field, expand(field.value));
    if (fault === "unknown") return null;
    if (fault !== null) return fault;
  }
  return checkCombination(mount) ?? checkTarget(mount, workdirDepth);
}

function takeWord(mount: Mount, { key }: MountField): string | null {
  if (["readonly", "ro", "readwrite", "rw"].includes(key)) return null;
  if (key !== "required") return `The mount option "${key}" needs a value: write ${key}=VALUE.`;
  return isSecretOrSsh(mount) ? null : notForType(mount, key);
}

function isSecretOrSsh({ type }: Mount): boolean {
  return type === "secret" || type === "ssh";
}

function notForType({ type }: Mount, key: string): string {
  return `The mount option "${key}" is not for mounts of type ${type}. The type must come before it.`;
}

const ALIASES: Readonly<Record<string, string>> = {
  src: "source",
  dst: "target",
  destination: "target",
  ro: "readonly",
  readwrite: "readonly",
  rw: "readonly",
};

function takeField(mount: Mount, { key }: MountField, value: string | null): string | null {
  const name = Object.hasOwn(ALIASES, key) ? (ALIASES[key] ?? key) : key;
  if (!OPTIONS.has(name)) return `There is no mount option "${key}".`;
  if (value === null) return "unknown";
  const fault = checkValue(mount, name, key, value);
  if (fault !== null) return fault;
  if (name === "type") mount.type = value.toLowerCase();
  else mount.values.set(name, value);
  return null;
}

const OPTIONS = new Set([
  "type",
  "from",
  "source",
  "target",
  "readonly",
  "required",
  "size",
  "id",
  "sharing",
  "mode",
  "uid",
  "gid",
  "env",
]);

function checkValue(mount: Mount, name: string, key: string, value: string): string | null {
  switch (name) {
    case "type":
      return TYPES.includes(value.toLowerCase())
        ? null
        : `"${value}" is not a type of mount; there are ${TYPES.join(", ")}.`;
    case "readonly":
      return isGoBoolean(value) ? null : notBoolean(key, value);
    case "required":
      if (!isSecretOrSsh(mount)) return notForType(mount, key);
      return isGoBoolean(value) ? null : notBoolean(key, value);
    case "size":
      if (mount.type !== "tmpfs") return notForType(mount, key);
      return isSize(value) ? null : `"${value}" is not a size such as 64m.`;
    case "sharing":
      return SHARING.includes(value.toLowerCase())
        ? null
        : `sharing cannot be "${value}"; it is ${SHARING.join(", ")}.`;
    case "mode":
      return isNumber(value, 8) ? null : `mode must be an octal number such as 0600, not "${value}".`;
    case "uid":
    case "gid":
      return isNumber(value, 10) ? null : `${name} must be a number, not "${value}".`;
    default:
      return null;
  }
}

/** Whether github.com/docker/go-units takes the text as a size: a number, and a unit such as `m`, `MB` or `MiB`. */
function isSize(text: string): boolean {
  return /^\+?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:e[+-]?[0-9]+)? ?(?:b|[kmgtp](?:i?b)?)?$/i.test(text);
}

function notBoolean(key: string, value: string): string {
  return `The mount option "${key}" must be true or false, not "${value}".`;
}

function isNumber(text: string, base: 8 | 10): boolean {
  const digits = base === 8 ? /^[0-7]+$/ : /^[0-9]+$/;
  return digits.test(text) && Number.parseInt(text, base) < 2 ** 32;
}

function checkCombination({ type, values }: Mount): string | null {
  const has = (name: string): boolean => (values.get(name) ?? "") !== "";
  if (!["secret", "ssh", "cache"].includes(type)) {
    for (const name of ["mode", "uid", "gid"]) {
      if (values.has(name)) return `The mount option "${name}" is not for mounts of type ${type}.`;
    }
  }
  if (type === "secret") {
    if (has("from")) return "A secret mount takes no from.";
    if (has("sharing")) return "A secret mount takes no sharing.";
    if (!has("source") && !has("target") && !has("id"))
      return "A secret mount needs an id: write --mount=type=secret,id=NAME.";
    if (has("source") && has("id")) return "A secret mount takes a source or an id, not both.";
  }
  return has("sharing") && type !== "cache" ? `Only a cache mount takes sharing, not one of type ${type}.` : null;
}

function checkTarget({ type, values }: Mount, workdirDepth: number | null): string | null {
  if (isSecretOrSsh({ type, values })) return null;
  const target = values.get("target") ?? "";
  const isAbsolute = target.startsWith("/");
  if (!isAbsolute && workdirDepth === null) return null;
  if (folderDepth(target, isAbsolute ? 0 : (workdirDepth ?? 0)) > 0) return null;
  return "A mount cannot be on the root folder: give it a target.";
}
