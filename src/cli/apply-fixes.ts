import { dirname } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { LintRun, RequiredFile } from "../lint/lint-files.js";
import { displayPath } from "./formats/display-path.js";
import type { Output } from "./output.js";
import { tellRisks } from "./tell-risks.js";
import { removeLeftStagingFolders } from "./staging-folder.js";
import { ChangedFileError, describeLeftLinks, describeWriteProblem, realTarget, requireText, requireWritable, writeFileSafely } from "./write-file.js";
import { NamedPlaces } from "./named-places.js";
import { requireInside } from "./require-inside.js";

/** What came of writing fixes. */
export interface WrittenFixes {
  /** A line for each failure. */
  failures: string[];
  /** The linted files whose fixes were not written, by their absolute paths. */
  unwritten: ReadonlySet<string>;
}

/**
 * Writes what the fixes changed: each linted file right behind the files that its fixes refer to, so that a signal, which waits
 * for the turn of the event loop, finds both or neither. What cannot be written keeps nothing else from being written but the
 * files whose fixes refer to it.
 * @param named The files and folders that the user named: a link that leads out of them and of `cwd` is not followed.
 */
export async function applyFixes(run: LintRun, cwd: string, output: Output, named: readonly string[] = []): Promise<WrittenFixes> {
  const writing = new FixWriting(cwd, output, new NamedPlaces(cwd, named));
  const texts = newTexts(run);
  removeLeftovers(run);
  const failed = new Set(texts.filter((file) => !writing.isPossible(file)).map(({ path }) => path));
  const waiting = new Set(run.requiredFiles);
  const writeRequired = (required: RequiredFile): void => {
    waiting.delete(required);
    const users = required.neededBy ?? texts.map(({ path }) => path);
    // A profile that nothing could be made to name would lie there for no use.
    if (users.length > 0 && users.every((user) => failed.has(user))) return;
    const others = texts.map(({ path }) => path).filter((path) => users.includes(path) && !failed.has(path));
    if (!writing.write(required, "Wrote", others)) for (const user of users) failed.add(user);
  };
  for (const file of texts.filter(({ path }) => !failed.has(path))) {
    for (const required of waiting) if (required.neededBy?.includes(file.path) !== false) writeRequired(required);
    if (failed.has(file.path)) continue;
    if (!writing.write(file, "Fixed")) failed.add(file.path);
    // Between two files a signal may end the program.
    await nextTurn();
  }
  // Some fixes change no more than the file that they refer to.
  for (const required of waiting) writeRequired(required);
  const applied = run.results.filter(({ filePath }) => !failed.has(filePath));
  tellRisks(applied.flatMap(({ appliedFixes = [] }) => appliedFixes), output);
  return { failures: writing.failures, unwritten: failed };
}

/** The results of fixes that change another file alone have no new text. */
function newTexts({ results }: LintRun): (NewText & { before: string })[] {
  return results.flatMap(({ filePath, source, output: text }) =>
    text === undefined || text === source ? [] : [{ path: filePath, text, before: source }],
  );
}

/** Removes what killed runs left where this one may write. */
function removeLeftovers({ results, requiredFiles }: LintRun): void {
  const files = [...results.map(({ filePath }) => filePath), ...requiredFiles.map(({ path }) => path)];
  for (const folder of new Set(files.map((file) => dirname(realTarget(file))))) removeLeftStagingFolders(folder);
}

interface NewText {
  path: string;
  text: string;
  /** What it replaces; null for a new file, and missing where nobody looked. */
  before?: string | null;
}

/** Writes files one by one, and puts down what could not be written. */
class FixWriting {
  readonly failures: string[] = [];
  readonly #cwd: string;
  readonly #output: Output;
  /** What was written, by real paths: a file may be linted under several names. */
  readonly #written = new Map<string, NewText>();

  readonly #places: NamedPlaces;

  constructor(cwd: string, output: Output, places: NamedPlaces) {
    this.#cwd = cwd;
    this.#output = output;
    this.#places = places;
  }

  /** Whether a file can be written as far as can be told before. */
  isPossible({ path, before }: NewText): boolean {
    try {
      requireInside(path, this.#places);
      requireWritable(path);
      if (before !== undefined) requireText(path, before);
      return true;
    } catch (error) {
      this.#fail(path, error);
      return false;
    }
  }

  /** Writes a file; `waiting` are those that are left as they are if it cannot be written. */
  write(file: NewText, verb: string, waiting: readonly string[] = []): boolean {
    const real = realTarget(file.path);
    try {
      requireInside(file.path, this.#places);
      const earlier = this.#written.get(real);
      if (earlier !== undefined && earlier.text !== file.text) throw new ChangedFileError(`it is the same file as ${this.#name(earlier.path)}, which got another text. Run this again`);
      const left = earlier === undefined ? writeFileSafely(file.path, file.text, file.before) : 0;
      this.#written.set(real, file);
      this.#output.tell(`${verb} ${this.#name(file.path)}\n`);
      if (left > 0) this.#output.tell(`${describeLeftLinks(this.#name(file.path), left)}\n`);
      return true;
    } catch (error) {
      this.#fail(file.path, error, waiting);
      return false;
    }
  }

  #fail(path: string, error: unknown, waiting: readonly string[] = []): void {
    const names = waiting.map((file) => this.#name(file)).join(", ");
    const others = waiting.length === 0 ? "" : ` ${names} ${waiting.length === 1 ? "is" : "are"} left as before: the fix refers to it.`;
    this.failures.push(`${this.#name(path)} was not written: ${describeWriteProblem(error)}.${others}`);
  }

  #name(path: string): string {
    return displayPath(path, this.#cwd);
  }
}
