import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { BuildkitAnswer } from "./buildkit-answer.js";

/** A recorded answer and the digest of the text that it is about. */
export type RecordedAnswer = [digest: string, answer: BuildkitAnswer];

export interface RecordedAnswers {
  source: string;
  date: string;
  /** By the input's id. */
  answers: Record<string, RecordedAnswer>;
}

const file = fileURLToPath(new URL("fixtures/buildkit-answers.json", import.meta.url));

export function readRecordedAnswers(): RecordedAnswers {
  return JSON.parse(readFileSync(file, "utf8")) as RecordedAnswers;
}

/** Writes one answer a line, so that a difference shows which one changed. */
export function writeRecordedAnswers({ source, date, answers }: RecordedAnswers): void {
  const lines = Object.entries(answers).map(([id, answer]) => `${JSON.stringify(id)}: ${JSON.stringify(answer)}`);
  writeFileSync(
    file,
    `{"source": ${JSON.stringify(source)}, "date": ${JSON.stringify(date)}, "answers": {\n${lines.join(",\n")}\n}}\n`,
  );
}
