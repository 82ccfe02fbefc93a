import type { FileSystem } from "../compose/file-system.js";
import type { LoadedProject } from "../compose/load-project.js";
import { missingParts } from "../facts/missing-parts.js";
import { ProjectMemory } from "../facts/project-memory.js";
import { projectFindings, type ProblemTopic, type ProjectFinding } from "../facts/project-findings.js";
import { composeFacts } from "./compose-facts.js";
import type { ComposeSourceCode } from "./compose-language.js";
import { fileKind } from "./file-kind.js";
import type { LintSettings } from "./settings.js";

/** The problems of one topic that are to be told in a Compose file; files of the run that are linted tell their own. */
export function projectProblems(source: ComposeSourceCode, settings: LintSettings, topic: ProblemTopic): ProjectFinding[] {
  const { project, others, fileSystem } = composeFacts(source, settings);
  const found = [project, ...others].flatMap((each) => findingsIn(each, source, fileSystem, topic));
  if (others.length === 0) return found;
  const byPlace = new Map(found.map((finding) => [JSON.stringify([finding.loc.start, finding.message]), finding]));
  return [...byPlace.values()];
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
