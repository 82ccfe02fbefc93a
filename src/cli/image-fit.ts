import type { LintInput } from "../lint/lint-files.js";
import type { FileSystem } from "../compose/file-system.js";
import { ProjectFileCache } from "../compose/project-file.js";
import type { Arguments } from "./arguments.js";
import type { Output } from "./output.js";

/** Files that were read, and where the rest of their projects is read. */
export interface ReadFiles {
  inputs: readonly LintInput[];
  fileSystem: FileSystem;
  variables: Readonly<Record<string, string | undefined>>;
  output: Output;
}

/** Tells of each `--image` that fits no image of the files. They are read again only where there is such a flag. */
export async function tellImageFit(given: Arguments, read: () => ReadFiles): Promise<void> {
  if (!given.values.has("image")) return;
  const { tellUnfittingImages } = await import("./unfitting-images.js");
  const { inputs, fileSystem, variables, output } = read();
  tellUnfittingImages(given, inputs, { fileSystem, variables, projectFiles: new ProjectFileCache() }, output);
}
