import { hosts, type Host } from "../engine/host.js";
import type { Arguments } from "./arguments.js";
import { colours } from "./colour.js";
import { ExitCode } from "./exit-code.js";
import type { Output } from "./output.js";
import { textTable } from "./text-table.js";
import { formatsOfCommand } from "./formats/format-names.js";
import { oneFormat } from "./one-format.js";
import { UsageError } from "./usage-error.js";
import { wrapText } from "./wrap-text.js";

const meanings: Record<Host["clone3"], string> = {
  ENOSYS: "threads work",
  ALLOW: "threads work",
  EPERM: "threads fail",
  unknown: "not known",
  "n/a": "does not start",
};

/** `compose-lint hosts`: lists the presets of `--host` and what each means for images with glibc 2.34 or newer. */
export function listHosts(given: Arguments, output: Output): ExitCode {
  if (given.paths.length > 0) throw new UsageError(`hosts takes no files, but ${given.paths.join(" ")} was given.`);
  const format = oneFormat(given, formatsOfCommand.hosts);
  const all = hosts();
  output.print(format === "json" ? `${JSON.stringify(all.map(hostEntry), null, 2)}\n` : table(all, output));
  return ExitCode.clean;
}

function hostEntry({ id, title, engine, runc, libseccomp, clone3, confidence, source }: Host): Partial<Host> {
  return { id, title, engine, runc, libseccomp, clone3, confidence, source };
}

function table(all: readonly Host[], output: Output): string {
  const head = ["HOST", "ENGINE", "RUNC", "LIBSECCOMP", "GLIBC >= 2.34", "HOW SURE", "PLATFORM"];
  const rows = all.map((host) => [
    host.id,
    host.engine ?? "any",
    host.runc ?? "?",
    host.libseccomp ?? "?",
    meanings[host.clone3],
    host.confidence,
    host.title,
  ]);
  const [first = "", ...lines] = textTable([head, ...rows]);
  const paint = colours(output.colour);
  const width = output.columns ?? Number.POSITIVE_INFINITY;
  // Lines that the terminal would break in the midst of a cell are no table any more.
  const isWide = [first, ...lines].some((line) => line.length > width);
  const shown = isWide ? all.flatMap((host) => [paint.bold(host.id), ...wrapText(inWords(host), width - 2).map((line) => `  ${line}`)]) : [paint.bold(first), ...lines];
  return `${shown.join("\n")}\n`;
}

/** A row of the table for a terminal that is too narrow for it. */
function inWords({ engine, runc, libseccomp, clone3, confidence, title }: Host): string {
  const named = (program: string, version: string | null): string[] => (version === null ? [] : [`${program} ${version}`]);
  const versions = [engine === null ? "any engine" : `Docker Engine ${engine}`, ...named("runc", runc), ...named("libseccomp", libseccomp)];
  return `${title}: ${versions.join(", ")}; ${meanings[clone3]} with glibc 2.34 or newer (${confidence})`;
}
