import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { sharedFolder } from "../dockerfile/shared-folder.js";

const root = path.join(import.meta.dirname, "../..");
const LARGEST_SEED = 12_000;

/** Why real files are not among the seeds, or null. */
export const seedsMissing = existsSync(path.join(sharedFolder, "corpus")) ? null : `there is no ${sharedFolder}: only own files are seeds`;

/** The texts of our own examples and fixtures, and of the corpus where it is, whose names match. */
export function filesNamed(pattern: RegExp, { most = 150 } = {}): string[] {
  const own = ["examples", "test"].flatMap((folder) => filesBelow(path.join(root, folder), pattern));
  const others = seedsMissing === null ? filesBelow(path.join(sharedFolder, "corpus"), pattern) : [];
  const step = Math.max(1, Math.ceil(others.length / most));
  return [...own, ...others.filter((_, index) => index % step === 0)].map((file) => readFileSync(file, "utf8"));
}

/** Files beside data of a project of the corpus: its Compose file first, then what may belong to it. */
export function projectFolders(): string[] {
  const folders = filesBelow(path.join(root, "examples"), /^compose\.ya?ml$/u).map((file) => path.dirname(file));
  if (seedsMissing !== null) return folders;
  const others = filesBelow(path.join(sharedFolder, "corpus"), /^(?:docker-)?compose\.ya?ml$/u).map((file) => path.dirname(file));
  return [...folders, ...others.filter((_, index) => index % 2 === 0)];
}

function filesBelow(folder: string, pattern: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => pattern.test(path.basename(name)) && !name.includes("node_modules"))
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile() && statSync(file).size < LARGEST_SEED)
    .sort();
}
