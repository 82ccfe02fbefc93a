import type { FileSystem } from "../../compose/file-system.js";
import { dayOf } from "../../image/day.js";
import { projectNamesAmong, type FolderNames } from "../folder-names.js";
import type { ScopeParts } from "../project-files.js";
import { digestOf, type Dependency, type Question } from "../run/dependency.js";
import { answerOf, variableAnswer } from "../run/recorder.js";

interface Sources {
  fileSystem: FileSystem;
  folderNames: FolderNames;
  variables: Readonly<Record<string, string | undefined>>;
}

/** What the questions of an earlier run are answered now. Each is asked once. */
export class CurrentAnswers {
  readonly #sources: Sources;
  readonly #known: Partial<Record<Question, Map<string, string>>> = {};
  #scope: ScopeParts | null = null;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** Says what is known of the projects. */
  setScope(scope: ScopeParts): void {
    this.#scope = scope;
  }

  /** Whether a question has the answer that it had. */
  holds([question, about, answer]: Dependency): boolean {
    return this.#digest(question, about) === answer;
  }

  #digest(question: Question, about: string): string {
    // Cheap, and different in each run.
    if (question === "linted" || question === "root" || question === "extends") return digestOf(this.#ofScope(question, about));
    const known = (this.#known[question] ??= new Map<string, string>());
    let digest = known.get(about);
    if (digest === undefined) {
      digest = digestOf(this.#answer(question, about));
      known.set(about, digest);
    }
    return digest;
  }

  #ofScope(question: "linted" | "root" | "extends", file: string): unknown {
    if (question === "linted") return this.#scope?.linted.has(file) ?? false;
    return question === "root" ? this.#scope?.roots.get(file) : (this.#scope?.extendedBy.get(file) ?? []);
  }

  #answer(question: Exclude<Question, "linted" | "root" | "extends">, about: string): unknown {
    const { fileSystem, folderNames, variables } = this.#sources;
    switch (question) {
      case "read":
        return answerOf({ kind: "read", path: about, answer: fileSystem.read(about) });
      case "facts":
        return fileSystem.facts(about)?.kind ?? "";
      case "names":
        return String(folderNames.projectNamesIn(about) ?? projectNamesAmong(fileSystem.list(about)));
      case "list":
        return answerOf({ kind: "list", path: about, answer: fileSystem.list(about) });
      case "real":
        return fileSystem.realPath(about);
      case "variable":
        return variableAnswer(variables, about);
      case "day":
        return dayOf(new Date());
    }
  }
}
