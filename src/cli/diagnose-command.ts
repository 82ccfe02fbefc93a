import { LogDiagnosis } from "../program/diagnose-log.js";
import type { Diagnosis, ServiceDiagnosis } from "../program/diagnosis.js";
import { diagnosisJson, diagnosisText } from "./diagnosis-report.js";
import type { Arguments } from "./arguments.js";
import { ExitCode } from "./exit-code.js";
import { explainCause, isPrintedName, openProject, type LoggedProject } from "./logged-project.js";
import type { Environment } from "./main.js";
import type { Output } from "./output.js";
import { openLog, type LogSource } from "./read-log.js";
import { RunConfiguration } from "./run-configuration.js";
import { formatsOfCommand } from "./formats/format-names.js";
import { oneFormat } from "./one-format.js";
import { UsageError } from "./usage-error.js";

/** `compose-lint diagnose [LOG|-]`: tells from a log why threads, processes or memory were refused, and mends it. */
export async function diagnose(given: Arguments, environment: Environment, output: Output): Promise<ExitCode> {
  const format = oneFormat(given, formatsOfCommand.diagnose);
  if (given.paths.length > 1) throw new UsageError(`diagnose reads one log, but ${given.paths.join(" ")} was given.`);
  const fixes = given.switches.has("fix") || given.switches.has("fix-dry-run");
  const { settings } = await new RunConfiguration(given, environment, output).forFolder();
  // A Compose file that cannot be read is told before a long log is.
  const project = openProject(given, settings, environment);
  if (fixes && project === null) throw new UsageError("--fix needs a Compose file: there is none here. Give it with --compose.");
  const log = openLog(given.paths[0], environment);
  const diagnosis = await read(log, output);
  const wanted = given.values.get("service")?.[0] ?? null;
  const causes = seenOf(wanted, diagnosis, project, log.name)
    .filter((seen) => !isEcho(seen, diagnosis))
    .map((seen) => explainCause(seen, signaturesOf(seen, diagnosis), project, settings, wanted));
  output.print(format === "json" ? diagnosisJson(diagnosis, causes) : diagnosisText(diagnosis, causes, { log: log.name, project, output }));
  if (fixes && project !== null) {
    const { fixCauses } = await import("./fix-causes.js");
    const failures = await fixCauses(causes, project, { dry: given.switches.has("fix-dry-run"), settings, environment, output });
    for (const failure of failures) output.tell(`compose-lint: ${failure}\n`);
    if (failures.length > 0) return ExitCode.fatal;
  }
  return causes.some(({ weighed }) => weighed.cause !== null) ? ExitCode.clean : ExitCode.findings;
}

/**
 * What is seen of the wanted service where the lines of a log name theirs, else all. A name may be wanted that the project
 * does not have: it is told of where it is looked up.
 */
function seenOf(wanted: string | null, { services }: Diagnosis, project: LoggedProject | null, log: string): readonly ServiceDiagnosis[] {
  const named = services.flatMap(({ service }) => service ?? []);
  if (wanted === null || named.length === 0) return services;
  const ofWanted = services.filter(({ service }) => service !== null && isPrintedName(wanted, service));
  if (ofWanted.length > 0) return ofWanted;
  const hasIt = project === null || project.services.some(({ service }) => service.name === wanted);
  const unknown = hasIt ? "" : ` ${project.name} has no service of this name.`;
  throw new UsageError(`In ${log} nothing was found of a service ${wanted}. What was found is of ${named.join(", ")}.${unknown}`);
}

/** The exit status of a CI job or of `docker compose up` is that of a service of which the log tells more. */
function isEcho({ service, program, decidedBy }: ServiceDiagnosis, { services }: Diagnosis): boolean {
  const isStatus = service === null && program === null && decidedBy === "likelihood";
  return isStatus && services.some((other) => other.service !== null && other.cause !== null);
}

function signaturesOf({ service }: ServiceDiagnosis, { matches }: Diagnosis): string[] {
  return matches.filter((match) => match.service === service).map(({ signature }) => signature);
}

async function read(log: LogSource, output: Output): Promise<Diagnosis> {
  const reader = new LogDiagnosis();
  try {
    for await (const piece of log.pieces) reader.add(piece);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${log.name} cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
  const diagnosis = reader.finish();
  if (!diagnosis.binary) return diagnosis;
  const where = diagnosis.firstStrange === null ? "" : ` (the first such character is at ${diagnosis.firstStrange.line}:${diagnosis.firstStrange.column + 1})`;
  const message = `${log.name} looks like a binary file${where}.`;
  if (diagnosis.matchCount === 0) throw new UsageError(`${message} diagnose reads the text that a program printed.`);
  output.tell(`compose-lint: ${message}\n`);
  return diagnosis;
}
