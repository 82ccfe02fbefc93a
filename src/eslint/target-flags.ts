import type { LintSettings } from "./settings.js";

const targetSettings = ["engine", "host", "runc", "libseccomp", "arch"] as const;

/** The flags of the command line that declare the same engines as the settings, each with a space before it. */
export function targetFlags(settings: LintSettings): string {
  return targetSettings
    .map((name) => ({ name, value: settings[name] }))
    .map(({ name, value }) => (value === undefined ? "" : ` --${name} ${quoted(value)}`))
    .join("");
}

function quoted(value: string): string {
  return /^[\w.:+~-]+$/u.test(value) ? value : `'${value.replaceAll("'", String.raw`'\''`)}'`;
}
