import type { LintSettings } from "../eslint/settings.js";

/**
 * Settings with later ones over them. What describes an engine belongs together: who names another engine or host gets
 * nothing of the former one. Of images the later patterns come first, since the first that fits counts.
 */
export function mergeSettings(earlier: LintSettings, later: LintSettings): LintSettings {
  const isOtherHost = later.engine !== undefined || later.host !== undefined;
  const merged = { ...(isOtherHost ? withoutHost(earlier) : earlier), ...later };
  const images = { ...later.images, ...earlier.images, ...later.images };
  return Object.keys(images).length === 0 ? merged : { ...merged, images };
}

function withoutHost({ profilePath, swarm, images, date }: LintSettings): LintSettings {
  return Object.fromEntries(Object.entries({ profilePath, swarm, images, date }).filter(([, value]) => value !== undefined));
}
