import type { ProjectScope } from "./project-scope.js";
import path from "node:path";
import type { LoadedProject } from "../compose/load-project.js";
import { fileStart, type Place, type ProjectProblem } from "../compose/project-problem.js";
import type { SourceLocation } from "../text/source-range.js";

/** What a problem of a project is about; each topic is the matter of one rule. */
export type ProblemTopic = "files" | "values" | "interpolation" | "required variable" | "doubled entries";

export interface ProjectFinding {
  /** Whether Docker Compose refuses the project for it. What it takes, or takes since some version, is a risk. */
  refused: boolean;
  message: string;
  loc: SourceLocation;
  related: { place: Place; message: string }[];
}

const topics: Record<string, ProblemTopic> = {
  "invalid-template": "interpolation",
  "template-too-deep": "interpolation",
  "template-too-long": "interpolation",
  "required-variable-missing": "required variable",
  "alias-cycle": "values",
  "doubled-security-opt": "doubled entries",
  "empty-key": "values",
  "foreign-key": "values",
  "invalid-cast": "values",
  "invalid-device": "values",
  "invalid-key-value": "values",
  "invalid-port": "values",
  "invalid-volume": "values",
  "merge-of-no-map": "values",
  "name-not-a-text": "values",
  "non-string-key": "values",
  "project-name-empty": "values",
  "refused-name": "values",
  "spaced-variable-name": "values",
  "too-many-aliases": "values",
};

const BROKEN_FILE = "broken-file";

/**
 * What Docker Compose warns of or does itself: it fetches what is elsewhere, since 2.41 takes what differs, and notices
 * what is missing beside its own files only when it builds or starts a service.
 */
const notRefused = new Set(["ambiguous-file", "include-conflict", "part-missing", "remote-not-followed"]);

/**
 * The problems of a project that are to be told in one of its files: those with a place in it, and those of files that
 * are not under lint themselves, at the place in this file that leads to them.
 * @param linted The files that tell of their own problems.
 */
export function projectFindings(
  file: string,
  project: LoadedProject,
  topic: ProblemTopic,
  linted: ProjectScope["linted"],
): ProjectFinding[] {
  const findings = new Map<string, ProjectFinding>();
  const problems = [...project.problems, ...brokenFiles(project)];
  for (const problem of problems) {
    if ((topics[problem.code] ?? "files") !== topic) continue;
    const finding = problem.file === file ? ownFinding(problem) : foreignFinding(problem, file, project, linted);
    // A file that is read twice has each of its problems twice.
    if (finding === null) continue;
    const message = withShortPaths(finding.message, path.dirname(file));
    findings.set(JSON.stringify([finding.loc.start, message]), { ...finding, message });
  }
  return [...findings.values()];
}

function ownFinding(problem: ProjectProblem): ProjectFinding | null {
  // The rules for YAML and for the structure of a file tell of it in the file itself.
  if (problem.code === BROKEN_FILE) return null;
  const { message, loc, related } = problem;
  return { refused: isRefused(problem), message, loc, related };
}

function foreignFinding(
  problem: ProjectProblem,
  file: string,
  project: LoadedProject,
  linted: ProjectScope["linted"],
): ProjectFinding | null {
  // What a file says of itself where it is under lint; a `.env` file is not.
  if (linted.has(problem.file) && project.files.has(problem.file)) return null;
  const at = wayTo(problem.file, file, project) ?? (isMain(file, project) ? fileStart(file) : null);
  if (at === null) return null;
  const name = path.basename(problem.file);
  const { line } = problem.loc.start;
  return {
    refused: isRefused(problem),
    message: `${name}, line ${line}: ${problem.message}`,
    loc: at.loc,
    related: [{ place: problem, message: `in ${name}` }, ...problem.related],
  };
}

/** Paths below a folder as a person there would write them. */
function withShortPaths(message: string, folder: string): string {
  return folder === path.parse(folder).root ? message : message.replaceAll(folder + path.sep, "");
}

/** Whether Docker Compose refuses a project for a problem of it. */
export function isRefused({ code }: ProjectProblem): boolean {
  return !notRefused.has(code);
}

/** The place in a file that leads to another one, be it through further files; null if there is none. */
function wayTo(target: string, file: string, project: LoadedProject): Place | null {
  const seen = new Set<string>();
  for (let current = target; !seen.has(current); ) {
    seen.add(current);
    const place = project.namedAt.get(current);
    if (place === undefined || place.file === file) return place ?? null;
    current = place.file;
  }
  return null;
}

/** Whether a file stands for the whole project. */
function isMain(file: string, project: LoadedProject): boolean {
  return project.composeFiles.find((candidate) => project.files.has(candidate)) === file;
}

/** For each file that Compose cannot read as it is, its first mistake. */
function brokenFiles(project: LoadedProject): ProjectProblem[] {
  const problems: ProjectProblem[] = [];
  for (const [file, { parsed }] of project.files) {
    const [first] = [...parsed.syntaxProblems, ...parsed.structureProblems];
    if (first !== undefined) problems.push({ ...first, file, code: BROKEN_FILE, related: [] });
  }
  return problems;
}
