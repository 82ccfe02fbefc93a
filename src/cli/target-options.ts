import type { LintSettings } from "../eslint/settings.js";
import { resolveTarget } from "../engine/target.js";
import type { Arguments } from "./arguments.js";
import type { FlagName } from "./flags.js";
import { UsageError } from "./usage-error.js";

const settingFlags = ["engine", "runc", "libseccomp", "arch"] as const satisfies readonly FlagName[];

/**
 * The settings that the flags give.
 * @throws UsageError if they name no engine that exists.
 */
export function settingsOf(given: Arguments): LintSettings {
  const settings: LintSettings = {};
  for (const name of settingFlags) {
    const value = given.values.get(name)?.[0];
    if (value !== undefined) settings[name] = value;
  }
  if (settings.engine === undefined && Object.keys(settings).length > 0) {
    throw new UsageError("--runc, --libseccomp and --arch describe the host of an engine: give --engine too.");
  }
  if (settings.engine !== undefined) {
    const resolved = resolveTarget(settings);
    if (!resolved.ok) throw new UsageError(resolved.problem.message);
  }
  return settings;
}
