import { fileKindOf } from "../eslint/file-kind.js";
import { FixBatch, type FixedFile, type FixingRun } from "./fix-batch.js";
import { fixGroups } from "./fix-order.js";
import type { LintInput } from "./lint-files.js";

/**
 * Mends files. Those of one project are mended together; Dockerfiles go last, whose containers are judged by the services
 * that were mended; with them are judged the Compose files that build those with fixes. What is returned is in the order of the files.
 */
export function fixAll(inputs: readonly LintInput[], run: FixingRun): FixedFile[] {
  run.show(inputs);
  const fixed = new Map<LintInput, FixedFile>();
  const isDockerfile = ({ path, text }: LintInput): boolean => fileKindOf(path, text) === "dockerfile";
  const composeFiles = inputs.filter((input) => !isDockerfile(input));
  for (const group of fixGroups(composeFiles, (input) => run.projectOf(input))) {
    for (const [input, file] of new FixBatch(group, run).mend()) fixed.set(input, file);
  }
  const mended = new Map<LintInput, LintInput>();
  const buildersOf = (paths: ReadonlySet<string>): LintInput[] => {
    // One of them may be built under the name of a link.
    const real = new Set(Array.from(paths, (file) => run.realPath(file)));
    for (const input of composeFiles) {
      const now = { path: input.path, text: fixed.get(input)?.result.output ?? input.text };
      if (builds(now, real, run)) mended.set(now, input);
    }
    return [...mended.keys()];
  };
  for (const [input, file] of new FixBatch(inputs.filter(isDockerfile), run, buildersOf).mend()) {
    const before = mended.get(input);
    if (before === undefined) fixed.set(input, file);
    else fixed.set(before, judgedAgain(fixed.get(before), file));
  }
  return inputs.map((input) => fixed.get(input)).filter((file) => file !== undefined);
}

function builds(input: LintInput, real: ReadonlySet<string>, run: FixingRun): boolean {
  const services = run.projectOf(input)?.services() ?? [];
  return services.some(({ build }) => build?.dockerfile.kind === "file" && real.has(run.realPath(build.dockerfile.path)));
}

/** What is found in a mended file now, with what was done to it before. */
function judgedAgain(before: FixedFile | undefined, { result, warnings }: FixedFile): FixedFile {
  const { source = result.source, output, appliedFixes } = before?.result ?? {};
  return { result: { ...result, source, ...(output === undefined ? {} : { output }), ...(appliedFixes === undefined ? {} : { appliedFixes }) }, warnings };
}
