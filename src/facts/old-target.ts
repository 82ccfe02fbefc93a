import { resolveTarget, type Target } from "../engine/target.js";

// The last release whose profile lacks the answer for clone3, with the runc of its time and a current libseccomp.
const LAST_ENGINE_WITHOUT_CLONE3 = "20.10.9";
let target: Target | null = null;

/** The target that stands for "an older engine" where a project declares none. */
export function oldTarget(): Target {
  if (target !== null) return target;
  const resolved = resolveTarget({ engine: LAST_ENGINE_WITHOUT_CLONE3 });
  if (!resolved.ok) throw new Error(`The table of engines lacks ${LAST_ENGINE_WITHOUT_CLONE3}.`);
  target = resolved.target;
  return target;
}
