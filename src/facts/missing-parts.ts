import { builtDockerfile } from "../compose/built-dockerfile.js";
import type { FileSystem } from "../compose/file-system.js";
import { describeFileProblem } from "../compose/environment.js";
import type { LoadedProject } from "../compose/load-project.js";
import { placeOf } from "../compose/place-of.js";
import type { ProjectProblem } from "../compose/project-problem.js";
import type { ProjectService } from "../compose/service.js";
import { ProjectQuestion, type ProjectMemory } from "./project-memory.js";
import { entryValue, stringOf, type Value } from "../compose/value.js";

const question = new ProjectQuestion<readonly ProjectProblem[]>();

/**
 * What a project names beside its Compose files and that is not here: Dockerfiles and contexts of builds, files of secrets
 * and configs. Docker Compose loads such a project all the same and stops, or goes without, when it builds or starts it.
 * Secrets and configs are looked for, never opened.
 */
export function missingParts(project: LoadedProject, fileSystem: FileSystem, memory: ProjectMemory): readonly ProjectProblem[] {
  return memory.answer(question, project, "", () => findMissing(project, fileSystem));
}

function findMissing(project: LoadedProject, fileSystem: FileSystem): ProjectProblem[] {
  const problems: ProjectProblem[] = [];
  for (const service of project.services.values()) {
    const problem = buildProblem(service, fileSystem);
    if (problem !== null) problems.push(problem);
  }
  for (const [section, noun] of [["secrets", "secret"], ["configs", "config"]] as const) {
    const entries = project.model === null ? undefined : entryValue(project.model, section);
    for (const [name, { value }] of entries?.kind === "map" ? entries.entries : []) {
      const file = entryValue(value, "file");
      const path = stringOf(file);
      if (file === undefined || path === null || path === "" || fileSystem.facts(path) !== null) continue;
      const message = `The file ${path} of the ${noun} \`${name}\` does not exist here. A service that takes it does not start without it.`;
      problems.push(problemAt(file, "part-missing", message));
    }
  }
  return problems;
}

function buildProblem(service: ProjectService, fileSystem: FileSystem): ProjectProblem | null {
  const { build, name } = service;
  if (build?.dockerfileInline !== null) return null;
  const { context, contextDirectory, dockerfile, dockerfilePath } = build;
  const unknown = "so what is built from it is not checked";
  if (dockerfilePath === null) {
    if (context === null) return null;
    const message = `The build context \`${context.value}\` of the service \`${name}\` is not on this machine. It is not fetched, ${unknown}.`;
    return problemAt(context.from, "remote-not-followed", message);
  }
  if (context !== null && contextDirectory !== null && fileSystem.facts(contextDirectory) === null) {
    return problemAt(context.from, "part-missing", `The build context ${contextDirectory} of the service \`${name}\` does not exist, ${unknown}, and Docker cannot build it.`);
  }
  const content = fileSystem.read(builtDockerfile(dockerfilePath, fileSystem));
  if (content.ok) return null;
  const message = `The Dockerfile ${dockerfilePath} of the service \`${name}\` ${describeFileProblem(content.problem)}, ${unknown}, and Docker cannot build it.`;
  return problemAt(dockerfile?.from ?? build.from, "part-missing", message);
}

function problemAt(value: Value, code: string, message: string): ProjectProblem {
  return { ...placeOf(value), code, message, related: [] };
}
