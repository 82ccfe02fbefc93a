import type { FileProblem, FileSystem } from "../compose/file-system.js";
import type { LintInput } from "../lint/lint-files.js";
import { displayPath } from "./formats/display-path.js";
import { pathInBytes } from "./shown-bytes.js";

const problemWords: Record<FileProblem, string> = {
  "not-found": "it is not there",
  "no-permission": "permission denied",
  "not-a-file": "it is not a file",
  "too-large": "it is larger than any Compose file or Dockerfile needs to be",
  "not-text": "it is not text in UTF-8",
  unreadable: "it cannot be read",
};

type Verb = "lint" | "inspect";

export interface Inputs {
  inputs: LintInput[];
  /** A line for each file that could not be read. */
  failures: string[];
}

/** Reads the files; one that cannot be read does not keep the others from being linted. */
export function readInputs(files: readonly string[], fileSystem: FileSystem, cwd: string, verb: Verb = "lint"): Inputs {
  const inputs: LintInput[] = [];
  const failures: string[] = [];
  for (const path of files) {
    const content = fileSystem.read(path);
    if (content.ok) inputs.push({ path, text: content.text });
    else failures.push(describeUnread(path, content.problem, cwd, verb));
  }
  return { inputs, failures };
}

export function describeUnread(file: string, problem: FileProblem, cwd: string, verb: Verb = "lint"): string {
  const inBytes = problem === "not-found" ? pathInBytes(file) : null;
  const why = inBytes === null ? problemWords[problem] : "its name is not valid UTF-8. Rename it";
  return `${displayPath(inBytes ?? file, cwd)} was not ${verb}ed: ${why}.`;
}
