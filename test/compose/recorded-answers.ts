import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Json } from "../../src/compose/resolved-model.js";
import { printProject, type ProjectSketch } from "./generate-project.js";
import { withoutEmpty } from "./json-difference.js";
import { composeArguments } from "./real-compose.js";

/** What the real Compose said of the project of a seed: the digest of its services, or that it refused the project. */
export interface RecordedAnswer {
  seed: number;
  /** Digest of the project itself, which tells whether the generator still makes the same. */
  project: string;
  /** Digest of the services, or `refused`. */
  services: string;
}

export const recordedAnswersFile = new URL("./fixtures/generated-projects.txt", import.meta.url);

/** A digest of a project: its files and how Compose is called. */
export function projectDigest(project: ProjectSketch): string {
  const files = [...printProject(project)].sort(([a], [b]) => (a < b ? -1 : 1));
  return digest([files, composeArguments(project), project.environment]);
}

/** A digest of the services of a model. */
export function servicesDigest(model: Json): string {
  const services = typeof model === "object" && model !== null && !Array.isArray(model) ? model.services : undefined;
  return digest(withoutEmpty(services ?? null) ?? null);
}

function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 12);
}

export function readRecordedAnswers(): RecordedAnswer[] {
  return readFileSync(recordedAnswersFile, "utf8")
    .split("\n")
    .filter((line) => /^\d/u.test(line))
    .map((line) => {
      const [seed = "", project = "", services = ""] = line.split(" ");
      return { seed: Number(seed), project, services };
    });
}

/** The file of recorded answers, with a head that says what it is. */
export function printRecordedAnswers(answers: readonly RecordedAnswer[], version: string, date: string): string {
  const head = [
    `# What Docker Compose ${version} said of the generated projects, recorded on ${date} by tools/record-compose-answers.ts.`,
    "# seed, digest of the project, digest of its services (or: refused)",
  ];
  return [...head, ...answers.map(({ seed, project, services }) => `${seed} ${project} ${services}`), ""].join("\n");
}
