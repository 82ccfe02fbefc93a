import { createRequire } from "node:module";
import path from "node:path";
import type { LintSettings } from "../../eslint/settings.js";

export const configurationFormats = ["yaml", "json", "js", "ts"] as const;
export type ConfigurationFormat = (typeof configurationFormats)[number];

type EngineSettings = Pick<LintSettings, "engine" | "host" | "runc" | "libseccomp" | "arch">;

/** The new configuration of a folder: its path, and its text in the format that was asked for. */
export function newConfiguration(cwd: string, format: ConfigurationFormat, settings: EngineSettings): { path: string; text: string } {
  const value = { extends: "recommended", ...(Object.keys(settings).length === 0 ? {} : { settings }) };
  const ending = format === "js" ? "mjs" : format === "ts" ? "mts" : format;
  const file = path.join(cwd, `compose-lint.config.${ending}`);
  if (format === "json") return { path: file, text: `${JSON.stringify(value, null, 2)}\n` };
  if (format === "yaml") return { path: file, text: yamlText(settings) };
  const code = JSON.stringify(value, null, 2).replaceAll(/"(\w+)":/gu, "$1:");
  // Who has not installed the package can still read the configuration with npx.
  const lines = canImport(file) ? ['import { defineConfig } from "compose-lint/config";', "", `export default defineConfig(${code});`] : [`export default ${code};`];
  return { path: file, text: `${lines.join("\n")}\n` };
}

function yamlText(settings: EngineSettings): string {
  const entries = Object.entries(settings);
  const known = entries.map(([name, value]) => `  ${name}: ${JSON.stringify(value)}`);
  const unknown = [
    "# The engine that runs the services: what `docker version --format '{{.Server.Version}}'` prints there.",
    "# settings:",
    '#   engine: "20.10.9"',
  ];
  return [
    "# Configuration of compose-lint; `compose-lint rules` lists the rules.",
    "extends: recommended",
    ...(entries.length === 0 ? unknown : ["settings:", ...known]),
    "",
  ].join("\n");
}

function canImport(file: string): boolean {
  try {
    createRequire(file).resolve("compose-lint/package.json");
    return true;
  } catch {
    return false;
  }
}
