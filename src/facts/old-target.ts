import { engineReleases } from "../engine/engine-releases.js";
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

let newest: Target | null = null;

/** The newest release that is known, as the other end of what may run a project that declares no engine. */
export function newestTarget(): Target {
  if (newest !== null) return newest;
  const release = engineReleases().at(-1)?.version.release;
  const resolved = resolveTarget({ engine: release });
  if (!resolved.ok) throw new Error(`The newest release of the table of engines, ${release ?? "none"}, is not understood.`);
  newest = resolved.target;
  return newest;
}
