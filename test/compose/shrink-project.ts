import type { ProjectSketch } from "./generate-project.js";
import { smallerSketches } from "./yaml-sketch.js";

/** The smallest project found, by taking pieces away, for which something still holds. */
export async function shrinkProject(
  project: ProjectSketch,
  holds: (project: ProjectSketch) => Promise<boolean>,
  maximumSteps = 2000,
): Promise<ProjectSketch> {
  let smallest = project;
  let steps = 0;
  for (let found = true; found; ) {
    found = false;
    for (const candidate of smallerProjects(smallest)) {
      steps += 1;
      if (steps > maximumSteps) return smallest;
      if (!(await holds(candidate))) continue;
      smallest = candidate;
      found = true;
      break;
    }
  }
  return smallest;
}

function* smallerProjects(project: ProjectSketch): Generator<ProjectSketch> {
  for (const path of project.named.slice(1)) yield { ...project, named: project.named.filter((name) => name !== path) };
  for (const path of project.composeFiles.keys()) {
    const composeFiles = new Map(project.composeFiles);
    composeFiles.delete(path);
    yield { ...project, composeFiles };
  }
  for (const path of project.otherFiles.keys()) {
    const otherFiles = new Map(project.otherFiles);
    otherFiles.delete(path);
    yield { ...project, otherFiles };
  }
  for (const [path, documents] of project.composeFiles) {
    for (const [index, document] of documents.entries()) {
      for (const smaller of smallerSketches(document)) {
        yield { ...project, composeFiles: new Map(project.composeFiles).set(path, documents.toSpliced(index, 1, smaller)) };
      }
    }
  }
}
