import type { FileSystem } from "../compose/file-system.js";
import { ProjectFile, type ProjectFileCache } from "../compose/project-file.js";
import { parseDockerfile } from "../dockerfile/parse.js";
import { resolveStages } from "../dockerfile/stages.js";
import { fileKindOf } from "../eslint/file-kind.js";
import { projectOfFile } from "../facts/project-services.js";
import { serviceFacts } from "../facts/service-facts.js";
import { canonicalReference, parseImageReference, type ImageReference } from "../image/reference.js";
import type { LintInput } from "../lint/lint-files.js";

/** What it takes to know the images of files beside the files themselves. */
export interface ReferenceContext {
  fileSystem: FileSystem;
  variables: Readonly<Record<string, string | undefined>>;
  projectFiles: ProjectFileCache;
}

/** The images that decide about the C libraries of the files' services and stages, in full and each once. */
export function referencesOf(inputs: readonly LintInput[], context: ReferenceContext): ImageReference[] {
  const references = new Map<string, ImageReference>();
  for (const { path: file, text } of inputs) {
    const texts = fileKindOf(file, text) === "compose" ? imagesOfServices(file, text, context) : imagesOfStages(text);
    for (const image of texts) {
      const parsed = parseImageReference(image);
      if (parsed.ok && parsed.reference.familiarName !== "scratch") references.set(canonicalReference(parsed.reference), parsed.reference);
    }
  }
  return [...references.values()];
}

function imagesOfServices(file: string, text: string, { fileSystem, variables, projectFiles }: ReferenceContext): string[] {
  const context = { fileSystem, variables, cache: projectFiles };
  const { services } = projectOfFile(ProjectFile.ofSource(file, text), context);
  return services
    .map((service) => serviceFacts(service, { fileSystem }).imageText)
    .filter((image) => image !== null);
}

function imagesOfStages(text: string): string[] {
  return resolveStages(parseDockerfile(text).ast).stages.flatMap(({ rootImage }) => {
    return rootImage.kind === "image" ? [rootImage.reference] : [];
  });
}
