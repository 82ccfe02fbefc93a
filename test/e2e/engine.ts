import { spawn } from "node:child_process";
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { Socket } from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { defaultProfileText } from "./default-profile-text.js";
import { buildNodeImage } from "./node-image.js";
import { enginesFolder, hasRealEngines } from "./places.js";
import { runOrThrow, runProgram } from "./run-program.js";
import type { Outcome, RunOptions } from "./run-program.js";
import { unpackProgram } from "./unpack-program.js";

export interface EngineOptions {
  /** Text of a seccomp profile that the engine takes as its default (`dockerd --seccomp-profile`). */
  readonly defaultProfile?: string;
  /** Takes Debian's dockerd as the stand-in even where the real engines are. */
  readonly standIn?: boolean;
  /** Further options of dockerd. */
  readonly dockerdOptions?: readonly string[];
}

/** A running Docker Engine of a test's own. It has no bridge network: containers take `--network none`. */
export interface Engine {
  readonly version: string;
  /** Whether this is the release itself; else Debian's dockerd stands in, with that release's default profile. */
  readonly isReal: boolean;
  /** Private folder of the engine, removed by `stop`; a test may put files of its own there. */
  readonly folder: string;
  /** The environment in which `docker` and the Compose programs talk to this engine. */
  readonly environment: NodeJS.ProcessEnv;
  /** Runs the docker client against this engine; `env` adds to the environment. */
  docker(args: readonly string[], options?: RunOptions): Promise<Outcome>;
  /** Makes an image of this machine's own Node, with `sh`, `true` and `unshare`, under the given name. */
  importNodeImage(name: string): Promise<void>;
  /** Adds Buildx 0.29.1 to this engine's client (`docker buildx`); only with the real engines. */
  addBuildx(): Promise<void>;
  /** Kills the containers, stops the engine and removes its folder. May be called twice. */
  stop(): Promise<void>;
}

type Guard = ChildProcessWithoutNullStreams;

/**
 * Starts a Docker Engine in a private temporary folder; takes some three seconds.
 * It ends with `stop`, and also when this process ends in any other way.
 */
export async function startEngine(version: string, options: EngineOptions = {}): Promise<Engine> {
  const isReal = hasRealEngines && options.standIn !== true;
  const profile = options.defaultProfile ?? (isReal ? undefined : defaultProfileText(version));
  const folder = mkdtempSync(path.join(tmpdir(), "compose-lint-engine-"));
  const environment = environmentFor(folder);
  const command = [...starter(version, folder, isReal), ...profileOption(folder, profile)];
  const guard = startGuard(folder, [...command, ...(options.dockerdOptions ?? [])], environment);
  await untilStarted(guard, version);
  return {
    version,
    isReal,
    folder,
    environment,
    docker: (args, { env, ...rest } = {}) => runProgram("docker", args, { ...rest, env: { ...environment, ...env } }),
    importNodeImage: (name) => importNodeImage(name, folder, environment),
    addBuildx: () => addBuildx(folder),
    stop: () => stopGuard(guard),
  };
}

/** The command that starts the engine: the release itself, or what stands in for it. */
function starter(version: string, folder: string, isReal: boolean): string[] {
  return isReal
    ? [path.join(enginesFolder, "engine"), "start", version, folder]
    : [fileURLToPath(new URL("debian-engine.sh", import.meta.url)), folder];
}

/** The option of dockerd for a default profile, which is written to the engine's folder. */
function profileOption(folder: string, profile: string | undefined): string[] {
  if (profile === undefined) return [];
  const file = path.join(folder, "default-profile.json");
  writeFileSync(file, profile);
  return ["--seccomp-profile", file];
}

/** The environment without anything of the user's own Docker or Compose configuration. */
function environmentFor(folder: string): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(DOCKER|COMPOSE|BUILDX|BUILDKIT)_/.test(name));
  const config = path.join(folder, "config");
  mkdirSync(config);
  return {
    ...Object.fromEntries(inherited),
    DOCKER_HOST: `unix://${folder}/docker.sock`,
    DOCKER_CONFIG: config,
    DOCKER_CLI_HINTS: "false",
    // Engine 29 refuses the clients of Debian 12 (API 1.41) unless told otherwise.
    DOCKER_MIN_API_VERSION: "1.24",
  };
}

function startGuard(folder: string, command: readonly string[], env: NodeJS.ProcessEnv): Guard {
  const script = fileURLToPath(new URL("engine-guard.sh", import.meta.url));
  // Detached: an interrupt at the terminal must reach the test and not the guard that cleans up behind it.
  const guard = spawn("bash", [script, folder, ...command], { detached: true, env, stdio: "pipe" });
  guard.stdin.on("error", () => undefined);
  return guard;
}

/** Resolves when the guard has printed the engine's address; rejects with what it said when there is no engine. */
async function untilStarted(guard: Guard, version: string): Promise<void> {
  let complaint = "";
  guard.stderr.setEncoding("utf8").on("data", (text: string) => (complaint += text));
  const started = once(guard.stdout, "data").then(() => true);
  const ended = once(guard, "close").then(() => false);
  if (!(await Promise.race([started, ended]))) throw new Error(`engine ${version}: ${complaint}`);
  guard.stdout.resume();
  // A test that forgets to stop its engine still ends, and the guard with it.
  guard.unref();
  for (const stream of [guard.stdin, guard.stdout, guard.stderr]) if (stream instanceof Socket) stream.unref();
}

async function stopGuard(guard: Guard): Promise<void> {
  if (guard.exitCode !== null || guard.signalCode !== null) return;
  guard.ref();
  const ended = once(guard, "exit");
  guard.stdin.end();
  await ended;
}

async function importNodeImage(name: string, folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  const root = mkdtempSync(path.join(folder, "image-"));
  // The root folder of the image has to be readable for any user in the container.
  chmodSync(root, 0o755);
  await buildNodeImage(root);
  const archive = `${root}.tar`;
  await runOrThrow("tar", ["-C", root, "-cf", archive, "."]);
  const changes = ["--change", "ENV PATH=/bin", "--change", 'CMD ["node"]'];
  await runOrThrow("docker", ["import", ...changes, archive, name], { env });
  rmSync(root, { recursive: true });
  rmSync(archive);
}

async function addBuildx(folder: string): Promise<void> {
  const plugins = path.join(folder, "config", "cli-plugins");
  // The client finds a plugin by its name without the version.
  renameSync(await unpackProgram("docker-buildx-0.29.1", plugins), path.join(plugins, "docker-buildx"));
}
