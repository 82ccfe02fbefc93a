import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { npmEnvironment } from "./npm-environment.js";
import { isContinuousIntegration, repository } from "./places.js";
import { runOrThrow } from "./run-program.js";

/** Why the package cannot be packed here, or null; `npm test` builds before it tests. */
export function packUnavailable(): string | null {
  if (isContinuousIntegration || existsSync(path.join(repository, "dist", "bin.cjs"))) return null;
  return "needs a build (npm run build)";
}

/** What packing reads of the repository. */
const packed = ["dist", "tools/published-manifest.mjs", "README.md", "LICENSE", "CHANGELOG.md"];

/**
 * Copies of the repository what is packed. Its `npm run build` does nothing: the build that is there is taken, since
 * another one at the same time would pull the files away under other tests.
 */
export function copyToPack(folder: string): void {
  mkdirSync(path.join(folder, "node_modules"), { recursive: true });
  for (const name of packed) cpSync(path.join(repository, name), path.join(folder, name), { recursive: true });
  const manifest = readFileSync(path.join(repository, "package.json"), "utf8");
  const withoutBuild = manifest.replace('"build": "node tools/build.mjs"', '"build": "node --version"');
  if (withoutBuild === manifest) throw new Error("package.json builds in another way than expected.");
  writeFileSync(path.join(folder, "package.json"), withoutBuild);
}

/** Packs a folder as `npm publish` would, and returns the tarball's name in `destination`. */
export async function packFolder(folder: string, destination: string): Promise<string> {
  const pack = ["pack", "--silent", "--pack-destination", destination];
  return (await runOrThrow("npm", pack, { cwd: folder, env: npmEnvironment() })).trim().split("\n").at(-1) ?? "";
}

/** Packs the package as it would be published and installs the tarball in an empty folder, with further packages if named. */
export async function installPackedPackage(folder: string, ...further: readonly string[]): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const env = npmEnvironment();
  const copy = path.join(folder, "to-pack");
  copyToPack(copy);
  const tarball = await packFolder(copy, folder);
  rmSync(copy, { recursive: true });
  const quiet = ["--no-audit", "--no-fund", "--prefer-offline"];
  const install = ["install", "--prefix", folder, ...quiet, `./${tarball}`, ...further];
  await runOrThrow("npm", install, { cwd: folder, env, timeout: 240_000 });
}
