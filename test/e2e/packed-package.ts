import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { npmEnvironment } from "./npm-environment.js";
import { isContinuousIntegration, repository } from "./places.js";
import { runOrThrow } from "./run-program.js";

/** Why the package cannot be packed here, or null; `npm test` builds before it tests. */
export function packUnavailable(): string | null {
  if (isContinuousIntegration || existsSync(path.join(repository, "dist", "bin.cjs"))) return null;
  return "needs a build (npm run build)";
}

/**
 * Packs the package as it would be published and installs the tarball in an empty folder, with further packages if
 * named. Takes the build that is there: another one at the same time would pull the files away under other tests.
 */
export async function installPackedPackage(folder: string, ...further: readonly string[]): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const env = npmEnvironment();
  const pack = ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder];
  const tarball = (await runOrThrow("npm", pack, { cwd: repository, env })).trim();
  const quiet = ["--no-audit", "--no-fund", "--prefer-offline"];
  const install = ["install", "--prefix", folder, ...quiet, `./${tarball}`, ...further];
  await runOrThrow("npm", install, { cwd: folder, env, timeout: 240_000 });
}
