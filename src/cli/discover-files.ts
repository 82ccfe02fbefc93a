import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";
import { fileKind } from "../eslint/file-kind.js";
import { commandNames } from "./command.js";
import { IgnoreFiles, type TellUnreadable } from "./ignore-files.js";
import { onOneLine } from "./plain-text.js";
import { UsageError } from "./usage-error.js";
import { filesBelow, readFolder, realFolder, skippedFolders } from "./walk-folder.js";

export interface DiscoveryOptions {
  /** Take YAML files of any name that are Compose files by what they hold. */
  detect?: boolean;
  /** Take what `.gitignore` and `.compose-lintignore` leave out. */
  noIgnore?: boolean;
  /** Is told of each file that was named and is left out. */
  tellIgnored?: (name: string) => void;
  /** Is told of each folder below a named one that may not be read, by its absolute path. */
  tellClosed?: (folder: string) => void;
  /** Is told of each pattern of a file of ignores that cannot be read; perhaps more than once. */
  tellUnreadable?: TellUnreadable;
  /** Is told now and then how many files a folder has as far as it was walked. */
  tellCount?: (files: number) => void;
}

const globCharacters = /[*?[\]{}!()]/u;
const FILES_BETWEEN_COUNTS = 200;
const yamlName = /\.ya?ml$/iu;

/**
 * The files that the user named, absolute and each once: files as they are, of folders and globs those whose names are
 * Compose's or a Dockerfile's and that are not ignored. Without a name: the Compose files of `cwd`.
 * @throws UsageError if a name stands for nothing.
 */
export async function discoverFiles(names: readonly string[], cwd: string, options: DiscoveryOptions = {}): Promise<string[]> {
  return new Discovery(cwd, options).files(names);
}

class Discovery {
  readonly #cwd: string;
  readonly #options: DiscoveryOptions;
  readonly #ignores: { found: IgnoreFiles; named: IgnoreFiles } | null;

  constructor(cwd: string, options: DiscoveryOptions) {
    this.#cwd = cwd;
    this.#options = options;
    const { noIgnore = false, tellUnreadable } = options;
    this.#ignores = noIgnore ? null : { found: new IgnoreFiles(cwd, { git: true, tellUnreadable }), named: new IgnoreFiles(cwd, { git: false, tellUnreadable }) };
  }

  async files(names: readonly string[]): Promise<string[]> {
    if (names.length === 0) return this.#composeFilesOfFolder();
    const found = new Set<string>();
    for (const name of names) for (const file of await this.#filesOf(name)) found.add(file);
    return [...found];
  }

  async #composeFilesOfFolder(): Promise<string[]> {
    const all = readFolder(this.#cwd, new Set(), this.#tellClosed)
      .filter(({ name, isFolder }) => !isFolder && fileKind(name) !== "dockerfile")
      .map(({ name }) => path.join(this.#cwd, name));
    const candidates = await this.#lintable(all);
    if (candidates.kept.length > 0) return candidates.kept.sort();
    if (candidates.ignored > 0) throw new UsageError("The Compose files of this folder are ignored, by .gitignore or .compose-lintignore. Name one, or give --no-ignore.");
    throw new UsageError(
      "This folder has no Compose file (compose.yaml, docker-compose.yml, ...). Name the files or folders to lint.",
    );
  }

  async #filesOf(name: string): Promise<string[]> {
    const absolute = path.resolve(this.#cwd, name);
    const kind = kindOnDisk(absolute, name);
    if (kind === "file") return this.#namedFile(absolute, name);
    if (kind === "folder") return this.#filesOfFolder(absolute, name);
    if (globCharacters.test(name)) return this.#filesOfGlob(name);
    throw new UsageError(`There is no file or folder ${onOneLine(name)}.${await commandHint(name)}`);
  }

  /** Hooks name every changed file, so one that is ignored is no mistake. */
  async #namedFile(file: string, name: string): Promise<string[]> {
    if (this.#ignores === null || !(await this.#ignores.named.ignoresFile(file))) return [file];
    this.#options.tellIgnored?.(name);
    return [];
  }

  async #filesOfFolder(folder: string, name: string): Promise<string[]> {
    requireReadable(folder, name);
    const all: string[] = [];
    const enters = async (below: string): Promise<boolean> => this.#ignores === null || !(await this.#ignores.found.ignoresFolder(below));
    for await (const file of filesBelow(folder, enters, this.#tellClosed)) {
      if (fileKind(file) === null && !this.#mayBeDetected(file)) continue;
      all.push(file);
      if (all.length % FILES_BETWEEN_COUNTS === 0) this.#options.tellCount?.(all.length);
    }
    const { kept, ignored } = await this.#lintable(all);
    if (kept.length > 0) return kept.sort();
    if (ignored > 0) throw new UsageError(`All files of the folder ${name} are ignored, by .gitignore or .compose-lintignore. With --no-ignore they are linted.`);
    throw new UsageError(`The folder ${name} has no Compose file and no Dockerfile.`);
  }

  async #filesOfGlob(pattern: string): Promise<string[]> {
    const { glob } = await import("tinyglobby");
    const ignore = [...skippedFolders].map((folder) => `**/${folder}/**`);
    const matches = await glob(pattern.replaceAll("\\", "/"), { cwd: this.#cwd, absolute: true, dot: true, ignore });
    const files = matches.filter((file) => fileKind(file) !== null || yamlName.test(file)).map((file) => path.normalize(file));
    const kept: string[] = [];
    for (const file of eachFolderOnce(files)) if (this.#ignores === null || !(await this.#ignores.found.ignoresFile(file))) kept.push(file);
    if (kept.length > 0) return kept.sort();
    if (files.length > 0) throw new UsageError(`All files that match ${pattern} are ignored, by .gitignore or .compose-lintignore. With --no-ignore they are linted.`);
    throw new UsageError(`No Compose file or Dockerfile matches ${pattern}.`);
  }

  /** Of the files found those that are linted, and how many would be if they were not ignored. */
  async #lintable(files: readonly string[]): Promise<{ kept: string[]; ignored: number }> {
    const detected = this.#options.detect === true ? (await import("./detect-compose.js")).isComposeByContent : () => false;
    const kept: string[] = [];
    let ignored = 0;
    for (const file of files) {
      if (fileKind(file) === null && !this.#mayBeDetected(file)) continue;
      if (this.#ignores !== null && (await this.#ignores.found.ignoresFile(file))) ignored += fileKind(file) === null ? 0 : 1;
      else if (fileKind(file) !== null || detected(file)) kept.push(file);
    }
    return { kept, ignored };
  }

  readonly #tellClosed = (folder: string): void => {
    this.#options.tellClosed?.(folder);
  };

  #mayBeDetected(file: string): boolean {
    return this.#options.detect === true && yamlName.test(file);
  }
}

/** Somebody may have mistyped a command, or put it behind the options. */
async function commandHint(name: string): Promise<string> {
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

/** Of files that are one file, reached through several links to its folder, the one with the shortest path. */
function eachFolderOnce(files: readonly string[]): string[] {
  const found = new Map<string, string>();
  for (const file of files) {
    const real = path.join(realFolder(path.dirname(file)), path.basename(file));
    if (file.length < (found.get(real)?.length ?? Infinity)) found.set(real, file);
  }
  return [...found.values()];
}
