import { hash } from "node:crypto";

/**
 * A question that was asked while a file was linted: to the file system (`read`, `facts`, `list`, `real`; `names` for which
 * names of a project a folder has), to the environment (`variable`), to the calendar (`day`), or to what the run knows of
 * its projects (`linted`, `root`, `extends`).
 */
export type Question = "read" | "facts" | "list" | "real" | "names" | "variable" | "day" | "linted" | "root" | "also";

/**
 * A question, what it was about, and a digest of the answer. While all answers stay the same, so does the result. Of a file
 * that was read also its stamp, where it has one: while that is the same, so is the content.
 */
export type Dependency = readonly [question: Question, about: string, answer: string, stamp?: string];

/** All that a result depends on: what it alone does, and what several do, such as those of one project. */
export interface Dependencies {
  own: readonly Dependency[];
  shared: readonly Dependencies[];
}

export const DIGEST_LENGTH = 22;

/** A short text that differs where the answer does. Short answers are kept as they are. */
export function digestOf(answer: unknown): string {
  const text = typeof answer === "string" ? answer : (JSON.stringify(answer) as string | undefined) ?? "";
  return text.length < DIGEST_LENGTH ? text : digestOfText(text);
}

/** Whether a short text stands for a longer one. */
export function isDigest(answer: string): boolean {
  return answer.length === DIGEST_LENGTH;
}

export function digestOfText(text: string | Uint8Array): string {
  return hash("sha256", text, "base64url").slice(0, DIGEST_LENGTH);
}
