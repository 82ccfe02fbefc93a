import { statSync } from "node:fs";
import path from "node:path";
import type { FileSystem } from "../../compose/file-system.js";
import { NodeFileSystem } from "../../compose/node-file-system.js";
import type { Arguments } from "../arguments.js";
import type { ReportTargets } from "../formats/report-targets.js";
import type { Surroundings } from "../main.js";
import { ListedFileSystem } from "../listed-file-system.js";
import type { Output } from "../output.js";
import type { ProjectChoice } from "../project-choice.js";
import { FileStamps } from "../run/file-stamps.js";
import type { Loaded } from "../run/open-session.js";
import { leavesOutWarnings } from "../quiet.js";
import type { RunConfiguration } from "../run-configuration.js";
import { UsageError } from "../usage-error.js";
import { CacheFile, isReplaceable } from "./cache-file.js";
import { cacheFileName } from "./cache-file-name.js";
import { ConfigKeys, programKey } from "./cache-keys.js";
import { FileContents } from "./file-contents.js";
import { CurrentAnswers } from "./current-answers.js";
import { LintCache, type CacheStore } from "./lint-cache.js";

export interface CacheSources {
  choice: ProjectChoice;
  fileSystem: FileSystem;
  configuration: RunConfiguration;
  targets: ReportTargets;
  /** The plugins that flags name. */
  plugins: Loaded["plugins"];
  keepsSource: boolean;
}

/** A cache in the file that `--cache-location` names; `save` writes it. */
export function openCache(given: Arguments, surroundings: Surroundings, sources: CacheSources, output: Output): { cache: LintCache; save: () => void } {
  const { cwd } = surroundings;
  const name = locationOf(given);
  requireCacheFile(given, cwd);
  const store = new CacheFile(cacheFileOf(given, cwd), programKey());
  const { folderNames } = sources.configuration.configurations;
  const stamps = new FileStamps();
  const { targets } = sources;
  const fileSystem = new ListedFileSystem(targets.noting(new NodeFileSystem(undefined, stamps.noteOpened)), folderNames);
  const contents = new FileContents({ store, fileSystem, stamps, noteKnown: (file) => { targets.noteKnown(file); } });
  const answers = new CurrentAnswers({ fileSystem, contents, folderNames, variables: surroundings.variables });
  return {
    cache: cacheOver(store, answers, given, surroundings, sources),
    save: () => {
      const problem = store.save();
      if (problem !== null) output.tell(`compose-lint: The cache ${name} was not written: ${problem}. The next run takes as long as this one.\n`);
    },
  };
}

/** @throws UsageError if the file of `--cache` is one of something else. */
export function requireCacheFile(given: Arguments, cwd: string): void {
  if (isReplaceable(cacheFileOf(given, cwd))) return;
  throw new UsageError(`--cache-location names ${locationOf(given)}, which is a file of something else and would be replaced. Name another file, such as ${cacheFileName}.`);
}

/** The file of `--cache`, absolute. */
export function cacheFileOf(given: Arguments, cwd: string): string {
  return fileAt(locationOf(given), cwd);
}

function locationOf({ values }: Arguments): string {
  return values.get("cache-location")?.[0] ?? cacheFileName;
}

export function cacheOver(
  store: CacheStore,
  answers: CurrentAnswers,
  given: Arguments,
  { cwd }: Surroundings,
  { choice, fileSystem, configuration, plugins, keepsSource }: CacheSources,
): LintCache {
  const { keyOf } = new ConfigKeys({ cwd, choice, quiet: leavesOutWarnings(given) }, plugins);
  return new LintCache({ store, answers, fileSystem, keepsSource, keyOf, configOf: (asked) => configuration.unconfigured(asked) ?? configuration.for(asked) });
}

function fileAt(name: string, cwd: string): string {
  const absolute = path.resolve(cwd, name);
  return /[\\/]$/u.test(name) || isFolder(absolute) ? path.join(absolute, cacheFileName) : absolute;
}

function isFolder(file: string): boolean {
  try {
    return statSync(file).isDirectory();
  } catch {
    // It is not there yet.
    return false;
  }
}
