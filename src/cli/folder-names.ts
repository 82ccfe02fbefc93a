import path from "node:path";
import { projectFileNames } from "../compose/discover.js";
import { configurationNames } from "./configuration/configuration-names.js";
import { ignoreFileNames } from "./ignore-files.js";
import { repositoryName } from "./repository-above.js";

const isAscii = /^[ -~]*$/u;
/** What is the same whether the cases of letters are told apart or not. */
const isFolded = /^[\d._a-z-]*$/u;

/** The names that a project looks for in its folder. */
export const projectNames: readonly string[] = [...projectFileNames, ".env"];

/** All names that a run looks for in the folder of each file, each with a bit of its own. */
const bits = new Map<string, number>([...projectNames, ...ignoreFileNames, repositoryName, ...configurationNames].map((name, index) => [name, 1 << index]));
const projectBits = bitsOf(projectNames);
const ignoreBits = bitsOf(ignoreFileNames);
const configurationBits = bitsOf(configurationNames);

/** By folder, which of those names it has. */
export type NamesOfFolders = ReadonlyMap<string, number>;

/**
 * Which of the names that a run looks for are in the folders that it has walked through: most are not, and to ask for each takes
 * longer than all else where there are thousands of folders. It serves one run, which takes folders as it saw them.
 */
export class FolderNames {
  readonly #folders = new Map<string, number>();

  /** Takes all names in a folder. */
  note(folder: string, names: readonly string[]): void {
    this.#folders.set(folder, bitsOf(names));
  }

  /** Takes what another thread knows. */
  take(others: NamesOfFolders): void {
    for (const [folder, names] of others) this.#folders.set(folder, names);
  }

  get known(): NamesOfFolders {
    return this.#folders;
  }

  /** Which of the names that a project looks for a folder has; null where nobody looked into it. */
  projectNamesIn(folder: string): number | null {
    const names = this.#folders.get(folder);
    return names === undefined ? null : names & projectBits;
  }

  /** Whether a file, by its absolute path, may be there; where it may, ask for it. */
  mayHold(file: string): boolean {
    const bit = bits.get(path.basename(file));
    return bit === undefined || this.#mayHoldOneOf(bit, path.dirname(file));
  }

  /** Whether one of the files of ignores may be in a folder. */
  mayHoldIgnores(folder: string): boolean {
    return this.#mayHoldOneOf(ignoreBits, folder);
  }

  /** Whether a configuration may be in a folder. */
  mayHoldConfiguration(folder: string): boolean {
    return this.#mayHoldOneOf(configurationBits, folder);
  }

  #mayHoldOneOf(wanted: number, folder: string): boolean {
    const names = this.#folders.get(folder);
    return names === undefined || (names & wanted) !== 0;
  }
}

function bitsOf(names: readonly string[]): number {
  let sum = 0;
  for (const name of names) sum |= bits.get(name) ?? (isFolded.test(name) ? 0 : (bits.get(folded(name)) ?? 0));
  return sum;
}

/** Which of the names that a project looks for are among those of a folder; those have the same answer that are the same. */
export function projectNamesAmong(names: readonly string[]): number {
  return bitsOf(names) & projectBits;
}

/** The files that a project looks for in a folder and that are not there, as one of the answers above tells. */
export function missingProjectFiles(folder: string, names: number): string[] {
  return projectNames.filter((name) => ((bits.get(name) ?? 0) & names) === 0).map((name) => path.join(folder, name));
}

/** The same for all names that some file system takes for the same: not all tell the cases of letters apart. */
function folded(name: string): string {
  return isAscii.test(name) ? name.toLowerCase() : name.normalize("NFKC").toLowerCase().toUpperCase().toLowerCase();
}
