import { readdirSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import { fileKind } from "../eslint/file-kind.js";
import { commandNames } from "./arguments.js";
import { UsageError } from "./usage-error.js";

const skippedFolders = new Set(["node_modules", ".git", ".hg", ".svn"]);
const globCharacters = /[*?[\]{}!()]/u;

/**
 * The files that the user named, absolute and each once: files as they are, of folders and globs those whose names are
 * Compose's or a Dockerfile's. Without a name: the Compose files of `cwd`.
 * @throws UsageError if a name stands for nothing.
 */
export async function discoverFiles(names: readonly string[], cwd: string): Promise<string[]> {
  if (names.length === 0) return composeFilesOf(cwd);
  const found = new Set<string>();
  for (const name of names) for (const file of await filesOf(name, cwd)) found.add(file);
  return [...found];
}

function composeFilesOf(cwd: string): string[] {
  const files = readFolder(cwd, new Set())
    .filter(({ name, isFolder }) => !isFolder && fileKind(name) === "compose")
    .map(({ name }) => path.join(cwd, name));
  if (files.length > 0) return files.sort();
  throw new UsageError(
    "This folder has no Compose file (compose.yaml, docker-compose.yml, ...). Name the files or folders to lint.",
  );
}

async function filesOf(name: string, cwd: string): Promise<string[]> {
  const absolute = path.resolve(cwd, name);
  const kind = kindOnDisk(absolute, name);
  if (kind === "file") return [absolute];
  if (kind === "folder") {
    const files = filesBelow(absolute);
    if (files.length > 0) return files;
    throw new UsageError(`The folder ${name} has no Compose file and no Dockerfile.`);
  }
  if (globCharacters.test(name)) return filesOfGlob(name, cwd);
  throw new UsageError(`There is no file or folder ${name}.${await commandHint(name)}`);
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

/** Walks a folder. A folder is entered once however many links lead to it, and no link leads up, out of the folder. */
function filesBelow(top: string): string[] {
  const files: string[] = [];
  const entered = new Set(foldersAbove(top));
  const waiting = [top];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const entries = readFolder(folder, entered);
    for (const { name, isFolder } of entries) {
      const file = path.join(folder, name);
      if (isFolder) {
        if (!skippedFolders.has(name)) waiting.push(file);
      } else if (fileKind(name) !== null) files.push(file);
    }
  }
  return files.sort();
}

function foldersAbove(folder: string): string[] {
  const above: string[] = [];
  for (let current = realFolder(folder), parent = path.dirname(current); parent !== current; parent = path.dirname(parent)) {
    above.push(parent);
    current = parent;
  }
  return above;
}

function realFolder(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}

function readFolder(folder: string, entered: Set<string>): { name: string; isFolder: boolean }[] {
  try {
    const real = realpathSync(folder);
    if (entered.has(real)) return [];
    entered.add(real);
    return readdirSync(folder, { withFileTypes: true }).map((entry) => ({
      name: entry.name,
      isFolder: entry.isDirectory() || (entry.isSymbolicLink() && isFolder(path.join(folder, entry.name))),
    }));
  } catch {
    // A folder that may not be read holds nothing that could be linted.
    return [];
  }
}

function isFolder(file: string): boolean {
  try {
    return statSync(file).isDirectory();
  } catch {
    return false;
  }
}

async function filesOfGlob(pattern: string, cwd: string): Promise<string[]> {
  const { glob } = await import("tinyglobby");
  const ignore = [...skippedFolders].map((folder) => `**/${folder}/**`);
  const matches = await glob(pattern.replaceAll("\\", "/"), { cwd, absolute: true, dot: true, ignore });
  const files = matches.filter((file) => fileKind(file) !== null || /\.ya?ml$/u.test(file));
  if (files.length > 0) return eachFolderOnce(files.map((file) => path.normalize(file))).sort();
  throw new UsageError(`No Compose file or Dockerfile matches ${pattern}.`);
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
