import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import type { Engine } from "./engine.js";
import { repository } from "./places.js";
import { describeOutcome, runOrThrow, runProgram } from "./run-program.js";

/** Kept between runs: the packages are some hundred megabytes. */
const CACHE = path.join(repository, "node_modules", ".cache", "compose-lint", "debian");
const LONG = 300_000;

/**
 * A root folder with Debian packages and all that they depend on, without any of their scripts run. The packages are
 * those of this machine's own release.
 *
 * @param name names the folder in the cache
 * @returns its path; rejects where the packages cannot be downloaded
 */
export async function debianRoot(name: string, packages: readonly string[]): Promise<string> {
  const root = path.join(CACHE, name);
  if (existsSync(root)) return root;
  const downloads = path.join(CACHE, "archives");
  mkdirSync(path.join(downloads, "partial"), { recursive: true });
  const files = await download(packages, downloads);
  const unfinished = mkdtempSync(path.join(CACHE, "root-"));
  try {
    await unpack(files, unfinished);
    renameSync(unfinished, root);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return root;
}

const PROGRAMS = [
  ...["dash", "coreutils", "python3", "redis-server", "curl", "git", "ruby", "openjdk-17-jre-headless"],
  "mariadb-server-core",
];

/** A root folder with the programs whose crashes the tests look at. */
export function debianPrograms(): Promise<string> {
  return debianRoot("programs", PROGRAMS);
}

/** Downloads the packages with everything that they depend on; returns the paths of the files. */
async function download(packages: readonly string[], folder: string): Promise<string[]> {
  const options = [
    // As on a machine where nothing is installed, so that everything is wanted.
    "Dir::State::status=/dev/null",
    `Dir::Cache::archives=${folder}`,
    "APT::Install-Recommends=false",
    "APT::Sandbox::User=root",
    "Debug::NoLocking=1",
  ].flatMap((option) => ["-o", option]);
  const args = [...options, "--download-only", "-y", "install", ...packages];
  let outcome = await runProgram("apt-get", args, { timeout: LONG });
  if (outcome.code !== 0) {
    // The lists of packages may be missing or out of date.
    await runProgram("apt-get", ["update", "-q"], { timeout: LONG });
    outcome = await runProgram("apt-get", args, { timeout: LONG });
  }
  if (outcome.code !== 0) throw new Error(`apt-get: ${describeOutcome(outcome)}`);
  const files = readdirSync(folder).filter((file) => file.endsWith(".deb"));
  return files.map((file) => path.join(folder, file));
}

async function unpack(files: readonly string[], root: string): Promise<void> {
  for (const folder of ["usr/bin", "usr/sbin", "usr/lib", "usr/lib64", "tmp", "proc", "dev", "sys", "etc", "root"]) {
    mkdirSync(path.join(root, folder), { recursive: true });
  }
  for (const folder of ["bin", "sbin", "lib", "lib64"]) symlinkSync(`usr/${folder}`, path.join(root, folder));
  const script = 'for deb; do dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$0" --keep-directory-symlink || exit 1; done';
  await runOrThrow("bash", ["-c", `set -o pipefail; ${script}`, root, ...files], { timeout: LONG });
  await runOrThrow("chmod", ["1777", path.join(root, "tmp")]);
  await runOrThrow("chmod", ["755", root]);
  writeFileSync(path.join(root, "etc/passwd"), "root:x:0:0::/root:/bin/sh\nmysql:x:100:100::/tmp:/bin/sh\n");
  writeFileSync(path.join(root, "etc/group"), "root:x:0:\nmysql:x:100:\n");
}

/**
 * Imports such a root as an image. Its /usr stays out of the image: the engine would copy all of it for each container.
 *
 * @returns the options of `docker run` that mount it
 */
export async function importRoot(engine: Engine, root: string, image: string): Promise<string[]> {
  const archive = path.join(engine.folder, "root.tar");
  await runOrThrow("tar", ["-C", root, "--exclude=./usr/*", "-cf", archive, "."], { timeout: LONG });
  const change = ["--change", "ENV PATH=/usr/bin:/usr/sbin"];
  await runOrThrow("docker", ["import", ...change, archive, image], { env: engine.environment, timeout: LONG });
  return ["-v", `${root}/usr:/usr:ro`];
}
