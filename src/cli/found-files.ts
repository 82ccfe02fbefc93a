import path from "node:path";
import type { FileSystem } from "../compose/file-system.js";
import type { Arguments } from "./arguments.js";
import { closedFolderTeller } from "./closed-folder.js";
import { discoverFiles, eachFileOnce, type DiscoveryOptions } from "./discover-files.js";
import { hasOptions } from "./has-options.js";
import { leadingOutTeller } from "./leading-out.js";
import type { FolderNames } from "./folder-names.js";
import type { Surroundings } from "./main.js";
import type { Output } from "./output.js";
import type { ProjectChoice } from "./project-choice.js";
import type { Links } from "./project-files.js";
import type { FileConfig } from "../lint/lint-files.js";
import type { Loaded } from "./run/open-session.js";
import { unreadablePatternTeller } from "./unreadable-pattern.js";

export interface Found {
  files: readonly string[];
  links: Links;
}

/**
 * The files that the flags and words of a run stand for, before their projects are looked at.
 * @throws UsageError if a name stands for nothing.
 */
export async function foundFiles(
  given: Arguments,
  { cwd, variables }: Surroundings,
  { choice, fileSystem, output, tellCount, names }: { choice: ProjectChoice; fileSystem: FileSystem; output: Output; tellCount?: (files: number) => void; names?: FolderNames },
): Promise<Found> {
  const links = new Map<string, string>();
  const options: DiscoveryOptions = {
    ...(tellCount === undefined ? {} : { tellCount }),
    ...(names === undefined ? {} : { names }),
    detect: given.switches.has("detect"),
    noIgnore: given.switches.has("no-ignore"),
    tellClosed: closedFolderTeller(cwd, output),
    tellLeadingOut: leadingOutTeller(cwd, output),
    tellUnreadable: unreadablePatternTeller(cwd, output),
    tellIgnored: (name) => { tellIgnored(name, output); },
    tellLink: (real, file) => void links.set(real, file),
  };
  const isChosen = given.paths.length === 0 && choice.root !== null;
  const found = isChosen ? eachFileOnce(choice.files, options) : await discoverFiles(given.paths, cwd, options);
  if (!given.switches.has("with-builders")) return { files: found, links };
  const { addBuilders } = await import("./builders.js");
  return { files: await addBuilders(found, cwd, fileSystem, variables, options), links };
}

function tellIgnored(name: string, output: Output): void {
  output.tell(`compose-lint: ${name} is ignored. With --no-ignore it is linted.\n`);
}

/**
 * Whether the configuration leaves a file out, which is told of files that the user named; never with `--no-ignore`. It is
 * asked before files are linted, and what is wrong with a configuration then ends the run.
 */
export function ignoredByConfiguration(given: Arguments, cwd: string, { configuration, rules, plugins }: Loaded, output: Output): (file: string) => Promise<boolean> {
  const checked = new Set<FileConfig>();
  const names = new Map(given.paths.map((name) => [path.resolve(cwd, name), name]));
  const checkOptions = async (file: string, config: FileConfig): Promise<void> => {
    if (!hasOptions(config)) return;
    const { checkRuleOptions } = await import("./check-rule-options.js");
    checkRuleOptions({ plugins, ...config }, cwd, rules, (await configuration.configurations.resolved(file))?.file ?? null);
  };
  return async (file) => {
    const config = await configuration.for(file);
    if (!checked.has(config)) await checkOptions(file, config);
    checked.add(config);
    if (given.switches.has("no-ignore") || !(await configuration.ignores(file))) return false;
    const name = names.get(file);
    if (name !== undefined) tellIgnored(name, output);
    return true;
  };
}
