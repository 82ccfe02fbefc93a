import { homedir } from "node:os";
import path from "node:path";
import { daemonAddress, type DaemonAddress } from "../engine/daemon-address.js";
import { DaemonRefusal, findDaemonImage, withImageFiles } from "../engine/read-image.js";
import { inspectFiles } from "../image/inspect-files.js";
import type { InspectedImage, InspectedImages } from "../image/inspected-image.js";
import { canonicalReference } from "../image/reference.js";
import type { LintInput } from "../lint/lint-files.js";
import { cacheFolder } from "./cache-folder.js";
import { ImageCache } from "./image-cache.js";
import { referencesOf, type ReferenceContext } from "./image-references.js";
import type { Output } from "./output.js";
import { stoppedBySignals } from "./signals.js";
import { UsageError } from "./usage-error.js";

export interface InspectContext extends ReferenceContext {
  output: Output;
}

/** Milliseconds for one image: its files are a few megabytes. */
const TIME_PER_IMAGE = 30_000;

/**
 * Reads the release and C library of the images that files name, as the local daemon has them. Nothing is pulled and
 * nothing is run; what the daemon does not have is judged by its name, and said.
 * @throws UsageError if the daemon does not answer.
 */
export async function inspectImages(inputs: readonly LintInput[], context: InspectContext): Promise<InspectedImages> {
  const surroundings = { env: context.variables, homeFolder: homedir(), platform: process.platform };
  const found = daemonAddress(surroundings);
  if (!found.ok) throw new UsageError(found.problem.message);
  const cache = new ImageCache(path.join(cacheFolder(context.variables, homedir(), process.platform), "images.json"));
  const images: Record<string, InspectedImage> = {};
  const missing: string[] = [];
  try {
    await stoppedBySignals(async (stop) => {
      for (const reference of referencesOf(inputs, context).map(canonicalReference)) {
        const image = await inspect(reference, found.address, cache, stop);
        if (image === null) missing.push(reference);
        else images[reference] = image;
      }
    });
  } catch (error) {
    throw error instanceof DaemonRefusal ? new UsageError(error.problem.message) : error;
  } finally {
    cache.save();
  }
  if (missing.length > 0) context.output.tell(`Not on the daemon, so judged by name: ${missing.join(", ")}.\n`);
  return images;
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
