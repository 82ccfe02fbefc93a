import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { ESLint } from "eslint";
import type { LintFailure } from "../lint/lint-failure.js";
import { displayPath } from "./formats/display-path.js";
import { fileOfPlugin } from "./load-plugin.js";

/**
 * What a person is told where a rule of a plugin came to an exception: the rule, where it is from, the file, what was thrown
 * and where. Null for a rule of ours, or where no rule was at it.
 *
 * @param plugins Those that hold for the file, by their namespaces.
 */
export function describePluginFault(
  { filePath, ruleId, error }: LintFailure,
  plugins: Readonly<Record<string, ESLint.Plugin>>,
  { cwd, withStack }: { cwd: string; withStack: boolean },
): string | null {
  const slash = ruleId?.lastIndexOf("/") ?? -1;
  const plugin = ruleId === null || slash === -1 ? undefined : plugins[ruleId.slice(0, slash)];
  if (ruleId === null || plugin === undefined) return null;
  const pluginFile = fileOfPlugin(plugin);
  const origin = pluginFile === null ? "a plugin" : displayPath(pluginFile, cwd);
  const place = pluginFile === null ? null : placeBelow(path.dirname(pluginFile), error.stack ?? "");
  const thrown = error.message === "" ? error.name : `${error.name}: ${error.message}`;
  const where = place === null ? "" : ` at ${displayPath(place.file, cwd)}:${place.line}`;
  const text =
    `The rule ${ruleId} of ${origin} failed on ${displayPath(filePath, cwd)}${where}, so its findings are missing (${thrown}). ` +
    `It is no rule of compose-lint: mend it there, or turn it off with --rule '${ruleId}: off'.`;
  return withStack ? `${text}\n${error.stack ?? ""}` : text;
}

/** What ESLint comes to where a rule throws what is no Error: it cannot put down on it where it was. */
const notOnError = /^(?:Cannot create property 'currentNode' on|Cannot set properties of \w+ \(setting 'currentNode'\))/u;

/** What is told where a rule of a plugin threw no Error; null where that is not what happened. */
export function describeOddThrow({ filePath, ruleId, error }: LintFailure, plugins: Readonly<Record<string, ESLint.Plugin>>, cwd: string): string | null {
  const names = Object.keys(plugins);
  if (ruleId !== null || names.length === 0 || !notOnError.test(error.message)) return null;
  return `${displayPath(filePath, cwd)} was not linted: a rule of ${names.join(" or ")} threw what is no Error, and it is not known which one. Throw an Error there.`;
}

/** The first place of a stack that lies in a folder. */
function placeBelow(folder: string, stack: string): { file: string; line: string } | null {
  const url = pathToFileURL(folder).href;
  for (const frame of stack.split("\n")) {
    const end = /:\d{1,9}:\d{1,9}(?=\)?$)/u.exec(frame);
    if (end === null) continue;
    const line = end[0].slice(1);
    const before = frame.slice(0, end.index);
    const asUrl = before.indexOf(`${url}/`);
    if (asUrl !== -1) return { file: fileURLToPath(before.slice(asUrl)), line };
    const asPath = before.indexOf(folder + path.sep);
    if (asPath !== -1) return { file: before.slice(asPath), line };
  }
  return null;
}
