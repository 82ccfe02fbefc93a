import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { npmEnvironment } from "./npm-environment.js";
import { runOrThrow } from "./run-program.js";

/**
 * The folder with the `node` program of a release ("22", "20.19.0"), brought by the npm package that carries the binary
 * (the package `node` itself only fetches that one in an install script). Kept in the user's cache for later runs.
 */
export async function nodeReleaseFolder(release: string): Promise<string> {
  const carrier = `node-${process.platform}-${process.arch}`;
  const cache = path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), ".cache"), "compose-lint-test", "node");
  const kept = path.join(cache, release);
  if (!existsSync(kept)) await installRelease(`${carrier}@${release}`, cache, kept);
  return path.join(kept, "node_modules", carrier, "bin");
}

/** Installs beside the final place and renames, so that an interrupted installation is never taken for a whole one. */
async function installRelease(specifier: string, cache: string, kept: string): Promise<void> {
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, "part-"));
  try {
    const args = ["install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"];
    await runOrThrow("npm", [...args, specifier], { env: npmEnvironment(), timeout: 240_000 });
    if (!existsSync(kept)) renameSync(folder, kept);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
