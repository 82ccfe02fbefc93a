import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { sharedFolder } from "../dockerfile/shared-folder.js";

const corpus = path.join(sharedFolder, "corpus");

/** Why the tests on real files are skipped, or false. */
export const corpusMissing = existsSync(corpus) ? false : `there is no ${corpus}`;

export interface CorpusFile {
  name: string;
  text: string;
}

/** The YAML files of the corpus that have services, and the few that are about their absence. */
export function composeCorpus(): CorpusFile[] {
  return yamlCorpus().filter(({ name, text }) => !name.includes("expected-") && /^services:/mu.test(text));
}

/** All YAML files of the corpus: Compose files, and some for Kubernetes, Helm and other programs. */
export function yamlCorpus(): CorpusFile[] {
  if (corpusMissing !== false) return [];
  return readdirSync(corpus, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.ya?ml$/u.test(name))
    .sort()
    .map((name) => ({ name, text: readFileSync(path.join(corpus, name), "utf8") }));
}
