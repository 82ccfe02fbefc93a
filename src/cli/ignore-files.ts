import { existsSync } from "node:fs";
import path from "node:path";
import { readRegularFile } from "../compose/read-regular-file.js";
import { withoutByteOrderMark } from "../text/byte-order-mark.js";
import { pathIn } from "../text/path-in.js";
import type { FolderNames } from "./folder-names.js";
import { gitExcludeFile } from "./git-exclude.js";
import { IgnorePatterns } from "./ignore-patterns.js";
import { repositoryName } from "./repository-above.js";
import { withSlashes } from "./with-slashes.js";

/** Is told of a pattern that cannot be read, by its file (absolute) and line. */
export type TellUnreadable = (file: string, line: number) => void;

/** The patterns of one file of ignores, seen from the folder for which they are written. */
class PatternFile {
  readonly #folder: string;
  readonly #lines: readonly string[];
  readonly #patterns: IgnorePatterns;

  constructor(file: string, folder: string, lines: readonly string[], tellUnreadable: TellUnreadable) {
    this.#folder = folder;
    this.#lines = lines;
    this.#patterns = new IgnorePatterns(this.#lines, (line) => { tellUnreadable(file, line); });
  }

  /** Whether it leaves a place out (true) or takes it in again (false); null where it says nothing of it. */
  async leavesOut(place: string, isFolder: boolean): Promise<boolean | null> {
    const relative = relativeTo(this.#folder, place);
    // Most files of ignores speak of other things; the library is not loaded to learn that.
    if (relative === null || !mayFit(this.#lines, relative)) return null;
    const { ignored, unignored } = await this.#patterns.test(isFolder ? `${relative}/` : relative);
    return ignored || unignored ? ignored : null;
  }
}

interface FolderState {
  isIgnored: boolean;
  /** Those that count for what is in the folder, the nearest first: they count more. Read when they are asked for. */
  patterns: () => readonly PatternFile[];
}

const nothingAbove: FolderState = { isIgnored: false, patterns: () => [] };

const MAXIMUM_SIZE = 1024 * 1024;
const ourName = ".compose-lintignore";
const gitName = ".gitignore";
export const ignoreFileNames = [gitName, ourName] as const;

/**
 * What `.gitignore`, `.git/info/exclude` and `.compose-lintignore` leave out, in every folder from the repository's (outside of
 * one: from the working directory) down. The library that reads patterns is loaded where such a file is.
 */
export class IgnoreFiles {
  readonly #cwd: string;
  readonly #names: readonly string[];
  readonly #tellUnreadable: TellUnreadable;
  readonly #folderNames: FolderNames | null;
  readonly #states = new Map<string, FolderState>();

  /**
   * @param git Whether what git ignores is left out too; a file that the user names is not.
   * @param names Tells what is not in a folder.
   */
  constructor(cwd: string, { git, tellUnreadable = () => undefined, names }: { git: boolean; tellUnreadable?: TellUnreadable | undefined; names?: FolderNames }) {
    this.#cwd = cwd;
    this.#folderNames = names ?? null;
    this.#tellUnreadable = tellUnreadable;
    this.#names = git ? [gitName, ourName] : [ourName];
  }

  /** Answers at once where no pattern is to be asked. */
  ignoresFile(file: string): boolean | Promise<boolean> {
    const state = this.#stateAtOnce(path.dirname(file));
    return state?.patterns().length === 0 ? state.isIgnored : this.#asksOfFile(file);
  }

  /** As above. */
  ignoresFolder(folder: string): boolean | Promise<boolean> {
    return this.#stateAtOnce(folder)?.isIgnored ?? this.#asksOfFolder(folder);
  }

  async #asksOfFile(file: string): Promise<boolean> {
    const state = await this.#stateOf(path.dirname(file));
    return state.isIgnored || (await isLeftOut(file, false, state.patterns()));
  }

  async #asksOfFolder(folder: string): Promise<boolean> {
    return (await this.#stateOf(folder)).isIgnored;
  }

  /** Null where the state of a folder is not known, and depends on patterns or on what is above. */
  #stateAtOnce(folder: string): FolderState | null {
    const known = this.#states.get(folder);
    if (known !== undefined) return known;
    const parent = this.#states.get(path.dirname(folder));
    return parent === undefined || parent.isIgnored || parent.patterns().length > 0 ? null : this.#keepState(folder, false, []);
  }

  async #stateOf(folder: string): Promise<FolderState> {
    const known = this.#states.get(folder);
    if (known !== undefined) return known;
    const parent = await this.#stateAbove(folder);
    const above = parent.patterns();
    // Whether a repository begins here is not asked where nothing above counts.
    const isIgnored = (parent.isIgnored || (await isLeftOut(folder, true, above))) && !this.#isTop(folder);
    return this.#keepState(folder, isIgnored, above);
  }

  #keepState(folder: string, isIgnored: boolean, above: readonly PatternFile[]): FolderState {
    let patterns: readonly PatternFile[] | null = isIgnored ? above : null;
    const state = { isIgnored, patterns: () => (patterns ??= this.#patternsOf(folder, above)) };
    this.#states.set(folder, state);
    return state;
  }

  async #stateAbove(folder: string): Promise<FolderState> {
    const known = this.#states.get(path.dirname(folder));
    if (known !== undefined) return known;
    return this.#isTop(folder) ? nothingAbove : this.#stateOf(path.dirname(folder));
  }

  #isTop(folder: string): boolean {
    if (this.#isRepository(folder)) return true;
    return path.dirname(folder) === folder || (folder === this.#cwd && !isInRepository(folder));
  }

  #isRepository(folder: string): boolean {
    const repository = pathIn(folder, repositoryName);
    return this.#folderNames?.mayHold(repository) !== false && existsSync(repository);
  }

  #patternsOf(folder: string, above: readonly PatternFile[]): readonly PatternFile[] {
    const own = [...(this.#folderNames?.mayHoldIgnores(folder) === false ? [] : this.#patternsIn(folder)), ...this.#excludedIn(folder)];
    const counting = above.length === 0 || this.#isTop(folder) ? [] : above;
    return own.length === 0 ? counting : [...own, ...counting];
  }

  #patternsIn(folder: string): PatternFile[] {
    // Our own file counts more than git's.
    return this.#names
      .map((name) => pathIn(folder, name))
      .filter((file) => this.#folderNames?.mayHold(file) !== false)
      .flatMap((file) => this.#read(file, folder))
      .reverse();
  }

  /** What counts for a whole repository, and less than all files in it. */
  #excludedIn(folder: string): PatternFile[] {
    const file = this.#names.includes(gitName) && this.#isRepository(folder) ? gitExcludeFile(folder) : null;
    return file === null ? [] : this.#read(file, folder);
  }

  #read(file: string, folder: string): PatternFile[] {
    // Git passes over the mark too.
    const lines = withoutByteOrderMark(textOf(file) ?? "").split(/\r?\n/u);
    // `git init` writes a file of comments, and a folder without patterns is asked at once.
    return lines.every((line) => line.trim() === "" || line.trimStart().startsWith("#")) ? [] : [new PatternFile(file, folder, lines, this.#tellUnreadable)];
  }
}

/** Whether a repository begins above a folder, so that the files of ignores above it count too. */
function isInRepository(folder: string): boolean {
  const parent = path.dirname(folder);
  return parent !== folder && (existsSync(pathIn(parent, repositoryName)) || isInRepository(parent));
}

/**
 * Whether patterns in the syntax of .gitignore leave out a file below a folder.
 * @param file Absolute; one that is not below the folder is not left out.
 * @param tellUnreadable Is told of each pattern that cannot be read.
 */
export async function isIgnoredBy(patterns: readonly string[], folder: string, file: string, tellUnreadable: (pattern: string) => void): Promise<boolean> {
  if (patterns.length === 0) return false;
  const relative = relativeTo(folder, file);
  if (relative === null) return false;
  return (await new IgnorePatterns(patterns, (number) => { tellUnreadable(patterns[number - 1] ?? ""); }).test(relative)).ignored;
}

async function isLeftOut(place: string, isFolder: boolean, patterns: readonly PatternFile[]): Promise<boolean> {
  for (const file of patterns) {
    const answer = await file.leavesOut(place, isFolder);
    if (answer !== null) return answer;
  }
  return false;
}

/** Whether one of the patterns could fit a path: what stands behind its last star or slash ends a part of the path. */
function mayFit(lines: readonly string[], relative: string): boolean {
  const parts = relative.toLowerCase().split("/");
  return lines.some((line) => {
    const pattern = line.trim().toLowerCase();
    if (pattern === "" || pattern.startsWith("#")) return false;
    if (/[[\\]/u.test(pattern)) return true;
    const end = lastPart(pattern).replace(/^!/u, "");
    return parts.some((part) => part.endsWith(end));
  });
}

/** What stands behind the last star, question mark or slash of a pattern, without slashes and stars at its end. */
function lastPart(pattern: string): string {
  let end = pattern.length;
  while (end > 0 && "/*".includes(pattern.charAt(end - 1))) end -= 1;
  const slash = pattern.indexOf("/", end);
  const stem = slash === -1 ? pattern : pattern.slice(0, slash);
  return stem.slice(1 + Math.max(stem.lastIndexOf("*"), stem.lastIndexOf("?"), stem.lastIndexOf("/")));
}

function relativeTo(folder: string, place: string): string | null {
  const relative = withSlashes(path.relative(folder, place));
  return relative === "" || relative === ".." || relative.startsWith("../") || path.isAbsolute(relative) ? null : relative;
}

function textOf(file: string): string | null {
  // What may not be read, and what is no file, says nothing; git does the same.
  const content = readRegularFile(file, MAXIMUM_SIZE);
  return content.ok ? Buffer.from(content.bytes).toString("utf8") : null;
}
