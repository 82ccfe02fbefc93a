import path from "node:path";
import type { FileContent, FileFacts, FileSystem } from "../compose/file-system.js";
import { ForwardingFileSystem } from "../compose/forwarding-file-system.js";
import { projectNames, type FolderNames } from "./folder-names.js";

const names: ReadonlySet<string> = new Set(projectNames);

/** Is told of a folder in which a file was looked for that is known not to be there, and which names of a project it has. */
export type TellFolder = (folder: string, names: number) => void;

/** A file system that does not ask the one below for files of a project that are known not to be there. */
export class ListedFileSystem extends ForwardingFileSystem {
  readonly #folders: FolderNames;
  readonly #tell: TellFolder | undefined;

  constructor(below: FileSystem, folders: FolderNames, tell?: TellFolder) {
    super(below);
    this.#folders = folders;
    this.#tell = tell;
  }

  override read(file: string): FileContent {
    return this.#isMissing(file) ? { ok: false, problem: "not-found" } : this.below.read(file);
  }

  override facts(file: string): FileFacts | null {
    return this.#isMissing(file) ? null : this.below.facts(file);
  }

  #isMissing(file: string): boolean {
    if (!names.has(path.basename(file)) || this.#folders.mayHold(file)) return false;
    const folder = path.dirname(file);
    this.#tell?.(folder, this.#folders.projectNamesIn(folder) ?? 0);
    return true;
  }
}
