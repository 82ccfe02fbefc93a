import { ProjectFileCache } from "../compose/project-file.js";
import type { LintSettings } from "../eslint/settings.js";
import type { Arguments } from "./arguments.js";
import type { ReadFiles } from "./image-fit.js";

export interface WithImages {
  withImages: (settings: LintSettings) => LintSettings;
  /** A line where the daemon did not answer. */
  failures: string[];
}

/**
 * Adds to settings, with `--inspect-images`, what the local daemon has of the images that the files name; settings that
 * are the same object stay so.
 * @throws UsageError if the surroundings name no daemon that there could be.
 */
export async function withInspectedImages(
  given: Arguments,
  { inputs, fileSystem, variables, output }: ReadFiles,
): Promise<WithImages> {
  if (!given.switches.has("inspect-images")) return { withImages: (settings) => settings, failures: [] };
  // Hardly a run asks for it, so that the rest of them does not load it.
  const { inspectImages } = await import("./inspect-images.js");
  const projectFiles = new ProjectFileCache();
  const { images: inspected, failure } = await inspectImages(inputs, { fileSystem, variables, projectFiles, output });
  const known = new Map<LintSettings, LintSettings>();
  const withImages = (settings: LintSettings): LintSettings => {
    const found = known.get(settings) ?? { ...settings, inspected };
    known.set(settings, found);
    return found;
  };
  return { withImages, failures: failure === null ? [] : [failure] };
}
