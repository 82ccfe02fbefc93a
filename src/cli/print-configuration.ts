import { statSync } from "node:fs";
import path from "node:path";
import { ExitCode } from "./exit-code.js";
import type { Output } from "./output.js";
import { plainText } from "../text/plain-text.js";
import type { RunConfiguration } from "./run-configuration.js";
import { UsageError } from "./usage-error.js";
import { rules } from "../eslint/rules.js";
import { appliesTo, ruleLevels } from "../eslint/plugin.js";
import { fileKind } from "../eslint/file-kind.js";

/** What `--print-config` prints. */
export interface PrintedConfiguration {
  /** The files that the configuration was read from; none: the recommended rules alone. */
  sources: string[];
  isIgnored: boolean;
  /** All rules that the file could be judged by. */
  rules: Record<string, unknown>;
  settings: object;
}

/**
 * Prints what holds for a file, flags included, as JSON. The file need not be there.
 * @throws UsageError for a folder.
 */
export async function printConfiguration(file: string, configuration: RunConfiguration, output: Output): Promise<ExitCode> {
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true) {
    throw new UsageError(`--print-config prints what holds for a file, and ${file} is a folder. Name a file in it, there or not, such as ${path.join(file, "compose.yaml")}.`);
  }
  const { rules: own = {}, set = "recommended", settings } = await configuration.for(file);
  const kind = fileKind(file) ?? "compose";
  const levels: Record<string, unknown> = set === null ? {} : ruleLevels(set, kind);
  const names = Object.keys(rules).filter((name) => appliesTo(name, kind));
  const printed: PrintedConfiguration = {
    sources: (await configuration.configurations.resolved(file))?.sources ?? [],
    isIgnored: await configuration.ignores(file),
    rules: Object.fromEntries([
      ...names.map((name) => [name, own[name] ?? levels[`compose-lint/${name}`] ?? "off"] as const),
      ...Object.entries(own).filter(([name]) => name.includes("/")),
    ]),
    settings,
  };
  output.print(`${plainText(JSON.stringify(printed, null, 2))}\n`);
  return ExitCode.clean;
}
