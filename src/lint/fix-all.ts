import { fileKindOf } from "../eslint/file-kind.js";
import { FixBatch, type FixedFile, type FixingRun } from "./fix-batch.js";
import { fixGroups } from "./fix-order.js";
import type { LintInput } from "./lint-files.js";

/**
 * Mends files. Those of one project are mended together; Dockerfiles go last, whose containers are judged by the services
 * that were mended. What is returned is in the order of the files.
 */
export function fixAll(inputs: readonly LintInput[], run: FixingRun): FixedFile[] {
  run.show(inputs);
  const fixed = new Map<LintInput, FixedFile>();
  const isDockerfile = ({ path, text }: LintInput): boolean => fileKindOf(path, text) === "dockerfile";
  const projects = fixGroups(inputs.filter((input) => !isDockerfile(input)), (input) => run.projectOf(input));
  for (const group of [...projects, inputs.filter(isDockerfile)]) {
    for (const [input, file] of new FixBatch(group, run).mend()) fixed.set(input, file);
  }
  return inputs.map((input) => fixed.get(input)).filter((file) => file !== undefined);
}
