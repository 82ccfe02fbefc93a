import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { SecurityOptSketch } from "./generate-security-opt.js";

/** What the real Compose said of a generated project: `other` where it refused it for something else. */
export interface SecurityOptAnswer {
  seed: number;
  /** Digest of the project, which tells whether the generator still makes the same. */
  project: string;
  says: string;
}

export const securityOptAnswersFile = new URL("./fixtures/security-opt-answers.txt", import.meta.url);

export function securityOptDigest({ files, named }: SecurityOptSketch): string {
  return createHash("sha256").update(JSON.stringify([files, named])).digest("hex").slice(0, 12);
}

export function readSecurityOptAnswers(): SecurityOptAnswer[] {
  const lines = readFileSync(securityOptAnswersFile, "utf8").split("\n").filter((line) => /^\d/u.test(line));
  return lines.map((line) => {
    const [seed = "", project = "", says = ""] = line.split(" ");
    return { seed: Number(seed), project, says };
  });
}
