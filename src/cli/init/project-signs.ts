import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";

export const hookTools = ["pre-commit", "lefthook", "lint-staged", "husky", "none"] as const;
export type HookTool = (typeof hookTools)[number];

export const ciSystems = ["github", "gitlab", "none"] as const;
export type CiSystem = (typeof ciSystems)[number];

/** What the files of a project tell about its tools. Paths are absolute. */
export interface ProjectSigns {
  /** The folder of the git repository, where hooks and pipelines are set up; the current folder where there is none. */
  root: string;
  hasGit: boolean;
  /** The hook tools that are set up, the one that runs first in front. */
  hooks: readonly HookTool[];
  ci: CiSystem | null;
  /** Whether the package is installed here, so that its commands need no download. */
  isInstalled: boolean;
}

export const lefthookNames = ["lefthook.yml", "lefthook.yaml", ".lefthook.yml", ".lefthook.yaml", "lefthook.toml", "lefthook.json", ".lefthook.toml", ".lefthook.json"];
export const lintStagedNames = [
  ".lintstagedrc", ".lintstagedrc.json", ".lintstagedrc.yaml", ".lintstagedrc.yml", ".lintstagedrc.js", ".lintstagedrc.mjs", ".lintstagedrc.cjs",
  "lint-staged.config.js", "lint-staged.config.mjs", "lint-staged.config.cjs", "lint-staged.config.ts",
];

/** Reads the signs of a project; nothing is run. */
export function projectSigns(cwd: string): ProjectSigns {
  const git = gitFolder(cwd);
  const root = git ?? cwd;
  const has = (...names: readonly string[]): boolean => names.some((name) => existsSync(path.join(root, name)));
  const hooks: HookTool[] = [];
  if (has(".pre-commit-config.yaml", ".pre-commit-config.yml")) hooks.push("pre-commit");
  if (has(...lefthookNames)) hooks.push("lefthook");
  if (has(...lintStagedNames) || textOf(path.join(root, "package.json"))?.includes('"lint-staged": {') === true) hooks.push("lint-staged");
  if (has(".husky")) hooks.push("husky");
  return { root, hasGit: git !== null, hooks, ci: ciOf(root), isInstalled: has("node_modules/compose-lint") };
}

function gitFolder(cwd: string): string | null {
  for (let folder = cwd; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, ".git"))) return folder;
    if (path.dirname(folder) === folder) return null;
  }
}

function ciOf(root: string): CiSystem | null {
  if (existsSync(path.join(root, ".gitlab-ci.yml"))) return "gitlab";
  if (existsSync(path.join(root, ".github"))) return "github";
  const origin = /\[remote "origin"\][^[]*?\burl = (?<url>\S+)/u.exec(textOf(path.join(root, ".git", "config")) ?? "")?.groups?.url ?? "";
  if (origin.includes("github.com")) return "github";
  return origin.includes("gitlab") ? "gitlab" : null;
}

/** The text of a file; null if it cannot be read. */
export function textOf(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

/** The names in a folder; none if it cannot be read. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
