import type { RunCommand } from "../docker-run/run-command.js";
import type { SourceRange } from "../text/source-range.js";
import type { LintOptions } from "./lint-files.js";
import type { Finding } from "./lint-result.js";

export const PROJECT_FILES = "compose-lint/project-files";

/**
 * What `project-files` found about a file of variables that a command line names, in the words of the client; null for what
 * is so in Compose alone, such as its syntax for these files, and where the file cannot be known here.
 * @param place The range of the value in the command line.
 */
export function envFileFinding(finding: Finding, { client, verb, flags }: RunCommand, place: SourceRange, variables: LintOptions["variables"]): Finding | null {
  // What stands in the file is told with a second place.
  if (finding.relatedLocations !== undefined) return null;
  const flag = flags.find(({ name, range: [start, end] }) => name === "env-file" && start <= place[0] && place[1] <= end);
  if (flag === undefined || !isKnown(flag.value, variables)) return null;
  // The status of docker and podman where the fault is their own or that of their arguments, and not the container's.
  const status = client === "nerdctl" ? "" : " (exit status 125)";
  const said = finding.message.replace(", so Compose refuses the project.", "");
  return { ...finding, message: `${said}, so \`${client} ${verb}\` creates no container${status}. Name it as it lies from the folder in which the command runs, or write it before.` };
}

/** Whether the path is one that is there for this program too: all its variables have a value, and it is no open file or home. */
function isKnown(value: string, variables: LintOptions["variables"]): boolean {
  const names = Array.from(value.replaceAll("$$", "").matchAll(/\$\{?(\w*)/gu), ([, name = ""]) => name);
  return names.every((name) => variables[name] !== undefined) && !/^(?:~|\/dev\/|\/proc\/|-$|<)/u.test(value);
}
