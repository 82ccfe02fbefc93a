import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { composeProject, textOf } from "./plugin-subjects.mjs";

const LINES = 42;

/** Writes so many projects of one Compose file below a folder, no two alike, in folders of 100. One in ten has a finding. */
export function writeProjects(folder: string, count: number): void {
  for (let index = 0; index < count; index += 1) {
    const project = path.join(folder, `group-${Math.floor(index / 100)}`, `project-${index}`);
    mkdirSync(project, { recursive: true });
    const text = textOf("compose.yaml", composeProject(LINES)).replaceAll("postgres:16.2-alpine", "postgres:17-alpine");
    const judged = index % 10 === 0 ? text : text.replaceAll("node:20", "node:22-alpine");
    writeFileSync(path.join(project, "compose.yaml"), `name: project-${index}\n${judged}`);
  }
}
