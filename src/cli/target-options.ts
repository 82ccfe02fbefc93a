import { homedir } from "node:os";
import { givenProblem, resolveTarget, type Target } from "../engine/target.js";
import { declareTarget, type DeclaredTarget, declaredTarget } from "../eslint/compose-facts.js";
import type { LintSettings } from "../eslint/settings.js";
import type { Arguments } from "./arguments.js";
import type { FlagName } from "./flags.js";
import type { Environment } from "./main.js";
import type { Output } from "./output.js";
import { UsageError } from "./usage-error.js";

const settingFlags = ["engine", "host", "runc", "libseccomp", "arch"] as const satisfies readonly FlagName[];

/** The value of `--engine` with which the local daemon is asked. */
const ASK = "auto";

/**
 * The settings that the flags give; for `--engine auto` the local daemon is asked which engine it is.
 * @throws UsageError if they name no engine that exists, or if the daemon does not answer.
 */
export async function settingsOf(given: Arguments, environment: Environment, output: Output): Promise<LintSettings> {
  const settings: LintSettings = {};
  for (const name of settingFlags) {
    const value = given.values.get(name)?.[0];
    if (value !== undefined) settings[name] = value;
  }
  const { engine, host } = settings;
  if (engine === undefined && host === undefined && Object.keys(settings).length > 0) {
    throw new UsageError("--runc, --libseccomp and --arch describe the host of an engine: give --engine or --host too.");
  }
  if (given.switches.has("swarm")) settings.swarm = true;
  if (engine === ASK) {
    const problem = givenProblem(settings);
    if (problem !== null) throw new UsageError(problem.message);
    if (host !== undefined) throw new UsageError("--engine auto asks the daemon of this machine: leave out --host.");
    declareTarget(settings, await askForTarget(settings, environment, output));
  } else if (engine !== undefined || host !== undefined) {
    const resolved = resolveTarget(settings);
    if (!resolved.ok) throw new UsageError(resolved.problem.message);
  }
  return settings;
}

/**
 * The engines that the flags name.
 * @throws UsageError if they name none.
 */
export async function targetOf(given: Arguments, environment: Environment, output: Output): Promise<Target> {
  const declared: DeclaredTarget = declaredTarget(await settingsOf(given, environment, output));
  if (declared.kind === "declared") return declared.target;
  throw new UsageError("Say which engines are meant, with --engine RANGE or --host PRESET.");
}

async function askForTarget(settings: LintSettings, environment: Environment, output: Output): Promise<Target> {
  const { askDaemon } = await import("../engine/ask-daemon.js");
  const { runc, libseccomp, arch } = settings;
  const asked = await askDaemon({
    env: environment.variables,
    homeFolder: homedir(),
    platform: process.platform,
    runc,
    libseccomp,
    arch,
  });
  if (!asked.ok) throw new UsageError(asked.problem.message);
  output.tell(`The Docker daemon is ${asked.target.members.map(({ label }) => label).join(", or ")}.\n`);
  return asked.target;
}
