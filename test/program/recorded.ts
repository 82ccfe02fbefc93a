import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

export interface RecordedCase {
  cause: "EPERM" | "EAGAIN" | "ENOMEM";
  limit: string;
  command: string;
  exit: number | null;
  outcome: string;
  lines: string[];
}

export interface RecordedProgram {
  program: string;
  version: string;
  cases: RecordedCase[];
  needs?: Record<string, number | string>;
}

const shared = path.resolve(process.env.SHARED_DIR ?? "../shared");

/** The recorded measurements: the project's own, and those of the shared folder where it is there. */
export function recordedPrograms(): { programs: RecordedProgram[]; missing: string | null } {
  const own = read(path.resolve("tools/program-measurements.json"));
  const file = path.join(shared, "reference/symptoms.json");
  if (!existsSync(file)) return { programs: own, missing: `${file} is not there: only the own recording is read` };
  return { programs: [...read(file), ...own], missing: null };
}

function read(file: string): RecordedProgram[] {
  return (JSON.parse(readFileSync(file, "utf8")) as { programs: RecordedProgram[] }).programs;
}
