import { homedir } from "node:os";
import path from "node:path";
import { ProjectFile, type ProjectFileCache } from "../compose/project-file.js";
import type { FileSystem } from "../compose/file-system.js";
import { parseDockerfile } from "../dockerfile/parse.js";
import { resolveStages } from "../dockerfile/stages.js";
import { daemonAddress, type DaemonAddress } from "../engine/daemon-address.js";
import { DaemonRefusal, findDaemonImage, withImageFiles } from "../engine/read-image.js";
import { fileKindOf } from "../eslint/file-kind.js";
import { projectOfFile } from "../facts/project-services.js";
import { serviceFacts } from "../facts/service-facts.js";
import { inspectFiles } from "../image/inspect-files.js";
import type { InspectedImage, InspectedImages } from "../image/inspected-image.js";
import { canonicalReference, parseImageReference } from "../image/reference.js";
import type { LintInput } from "../lint/lint-files.js";
import { cacheFolder } from "./cache-folder.js";
import { ImageCache } from "./image-cache.js";
import type { Output } from "./output.js";
import { stoppedBySignals } from "./signals.js";
import { UsageError } from "./usage-error.js";

export interface InspectContext {
  fileSystem: FileSystem;
  variables: Readonly<Record<string, string | undefined>>;
  projectFiles: ProjectFileCache;
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
      for (const reference of referencesOf(inputs, context)) {
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

/** The images that decide about the C libraries of the files' services and stages, in full and each once. */
function referencesOf(inputs: readonly LintInput[], context: InspectContext): Set<string> {
  const references = new Set<string>();
  for (const { path: file, text } of inputs) {
    const texts = fileKindOf(file, text) === "compose" ? imagesOfServices(file, text, context) : imagesOfStages(text);
    for (const image of texts) {
      const parsed = parseImageReference(image);
      if (parsed.ok && parsed.reference.familiarName !== "scratch") references.add(canonicalReference(parsed.reference));
    }
  }
  return references;
}

function imagesOfServices(file: string, text: string, { fileSystem, variables, projectFiles }: InspectContext): string[] {
  const context = { fileSystem, variables, cache: projectFiles };
  const { project, services } = projectOfFile(new ProjectFile(file, text), context);
  return services
    .map((service) => serviceFacts(service, { folder: project.directory, fileSystem }).imageText)
    .filter((image) => image !== null);
}

function imagesOfStages(text: string): string[] {
  return resolveStages(parseDockerfile(text).ast).stages.flatMap(({ rootImage }) => {
    return rootImage.kind === "image" ? [rootImage.reference] : [];
  });
}
