import path from "node:path";
import type { FileSystem } from "../../compose/file-system.js";
import type { Arguments } from "../arguments.js";
import { requireCacheFile } from "../cache/open-cache.js";
import type { ReportTargets } from "../formats/report-targets.js";
import { foundFiles } from "../found-files.js";
import type { Surroundings } from "../main.js";
import type { Output } from "../output.js";
import type { ProjectChoice } from "../project-choice.js";
import type { Loaded } from "../run/open-session.js";

/**
 * Makes sure that what the words and flags name is there before it is watched: no change would make a wrong name right. A
 * configuration that is found and cannot be used is waited for.
 * @throws UsageError if it is not.
 */
export async function requireRunnable(
  given: Arguments,
  surroundings: Surroundings,
  { configuration }: Loaded,
  { choice, fileSystem, output, targets }: { choice: ProjectChoice; fileSystem: FileSystem; output: Output; targets: ReportTargets },
): Promise<void> {
  const { cwd } = surroundings;
  if (given.switches.has("cache")) requireCacheFile(given, cwd);
  // One that is named may lie where nothing is watched before it is read.
  if (given.values.has("config")) await configuration.configurations.for(path.join(cwd, "compose.yaml"));
  // The run tells what is left out.
  const { files } = await foundFiles(given, surroundings, { choice, fileSystem, output: { ...output, tell: () => undefined } });
  for (const file of files) targets.require(file);
}
