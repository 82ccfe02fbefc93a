import { NodeFileSystem } from "../compose/node-file-system.js";
import type { LoadedProject } from "../compose/load-project.js";
import { fileKindOf } from "../eslint/file-kind.js";
import { declaredTarget } from "../eslint/compose-facts.js";
import type { LintSettings } from "../eslint/settings.js";
import { oldTarget } from "../facts/old-target.js";
import { isRefused } from "../facts/project-findings.js";
import { projectOfFile, type FileProject, type ProjectContext } from "../facts/project-services.js";
import { serviceFacts } from "../facts/service-facts.js";
import type { ServiceModel } from "../facts/service-model.js";
import type { Distribution } from "../image/distribution.js";
import { describeDistribution } from "../image/distribution.js";
import type { Libc } from "../image/libc.js";
import { threadCreation, type ThreadVerdict } from "../seccomp/thread-creation.js";
import type { Arguments } from "./arguments.js";
import { colours, type Colour } from "./colour.js";
import { discoverFiles } from "./discover-files.js";
import { ExitCode } from "./exit-code.js";
import { displayPath } from "./formats/stylish.js";
import type { Environment } from "./main.js";
import type { Output } from "./output.js";
import { onOneLine, plainText } from "./plain-text.js";
import { projectChoice } from "./project-choice.js";
import { addProjectFiles } from "./project-files.js";
import { readInputs } from "./read-inputs.js";
import { textTable } from "./text-table.js";
import { settingsOf } from "./target-options.js";
import { UsageError } from "./usage-error.js";

/** What `inspect --format json` prints of a service. */
export interface InspectedService {
  /** Relative to the current folder where it is below it. */
  file: string;
  service: string;
  /** The reference that decides about the C library, variables replaced; null where there is none. */
  image: string | null;
  distribution: Pick<Distribution, "id" | "version" | "codename"> | null;
  libc: Libc | null;
  verdict: ThreadVerdict["verdict"];
  reason: string;
  /** The engines with which its threads work, as a semver range. */
  needs: string;
}

/** `compose-lint inspect [file|folder ...]`: prints what is known of each service and whether its threads work. */
export async function inspect(given: Arguments, environment: Environment, output: Output): Promise<ExitCode> {
  const format = given.values.get("format")?.[0] ?? "table";
  if (format !== "table" && format !== "json") {
    throw new UsageError(`There is no format ${format} for inspect. The formats are table and json.`);
  }
  const isResolved = given.switches.has("resolved");
  if (isResolved && format !== "json") throw new UsageError("--resolved prints JSON: give --format json with it.");
  const settings = await settingsOf(given, environment, output);
  const fileSystem = new NodeFileSystem();
  const choice = projectChoice(given, environment, fileSystem);
  const files = given.paths.length === 0 && choice.root !== null ? choice.files : await discoverFiles(given.paths, environment.cwd);
  const { inputs, failures } = readInputs(files, fileSystem, environment.cwd);
  const { cache, scope } = addProjectFiles(files, choice, fileSystem, environment.variables);
  const composeFiles = inputs
    .filter(({ path: file, text }) => fileKindOf(file, text) === "compose")
    .map(({ path: file, text }) => cache.fileOf(file, text));
  const context: ProjectContext = { fileSystem, variables: environment.variables, cache, scope };
  const projects = new Map<LoadedProject, FileProject[]>();
  for (const file of composeFiles) {
    const found = projectOfFile(file, context);
    projects.set(found.project, [...(projects.get(found.project) ?? []), found]);
  }
  failures.push(...problemsOf(projects.keys(), environment.cwd));
  if (isResolved) output.print(await resolvedText([...projects.keys()]));
  const services = isResolved ? [] : [...projects.values()].flatMap((ofFiles) => inspectProject(ofFiles, settings, environment, fileSystem));
  if (!isResolved) output.print(format === "json" ? plainText(`${JSON.stringify({ services }, null, 2)}\n`) : table(services, settings, output));
  for (const failure of failures) output.tell(`compose-lint: ${onOneLine(failure)}\n`);
  return failures.length > 0 ? ExitCode.fatal : ExitCode.clean;
}

/** A line for each place that keeps Compose from running a project, so that no service is missing without a word. */
function problemsOf(projects: Iterable<LoadedProject>, cwd: string): string[] {
  const lines = new Set<string>();
  for (const { files, problems } of projects) {
    const ofFiles = [...files].flatMap(([file, { parsed }]) =>
      [...parsed.syntaxProblems, ...parsed.structureProblems].map((problem) => ({ ...problem, file })),
    );
    for (const { file, message, loc: { start } } of [...ofFiles, ...problems.filter(isRefused)]) {
      lines.add(`${displayPath(file, cwd)}:${start.line}:${start.column + 1}: ${message}`);
    }
  }
  return [...lines];
}

async function resolvedText(projects: readonly LoadedProject[]): Promise<string> {
  const [project] = projects;
  if (project === undefined || projects.length > 1) {
    throw new UsageError(`--resolved prints one project, and these files make ${projects.length}. Name the files of one with --file.`);
  }
  const { resolvedModel } = await import("../compose/resolved-model.js");
  return `${plainText(JSON.stringify(resolvedModel(project), null, 2))}\n`;
}

/** The services of a project, each at the first file that writes of it. */
function inspectProject(
  files: readonly FileProject[],
  settings: LintSettings,
  environment: Environment,
  fileSystem: NodeFileSystem,
): InspectedService[] {
  const declared = declaredTarget(settings);
  const services = new Map<string, { service: ServiceModel; project: LoadedProject; path: string }>();
  for (const { project, services: ofFile, path } of files) {
    for (const service of ofFile) if (!services.has(service.name)) services.set(service.name, { service, project, path });
  }
  return [...services.values()].map(({ service, project, path }) => {
    const { image, imageText, security } = serviceFacts(service, { folder: project.directory, fileSystem });
    const { distribution, libc } = image;
    const verdict = threadCreation(libc, declared.kind === "declared" ? declared.target : oldTarget(), security);
    return {
      file: displayPath(path, environment.cwd),
      service: service.name,
      image: imageText,
      distribution:
        distribution === null
          ? null
          : { id: distribution.id, version: distribution.version, codename: distribution.codename },
      libc,
      ...judged(verdict, declared.kind === "declared", image.why?.message ?? null),
    };
  });
}

/** Without an engine nothing fails or works for sure, but what it takes is known. */
function judged(
  { verdict, reason, needs }: ThreadVerdict,
  isDeclared: boolean,
  whyUnknown: string | null,
): Pick<InspectedService, "verdict" | "reason" | "needs"> {
  if (whyUnknown !== null && verdict === "unknown") return { verdict, reason: whyUnknown, needs };
  if (isDeclared || verdict !== "fails") return { verdict, reason: reason.text, needs };
  return { verdict: "depends", reason: `No engine is declared. ${reason.text}`, needs };
}

function table(services: readonly InspectedService[], settings: LintSettings, output: Output): string {
  const colour = colours(output.colour);
  const head = ["SERVICE", "IMAGE", "DISTRIBUTION", "LIBC", "VERDICT", "NEEDS"];
  const rows = services.map(({ service, image, distribution, libc, verdict, needs }) => [
    onOneLine(plainText(service)),
    onOneLine(plainText(image ?? "?")),
    distribution === null ? "?" : describeDistribution({ ...distribution }),
    libc === null ? "?" : `${libc.name} ${libc.version ?? ""}`.trim(),
    verdict,
    needs === "*" ? "any engine" : needs,
  ]);
  const [title = "", ...printed] = textTable([head, ...rows]);
  const lines: string[] = [colour.bold(title)];
  printed.forEach((line, index) => {
    lines.push(paintVerdict(line, rows[index]?.[4] ?? "", colour));
    const reason = services[index]?.reason;
    if (reason !== undefined) lines.push(colour.dim(`  ${onOneLine(plainText(reason))}`));
  });
  const engine = settings.engine === undefined && settings.host === undefined ? "No engine is declared: give --engine to have it judged.\n" : "";
  return `${lines.join("\n")}\n${engine}`;
}

function paintVerdict(line: string, verdict: string, colour: Colour): string {
  const paint = { works: colour.green, fails: colour.red, depends: colour.yellow }[verdict];
  return paint === undefined ? line : line.replace(` ${verdict} `, ` ${paint(verdict)} `);
}
