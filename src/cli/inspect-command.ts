import type { FileSystem } from "../compose/file-system.js";
import { NodeFileSystem } from "../compose/node-file-system.js";
import { OverlayFileSystem } from "../compose/overlay-file-system.js";
import type { LoadedProject } from "../compose/load-project.js";
import { fileKindOf } from "../eslint/file-kind.js";
import { nearestEarlierRelease } from "../engine/engine-releases.js";
import { parseEngineVersion } from "../engine/engine-version.js";
import type { Target } from "../engine/target.js";
import { declaredTarget } from "../eslint/compose-facts.js";
import { imageOptions } from "../eslint/image-options.js";
import type { LintSettings } from "../eslint/settings.js";
import { shownReference } from "../facts/image-history.js";
import { isRefused } from "../facts/project-findings.js";
import { projectOfFile, type FileProject, type ProjectContext } from "../facts/project-services.js";
import { serviceFacts } from "../facts/service-facts.js";
import { nestedEngine, type NestedEngine } from "../facts/nested-engine.js";
import { undeclaredNote, undeclaredVerdict } from "../facts/undeclared-verdict.js";
import { describeCry, harmOf } from "../facts/thread-verdict.js";
import type { ServiceModel } from "../facts/service-model.js";
import type { LintInput } from "../lint/lint-files.js";
import type { Distribution } from "../image/distribution.js";
import { describeDistribution } from "../image/distribution.js";
import type { Confidence, FormerRelease } from "../image/image-facts.js";
import type { Libc } from "../image/libc.js";
import type { Program } from "../program/program.js";
import { NO_ENGINE } from "../seccomp/needed-engines.js";
import { openChoice } from "../seccomp/open-choice.js";
import { threadCreation, type ThreadVerdict } from "../seccomp/thread-creation.js";
import type { Arguments } from "./arguments.js";
import { colours, type Colour } from "./colour.js";
import { describeBug } from "./describe-bug.js";
import { closedFolderTeller } from "./closed-folder.js";
import { discoverFiles, eachFileOnce, type DiscoveryOptions } from "./discover-files.js";
import { ExitCode } from "./exit-code.js";
import { displayPath } from "./formats/display-path.js";
import { leadingOutTeller } from "./leading-out.js";
import type { Environment } from "./main.js";
import type { Output } from "./output.js";
import { onOneLine, plainText } from "../text/plain-text.js";
import { projectChoice } from "./project-choice.js";
import { addProjectFiles } from "./project-files.js";
import { readInputs } from "./read-inputs.js";
import { RunConfiguration } from "./run-configuration.js";
import { standardInput } from "./standard-input.js";
import { textTable } from "./text-table.js";
import { wrapText } from "./wrap-text.js";
import { tellImageFit } from "./image-fit.js";
import { withInspectedImages } from "./inspect-images-option.js";
import { unreadablePatternTeller } from "./unreadable-pattern.js";
import { formatsOfCommand } from "./formats/format-names.js";
import { oneFormat } from "./one-format.js";
import { UsageError } from "./usage-error.js";
import { addToList } from "../memory/add-to-list.js";

/** What `inspect --format json` prints of a service. */
export interface InspectedService {
  /** Relative to the current folder where it is below it. */
  file: string;
  service: string;
  /** The reference that decides about the C library, variables replaced; null where there is none. */
  image: string | null;
  distribution: Pick<Distribution, "id" | "version" | "codename"> | null;
  libc: Pick<Libc, "name" | "version"> | null;
  /** Since when the reference means this release, `YYYY-MM-DD`; null: always, or not known. */
  since: string | null;
  /** What it meant before that. */
  before: Pick<FormerRelease, "distribution" | "libc" | "since" | "until"> | null;
  /** Whether a digest pins the image, so that the facts are those of its tag. */
  byTagOnly: boolean;
  /** How this is known; null where it is not. */
  confidence: Confidence | null;
  /** Where this is from. */
  source: string | null;
  verdict: ThreadVerdict["verdict"];
  reason: string;
  /** The engines with which its threads work, as a semver range; null where the C library is not known. */
  needs: string | null;
}

/** `compose-lint inspect [file|folder|- ...]`: prints what is known of each service and whether its threads work. */
export async function inspect(given: Arguments, environment: Environment, output: Output): Promise<ExitCode> {
  const format = oneFormat(given, formatsOfCommand.inspect);
  const isResolved = given.switches.has("resolved");
  if (isResolved && format !== "json") throw new UsageError("--resolved prints JSON: give --format json with it.");
  const configuration = new RunConfiguration(given, environment, output);
  const typed = given.switches.has("stdin") ? await standardInput(given, environment) : null;
  const fileSystem = withText(typed);
  const choice = projectChoice(given, environment, fileSystem);
  const links = new Map<string, string>();
  const discovery: DiscoveryOptions = {
    verb: "inspect",
    detect: given.switches.has("detect"),
    noIgnore: given.switches.has("no-ignore"),
    tellClosed: closedFolderTeller(environment.cwd, output),
    tellLeadingOut: leadingOutTeller(environment.cwd, output, "inspect"),
    tellUnreadable: unreadablePatternTeller(environment.cwd, output),
    tellIgnored: (name) => { output.tell(`compose-lint: ${name} is ignored. With --no-ignore it is inspected.\n`); },
    tellLink: (real: string, file: string) => void links.set(real, file),
  };
  const isChosen = given.paths.length === 0 && choice.root !== null;
  const files = typed !== null ? [] : isChosen ? eachFileOnce(choice.files, discovery) : await discoverFiles(given.paths, environment.cwd, discovery);
  const { files: withTakenIn, cache, scope } = addProjectFiles(files, choice, fileSystem, environment.variables, { links });
  const { inputs, failures } = typed === null ? readInputs(withTakenIn, fileSystem, environment.cwd, "inspect") : { inputs: [typed], failures: [] };
  const read = { inputs, fileSystem, variables: environment.variables, output };
  await tellImageFit(given, () => read);
  const { withImages, failures: uninspected } = await withInspectedImages(given, read);
  failures.push(...uninspected);
  const composeFiles = inputs.filter(({ path: file, text }) => fileKindOf(file, text) === "compose");
  const context: ProjectContext = { fileSystem, variables: environment.variables, cache, scope };
  const projects = new Map<LoadedProject, FileProject[]>();
  for (const { path: file, text } of composeFiles) {
    // Only now, so that it is the one that the project of a file before it has.
    const found = projectOfFile(cache.fileOf(file, text), context);
    addToList(projects, found.project, found);
  }
  failures.push(...problemsOf(projects.keys(), environment.cwd));
  if (isResolved) output.print(await resolvedText([...projects.keys()]));
  const services: InspectedService[] = [];
  const faults: string[] = [];
  const judgedBy = new Set<LintSettings>();
  for (const ofFiles of isResolved ? [] : projects.values()) {
    const [first] = ofFiles;
    if (first === undefined) continue;
    const settings = withImages((await configuration.for(first.path)).settings);
    judgedBy.add(settings);
    try {
      for (const service of inspectProject(ofFiles, settings, environment, fileSystem)) services.push(service);
    } catch (error) {
      const what = `${displayPath(first.path, environment.cwd)} was not inspected`;
      faults.push(describeBug(what, error, given.switches.has("debug")));
    }
  }
  if (!isResolved) output.print(format === "json" ? plainText(`${JSON.stringify({ services }, null, 2)}\n`) : table(services, judgedBy, output));
  for (const failure of failures.map(onOneLine)) output.tell(`compose-lint: ${failure}\n`);
  for (const fault of faults) output.tell(`compose-lint: ${fault}\n`);
  return failures.length + faults.length > 0 ? ExitCode.fatal : ExitCode.clean;
}

/** The files of this machine, and the text on standard input in the place of the one whose name it has. */
function withText(typed: LintInput | null): FileSystem {
  const disk = new NodeFileSystem();
  if (typed === null) return disk;
  const above = new OverlayFileSystem(disk);
  above.set(typed.path, typed.text);
  return above;
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
  fileSystem: FileSystem,
): InspectedService[] {
  const declared = declaredTarget(settings);
  const services = new Map<string, { service: ServiceModel; path: string }>();
  for (const { services: ofFile, path } of files) {
    for (const service of ofFile) if (!services.has(service.name)) services.set(service.name, { service, path });
  }
  return [...services.values()].map(({ service, path }) => {
    const facts = serviceFacts(service, {
      fileSystem,
      images: imageOptions(settings),
      swarm: settings.swarm === true,
    });
    const { image, imageText, security, program } = facts;
    const { distribution, libc } = image;
    const verdict = declared.kind === "declared" ? threadCreation(libc, declared.target, security) : undeclaredVerdict(libc, security);
    return {
      file: displayPath(path, environment.cwd),
      service: service.name,
      image: imageText,
      distribution:
        distribution === null
          ? null
          : { id: distribution.id, version: distribution.version, codename: distribution.codename },
      libc: libc === null ? null : { name: libc.name, version: libc.version },
      since: image.since,
      before: image.before,
      byTagOnly: image.byTagOnly,
      confidence: image.confidence,
      source: image.source,
      ...judged(verdict, [image.why?.message ?? null, program, nestedEngine(facts)]),
    };
  });
}

function judged(
  { verdict, reason, needs }: ThreadVerdict,
  [whyUnknown, program, engine]: [whyUnknown: string | null, program: Program | null, engine: NestedEngine | null],
): Pick<InspectedService, "verdict" | "reason" | "needs"> {
  const more = aboutNestedEngine(engine);
  if (reason.code === "libc-unknown" || reason.code === "libc-unknown-target-safe") {
    return { verdict, reason: [whyUnknown ?? reason.text, ...more].join(" "), needs: null };
  }
  const isHarmful = verdict === "fails" || verdict === "depends";
  return { verdict, reason: [reason.text, ...(isHarmful && reason.code !== "does-not-start" ? aboutProgram(program) : []), ...more].join(" "), needs };
}

/** A verdict is about the C library's threads; a program that makes none of them is said to. */
function aboutProgram(program: Program | null): string[] {
  const harm = harmOf(program);
  return harm === "none" || harm === "depends on its build" ? [describeCry(program, null)] : [];
}

function aboutNestedEngine(engine: NestedEngine | null): string[] {
  if (engine === null) return [];
  const outcome = engine.verdict.verdict === "fails" ? "cannot create threads" : "can create threads";
  return [`It is a Docker Engine of its own, ${engine.version}: programs with glibc 2.34 or newer in its containers ${outcome}.`];
}

const engineWords: Readonly<Record<string, string>> = { "*": "any engine", [NO_ENGINE]: "no engine" };

function table(services: readonly InspectedService[], judgedBy: ReadonlySet<LintSettings>, output: Output): string {
  const colour = colours(output.colour);
  const head = ["SERVICE", "IMAGE", "DISTRIBUTION", "LIBC", "VERDICT", "NEEDS"];
  const rows = services.map(({ service, image, distribution, libc, verdict, needs }) => [
    onOneLine(plainText(service)),
    onOneLine(plainText(image === null ? "?" : shownReference(image))),
    distribution === null ? "?" : describeDistribution({ ...distribution }),
    libc === null ? "?" : `${libc.name} ${libc.version ?? ""}`.trim(),
    verdict,
    needs === null ? "-" : (engineWords[needs] ?? needs),
  ]);
  const [title = "", ...printed] = textTable([head, ...rows]);
  const width = output.columns ?? Number.POSITIVE_INFINITY;
  // Lines that the terminal would break in the midst of a cell are no table any more.
  const isWide = [title, ...printed].some((line) => line.length > width);
  const lines: string[] = isWide ? [] : [colour.bold(title)];
  printed.forEach((line, index) => {
    const row = rows[index] ?? [];
    const shown = isWide ? wrapText(inWords(row), width) : [line];
    lines.push(...shown.map((part) => paintVerdict(part, row[4] ?? "", colour)));
    const service = services[index];
    if (service === undefined) return;
    for (const remark of [historyOf(service), service.reason]) {
      if (remark !== null) lines.push(...wrapText(onOneLine(plainText(remark)), width - 2).map((part) => colour.dim(`  ${part}`)));
    }
  });
  const notes = [...judgedBy].flatMap((settings) => wrapText(noteOnTarget(services, settings), width));
  return `${[...lines, ...notes.filter((line) => line !== "")].join("\n")}\n`;
}

/** What a reader should know of the engine that all were judged by. */
function noteOnTarget(services: readonly InspectedService[], settings: LintSettings): string {
  const declared = declaredTarget(settings);
  if (declared.kind !== "declared") return `${undeclaredNote()}\n`;
  return likeKnownRelease(declared.target) + whatDecides(services, declared.target);
}

/** A release that came after this program is judged by what was known before. */
function likeKnownRelease({ members: [{ engine, assumed }] }: Target): string {
  const version = assumed.includes("release") && engine !== null ? parseEngineVersion(engine) : null;
  const like = version === null ? null : nearestEarlierRelease(version);
  return like === null ? "" : `Docker Engine ${engine} is not known to this version of compose-lint, and judged as ${like.version.release} is.\n`;
}

function whatDecides(services: readonly InspectedService[], target: Target): string {
  const choice = services.some(({ verdict }) => verdict === "fails") ? openChoice(target) : null;
  if (choice === null) return "";
  const { assumed, works } = choice;
  const parts = [
    ...(works.runc === null ? [] : [`runc ${works.runc} or newer (--runc)`]),
    ...(works.libseccomp === null ? [] : [`libseccomp ${works.libseccomp} or older (--libseccomp)`]),
  ];
  return `Judged with runc ${assumed.runc} and libseccomp ${assumed.libseccomp}, which were not given; with ${parts.join(" and ")} threads work.\n`;
}

/** What the reference meant for whoever pulled it earlier, as a sentence; null where nothing of that is known. */
function historyOf({ image, distribution, since, before, byTagOnly, confidence, source }: InspectedService): string | null {
  if (image === null || distribution === null) return null;
  const name = shownReference(image);
  if (confidence === "inspected") return `${name} was read from ${source ?? "the image"}.`;
  const shortly = (release: Distribution): string => describeDistribution({ ...release, codename: null });
  const [now, former] = [shortly(distribution), before?.distribution == null ? null : shortly(before.distribution)];
  // BusyBox has no releases to tell apart: what changed there is not seen in these words.
  const isMoved = since !== null && former !== null && former !== now;
  const moved = isMoved ? `${name} is ${now} since ${since}; an image pulled before that is ${former}.` : null;
  if (!byTagOnly) return moved;
  const caveat = "The digest pins one image, which may be older than what its tag means now.";
  return moved === null ? caveat : `${moved} ${caveat}`;
}

/** A row of the table for a terminal that is too narrow for it. */
function inWords([service = "", image = "", distribution = "", libc = "", verdict = "", needs = ""]: readonly string[]): string {
  return `${service}: ${image}, ${distribution}, ${libc}, ${verdict}${needs === "-" ? "" : `, needs ${needs}`}`;
}

function paintVerdict(line: string, verdict: string, colour: Colour): string {
  const paint = { works: colour.green, fails: colour.red, depends: colour.yellow }[verdict];
  return paint === undefined ? line : line.replace(new RegExp(`(?<= )${verdict}(?=[ ,]|$)`, "u"), paint(verdict));
}
