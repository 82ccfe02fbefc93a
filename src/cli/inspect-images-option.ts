import type { FileSystem } from "../compose/file-system.js";
import { ProjectFileCache } from "../compose/project-file.js";
import type { LintSettings } from "../eslint/settings.js";
import type { LintInput } from "../lint/lint-files.js";
import type { Arguments } from "./arguments.js";
import type { Output } from "./output.js";

interface InspectedRun {
  inputs: readonly LintInput[];
  fileSystem: FileSystem;
  variables: Readonly<Record<string, string | undefined>>;
  output: Output;
}

/**
 * The settings, and with `--inspect-images` what the local daemon has of the images that the files name.
 * @throws UsageError if the daemon does not answer.
 */
export async function withInspectedImages(
  settings: LintSettings,
  given: Arguments,
  { inputs, fileSystem, variables, output }: InspectedRun,
): Promise<LintSettings> {
  if (!given.switches.has("inspect-images")) return settings;
  // Hardly a run asks for it, so that the rest of them does not load it.
  const { inspectImages } = await import("./inspect-images.js");
  const projectFiles = new ProjectFileCache();
  const inspected = await inspectImages(inputs, { fileSystem, variables, projectFiles, output });
  return { ...settings, inspected };
}
