import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { randomNumbers } from "../random-numbers.js";
import { mutate } from "./mutate.js";
import { oracleCases } from "./oracle-cases.js";
import { sharedFolder } from "./shared-folder.js";
import { valueCases } from "./value-cases.js";

/** A Dockerfile that BuildKit is asked about. */
export interface OracleInput {
  /** What kind of input it is, and which one. */
  id: string;
  text: string;
}

const MUTATION_SEED = 20_261_123;
const MUTATION_COUNT = 1200;

const corpus = path.join(sharedFolder, "corpus");

/** Why the corpus cannot be read here, or null. */
export function corpusUnavailable(): string | null {
  return existsSync(corpus) ? null : `there is no ${corpus}`;
}

/** Every Dockerfile of the corpus, BuildKit's test files too. */
export function corpusInputs(): OracleInput[] {
  if (!existsSync(corpus)) return [];
  const files = readdirSync(corpus, { recursive: true, encoding: "utf8", withFileTypes: true })
    .filter((entry) => entry.isFile() && /dockerfile/i.test(entry.name) && !entry.name.endsWith(".dockerignore"))
    .map((entry) => path.relative(corpus, path.join(entry.parentPath, entry.name)))
    .sort();
  return files.map((file) => ({ id: `corpus ${file}`, text: readFileSync(path.join(corpus, file), "utf8") }));
}

/** The small Dockerfiles of our own. */
export function caseInputs(): OracleInput[] {
  return [
    ...oracleCases.map((text, index) => ({ id: `case ${index}`, text })),
    ...valueCases.map((text, index) => ({ id: `value ${index}`, text })),
  ];
}

/** The same changes of corpus files and cases on every machine. */
export function mutationInputs(): OracleInput[] {
  const files = corpusInputs().map(({ text }) => text);
  const texts = [...files, ...oracleCases];
  if (files.length === 0) return [];
  const random = randomNumbers(MUTATION_SEED);
  return Array.from({ length: MUTATION_COUNT }, (_, index) => {
    // Two thirds start from real files.
    const pool = index % 3 === 0 ? texts : files;
    const text = pool[Math.floor(random() * pool.length)] ?? "";
    return { id: `mutation ${index}`, text: mutate(text, random, texts) };
  });
}

/** A short digest that tells whether a recorded answer is about this text. */
export function textDigest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}
