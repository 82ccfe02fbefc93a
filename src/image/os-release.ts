import type { Distribution } from "./distribution.js";

/**
 * What `/etc/os-release` says, with the words that the tables have: Alpine's version without its patch level.
 * https://www.freedesktop.org/software/systemd/man/latest/os-release.html
 *
 * @returns null where it names no distribution
 */
export function parseOsRelease(text: string): Distribution | null {
  const fields = new Map<string, string>();
  for (const line of text.split("\n")) {
    const [, name, value] = /^([A-Z_]+)=(.*)$/.exec(line.trim()) ?? [];
    if (name !== undefined && value !== undefined) fields.set(name, unquoted(value));
  }
  const id = fields.get("ID") ?? "";
  if (!/^[a-z0-9._-]{1,64}$/.test(id)) return null;
  const version = word(fields.get("VERSION_ID"));
  // Alpine's edge calls itself by the coming version, with a word behind it.
  const isAlpine = id === "alpine";
  if (isAlpine && version?.includes("_") === true) return { id, version: null, codename: "edge" };
  return {
    id,
    version: isAlpine ? (/^\d+\.\d+/.exec(version ?? "")?.[0] ?? version) : version,
    codename: word(fields.get("VERSION_CODENAME")),
  };
}

function word(text: string | undefined): string | null {
  return text !== undefined && /^[\w.+~-]{1,64}$/.test(text) ? text : null;
}

function unquoted(value: string): string {
  const [, quoted] = /^(?:"(.*)"|'.*')$/.exec(value) ?? [];
  return quoted?.replaceAll(/\\(["$`\\])/g, "$1") ?? value.replaceAll("'", "");
}
