import type { FileSystem } from "../compose/file-system.js";
import { NodeFileSystem } from "../compose/node-file-system.js";
import { OverlayFileSystem } from "../compose/overlay-file-system.js";
import { ProjectFile, ProjectFileCache } from "../compose/project-file.js";
import { rules } from "../eslint/rules.js";
import type { LintSettings } from "../eslint/settings.js";
import { locationOf } from "../facts/location-of.js";
import { raiseMemoryLimits, raiseProcessLimits, type RaisedLimits } from "../facts/raise-limits.js";
import { projectOfFile } from "../facts/project-services.js";
import { imagePlace } from "../facts/thread-findings.js";
import { faultOfFix } from "../lint/judge-fix.js";
import { lintTexts, type LintRun } from "../lint/lint-files.js";
import { fileResult, type AppliedFix, type FileResult } from "../lint/lint-result.js";
import { applyEdits, type TextEdit } from "../text/text-edit.js";
import { applyFixes } from "./apply-fixes.js";
import { displayPath } from "./formats/display-path.js";
import type { ExplainedCause, LoggedProject } from "./logged-project.js";
import type { Environment } from "./main.js";
import type { Output } from "./output.js";
import { describeRefusedFix } from "./refused-fix.js";
import { tellRisks } from "./tell-risks.js";
import { UsageError } from "./usage-error.js";

interface FixOptions {
  /** Print the change as a diff and write nothing. */
  dry: boolean;
  settings: LintSettings;
  environment: Environment;
  output: Output;
}

/**
 * Mends the Compose file for the causes that were found: the seccomp profile of thread-creation's fix, or higher limits.
 * Returns a line for each thing that could not be done.
 */
export async function fixCauses(
  causes: readonly ExplainedCause[],
  project: LoggedProject,
  options: FixOptions,
): Promise<string[]> {
  const fileSystem = new NodeFileSystem();
  const failures: string[] = [];
  const results = new Map<string, FileResult>();
  const raised = causes.map(raisedFor).filter((change) => change !== null);
  failures.push(...raised.flatMap(({ left }) => left));
  for (const [file, edits] of editsByFile(raised)) {
    const written = project.project.files.get(file);
    if (written === undefined) continue;
    const output = written.withMark(applyEdits(written.text, edits));
    results.set(file, { ...fileResult(file, written.source, [], []), output, appliedFixes: [raising] });
  }
  const faults = faultsOfRaising([...results.values()], project, fileSystem, options);
  for (const [file, why] of faults) {
    results.delete(file);
    failures.push(describeRefusedFix(displayPath(file, options.environment.cwd), why));
  }
  const requiredFiles: LintRun["requiredFiles"] = [];
  const refused = causes.filter(({ weighed, seen }) => weighed.cause === "seccomp" && seen.cause !== null);
  if (refused.length > 0) {
    const run = fixThreads(refused, project, results.get(project.file.path)?.output, fileSystem, options);
    const [result] = run.results;
    if (result?.output === undefined) failures.push(...whyNotMended(run, refused, project));
    else {
      const earlier = results.get(result.filePath)?.appliedFixes ?? [];
      const appliedFixes = [...earlier, ...(result.appliedFixes ?? [])];
      results.set(result.filePath, { ...result, source: project.file.source, appliedFixes });
      requiredFiles.push(...run.requiredFiles);
    }
  }
  const changed: LintRun = { results: [...results.values()], requiredFiles, warningCount: 0, failures: [] };
  if (changed.results.length === 0) return failures.length > 0 ? failures : ["There is nothing in the Compose file that a fix could change for this cause."];
  if (options.dry) {
    const { diffOfFixes } = await import("./diff/diff-of-fixes.js");
    options.output.print(diffOfFixes(changed, fileSystem, options.environment.cwd, options.output));
    tellRisks(changed.results.flatMap(({ appliedFixes = [] }) => appliedFixes), options.output);
  } else {
    const { failures: unwritten } = await applyFixes(changed, options.environment.cwd, options.output, [project.file.path]);
    failures.push(...unwritten);
    // What each file had to do with it is told by the failures.
    if (unwritten.length === 0 && faults.size === 0) for (const change of raised.flatMap(({ changes }) => changes)) options.output.tell(`Raised ${change}\n`);
  }
  return failures;
}

/** What the limits are raised for is told by a log, not by a rule. */
const raising: AppliedFix = { ruleId: null, messageId: null, kind: "limit" };

function raisedFor({ weighed, logged }: ExplainedCause): RaisedLimits | null {
  if (logged === null) return null;
  if (weighed.cause === "memory") return raiseMemoryLimits(logged);
  // A limit below what the program needs at least stops it next.
  const isTooLow = (logged.processLimits[0]?.value ?? Number.POSITIVE_INFINITY) < (logged.threads?.floor ?? 0);
  return weighed.cause === "process-limit" || (weighed.cause === "seccomp" && isTooLow) ? raiseProcessLimits(logged) : null;
}

/** An edit that two services ask for is made once. */
function editsByFile(raised: readonly RaisedLimits[]): Map<string, TextEdit[]> {
  const files = new Map<string, TextEdit[]>();
  for (const [file, edits] of raised.flatMap((change) => [...change.edits])) {
    const known = files.get(file) ?? [];
    const fresh = edits.filter(({ range }) => !known.some((other) => other.range[0] === range[0]));
    files.set(file, [...known, ...fresh]);
  }
  return files;
}

/** Why files with raised limits must not be written, judged together as Compose reads them, by their paths. */
function faultsOfRaising(results: readonly FileResult[], { file, project }: LoggedProject, fileSystem: FileSystem, { environment }: FixOptions): Map<string, string> {
  if (results.length === 0) return new Map();
  const mended = new OverlayFileSystem(fileSystem);
  for (const { filePath, output = "" } of results) mended.set(filePath, output);
  const own = ProjectFile.ofSource(file.path, results.find(({ filePath }) => filePath === file.path)?.output ?? file.source);
  const after = projectOfFile(own, { fileSystem: mended, variables: environment.variables, cache: new ProjectFileCache() }).project.model;
  return new Map(
    results.flatMap(({ filePath, source, output = "" }) => {
      const why = faultOfFix({
        kind: "compose",
        before: { text: source, messages: [], model: project.model },
        after: { text: output, messages: [], model: after },
        mended: [],
        fixes: [raising],
      });
      return why === null ? [] : [[filePath, why] as const];
    }),
  );
}

/**
 * The fix of thread-creation alone, for the services that the log is from, or that may have written it where it does not
 * tell.
 */
function fixThreads(
  causes: readonly ExplainedCause[],
  project: LoggedProject,
  mended: string | undefined,
  fileSystem: FileSystem,
  { settings, environment }: FixOptions,
): LintRun {
  if (settings.engine === undefined && settings.host === undefined) {
    throw new UsageError(
      "--fix needs to know the engine to write its seccomp profile: give --engine with what " +
        "`docker version --format '{{.Server.Version}}'` prints, or --engine auto.",
    );
  }
  const off = Object.keys(rules).map((name) => [name, "off"] as const);
  const places = placesOf(causes, project);
  return lintTexts([{ path: project.file.path, text: mended ?? project.file.source }], {
    cwd: environment.cwd,
    fileSystem,
    settings,
    variables: environment.variables,
    rules: { ...Object.fromEntries(off), "thread-creation": "error" },
    fix: true,
    // Each place once: in the next pass the lines below a fix are others.
    mayFix: ({ line, column }) => places.delete(`${line}:${column}`),
  });
}

/** Fixes that were found wrong, or else the rule's own word why it has none, or else what keeps it from having one. */
function whyNotMended({ refusedFixes = [], results }: LintRun, causes: readonly ExplainedCause[], project: LoggedProject): string[] {
  if (refusedFixes.length > 0) return refusedFixes.map(({ why, isOfOthers }) => describeRefusedFix(project.name, why, isOfOthers));
  const places = placesOf(causes, project);
  const reasons = results.flatMap(({ messages }) => messages)
    .filter(({ line, column }) => places.has(`${line}:${column}`))
    .flatMap(({ message }) => /No fix is offered: .*$/u.exec(message)?.[0] ?? []);
  return reasons.length > 0 ? reasons : [notMended(causes, project)];
}

function notMended(causes: readonly ExplainedCause[], { name }: LoggedProject): string {
  const isKnown = causes.some(({ logged, others }) => logged !== null || others.length > 0);
  return isKnown
    ? "The seccomp profile of the services is left as it is: with this engine their threads work, or no profile can mend it."
    : `No service of ${name} is known to have written this log: name it with --service.`;
}

/** Where thread-creation reports the services of the causes, as `line:column`. */
function placesOf(causes: readonly ExplainedCause[], { file, services }: LoggedProject): Set<string> {
  const wanted = causes.flatMap(({ logged, others }) => {
    const possible = services.filter(({ service }) => others.includes(service.name));
    return logged === null ? possible : [logged.facts];
  });
  const pairs = wanted.map(({ service }) => imagePlace(file.path, service)).filter((pair) => pair !== null);
  return new Set(pairs.map(locationOf).map(({ start }) => `${start.line}:${start.column + 1}`));
}
