import { homedir } from "node:os";
import path from "node:path";
import { daemonAddress, type DaemonAddress } from "../engine/daemon-address.js";
import { DaemonRefusal, findDaemonImage, withImageFiles } from "../engine/read-image.js";
import { inspectFiles } from "../image/inspect-files.js";
import type { InspectedImage, InspectedImages } from "../image/inspected-image.js";
import { canonicalReference } from "../image/reference.js";
import type { LintInput } from "../lint/lint-files.js";
import { userCacheFolder } from "./cache-folder.js";
import { ImageCache } from "./image-cache.js";
import { referencesOf, type ReferenceContext } from "./image-references.js";
import type { Output } from "./output.js";
import { stoppedBySignals } from "./signals.js";
import { UsageError } from "./usage-error.js";

export interface InspectContext extends ReferenceContext {
  output: Output;
}

export interface ImageInspection {
  images: InspectedImages;
  /** Why some images were not inspected, and what to do; null where the daemon answered. */
  failure: string | null;
}

const WHAT_TO_DO = "Start it, get access to it, or name another with DOCKER_HOST or DOCKER_CONTEXT; or leave out --inspect-images.";

/** Milliseconds for one image: its files are a few megabytes. */
const TIME_PER_IMAGE = 30_000;

/**
 * Reads the release and C library of the images that files name, as the local daemon has them. Nothing is pulled and
 * nothing is run; what the daemon does not have, or does not answer for, is judged by its name, and said.
 * @throws UsageError if the surroundings name no daemon that there could be.
 */
export async function inspectImages(inputs: readonly LintInput[], context: InspectContext): Promise<ImageInspection> {
  const surroundings = { env: context.variables, homeFolder: homedir(), platform: process.platform };
  const found = daemonAddress(surroundings);
  if (!found.ok) throw new UsageError(found.problem.message);
  const kept = userCacheFolder(context.variables, homedir(), process.platform);
  const cache = new ImageCache(kept === null ? null : path.join(kept, "compose-lint", "images.json"));
  const images: Record<string, InspectedImage> = {};
  const missing: string[] = [];
  const waiting = referencesOf(inputs, context).map(canonicalReference);
  let failure: string | null = null;
  try {
    await stoppedBySignals(async (stop) => {
      for (let reference = waiting[0]; reference !== undefined; reference = waiting[0]) {
        const image = await inspect(reference, found.address, cache, stop);
        if (image === null) missing.push(reference);
        else images[reference] = image;
        waiting.shift();
      }
    });
  } catch (error) {
    if (!(error instanceof DaemonRefusal)) throw error;
    failure = `Not inspected, so judged by name and tag: ${waiting.join(", ")}. ${error.problem.message} ${WHAT_TO_DO}`;
  } finally {
    cache.save();
  }
  if (missing.length > 0) context.output.tell(`Not on the daemon, so judged by name: ${missing.join(", ")}.\n`);
  return { images, failure };
}

async function inspect(reference: string, address: DaemonAddress, cache: ImageCache, stop: AbortSignal): Promise<InspectedImage | null> {
  const signal = AbortSignal.any([AbortSignal.timeout(TIME_PER_IMAGE), stop]);
  const answer = await findDaemonImage(reference, address, signal);
  if (!answer.ok) throw new DaemonRefusal(answer.problem);
  const { image } = answer;
  if (image === null) return null;
  const { id, architecture, entrypoint, command } = image;
  let findings = cache.get(id);
  if (findings === undefined) {
    findings = await withImageFiles(id, address, signal, (files) => inspectFiles(files, architecture));
    cache.set(id, findings);
  }
  return { id, ...findings, entrypoint, command };
}
