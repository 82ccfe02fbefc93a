import { parseDotenv, type DotenvFile } from "./dotenv.js";
import type { FileProblem, FileSystem } from "./file-system.js";
import type { VariableLookup, VariableOrigin, VariableValue } from "./interpolation.js";
import { fileStart, type Place, type ProjectProblem } from "./project-problem.js";

/**
 * The variables that Compose knows, each with where it comes from. Nothing is copied: a project asks for few of the many
 * variables that a process has.
 */
export class Environment {
  readonly lookup: VariableLookup;

  constructor(lookup: VariableLookup = () => null) {
    this.lookup = lookup;
  }

  /** @param variables Such as `process.env`. */
  static ofProcess(variables: Readonly<Record<string, string | undefined>>): Environment {
    return new Environment((name) => {
      const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
      return value === undefined ? null : { value, origin: { kind: "process" } };
    });
  }

  value(name: string): string | null {
    return this.lookup(name)?.value ?? null;
  }

  /** With more variables, which come after those that are there. */
  withFallback(variables: ReadonlyMap<string, VariableValue>): Environment {
    if (variables.size === 0) return this;
    return new Environment((name) => this.lookup(name) ?? variables.get(name) ?? null);
  }

  /** With one variable set, whatever it was before. */
  with(name: string, value: string, origin: VariableOrigin): Environment {
    const set: VariableValue = { value, origin };
    return new Environment((other) => (other === name ? set : this.lookup(other)));
  }
}

export interface EnvFiles {
  /** What the files set; a later file wins over an earlier. */
  variables: Map<string, VariableValue>;
  files: { path: string; content: DotenvFile }[];
}

const fileProblemTexts: Record<FileProblem, string> = {
  "not-found": "does not exist",
  "no-permission": "cannot be read: no permission",
  "not-a-file": "is not a file",
  "too-large": "is too large to be read",
  "not-text": "is not a text file in UTF-8",
  unreadable: "cannot be read",
};

/** Why a file is not there, as the end of a sentence that starts with its name. */
export function describeFileProblem(problem: FileProblem): string {
  return fileProblemTexts[problem];
}

/**
 * Reads `.env` files as Compose does: in order, each seeing the variables of `current` first and those of the files
 * before it last.
 * @param namedAt Where the file at an index is named, for the problem that it cannot be read.
 */
export function readEnvFiles(
  paths: readonly string[],
  current: Environment,
  fileSystem: FileSystem,
  problems: ProjectProblem[],
  namedAt: (index: number) => Place | null = () => null,
): EnvFiles {
  const result: EnvFiles = { variables: new Map(), files: [] };
  paths.forEach((path, index) => {
    const content = fileSystem.read(path);
    if (!content.ok) {
      problems.push({
        ...(namedAt(index) ?? fileStart(path)),
        code: "env-file-unreadable",
        message: `The environment file ${path} ${describeFileProblem(content.problem)}, so Compose refuses the project.`,
        related: [],
      });
      return;
    }
    const fallback: VariableLookup = (name) => result.variables.get(name) ?? null;
    const file = parseDotenv(content.text, { file: path, lookup: current.lookup, fallback });
    for (const problem of file.problems) problems.push({ ...problem, file: path, related: [] });
    for (const [name, entry] of file.values) {
      if (entry.value === null) continue;
      result.variables.set(name, { value: entry.value, origin: { kind: "env-file", file: path, range: entry.valueRange } });
    }
    result.files.push({ path, content: file });
  });
  return result;
}
