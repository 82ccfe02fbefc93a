import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Json } from "../../src/compose/resolved-model.js";
import { printProject, type ProjectSketch } from "./generate-project.js";

export type ComposeAnswer = { ok: true; model: Json } | { ok: false; error: string };

/** The arguments of `docker compose` for a project. */
export function composeArguments(project: Pick<ProjectSketch, "named" | "envFiles" | "profiles" | "projectDirectory">): string[] {
  return [
    ...(project.projectDirectory === "" ? [] : ["--project-directory", project.projectDirectory]),
    ...project.named.flatMap((path) => ["-f", path]),
    ...project.envFiles.flatMap((path) => ["--env-file", path]),
    ...project.profiles.flatMap((profile) => ["--profile", profile]),
    "config",
    "--format",
    "json",
  ];
}

/** Runs Docker Compose in a directory, with nothing else in the environment than what is given. */
export async function askCompose(
  program: string,
  args: readonly string[],
  directory: string,
  environment: Readonly<Record<string, string>>,
): Promise<ComposeAnswer> {
  return new Promise((resolve) => {
    const options = { cwd: directory, env: { ...environment, PWD: directory }, timeout: 30_000, maxBuffer: 2 ** 28 };
    execFile(program, args, options, (error, stdout, stderr) => {
      if (error === null) resolve({ ok: true, model: JSON.parse(stdout) as Json });
      else resolve({ ok: false, error: stderr.trim().split("\n").slice(-2).join(" ") });
    });
  });
}

/** What the real Compose says of a generated project, with the paths `/project` and `/home`. */
export async function askComposeOf(program: string, project: ProjectSketch): Promise<ComposeAnswer> {
  const root = mkdtempSync(join(tmpdir(), "compose-differential-"));
  try {
    const directory = join(root, "project");
    for (const [path, content] of printProject(project)) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), content);
    }
    const environment = { ...project.environment, HOME: join(root, "home") };
    const answer = await askCompose(program, composeArguments(project), directory, environment);
    if (!answer.ok) return { ok: false, error: answer.error.replaceAll(root, "") };
    return { ok: true, model: JSON.parse(JSON.stringify(answer.model).replaceAll(root, "")) as Json };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
