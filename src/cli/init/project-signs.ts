import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { repositoryAbove } from "../repository-above.js";

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
  /** Where husky and lint-staged are set up: a package below the root that uses them, else the root. */
  nodeRoot: string;
  /** `package.json` of that folder; null where there is none that can be read. */
  manifest: Manifest | null;
}

/** What is looked at in a `package.json`. */
export type Manifest = Readonly<Record<string, unknown>>;

/** Whether a manifest names a package among those that the project uses. */
export function usesPackage(manifest: Manifest | null, name: string): boolean {
  return ["dependencies", "devDependencies", "optionalDependencies"].some((key) => {
    const packages = manifest?.[key];
    return typeof packages === "object" && packages !== null && Object.hasOwn(packages, name);
  });
}

export const lefthookNames = ["lefthook.yml", "lefthook.yaml", ".lefthook.yml", ".lefthook.yaml", "lefthook.toml", "lefthook.json", ".lefthook.toml", ".lefthook.json"];
export const lintStagedNames = [
  ".lintstagedrc", ".lintstagedrc.json", ".lintstagedrc.yaml", ".lintstagedrc.yml",
  ...[".lintstagedrc", "lint-staged.config"].flatMap((name) => ["js", "mjs", "cjs", "ts", "mts", "cts"].map((ending) => `${name}.${ending}`)),
];

/** Reads the signs of a project; nothing is run. */
export function projectSigns(cwd: string): ProjectSigns {
  const git = repositoryAbove(cwd);
  const root = git ?? cwd;
  const has = (folder: string, ...names: readonly string[]): boolean => names.some((name) => existsSync(path.join(folder, name)));
  const usesLintStaged = (folder: string, manifest: Manifest | null): boolean =>
    has(folder, ...lintStagedNames) || usesPackage(manifest, "lint-staged") || manifest?.["lint-staged"] !== undefined;
  const usesHusky = (folder: string, manifest: Manifest | null): boolean => has(folder, ".husky") || usesPackage(manifest, "husky");
  const nodeRoot = foldersUpTo(root, cwd).find((folder) => usesLintStaged(folder, manifestOf(folder)) || usesHusky(folder, manifestOf(folder))) ?? root;
  const manifest = manifestOf(nodeRoot);
  const hooks: HookTool[] = [];
  if (has(root, ".pre-commit-config.yaml", ".pre-commit-config.yml")) hooks.push("pre-commit");
  if (has(root, ...lefthookNames) || usesPackage(manifest, "lefthook")) hooks.push("lefthook");
  if (usesLintStaged(nodeRoot, manifest)) hooks.push("lint-staged");
  if (usesHusky(nodeRoot, manifest)) hooks.push("husky");
  return { root, hasGit: git !== null, hooks, ci: ciOf(root), nodeRoot, manifest };
}

/** A folder and those above it, as far as the root. */
function foldersUpTo(root: string, folder: string): string[] {
  return folder === root || path.dirname(folder) === folder ? [folder] : [folder, ...foldersUpTo(root, path.dirname(folder))];
}

function manifestOf(folder: string): Manifest | null {
  try {
    const value: unknown = JSON.parse(textOf(path.join(folder, "package.json")) ?? "null");
    return typeof value === "object" && !Array.isArray(value) ? (value as Manifest | null) : null;
  } catch {
    return null;
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
