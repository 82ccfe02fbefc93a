import path from "node:path";
import { generateProfile } from "../seccomp/generate-profile.js";
import { isOurProfile } from "../seccomp/our-profile.js";
import { STRATEGIES } from "../seccomp/profile-strategy.js";
import { NodeFileSystem } from "../compose/node-file-system.js";
import type { Arguments } from "./arguments.js";
import { ExitCode } from "./exit-code.js";
import type { Environment } from "./main.js";
import type { Output } from "./output.js";
import { Configurations } from "./configuration/find-configurations.js";
import { STANDARD_OUTPUT } from "./standard-output.js";
import { targetOf, type ConfiguredSettings } from "./target-options.js";
import { UsageError } from "./usage-error.js";
import { describeWriteProblem, writeFileSafely } from "./write-file.js";

/** `compose-lint profile --engine RANGE`: prints or writes the seccomp profile that the engines need. */
export async function profile(given: Arguments, environment: Environment, output: Output): Promise<ExitCode> {
  if (given.paths.length > 0) throw new UsageError(`profile takes no files, but ${given.paths.join(" ")} was given.`);
  const wanted = given.values.get("strategy")?.[0];
  const strategy = STRATEGIES.find((name) => name === wanted);
  if (wanted !== undefined && strategy === undefined) {
    throw new UsageError(`There is no strategy ${wanted}. The strategies are ${STRATEGIES.join(", ")}.`);
  }
  const generated = generateProfile(await targetOf(given, environment, output, await configured(given, environment)), { strategy });
  if (!generated.ok) throw new UsageError(generated.problem.message);
  if (!generated.needed) output.tell("These engines need no profile of their own: threads work with their default.\n");
  if (given.switches.has("explain")) output.tell(`${generated.explanation.join("\n")}\n`);
  const file = given.values.get("output")?.[0];
  if (file === undefined || file === STANDARD_OUTPUT) output.print(generated.text);
  else writeProfile(path.resolve(environment.cwd, file), file, generated.text, output);
  return ExitCode.clean;
}

/** The settings for the Compose files of the folder. */
async function configured(given: Arguments, { cwd }: Environment): Promise<ConfiguredSettings | undefined> {
  const file = path.join(cwd, "compose.yaml");
  const configurations = new Configurations({ cwd, file: given.values.get("config")?.[0], none: given.switches.has("no-config") });
  const settings = (await configurations.for(file))?.settings;
  const origin = (await configurations.resolved(file))?.file;
  return settings === undefined || origin === undefined ? undefined : { file: origin, settings };
}

/** A profile that somebody else wrote is theirs. */
function writeProfile(file: string, name: string, text: string, output: Output): void {
  const existing = new NodeFileSystem().read(file);
  const isOurs = existing.ok ? isOurProfile(existing.text) : ["not-found", "not-a-file"].includes(existing.problem);
  if (!isOurs) throw new UsageError(`${name} exists and was not written by compose-lint. Name another file.`);
  try {
    writeFileSafely(file, text);
  } catch (error) {
    throw new UsageError(`${name} was not written: ${describeWriteProblem(error)}.`);
  }
  output.tell(`Wrote ${name}\n`);
}
