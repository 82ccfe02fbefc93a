import path from "node:path";
import { discoverProject } from "../compose/discover.js";
import { NodeFileSystem } from "../compose/node-file-system.js";
import { ProjectFile, ProjectFileCache } from "../compose/project-file.js";
import { targetOf } from "../eslint/compose-facts.js";
import { imageOptions, judgedDay } from "../eslint/image-options.js";
import type { LintSettings } from "../eslint/settings.js";
import { adviceFor } from "../facts/cause-advice.js";
import { loggedService, type LoggedService } from "../facts/log-evidence.js";
import { projectOfFile, type FileProject } from "../facts/project-services.js";
import { serviceFacts, type ServiceFacts } from "../facts/service-facts.js";
import type { Cause } from "../program/cause.js";
import type { ServiceDiagnosis } from "../program/diagnosis.js";
import { weighEvidence } from "../program/weigh-evidence.js";
import type { Arguments } from "./arguments.js";
import { displayPath } from "./formats/display-path.js";
import type { Environment } from "./main.js";
import { readNamedFile } from "./read-named-file.js";
import { UsageError } from "./usage-error.js";

/** The Compose project whose container wrote a log. */
export interface LoggedProject {
  readonly file: ProjectFile;
  readonly project: FileProject["project"];
  readonly services: readonly ServiceFacts[];
  /** As messages name the file. */
  readonly name: string;
}

/** What a log and a project say together of one service. */
export interface ExplainedCause {
  /** What the log alone says. */
  readonly seen: ServiceDiagnosis;
  readonly weighed: ServiceDiagnosis;
  /** `evidence` where the Compose file and the engine decided between causes that the log leaves open. */
  readonly decidedBy: ServiceDiagnosis["decidedBy"] | "evidence";
  readonly logged: LoggedService | null;
  /** Services of the Compose file that may have written the log, where it is not known which one did. */
  readonly others: readonly string[];
  readonly advice: readonly string[];
}

/**
 * The project of `--compose`, else that of the current folder; null where there is none.
 * @throws UsageError if the named file cannot be read, or is no Compose file.
 */
export function openProject(given: Arguments, settings: LintSettings, environment: Environment): LoggedProject | null {
  const fileSystem = new NodeFileSystem();
  const { cwd, variables } = environment;
  const named = given.values.get("compose")?.[0];
  const file =
    named === undefined
      ? discoverProject([], { workingDirectory: cwd, environment: variables }, fileSystem).files[0]
      : path.resolve(cwd, named);
  if (file === undefined) return null;
  const [source, advice] =
    named === undefined
      ? ["The project of this folder", "Name another Compose file with --compose."]
      : ["--compose", "Name the Compose file of the container that wrote the log."];
  const input = readNamedFile(file, source, advice, fileSystem, cwd);
  const projectFile = ProjectFile.ofSource(input.path, input.text);
  const name = displayPath(file, cwd);
  const [problem] = [...projectFile.parsed.syntaxProblems, ...projectFile.parsed.structureProblems];
  if (problem !== undefined) {
    const { line, column } = problem.loc.start;
    throw new UsageError(`${name}:${line}:${column + 1}: ${problem.message}`);
  }
  const { project, services } = projectOfFile(projectFile, { fileSystem, variables, cache: new ProjectFileCache() });
  const images = imageOptions(settings);
  const swarm = settings.swarm === true;
  const facts = services.map((service) => serviceFacts(service, { fileSystem, images, swarm }));
  return { file: projectFile, project, services: facts, name };
}

/**
 * Puts together what the log says of a service with what its Compose file and the engine say.
 * @param signatures Ids of the signatures that the log has of the service.
 * @param wanted The service that `--service` names.
 */
export function explainCause(
  seen: ServiceDiagnosis,
  signatures: readonly string[],
  project: LoggedProject | null,
  settings: LintSettings,
  wanted: string | null,
): ExplainedCause {
  const target = targetOf(settings);
  const writers = project === null ? [] : writersOf(seen, project, wanted);
  const [facts] = writers.length === 1 ? writers : [];
  if (facts === undefined) {
    const others = writers.map((writer) => writer.service.name);
    const advice = seen.cause === null ? [] : adviceFor(seen.cause, null, target, signatures, judgedDay(settings));
    return { seen, weighed: seen, decidedBy: seen.decidedBy, logged: null, others, advice };
  }
  const logged = loggedService(facts, target, seen.program);
  const weighed = { ...weighEvidence(seen, logged.evidence), service: facts.service.name };
  const isClear = (weighed.candidates[0]?.likelihood ?? 0) >= decisive;
  const isDecided = seen.decidedBy === "likelihood" && isClear && weighed.cause !== null && supports(logged, weighed.cause);
  return {
    seen,
    weighed,
    decidedBy: isDecided ? "evidence" : seen.decidedBy,
    logged,
    others: [],
    advice: weighed.cause === null ? [] : adviceFor(weighed.cause, logged, target, signatures, judgedDay(settings)),
  };
}

const decisive = 0.9;

/** Whether there is something that can have this cause, beyond what speaks against the others. */
function supports({ evidence, processLimits, memoryLimits }: LoggedService, cause: Cause): boolean {
  if (cause === "seccomp") return evidence.threadCreation === "fails";
  return (cause === "memory" ? memoryLimits : processLimits).length > 0;
}

/** The services that may have written it: the one that is named, the only one, or those that run the program. */
function writersOf({ service, program }: ServiceDiagnosis, { services, name }: LoggedProject, wanted: string | null): ServiceFacts[] {
  if (service === null && wanted !== null) {
    const found = services.filter((facts) => facts.service.name === wanted);
    if (found.length > 0) return found;
    const names = services.map((facts) => facts.service.name);
    throw new UsageError(`${name} has no service ${wanted}. It has ${names.join(", ")}.`);
  }
  if (service !== null) return services.filter((facts) => isPrintedName(facts.service.name, service)).slice(0, 1);
  if (services.length === 1) return [...services];
  return program === null ? [...services] : services.filter((facts) => facts.program === null || facts.program.id === program);
}

/** Compose prints the name of the service or of the container, with the project's name before it or not. */
export function isPrintedName(name: string, printed: string): boolean {
  return printed === name || printed.endsWith(`-${name}`) || printed.endsWith(`_${name}`);
}
