import type { FileConfig } from "../lint/lint-files.js";

/** Whether options of a rule are set, which are then to be checked. */
export function hasOptions({ rules = {} }: FileConfig): boolean {
  return Object.values(rules).some((entry) => Array.isArray(entry) && entry.length > 1);
}
