import { ProjectFileCache } from "../compose/project-file.js";
import type { LintSettings } from "../eslint/settings.js";
import type { Arguments } from "./arguments.js";
import type { ReadFiles } from "./image-fit.js";

/**
 * Adds to settings, with `--inspect-images`, what the local daemon has of the images that the files name; settings that
 * are the same object stay so.
 * @throws UsageError if the daemon does not answer.
 */
export async function withInspectedImages(
  given: Arguments,
  { inputs, fileSystem, variables, output }: ReadFiles,
): Promise<(settings: LintSettings) => LintSettings> {
  if (!given.switches.has("inspect-images")) return (settings) => settings;
  // Hardly a run asks for it, so that the rest of them does not load it.
  const { inspectImages } = await import("./inspect-images.js");
  const projectFiles = new ProjectFileCache();
  const inspected = await inspectImages(inputs, { fileSystem, variables, projectFiles, output });
  const known = new Map<LintSettings, LintSettings>();
  return (settings) => {
    const found = known.get(settings) ?? { ...settings, inspected };
    known.set(settings, found);
    return found;
  };
}
