import { accessSync, constants, readdir, statSync, type Dirent } from "node:fs";
import path from "node:path";
import { fileKind } from "../eslint/file-kind.js";
import { FolderNames } from "./folder-names.js";
import { commandNames } from "./command.js";
import { IgnoreFiles, type TellUnreadable } from "./ignore-files.js";
import { displayPath } from "./formats/display-path.js";
import { globRoot, isGlob } from "./glob-root.js";
import { NamedPlaces } from "./named-places.js";
import { onOneLine } from "../text/plain-text.js";
import { isFolderInBytes, pathInBytes } from "./shown-bytes.js";
import { UsageError } from "./usage-error.js";
import { withPlainParentheses } from "./with-plain-parentheses.js";
import { withSlashes } from "./with-slashes.js";
import { filesBelow, isClosed, readFolder, realPath, skippedFolders } from "./walk-folder.js";

export interface DiscoveryOptions {
  /** What the files are found for; lint by default. */
  verb?: "lint" | "inspect";
  /** Take YAML files of any name that are Compose files by what they hold. */
  detect?: boolean;
  /** Take what `.gitignore` and `.compose-lintignore` leave out. */
  noIgnore?: boolean;
  /** Is told of each file that was named and is left out. */
  tellIgnored?: (name: string) => void;
  /** Is told of each folder below a named one that may not be read, by its absolute path. */
  tellClosed?: (folder: string) => void;
  /** Is told of each link that is not followed since it leads out of what was named, by its absolute path, and where it leads. */
  tellLeadingOut?: (link: string, real: string, isFolder: boolean) => void;
  /** Is told of each file that is found through a link, with its path without links first. */
  tellLink?: (real: string, file: string) => void;
  /** Is told of each pattern of a file of ignores that cannot be read; perhaps more than once. */
  tellUnreadable?: TellUnreadable;
  /** Takes the names in each folder that is walked through. */
  names?: FolderNames;
  /** Is told of each file of a folder as soon as it is met, which may be left out in the end. */
  tellMet?: (file: string) => void;
}

const yamlName = /\.ya?ml$/iu;

/**
 * The files that the user named, absolute and each once, however many names lead to it: files as they are, of folders and
 * globs those whose names are Compose's or a Dockerfile's and that are not ignored. Of folders and globs no link is followed
 * that leads out of `cwd` and of what was named. Without a name: the Compose files of `cwd`.
 * @throws UsageError if a name stands for nothing.
 */
export async function discoverFiles(names: readonly string[], cwd: string, options: DiscoveryOptions = {}): Promise<string[]> {
  return new Discovery(names, cwd, options).files();
}

/** A file that was found, and its path without links. */
interface FoundFile {
  file: string;
  real: string;
}

class Discovery {
  readonly #names: readonly string[];
  readonly #cwd: string;
  readonly #options: DiscoveryOptions;
  readonly #folderNames: FolderNames;
  readonly #ignores: { found: IgnoreFiles; named: IgnoreFiles } | null;
  readonly #verb: string;
  /** Made where a link is met. */
  #places: NamedPlaces | null = null;
  /** Links that lead out, and where to. */
  readonly #leadingOut = new Map<string, string>();

  constructor(names: readonly string[], cwd: string, options: DiscoveryOptions) {
    this.#names = names;
    this.#cwd = cwd;
    this.#options = options;
    this.#folderNames = options.names ?? new FolderNames();
    const { noIgnore = false, tellUnreadable, verb = "lint" } = options;
    this.#verb = verb;
    this.#ignores = noIgnore ? null : { found: new IgnoreFiles(cwd, { git: true, tellUnreadable, names: this.#folderNames }), named: new IgnoreFiles(cwd, { git: false, tellUnreadable }) };
  }

  async files(): Promise<string[]> {
    if (this.#names.length === 0) return firstNames(await this.#composeFilesOfFolder(), this.#options);
    const found: FoundFile[] = [];
    for (const name of this.#names) for (const file of await this.#filesOf(name)) found.push(file);
    return firstNames(found, this.#options);
  }

  async #composeFilesOfFolder(): Promise<FoundFile[]> {
    const all: FoundFile[] = [];
    for (const { name, file, real, isFolder, isLink } of readFolder({ file: this.#cwd, real: realPath(this.#cwd) }, new Set(), { tellClosed: this.#tellClosed, names: this.#folderNames })) {
      if (isFolder || fileKind(name) === "dockerfile" || (isLink && !(await this.#followsLink(file, false)))) continue;
      all.push({ file, real });
    }
    const { kept, ignored } = await this.#lintable(all, this.#cwd);
    if (kept.length > 0) return kept;
    if (ignored > 0) throw new UsageError("The Compose files of this folder are ignored, by .gitignore, .git/info/exclude or .compose-lintignore. Name one, or give --no-ignore.");
    throw new UsageError(
      this.#leadingOutOnly(`What is to ${this.#verb} in this folder`) ??
        `This folder has no Compose file (compose.yaml, docker-compose.yml, ...). Name the files or folders to ${this.#verb}; \`.\` stands for all below this one.`,
    );
  }

  async #filesOf(name: string): Promise<FoundFile[]> {
    const absolute = path.resolve(this.#cwd, name);
    const kind = kindOnDisk(absolute, name);
    if (kind === "file") return this.#namedFile(absolute, name);
    if (kind === "folder") return this.#filesOfFolder(absolute, name);
    if (isGlob(name)) return this.#filesOfGlob(name);
    const inBytes = pathInBytes(absolute);
    if (inBytes !== null) throw new UsageError(`${onOneLine(displayPath(inBytes, this.#cwd))} cannot be ${this.#verb}ed: its name is not valid UTF-8. Rename it.`);
    throw new UsageError(`There is no file or folder ${onOneLine(name)}.${await commandHint(name)}`);
  }

  /** Hooks name every changed file, so one that is ignored is no mistake. */
  async #namedFile(file: string, name: string): Promise<FoundFile[]> {
    if (this.#ignores === null || !(await this.#ignores.named.ignoresFile(file))) return [{ file, real: realPath(file) }];
    this.#options.tellIgnored?.(name);
    return [];
  }

  async #filesOfFolder(folder: string, name: string): Promise<FoundFile[]> {
    requireReadable(folder, name);
    this.#leadingOut.clear();
    const all: FoundFile[] = [];
    const entersFolder = (below: string): boolean | Promise<boolean> => {
      const ignored = this.#ignores?.found.ignoresFolder(below) ?? false;
      return typeof ignored === "boolean" ? !ignored : ignored.then((answer) => !answer);
    };
    const followsLink = (link: string, isFolder: boolean): Promise<boolean> => this.#followsLink(link, isFolder);
    for await (const { file, real } of filesBelow(folder, { entersFolder, followsLink, tellClosed: this.#tellClosed, names: this.#folderNames })) {
      if (!this.#mayBeLinted(file)) continue;
      all.push({ file, real });
      this.#options.tellMet?.(file);
    }
    const { kept, ignored } = await this.#lintable(all, folder);
    if (kept.length > 0) return kept;
    if (ignored > 0) throw new UsageError(`All files of the folder ${name} are ignored, by .gitignore, .git/info/exclude or .compose-lintignore. With --no-ignore they are ${this.#verb}ed.`);
    throw new UsageError(this.#leadingOutOnly(`What is to ${this.#verb} in the folder ${name}`) ?? `The folder ${name} has no Compose file and no Dockerfile.`);
  }

  async #filesOfGlob(pattern: string): Promise<FoundFile[]> {
    this.#leadingOut.clear();
    const files = (await this.#matchesOf(pattern)).filter((file) => fileKind(file) !== null || yamlName.test(file));
    const kept: FoundFile[] = [];
    for (const file of files) {
      if (await this.#isIgnored(file)) continue;
      const real = realPath(file);
      // Only of a link, or what lies behind one, the two differ, but for a current folder that is one itself.
      if (real === file || (await this.#followsLink(file, false))) kept.push({ file, real });
    }
    if (kept.length > 0) return eachOnce(kept, globRoot(pattern, this.#cwd));
    if (files.length > 0 && this.#leadingOut.size === 0) throw new UsageError(`All files that match ${pattern} are ignored, by .gitignore, .git/info/exclude or .compose-lintignore. With --no-ignore they are ${this.#verb}ed.`);
    throw new UsageError(this.#leadingOutOnly(`What matches ${pattern}`) ?? `No Compose file or Dockerfile matches ${pattern}.`);
  }

  async #matchesOf(pattern: string): Promise<string[]> {
    const { glob } = await import("tinyglobby");
    const ignore = [...skippedFolders].map((folder) => `**/${folder}/**`);
    // Nothing is listed that lies behind a link that leads out.
    const fs = { readdir: listWithout((link) => this.#leadsOutTo(link) !== null && kindOnDisk(link, link) === "folder", this.#tellClosed) };
    const matches = await glob(withPlainParentheses(withSlashes(pattern)), { cwd: this.#cwd, absolute: true, dot: true, ignore, fs });
    return matches.map((file) => path.normalize(file));
  }

  /** Of the files found those that are linted, sorted and each once, and how many would be if they were not ignored. */
  async #lintable(files: readonly FoundFile[], root: string): Promise<{ kept: FoundFile[]; ignored: number }> {
    const detected = this.#options.detect === true ? (await import("./detect-compose.js")).isComposeByContent : () => false;
    const kept: FoundFile[] = [];
    let ignored = 0;
    for (const found of files) {
      const { file } = found;
      if (!this.#mayBeLinted(file)) continue;
      if (await this.#isIgnored(file)) ignored += fileKind(file) === null ? 0 : 1;
      else if (fileKind(file) !== null || detected(file)) kept.push(found);
    }
    return { kept: eachOnce(kept, root), ignored };
  }

  #isIgnored(file: string): boolean | Promise<boolean> {
    return this.#ignores?.found.ignoresFile(file) ?? false;
  }

  /** Whether a link stays in what was named. One that does not is told of, unless it is ignored or leads to nothing of ours. */
  async #followsLink(link: string, isFolder: boolean): Promise<boolean> {
    const real = this.#leadsOutTo(link);
    if (real === null) return true;
    if (!isFolder && !this.#mayBeLinted(link)) return false;
    if (this.#ignores !== null && (await (isFolder ? this.#ignores.found.ignoresFolder(link) : this.#ignores.found.ignoresFile(link)))) return false;
    this.#leadingOut.set(link, real);
    this.#options.tellLeadingOut?.(link, real, isFolder);
    return false;
  }

  #leadsOutTo(link: string): string | null {
    this.#places ??= new NamedPlaces(this.#cwd, this.#names);
    return this.#places.leadsOutTo(link);
  }

  /** What is said where nothing is found but behind links that lead out; null where there are none. */
  #leadingOutOnly(what: string): string | null {
    const [link] = this.#leadingOut.keys();
    if (link === undefined) return null;
    return `${what} lies behind links that lead out of it, and these are not followed. Name what is to be ${this.#verb}ed, such as ${onOneLine(displayPath(link, this.#cwd))}.`;
  }

  readonly #tellClosed = (folder: string): void => {
    this.#options.tellClosed?.(folder);
  };

  #mayBeLinted(file: string): boolean {
    return fileKind(file) !== null || (this.#options.detect === true && yamlName.test(file));
  }
}

/** Files by their names, absolute, each under the first of its names alone. */
export function eachFileOnce(names: readonly string[], options: DiscoveryOptions): string[] {
  return firstNames(names.map((file) => ({ file, real: realPath(file) })), options);
}

function firstNames(files: readonly FoundFile[], { tellLink }: DiscoveryOptions): string[] {
  const found = new Map<string, string>();
  for (const { file, real } of files) {
    if (found.has(real)) continue;
    found.set(real, file);
    if (file !== real) tellLink?.(real, file);
  }
  return [...found.values()];
}

/**
 * Each file once, sorted by path: under its own path where it was found so, else under that of the shortest link.
 * @param root Where they were looked for.
 */
function eachOnce(files: readonly FoundFile[], root: string): FoundFile[] {
  const realRoot = realPath(root);
  const length = ({ file, real }: FoundFile): number => (real === path.join(realRoot, path.relative(root, file)) ? 0 : file.length);
  const found = new Map<string, FoundFile>();
  for (const next of [...files].sort((a, b) => (a.file < b.file ? -1 : 1))) {
    const known = found.get(next.real);
    if (known === undefined || length(next) < length(known)) found.set(next.real, next);
  }
  return [...found.values()].sort((a, b) => (a.file < b.file ? -1 : 1));
}

/** Node's `readdir` as the glob library calls it, without links to folders for which the test holds. */
function listWithout(isLeftOut: (link: string) => boolean, tellClosed: (folder: string) => void): typeof readdir {
  const list = (folder: string, options: { withFileTypes: true }, done: (error: Error | null, entries: Dirent[]) => void): void => {
    readdir(folder, options, (error, entries) => {
      if (isClosed(error, folder)) tellClosed(path.resolve(folder));
      const links = error === null ? entries.filter((entry) => entry.isSymbolicLink()) : [];
      for (const { name } of links) if (isFolderInBytes(path.resolve(folder, name))) tellClosed(path.resolve(folder, name));
      done(error, error === null ? entries.filter((entry) => !(links.includes(entry) && isLeftOut(path.join(folder, entry.name)))) : []);
    });
  };
  return list as typeof readdir;
}

/** Somebody may have mistyped a command, or put it behind the options. */
async function commandHint(name: string): Promise<string> {
  if (name === "lint" || name === "check") return " Linting has no command: `compose-lint FILE`, or `compose-lint .` for this folder.";
  if (name === "fix") return " Fixing is an option: `compose-lint --fix`.";
  if (name === "-") return " `-`, for standard input, stands alone; a file that is called so is ./-.";
  // Word processors and blogs make dashes of hyphens.
  const [, option = ""] = /^(?!-)[\p{Dash_Punctuation}\u2212][-\p{Dash_Punctuation}]*([a-z][a-z-]*)/u.exec(name) ?? [];
  if (option !== "") return ` An option begins with plain hyphens: ${option.length > 1 ? `--${option}` : `-${option}`}.`;
  const { closestWord } = await import("./closest-word.js");
  const command = closestWord(name, commandNames);
  if (command === null) return "";
  return command === name ? ` A command goes first: \`compose-lint ${name} ...\`.` : ` Did you mean \`compose-lint ${command}\`?`;
}

function kindOnDisk(absolute: string, name: string): "file" | "folder" | "nothing" {
  try {
    return statSync(absolute).isDirectory() ? "folder" : "file";
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EACCES") throw new UsageError(`${name} cannot be read: permission denied.`);
    if (code === "ELOOP") throw new UsageError(`${name} cannot be read: it is a symbolic link that leads to itself.`);
    return "nothing";
  }
}

/** A folder below that is closed is only told of: often it is the data of a container. One that the user named is an error. */
function requireReadable(folder: string, name: string): void {
  try {
    accessSync(folder, constants.R_OK | constants.X_OK);
  } catch {
    throw new UsageError(`The folder ${name} cannot be read: permission denied.`);
  }
}
