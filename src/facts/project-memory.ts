import type { Discovery } from "../compose/discover.js";
import type { LoadedProject } from "../compose/load-project.js";
import { Attached } from "../memory/attached.js";
import { Remembered } from "./remembered.js";

/** What is asked of a project for one of its files after the other, with the same answer each time. */
export class ProjectQuestion<Answer extends object> {
  readonly #answers = new Attached<LoadedProject, Map<string, Answer>>();

  /** The answer about a part of a project, such as a file of it; `find` makes it where nobody has asked before. */
  answer(project: LoadedProject, part: string, find: () => Answer): Answer {
    const answers = this.#answers.get(project) ?? new Map<string, Answer>();
    this.#answers.set(project, answers);
    const known = answers.get(part);
    if (known !== undefined) return known;
    const found = find();
    answers.set(part, found);
    return found;
  }
}

/** The projects of a run that are at hand. */
export class ProjectMemory extends Remembered<LoadedProject> {
  /** The file whose project was found last, with that project; null where one was forgotten since. */
  lastHeld: { file: string; project: LoadedProject } | null = null;

  override get(key: string, load: () => LoadedProject): LoadedProject {
    // One that includes many files is wanted for each of them, between their own.
    this.want(key);
    return super.get(key, load);
  }

  override forget(key: string): void {
    this.lastHeld = null;
    super.forget(key);
  }

  override clear(): void {
    this.lastHeld = null;
    super.clear();
  }

  /** Has Compose's own search done, whose looks at the disk count for each file of the project that is made of what it finds. */
  search(find: () => Discovery): Discovery {
    return find();
  }

  /** What a search found, where a project is made of it. */
  made(found: Discovery): Discovery {
    return found;
  }

  /** Asks a question whose answer may take looks at the disk. It holds as long as the project does, which is forgotten when a file changes. */
  answer<Answer extends object>(question: ProjectQuestion<Answer>, project: LoadedProject, part: string, find: () => Answer): Answer {
    return question.answer(project, part, find);
  }
}
