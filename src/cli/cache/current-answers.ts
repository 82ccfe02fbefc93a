import type { FileSystem } from "../../compose/file-system.js";
import { dayOf } from "../../image/day.js";
import { projectNamesAmong, type FolderNames } from "../folder-names.js";
import type { ScopeParts } from "../project-files.js";
import { digestOf, type Question } from "../run/dependency.js";
import { answerOf, variableAnswer } from "../run/recorder.js";
import type { FileContents } from "./file-contents.js";

/** What a run knows of its projects. */
type ScopeQuestion = "linted" | "root" | "also";

interface Sources {
  fileSystem: FileSystem;
  folderNames: FolderNames;
  variables: Readonly<Record<string, string | undefined>>;
  contents: FileContents;
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
  readonly hasAnswer = (question: Question, about: string, answer: string): boolean => this.#digest(question, about) === answer;

  #digest(question: Question, about: string): string {
    // Cheap; of the projects more may be known later.
    if (question === "linted" || question === "root" || question === "also") return digestOf(this.#ofScope(question, about));
    const names = question === "names" ? this.#sources.folderNames.projectNamesIn(about) : null;
    if (names !== null) return String(names);
    const known = (this.#known[question] ??= new Map<string, string>());
    let digest = known.get(about);
    if (digest === undefined) {
      digest = question === "read" ? this.#sources.contents.digest(about) : digestOf(this.#answer(question, about));
      known.set(about, digest);
    }
    return digest;
  }

  #ofScope(question: ScopeQuestion, file: string): unknown {
    if (question === "linted") return this.#scope?.linted.has(file) ?? false;
    return question === "root" ? this.#scope?.roots.get(file) : (this.#scope?.alsoIn.get(file) ?? []);
  }

  #answer(question: Exclude<Question, ScopeQuestion | "read">, about: string): unknown {
    const { fileSystem, variables } = this.#sources;
    switch (question) {
      case "names":
        return String(projectNamesAmong(fileSystem.list(about)));
      case "facts":
        return fileSystem.facts(about)?.kind ?? "";
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
