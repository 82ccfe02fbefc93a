import type { TagHistory } from "../../src/image/tag-history.js";
import type { FloatingTags } from "./read-timeline.js";

/**
 * Images whose timeline is not used: it takes Groovy's name and ROS' "kinetic" and "lunar" for Ubuntu's codenames, and
 * the version in ArangoDB's folder `alpine/3.4` for Alpine's.
 */
const MISREAD_IMAGES = new Set(["groovy", "ros", "arangodb"]);

/**
 * Puts what another timeline knows before the first day that could be read.
 *
 * @returns the number of tags that gained something
 */
export function supplement(images: ReadonlyMap<string, Map<string, TagHistory>>, other: FloatingTags): number {
  let gained = 0;
  for (const [image, tags] of images) {
    if (MISREAD_IMAGES.has(image)) continue;
    for (const [tag, history] of other.get(image) ?? []) {
      const own = tags.get(tag);
      const joined = own === undefined ? null : joinHistories(history, own);
      if (joined === null) continue;
      tags.set(tag, joined);
      gained += 1;
    }
  }
  return gained;
}

/** Null where the other history says nothing of the time before. */
function joinHistories(other: TagHistory, own: TagHistory): TagHistory | null {
  const [first] = own.steps;
  if (first === undefined) return other.steps.length === 0 ? null : other;
  if (first.kind !== "by" || first.date === null) return null;
  const { date } = first;
  const earlier = other.steps.filter((step) => step.date !== null && step.date < date);
  if (earlier.length === 0) return null;
  const later = earlier.at(-1)?.release === first.release ? own.steps.slice(1) : own.steps;
  return { ...own, steps: [...earlier, ...later] };
}
