import type { LintFailure } from "../lint/lint-failure.js";
import { describeBug } from "./describe-bug.js";
import { displayPath } from "./formats/display-path.js";
import type { Loaded } from "./run/open-session.js";

/** What a person is told where a rule, or a whole file, came to an exception: whose fault it is, and what is missing for it. */
export async function describeFailure(
  failure: LintFailure,
  { configuration, plugins }: Pick<Loaded, "configuration" | "plugins">,
  { cwd, withStack }: { cwd: string; withStack: boolean },
): Promise<string> {
  const { filePath, ruleId, error } = failure;
  if (ruleId?.startsWith("compose-lint/") !== true) {
    const { describeOddThrow, describePluginFault } = await import("./plugin-fault.js");
    const active = { ...(await configuration.configurations.resolved(filePath))?.plugins, ...plugins };
    const text = describePluginFault(failure, active, { cwd, withStack }) ?? describeOddThrow(failure, active, cwd);
    if (text !== null) return text;
  }
  const file = displayPath(filePath, cwd);
  const what =
    ruleId === null
      ? `${file} was not linted`
      : `The rule ${ruleId.replace("compose-lint/", "")} failed on ${file}, so its findings are missing`;
  return describeBug(what, error, withStack);
}
