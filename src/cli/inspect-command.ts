import { NodeFileSystem } from "../compose/node-file-system.js";
import { ProjectFile, ProjectFileCache } from "../compose/project-file.js";
import { fileKindOf } from "../eslint/file-kind.js";
import { declaredTarget } from "../eslint/compose-facts.js";
import { imageOptions } from "../eslint/image-options.js";
import type { LintSettings } from "../eslint/settings.js";
import { shownReference } from "../facts/image-history.js";
import { oldTarget } from "../facts/old-target.js";
import { projectOfFile } from "../facts/project-services.js";
import { serviceFacts } from "../facts/service-facts.js";
import type { Distribution } from "../image/distribution.js";
import { describeDistribution } from "../image/distribution.js";
import type { Confidence, FormerRelease } from "../image/image-facts.js";
import type { Libc } from "../image/libc.js";
import { threadCreation, type ThreadVerdict } from "../seccomp/thread-creation.js";
import type { Arguments } from "./arguments.js";
import { colours, type Colour } from "./colour.js";
import { discoverFiles } from "./discover-files.js";
import { ExitCode } from "./exit-code.js";
import { displayPath } from "./formats/stylish.js";
import type { Environment } from "./main.js";
import type { Output } from "./output.js";
import { plainText } from "./plain-text.js";
import { readInputs } from "./read-inputs.js";
import { textTable } from "./text-table.js";
import { settingsOf } from "./target-options.js";
import { withInspectedImages } from "./inspect-images-option.js";
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
  /** The engines with which its threads work, as a semver range. */
  needs: string;
}

/** `compose-lint inspect [file|folder ...]`: prints what is known of each service and whether its threads work. */
export async function inspect(given: Arguments, environment: Environment, output: Output): Promise<ExitCode> {
  const format = given.values.get("format")?.[0] ?? "table";
  if (format !== "table" && format !== "json") {
    throw new UsageError(`There is no format ${format} for inspect. The formats are table and json.`);
  }
  const declared = await settingsOf(given, environment, output);
  const fileSystem = new NodeFileSystem();
  const files = await discoverFiles(given.paths, environment.cwd);
  const { inputs, failures } = readInputs(files, fileSystem, environment.cwd);
  const cache = new ProjectFileCache();
  const settings = await withInspectedImages(declared, given, {
    inputs,
    fileSystem,
    variables: environment.variables,
    output,
  });
  const composeFiles = inputs
    .filter(({ path: file, text }) => fileKindOf(file, text) === "compose")
    .map(({ path: file, text }) => new ProjectFile(file, text));
  failures.push(...composeFiles.flatMap((file) => problemsOf(file, environment.cwd)));
  const services = composeFiles.flatMap((file) => inspectFile(file, settings, environment, fileSystem, cache));
  output.print(format === "json" ? plainText(`${JSON.stringify({ services }, null, 2)}\n`) : table(services, settings, output));
  for (const failure of failures) output.tell(`compose-lint: ${failure}\n`);
  return failures.length > 0 ? ExitCode.fatal : ExitCode.clean;
}

/** A line for each place that keeps Compose from reading the file, so that no service is missing without a word. */
function problemsOf({ path: file, parsed }: ProjectFile, cwd: string): string[] {
  return [...parsed.syntaxProblems, ...parsed.structureProblems].map(
    ({ message, loc: { start } }) => `${displayPath(file, cwd)}:${start.line}:${start.column + 1}: ${message}`,
  );
}

function inspectFile(
  file: ProjectFile,
  settings: LintSettings,
  environment: Environment,
  fileSystem: NodeFileSystem,
  cache: ProjectFileCache,
): InspectedService[] {
  const declared = declaredTarget(settings);
  const context = { fileSystem, variables: environment.variables, cache };
  const { project, services } = projectOfFile(file, context);
  return services.map((service) => {
    const { image, imageText, security } = serviceFacts(service, {
      folder: project.directory,
      fileSystem,
      images: imageOptions(settings),
    });
    const { distribution, libc } = image;
    const verdict = threadCreation(libc, declared.kind === "declared" ? declared.target : oldTarget(), security);
    return {
      file: displayPath(file.path, environment.cwd),
      service: service.name,
      image: imageText,
      distribution:
        distribution === null
          ? null
          : { id: distribution.id, version: distribution.version, codename: distribution.codename },
      libc,
      since: image.since,
      before: image.before,
      byTagOnly: image.byTagOnly,
      confidence: image.confidence,
      source: image.source,
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
    plainText(service),
    plainText(image === null ? "?" : shownReference(image)),
    distribution === null ? "?" : describeDistribution({ ...distribution }),
    libc === null ? "?" : `${libc.name} ${libc.version ?? ""}`.trim(),
    verdict,
    needs === "*" ? "any engine" : needs,
  ]);
  const [title = "", ...printed] = textTable([head, ...rows]);
  const lines: string[] = [colour.bold(title)];
  printed.forEach((line, index) => {
    lines.push(paintVerdict(line, rows[index]?.[4] ?? "", colour));
    const service = services[index];
    if (service === undefined) return;
    for (const remark of [historyOf(service), service.reason]) {
      if (remark !== null) lines.push(colour.dim(`  ${plainText(remark)}`));
    }
  });
  const engine = settings.engine === undefined && settings.host === undefined ? "No engine is declared: give --engine to have it judged.\n" : "";
  return `${lines.join("\n")}\n${engine}`;
}

/** What the reference meant for whoever pulled it earlier, as a sentence; null where nothing of that is known. */
function historyOf({ image, distribution, since, before, byTagOnly, confidence, source }: InspectedService): string | null {
  if (image === null || distribution === null) return null;
  const name = shownReference(image);
  if (confidence === "inspected") return `${name} was read from ${source ?? "the image"}.`;
  const shortly = (release: Distribution): string => describeDistribution({ ...release, codename: null });
  const isMoved = since !== null && before?.distribution != null;
  const moved = isMoved
    ? `${name} is ${shortly(distribution)} since ${since}; an image pulled before that is ${shortly(before.distribution ?? distribution)}.`
    : null;
  if (!byTagOnly) return moved;
  const caveat = "The digest pins one image, which may be older than what its tag means now.";
  return moved === null ? caveat : `${moved} ${caveat}`;
}

function paintVerdict(line: string, verdict: string, colour: Colour): string {
  const paint = { works: colour.green, fails: colour.red, depends: colour.yellow }[verdict];
  return paint === undefined ? line : line.replace(` ${verdict} `, ` ${paint(verdict)} `);
}
