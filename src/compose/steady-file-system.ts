import type { FileFacts } from "./file-system.js";
import { ForwardingFileSystem } from "./forwarding-file-system.js";

/** Of some hundred files, each with what a project asks for. More are asked for again, so that memory does not grow with the files. */
const MOST = 2000;

/**
 * A file system that answers twice alike, for a run that looks at one state of the disk: several files ask whether there is
 * the same Dockerfile, and where the same folder lies. Texts are read each time.
 */
export class SteadyFileSystem extends ForwardingFileSystem {
  readonly #facts = new Map<string, FileFacts | null>();
  readonly #realPaths = new Map<string, string>();

  override facts(path: string): FileFacts | null {
    return answered(this.#facts, path, () => this.below.facts(path));
  }

  override realPath(path: string): string {
    return answered(this.#realPaths, path, () => this.below.realPath(path));
  }
}

function answered<Answer>(known: Map<string, Answer>, path: string, ask: () => Answer): Answer {
  const before = known.get(path);
  if (before !== undefined) return before;
  const answer = ask();
  if (known.size === MOST) known.clear();
  known.set(path, answer);
  return answer;
}
