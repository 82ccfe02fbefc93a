import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { repository } from "./places.js";

/** The number of the user who owns nothing. */
export const NOBODY = 65_534;

export interface PlainRun {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the built program in a folder, with an environment of its own where one is given. */
export type PlainProgram = (cwd: string, words: readonly string[], env?: NodeJS.ProcessEnv) => PlainRun;

/**
 * The built program for a user without rights, even where the tests are run by root, whom no mode of a file stops:
 * copies Node and the build to `folder`, where any user may read them.
 */
export function programOfPlainUser(folder: string): PlainProgram {
  mkdirSync(folder, { recursive: true });
  const node = path.join(folder, "node");
  cpSync(path.join(repository, "dist"), path.join(folder, "dist"), { recursive: true });
  copyFileSync(process.execPath, node);
  writeFileSync(path.join(folder, "package.json"), '{"type": "module"}');
  chmodSync(node, 0o755);
  const user = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  return (cwd, words, env = {}) => {
    const { status, stdout, stderr } = spawnSync(node, [path.join(folder, "dist", "bin.cjs"), ...words], {
      cwd,
      env,
      encoding: "utf8",
      ...user,
    });
    return { status, stdout, stderr };
  };
}
