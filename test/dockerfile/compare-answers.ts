import { isImageMissing, type BuildkitAnswer } from "./buildkit-answer.js";
import type { OurAnswer } from "./our-answer.js";
import { isOutlineOf } from "./outline.js";

export interface Comparison {
  /** What BuildKit did with the file, for counting. */
  kind:
    "accepted" | "refused by the parser" | "refused later" | "not to be had (image)" | "no answer (BuildKit crashed)";
  /** What is not equal; empty when all is. */
  found: string[];
}

/**
 * Compares what can be compared: where BuildKit refused, only that we do; where an image was missing, all but the rest.
 */
export function differences(real: BuildkitAnswer, ours: OurAnswer): Comparison {
  if (real.outline === "crash") return { kind: "no answer (BuildKit crashed)", found: [] };
  const found = compareTargets(real, ours);
  if (isImageMissing(real)) {
    const unexpected =
      typeof ours.outline === "string" ? [] : real.images.filter((image) => !ours.images.includes(image));
    return {
      kind: "not to be had (image)",
      found: [...found, ...unexpected.map((image) => `image ${image} is not ours`)],
    };
  }
  if (typeof real.outline === "string") {
    if (typeof ours.outline !== "string") found.push(`BuildKit refuses: ${real.outline}`);
    return { kind: typeof real.targets === "string" ? "refused by the parser" : "refused later", found };
  }
  return { kind: "accepted", found: [...found, ...compareAccepted(real, ours)] };
}

function compareTargets(real: BuildkitAnswer, ours: OurAnswer): string[] {
  if (typeof real.targets === "string" && typeof ours.targets === "string") return [];
  return isEqual(real.targets, ours.targets)
    ? []
    : [`targets are ${JSON.stringify(real.targets)}, ours ${JSON.stringify(ours.targets)}`];
}

function compareAccepted(real: BuildkitAnswer, ours: OurAnswer): string[] {
  if (typeof ours.outline === "string") return [`BuildKit accepts, we have ${ours.outline}`];
  const found: string[] = [];
  if (!isOutlineOf(real.outline, ours.outline)) {
    const candidates = [...ours.outline].map(([name, entries]) => [name, ...entries]);
    found.push(`the outline is ${JSON.stringify(real.outline)}, ours ${JSON.stringify(candidates)}`);
  }
  if (!isEqual(real.images, ours.images))
    found.push(`images are ${JSON.stringify(real.images)}, ours ${JSON.stringify(ours.images)}`);
  // Some accepted files cannot be built: `RUN []` has no command.
  if (typeof real.steps !== "string" && !isEqual(real.steps, ours.steps)) {
    found.push(`steps are ${JSON.stringify(real.steps)}, ours ${JSON.stringify(ours.steps)}`);
  }
  return found;
}

function isEqual(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
