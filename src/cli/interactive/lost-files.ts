import type { FileProblem } from "../../compose/file-system.js";
import { onOneLine } from "../../text/plain-text.js";
import { displayPath } from "../formats/display-path.js";
import { describeUnread } from "../read-inputs.js";

/** The files that could be read at the start and cannot be any more; each is told of once. */
export class LostFiles {
  /** A line for each that is there and cannot be read. */
  readonly failures: string[] = [];
  readonly #cwd: string;
  readonly #tell: (line: string) => void;
  readonly #told = new Set<string>();

  /** @param tell Gets each line, without its end. */
  constructor(cwd: string, tell: (line: string) => void) {
    this.#cwd = cwd;
    this.#tell = tell;
  }

  add(path: string, problem: FileProblem): void {
    if (this.#told.has(path)) return;
    this.#told.add(path);
    if (problem === "not-found") {
      this.#tell(`${onOneLine(displayPath(path, this.#cwd))} is gone. What was found in it does not count any more.`);
      return;
    }
    const failure = describeUnread(path, problem, this.#cwd);
    this.failures.push(failure);
    this.#tell(onOneLine(failure));
  }

  /** For a file that is there again. */
  remove(path: string): void {
    this.#told.delete(path);
  }
}
