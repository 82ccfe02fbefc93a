import path from "node:path";
import type { RawConfiguration } from "../configuration/read-configuration.js";
import type { EngineSettings } from "./engine-answer.js";

/**
 * What to do for an engine of the flags where a configuration that is there is left as it is; null where no flag names one, or
 * the configuration says the same.
 * @param name The configuration as the user sees it.
 */
export function unwrittenEngine(flagged: EngineSettings | "auto" | null, found: RawConfiguration | null, name: string): string | null {
  if (flagged === null) return null;
  const place = found !== null && path.basename(found.file) === "package.json" ? `\`settings\` under \`compose-lint\` in ${name}` : `\`settings\` of ${name}`;
  if (flagged === "auto") return `The engine was not written: set \`engine\` in ${place} to what \`docker version --format '{{.Server.Version}}'\` prints where the services run.`;
  const current = new Map(Object.entries(Object((found?.value as { settings?: unknown } | undefined)?.settings) as object));
  const missing = Object.entries(flagged).filter(([setting, value]) => current.get(setting) !== value);
  if (missing.length === 0) return null;
  const values = missing.map(([setting, value]) => `\`${setting}\` to ${JSON.stringify(value)}`).join(" and ");
  return `The ${missing.map(([setting]) => setting).join(" and the ")} ${missing.length === 1 ? "was" : "were"} not written: set ${values} in ${place}.`;
}
