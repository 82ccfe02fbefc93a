import path from "node:path";
import { projectFileNames } from "../compose/discover.js";
import type { PlannedFile, ProfilePlan } from "./profile-plan.js";
import type { ServiceModel } from "./service-model.js";

type GoodPlan = ProfilePlan & { ok: true };

/** A profile that an entry of a Compose file names, in the folder of each project that runs what the file writes. */
export interface PlacedProfile {
  ok: true;
  /** The entry for `security_opt`. */
  entry: string;
  /** In the folder of the first service. */
  first: GoodPlan;
  /** The absolute paths of the profiles. */
  files: string[];
  /** Those that must be written first. */
  writes: PlannedFile[];
}

/**
 * Plans the profile of an entry that services of a file get. Docker Compose looks for it in the folder of the project that is
 * run, so that a file which others include, or which is a project of its own too, needs it in several.
 *
 * @param file the Compose file, absolute
 * @param planIn the plan for a profile in a folder
 */
export function placeProfile(
  file: string,
  services: readonly [Pick<ServiceModel, "folder">, ...Pick<ServiceModel, "folder">[]],
  planIn: (folder: string) => ProfilePlan,
): PlacedProfile | (ProfilePlan & { ok: false }) {
  const first = planIn(services[0].folder);
  if (!first.ok) return first;
  const plans = [first];
  const folders = new Set(services.map(({ folder }) => folder));
  for (const folder of folders) {
    if (folder === services[0].folder) continue;
    const plan: ProfilePlan = planIn(folder);
    if (!plan.ok) return plan;
    plans.push(plan);
  }
  const own = path.dirname(file);
  if (projectFileNames.includes(path.basename(file)) && !folders.has(own)) {
    const plan = planIn(own);
    // Nobody asked for that project: what stands in the way there does not keep this one from being mended.
    if (plan.ok) plans.push(plan);
  }
  return { ok: true, entry: first.entry, first, files: plans.map((plan) => plan.file), writes: plans.flatMap(({ write }) => write ?? []) };
}
