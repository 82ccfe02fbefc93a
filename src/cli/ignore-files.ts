import { existsSync } from "node:fs";
import path from "node:path";
import type { Ignore } from "ignore";
import { readRegularFile } from "../compose/read-regular-file.js";

/** The patterns of one file of ignores, seen from the folder that it stands in. */
class PatternFile {
  readonly #folder: string;
  readonly #text: string;
  #rules: Ignore | null = null;

  constructor(folder: string, text: string) {
    this.#folder = folder;
    this.#text = text;
  }

  /** Whether it leaves a place out (true) or takes it in again (false); null where it says nothing of it. */
  async leavesOut(place: string, isFolder: boolean): Promise<boolean | null> {
    const relative = relativeTo(this.#folder, place);
    if (relative === null) return null;
    if (this.#rules === null) {
      // Most files of ignores speak of other things; the library is not loaded to learn that.
      if (!mayFit(this.#text, relative)) return null;
      this.#rules = (await newRules()).add(this.#text);
    }
    const { ignored, unignored } = this.#rules.test(isFolder ? `${relative}/` : relative);
    return ignored || unignored ? ignored : null;
  }
}

interface FolderState {
  isIgnored: boolean;
  /** The nearest first: they count more. */
  patterns: readonly PatternFile[];
}

const MAXIMUM_SIZE = 1024 * 1024;
const ourName = ".compose-lintignore";
const gitName = ".gitignore";

/**
 * What `.gitignore` and `.compose-lintignore` leave out, in every folder from the repository's (outside of one: from the
 * working directory) down. The library that reads patterns is loaded where such a file is.
 */
export class IgnoreFiles {
  readonly #cwd: string;
  readonly #names: readonly string[];
  readonly #states = new Map<string, FolderState>();

  /** @param git Whether what git ignores is left out too; a file that the user names is not. */
  constructor(cwd: string, { git }: { git: boolean }) {
    this.#cwd = cwd;
    this.#names = git ? [gitName, ourName] : [ourName];
  }

  async ignoresFile(file: string): Promise<boolean> {
    const state = await this.#stateOf(path.dirname(file));
    return state.isIgnored || (await isLeftOut(file, false, state.patterns));
  }

  async ignoresFolder(folder: string): Promise<boolean> {
    return (await this.#stateOf(folder)).isIgnored;
  }

  async #stateOf(folder: string): Promise<FolderState> {
    const known = this.#states.get(folder);
    if (known !== undefined) return known;
    const parent = this.#isTop(folder) ? { isIgnored: false, patterns: [] } : await this.#stateOf(path.dirname(folder));
    const isIgnored = parent.isIgnored || (await isLeftOut(folder, true, parent.patterns));
    const own = isIgnored ? [] : this.#patternsIn(folder);
    const state = { isIgnored, patterns: [...own, ...parent.patterns] };
    this.#states.set(folder, state);
    return state;
  }

  #isTop(folder: string): boolean {
    if (existsSync(path.join(folder, ".git"))) return true;
    return path.dirname(folder) === folder || (folder === this.#cwd && !isInRepository(folder));
  }

  #patternsIn(folder: string): PatternFile[] {
    // Our own file counts more than git's.
    return this.#names
      .map((name) => textOf(path.join(folder, name)))
      .flatMap((text) => (text === null ? [] : [new PatternFile(folder, text)]))
      .reverse();
  }
}

/** Whether a repository begins above a folder, so that the files of ignores above it count too. */
function isInRepository(folder: string): boolean {
  const parent = path.dirname(folder);
  return parent !== folder && (existsSync(path.join(parent, ".git")) || isInRepository(parent));
}

/**
 * Whether patterns in the syntax of .gitignore leave out a file below a folder.
 * @param file Absolute; one that is not below the folder is not left out.
 */
export async function isIgnoredBy(patterns: readonly string[], folder: string, file: string): Promise<boolean> {
  if (patterns.length === 0) return false;
  const relative = relativeTo(folder, file);
  return relative !== null && (await newRules()).add([...patterns]).ignores(relative);
}

async function isLeftOut(place: string, isFolder: boolean, patterns: readonly PatternFile[]): Promise<boolean> {
  for (const file of patterns) {
    const answer = await file.leavesOut(place, isFolder);
    if (answer !== null) return answer;
  }
  return false;
}

/** Git's patterns fit letters of either case where file names do. */
async function newRules(): Promise<Ignore> {
  const { default: ignore } = await import("ignore");
  return ignore({ ignorecase: process.platform === "win32" || process.platform === "darwin" });
}

/** Whether a pattern of a text could fit a path: what stands behind its last star or slash ends a part of the path. */
function mayFit(text: string, relative: string): boolean {
  const parts = relative.toLowerCase().split("/");
  return text.split("\n").some((line) => {
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
  const relative = path.relative(folder, place).replaceAll("\\", "/");
  return relative === "" || relative === ".." || relative.startsWith("../") || path.isAbsolute(relative) ? null : relative;
}

function textOf(file: string): string | null {
  // What may not be read, and what is no file, says nothing; git does the same.
  const content = readRegularFile(file, MAXIMUM_SIZE);
  return content.ok ? Buffer.from(content.bytes).toString("utf8") : null;
}
