import type { YamlScalar } from "../compose/ast.js";
import { reachedPaths } from "../compose/reached-paths.js";
import { Attached } from "../memory/attached.js";

/** The keys of a service below which a fix that names another image changes values. */
export const imageKeys = ["image", "build"] as const;

/** The same for fixes of limits. */
export const limitKeys = ["pids_limit", "mem_limit", "memswap_limit", "mem_reservation", "ulimits", "deploy"] as const;

/**
 * Whether a fix that is meant to change some keys of services may change a value at a path. What an extension field holds
 * has an effect only through anchors, where it is seen too.
 */
export function isMeantPath([first = "", , key = ""]: readonly string[], meant: { has(key: string): boolean }): boolean {
  return first.startsWith("x-") || (first === "services" && (meant.has(key) || key.startsWith("x-")));
}

// Each service that gets a value through an anchor asks the same of it.
const known = new Attached<YamlScalar, Map<readonly string[], boolean>>();

/** Whether a scalar can be replaced without a change of another key, which may have it through an anchor. */
export function isOnlyAt(scalar: YamlScalar, keys: readonly string[]): boolean {
  const paths = reachedPaths(scalar);
  if (paths.length === 1) return true;
  const answers = known.get(scalar) ?? new Map<readonly string[], boolean>();
  known.set(scalar, answers);
  let answer = answers.get(keys);
  if (answer === undefined) {
    const meant = new Set(keys);
    answer = paths.every((path) => isMeantPath(path, meant));
    answers.set(keys, answer);
  }
  return answer;
}
