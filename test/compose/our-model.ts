import { loadProject, type LoadedProject } from "../../src/compose/load-project.js";
import { resolvedModel, type Json } from "../../src/compose/resolved-model.js";
import { printProject, type ProjectSketch } from "./generate-project.js";
import { MemoryFileSystem } from "./memory-file-system.js";

/** A generated project as this package loads it, from memory. */
export function loadSketch(project: ProjectSketch): LoadedProject {
  const files = new Map([...printProject(project)].map(([path, content]) => [`/project/${path}`, content]));
  return loadProject(
    project.named,
    {
      workingDirectory: "/project",
      environment: { ...project.environment, HOME: "/home", PWD: "/project" },
      envFiles: project.envFiles.length === 0 ? undefined : project.envFiles,
      projectDirectory: project.projectDirectory,
      profiles: project.profiles.length === 0 ? undefined : project.profiles,
    },
    new MemoryFileSystem(files),
  );
}

/** The resolved model of a generated project. */
export function ourModel(project: ProjectSketch): Json {
  return resolvedModel(loadSketch(project));
}
