import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { npmEnvironment } from "../../test/e2e/npm-environment.js";
import { repository } from "../../test/e2e/places.js";

/** The releases that we are measured against. */
export const DCLINT = "dclint@3.1.0";
export const ESLINT_PEERS = ["eslint@10.15.0", "eslint-plugin-yml@3.10.0", "@eslint/json@2.1.1"] as const;

/** Commands that lint files, each with the program that is named. */
export interface Subjects {
  bare: readonly string[];
  own: (...files: readonly string[]) => readonly string[];
  dclint: (...files: readonly string[]) => readonly string[];
  /** ESLint with our plugin. */
  eslint: (...files: readonly string[]) => readonly string[];
  /** ESLint with eslint-plugin-yml. */
  yml: (...files: readonly string[]) => readonly string[];
  /** The folder where ESLint and its plugins are installed. */
  eslintFolder: string;
}

const ownConfig = `import composeLint from "compose-lint";
export default [...composeLint.configs.recommended, { settings: { "compose-lint": { engine: "20.10.9" } } }];\n`;
const ymlConfig = `import yml from "eslint-plugin-yml";\nexport default yml.configs.recommended;\n`;

/** Installs the peers below a folder; all programs run on this `node`. */
export function installSubjects(work: string, node: string): Subjects {
  const dclint = path.join(install(work, "dclint", [DCLINT]), "node_modules", "dclint", "bin", "dclint.cjs");
  const eslintFolder = install(work, "plugins", ESLINT_PEERS);
  symlinkSync(repository, path.join(eslintFolder, "node_modules", "compose-lint"));
  writeFileSync(path.join(eslintFolder, "own.config.mjs"), ownConfig);
  writeFileSync(path.join(eslintFolder, "yml.config.mjs"), ymlConfig);
  const eslint = path.join(eslintFolder, "node_modules", "eslint", "bin", "eslint.js");
  const eslintWith = (config: string) => (...files: readonly string[]) => [node, eslint, "--no-ignore", "--config", path.join(eslintFolder, config), ...files];
  return {
    bare: [node, "-e", "0"],
    own: (...files) => [node, path.join(repository, "dist", "bin.cjs"), "--engine", "20.10.9", ...files],
    dclint: (...files) => [node, dclint, ...files],
    eslint: eslintWith("own.config.mjs"),
    yml: eslintWith("yml.config.mjs"),
    eslintFolder,
  };
}

function install(work: string, name: string, packages: readonly string[]): string {
  const folder = path.join(work, name);
  mkdirSync(folder);
  const args = ["install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", ...packages];
  const installed = spawnSync("npm", args, { encoding: "utf8", env: npmEnvironment() });
  if (installed.status !== 0) throw new Error(`${packages.join(" ")} was not installed:\n${installed.stderr}`);
  return folder;
}
