import { givenProblem, type Target } from "../engine/target.js";
import { declareTarget, type DeclaredTarget, declaredTarget } from "../eslint/compose-facts.js";
import type { LintSettings } from "../eslint/settings.js";
import type { Arguments } from "./arguments.js";
import { imageSettingsOf } from "./image-options.js";
import type { FlagName } from "./flags.js";
import type { Surroundings } from "./main.js";
import { mergeSettings } from "./merge-settings.js";
import type { Output } from "./output.js";
import { UsageError } from "./usage-error.js";

const settingFlags = ["engine", "host", "runc", "libseccomp", "arch"] as const satisfies readonly FlagName[];

/** The value of `--engine` with which the local daemon is asked. */
export const ASK_DAEMON = "auto";

/** Settings of a configuration, and the file that they stand in. */
export interface ConfiguredSettings {
  file: string;
  settings: LintSettings;
}

/**
 * Tells what is wrong with the flags themselves, before anything is read.
 * @throws UsageError if they name no engine that there could be.
 */
export function checkTargetFlags(given: Arguments): void {
  const flags = targetFlagsOf(given);
  const isNamed = (flags.engine ?? ASK_DAEMON) !== ASK_DAEMON || flags.host !== undefined;
  const declared = isNamed && flags.engine !== ASK_DAEMON ? declaredTarget(flags) : null;
  if (declared?.kind === "wrong") throw new UsageError(declared.message);
  const problem = givenProblem(flags);
  if (problem !== null) throw new UsageError(problem.message);
}

function targetFlagsOf({ values }: Arguments): LintSettings {
  const flags: LintSettings = {};
  for (const name of settingFlags) {
    const value = values.get(name)?.[0];
    if (value !== undefined) flags[name] = value;
  }
  return flags;
}

/**
 * The settings that the flags give, over those that are configured; for `--engine auto` the local daemon is asked which
 * engine it is.
 * @throws UsageError if they name no engine that exists, or if the daemon does not answer.
 */
export async function settingsOf(
  given: Arguments,
  environment: Surroundings,
  output: Output,
  configured?: ConfiguredSettings,
): Promise<LintSettings> {
  const flags = targetFlagsOf(given);
  const isFlagged = Object.keys(flags).length > 0;
  const settings = mergeSettings(configured?.settings ?? {}, flags);
  const { engine, host } = settings;
  const refuse = (flagged: string, otherwise: string): never => {
    throw new UsageError(isFlagged || configured === undefined ? flagged : `${configured.file}: ${otherwise}`);
  };
  if (engine === undefined && host === undefined) {
    if (settingFlags.some((name) => settings[name] !== undefined)) {
      refuse(
        "--runc, --libseccomp and --arch describe the host of an engine: give --engine or --host too.",
        "`runc`, `libseccomp` and `arch` describe the host of an engine: set `engine` or `host` too.",
      );
    }
  } else if (engine === ASK_DAEMON) {
    const problem = givenProblem(settings);
    if (problem !== null) refuse(problem.message, problem.message);
    if (host !== undefined) {
      refuse(
        "--engine auto asks the daemon of this machine: leave out --host.",
        "the engine `auto` asks the daemon of this machine: leave out `host`.",
      );
    }
    declareTarget(settings, await askForTarget(settings, environment, output));
  } else {
    const declared = declaredTarget(settings);
    if (declared.kind === "wrong") refuse(declared.message, declared.message);
  }
  const swarm = given.switches.has("swarm") ? { swarm: true } : {};
  return mergeSettings(settings, { ...imageSettingsOf(given), ...swarm });
}

/**
 * The engines that the flags or the configuration name.
 * @throws UsageError if they name none.
 */
export async function targetOf(
  given: Arguments,
  environment: Surroundings,
  output: Output,
  configured?: ConfiguredSettings,
): Promise<Target> {
  const declared: DeclaredTarget = declaredTarget(await settingsOf(given, environment, output, configured));
  if (declared.kind === "declared") return declared.target;
  throw new UsageError("Say which engines are meant, with --engine RANGE or --host PRESET.");
}

async function askForTarget(settings: LintSettings, environment: Surroundings, output: Output): Promise<Target> {
  const { askDaemon } = await import("../engine/ask-daemon.js");
  const { stoppedBySignals } = await import("./signals.js");
  const { runc, libseccomp, arch } = settings;
  const surroundings = { env: environment.variables, homeFolder: process.getBuiltinModule("node:os").homedir(), platform: process.platform };
  const asked = await stoppedBySignals((stop) => askDaemon({ ...surroundings, runc, libseccomp, arch, stop }));
  if (!asked.ok) throw new UsageError(asked.problem.message);
  output.tell(`The Docker daemon is ${asked.target.members.map(({ label }) => label).join(", or ")}.\n`);
  return asked.target;
}
