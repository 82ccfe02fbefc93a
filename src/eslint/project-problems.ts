import type { FileSystem } from "../compose/file-system.js";
import type { LoadedProject } from "../compose/load-project.js";
import { missingParts } from "../facts/missing-parts.js";
import { ProjectMemory } from "../facts/project-memory.js";
import { projectFindings, type ProblemTopic, type ProjectFinding } from "../facts/project-findings.js";
import { composeFacts } from "./compose-facts.js";
import type { ComposeSourceCode } from "./compose-language.js";
import { fileKind } from "./file-kind.js";
import type { LintSettings } from "./settings.js";

/**
 * The problems of one topic that are to be told in a Compose file, of each project in which it is judged, one at a place; files of the
 * run that are linted tell their own.
 */
export function projectProblems(source: ComposeSourceCode, settings: LintSettings, topic: ProblemTopic): ProjectFinding[] {
  const { project, others, fileSystem } = composeFacts(source, settings);
  const found = findingsIn(project, source, fileSystem, topic);
  for (const other of others) {
    // Mostly the same is wrong in all of them, be it with a service of another name.
    const known = new Set(found.map(placeOf));
    for (const finding of findingsIn(other, source, fileSystem, topic)) if (!known.has(placeOf(finding))) found.push(finding);
  }
  return found;
}

function placeOf({ loc: { start } }: ProjectFinding): string {
  return `${start.line}:${start.column}`;
}

function findingsIn(project: LoadedProject, source: ComposeSourceCode, fileSystem: FileSystem, topic: ProblemTopic): ProjectFinding[] {
  const memory = source.host.scope?.memory ?? new ProjectMemory();
  const missing = topic === "files" ? missingParts(project, fileSystem, memory).filter(({ file }) => tellsHere(file, source)) : [];
  const whole = { ...project, problems: [...project.problems, ...missing] };
  return projectFindings(source.path, whole, topic, source.host.scope?.linted ?? new Set<string>());
}

/**
 * Whether what a file lacks is told in this one. ESLint does not say which files it lints: those with a Compose file's
 * name count as linted, and tell it themselves.
 */
function tellsHere(file: string, { path, host }: ComposeSourceCode): boolean {
  return file === path || host.scope !== undefined || fileKind(file) !== "compose";
}
