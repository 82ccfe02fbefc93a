import type { StageResolution } from "../dockerfile/stages.js";
import type { SyntaxProblem } from "../text/source-range.js";

const ofBase: ReadonlySet<string> = new Set(["unresolved-base", "invalid-image-name", "invalid-platform"]);
const ofVariables: ReadonlySet<string> = new Set([...ofBase, "unresolved-default", "invalid-expansion"]);

/**
 * The parts of a Dockerfile that come to nothing with the values of their variables, whatever arguments a build is given
 * for ARGs that have none.
 */
export function unexpandedParts({ problems }: StageResolution): SyntaxProblem[] {
  const found = problems.filter(({ code, needsArgument }) => ofVariables.has(code) && needsArgument !== true);
  // What FROM makes of a default that failed is no fault of its own.
  const hasFailedDefault = found.some(({ code }) => code === "unresolved-default");
  return hasFailedDefault ? found.filter(({ code }) => !ofBase.has(code)) : found;
}
