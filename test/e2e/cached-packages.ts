import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { npmEnvironment } from "./npm-environment.js";
import { runOrThrow } from "./run-program.js";

/**
 * The folder with npm packages of exact versions that a test needs beside those of package.json, such as an older
 * ESLint. Kept in the user's cache under a name for later runs. The words are specifiers, or flags of npm.
 */
export async function cachedPackages(name: string, ...words: readonly string[]): Promise<string> {
  const cache = path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), ".cache"), "compose-lint-test", "packages");
  const kept = path.join(cache, name);
  if (!existsSync(kept)) await install(words, cache, kept);
  return kept;
}

/** Installs beside the final place and renames, so that an interrupted installation is never taken for a whole one. */
async function install(words: readonly string[], cache: string, kept: string): Promise<void> {
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, "part-"));
  try {
    const args = ["install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"];
    await runOrThrow("npm", [...args, ...words], { env: npmEnvironment(), timeout: 240_000 });
    if (!existsSync(kept)) renameSync(folder, kept);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
