import { existsSync } from "node:fs";
import path from "node:path";
import { baselineWords, shellWord, type InitContext } from "./init-context.js";
import { namesIn, textOf, usesPackage, type HookTool } from "./project-signs.js";

const addPackages = [
  ["pnpm-lock.yaml", "pnpm add --save-dev"],
  ["yarn.lock", "yarn add --dev"],
  ["bun.lock", "bun add --dev"],
  ["bun.lockb", "bun add --dev"],
] as const;

/** What is still to be done by hand, as lines for a shell: the first lint, and what the hook needs to run. */
export function nextSteps(hook: HookTool, context: InitContext): string[] {
  const baseline = baselineWords(context, context.cwd).map(shellWord);
  // Without a name it takes the Compose file of the folder, and fails where there is none.
  const isProject = namesIn(context.cwd).some((name) => /^(?:docker-)?compose\.ya?ml$/u.test(name));
  const lint = ["npx compose-lint", ...baseline, ...(baseline.length > 0 || !isProject ? ["."] : [])].join(" ");
  const steps = hookSteps(hook, context);
  const { cwd, signs } = context;
  const isElsewhere = steps.some((step) => !/^(?:pre-commit|lefthook) /u.test(step)) && signs.nodeRoot !== cwd;
  return [lint, ...(isElsewhere ? [`cd ${shellWord(path.relative(cwd, signs.nodeRoot))}`] : []), ...steps];
}

function hookSteps(hook: HookTool, context: InitContext): string[] {
  if (hook !== "none" && !context.signs.hasGit) return ["git init", ...toolSteps(hook, context)];
  return toolSteps(hook, context);
}

function toolSteps(hook: HookTool, context: InitContext): string[] {
  switch (hook) {
    case "pre-commit":
      return ["pre-commit install   # where there is no pre-commit: pipx install pre-commit"];
    case "lefthook":
      return lefthookSteps(context);
    case "husky":
      return huskySteps(["husky"], context);
    case "lint-staged":
      return lintStagedSteps(context);
    case "none":
      return [];
  }
}

function lefthookSteps(context: InitContext): string[] {
  const { manifest } = context.signs;
  // Outside of a project for Node it comes from the system's packages.
  if (manifest === null) return ["lefthook install   # where there is no lefthook: https://lefthook.dev/installation"];
  return [...installSteps(["lefthook"], context), "npx lefthook install"];
}

/** `husky init` would write `.husky/pre-commit` anew; from a package below the root husky has to be started in the root. */
function huskySteps(packages: readonly string[], context: InitContext): string[] {
  const { root, nodeRoot, manifest } = context.signs;
  const isRoot = nodeRoot === root;
  const husky = isRoot ? "husky" : `cd ${path.relative(nodeRoot, root)} && husky ${path.relative(root, nodeRoot)}/.husky`;
  const scripts = manifest?.scripts as Readonly<Record<string, unknown>> | undefined;
  const prepare = typeof scripts?.prepare === "string" ? scripts.prepare : "";
  const script = prepare === "" ? husky : `${prepare} && ${husky}`;
  return [
    ...installSteps(packages, context),
    ...(/\bhusky\b/u.test(prepare) ? [] : [`npm pkg set ${shellWord(`scripts.prepare=${script}`)}   # sets the hooks up in every clone`]),
    ...(existsSync(path.join(nodeRoot, ".husky", "_")) ? [] : [isRoot ? "npx husky" : "npm run prepare"]),
  ];
}

function lintStagedSteps(context: InitContext): string[] {
  const { root, nodeRoot } = context.signs;
  const hook = textOf(path.join(nodeRoot, ".husky", "pre-commit"));
  const others = ["package.json", ".simple-git-hooks.json", ".pre-commit-config.yaml", "lefthook.yml"].map((name) => textOf(path.join(nodeRoot, name)) ?? "");
  const isRun = [hook ?? "", ...others].some((text) => /(?:^|[\w&;]\s+|:\s*"?)lint-staged\b/mu.test(text));
  if (isRun) return installSteps(["lint-staged"], context);
  // git starts hooks in the root.
  const command = nodeRoot === root ? "npx lint-staged" : `cd ${path.relative(root, nodeRoot)} && npx lint-staged`;
  const line = `echo "${command}" >${hook === null ? "" : ">"} .husky/pre-commit`;
  return [...huskySteps(["husky", "lint-staged"], context), line];
}

function installSteps(packages: readonly string[], { signs: { nodeRoot: root, manifest } }: InitContext): string[] {
  const missing = packages.filter((name) => !usesPackage(manifest, name));
  const add = addPackages.find(([lock]) => existsSync(path.join(root, lock)))?.[1] ?? "npm install --save-dev";
  return missing.length === 0 ? [] : [`${add} ${missing.join(" ")}`];
}
