import type { Cause } from "../program/cause.js";
import type { Diagnosis, LogMatch } from "../program/diagnosis.js";
import { knownProgram } from "../program/known-programs.js";
import { colours } from "./colour.js";
import type { ExplainedCause, LoggedProject } from "./logged-project.js";
import type { Output } from "./output.js";
import { plainText } from "../text/plain-text.js";
import { wrapText } from "./wrap-text.js";

const WIDTH_WITHOUT_TERMINAL = 100;
const MINIMUM_WIDTH = 40;
/** Matches that are shown of one service; a program that is restarted prints the same again and again. */
const MOST_MATCHES = 5;

const causeWords: Readonly<Record<Cause, string>> = {
  seccomp: "a seccomp filter or another security module refused it",
  "process-limit": "a limit on processes and threads was reached",
  memory: "memory ran out",
};

interface Surroundings {
  log: string;
  project: LoggedProject | null;
  output: Output;
}

/** The diagnosis for people: what matched where, the cause, why, and what to do. */
export function diagnosisText(diagnosis: Diagnosis, causes: readonly ExplainedCause[], surroundings: Surroundings): string {
  if (diagnosis.matchCount === 0) return nothingFound(diagnosis, surroundings);
  return causes.map((cause) => serviceBlock(diagnosis, cause, surroundings)).join("\n");
}

function nothingFound({ lines }: Diagnosis, { log, output }: Surroundings): string {
  const text =
    `${log} has no known sign of a refused thread, process or missing memory in its ${lines} ${lines === 1 ? "line" : "lines"}. ` +
    "What would help: the container's whole log from its start, standard error too (`docker logs NAME 2>&1`), and how it " +
    "ended (`docker inspect --format '{{.State.ExitCode}} {{.State.OOMKilled}} {{.State.Error}}' NAME`). A program that " +
    "hangs or ends without a word prints nothing that could be read here: `compose-lint --engine VERSION` judges its Compose file.";
  return `${lined(text, "", output)}\n`;
}

function serviceBlock(diagnosis: Diagnosis, cause: ExplainedCause, surroundings: Surroundings): string {
  const { log, project, output } = surroundings;
  const colour = colours(output.colour);
  const matches = diagnosis.matches.filter(({ service }) => service === cause.seen.service);
  const rows = matchRows(matches);
  const shown = rows.slice(0, MOST_MATCHES);
  const lines = shown.map((row) => `${colour.dim(plainText(`${log}:${row.line}:${row.column + 1}`))}  ${plainText(row.text)}  ${colour.dim(`[${row.signatures.join(", ")}]`)}`);
  // Of a log with very many matches only the first are kept.
  const least = diagnosis.matchCount > diagnosis.matches.length ? "at least " : "";
  if (rows.length > shown.length) lines.push(colour.dim(`... and ${least}${rows.length - shown.length} more`));
  return [...lines, "", ...verdictLines(cause, matches, project, output), ""].join("\n");
}

/** A part of a line, and all signatures that are in it. */
interface MatchRow {
  line: number;
  column: number;
  text: string;
  signatures: string[];
}

/** Two programs may cry in the same words: what lies over each other is one row. */
function matchRows(matches: readonly LogMatch[]): MatchRow[] {
  const rows: MatchRow[] = [];
  for (const { line, column, text, signature } of matches) {
    const same = rows.find((row) => row.line === line && column < row.column + row.text.length && row.column < column + text.length);
    if (same === undefined) {
      rows.push({ line, column, text, signatures: [signature] });
      continue;
    }
    if (text.length > same.text.length) Object.assign(same, { column, text });
    if (!same.signatures.includes(signature)) same.signatures.push(signature);
  }
  return rows;
}

function verdictLines(explained: ExplainedCause, matches: readonly LogMatch[], project: LoggedProject | null, output: Output): string[] {
  const { weighed, decidedBy, advice, others } = explained;
  const colour = colours(output.colour);
  const [top, ...rest] = weighed.candidates;
  const who = subjectOf(explained);
  if (weighed.cause === null || top === undefined) {
    const text = `${who}: no cause is clear. What matched is printed by harmless programs too.`;
    return [lined(text, "", output)];
  }
  const heading = `${who}: ${causeWords[weighed.cause]}${decidedBy === "likelihood" ? ", most likely" : ""}.`;
  const why = `Why: ${becauseOf(explained, matches)} ${top.reason}`;
  const less = rest.filter(({ likelihood }) => likelihood >= 0.02);
  const blocks = [colour.bold(colour.red(lined(heading, "", output))), lined(why, "  ", output)];
  for (const { cause, likelihood, reason } of less) {
    blocks.push(lined(`Less likely (${Math.round(likelihood * 100)} in 100): ${causeWords[cause]}. ${reason}`, "  ", output));
  }
  if (others.length > 1 && project !== null) {
    blocks.push(lined(`The log does not tell which service of ${project.name} wrote it (${others.join(", ")}): name it with --service.`, "  ", output));
  }
  blocks.push("  What to do:", ...advice.map((text) => lined(`- ${text}`, "    ", output)));
  return blocks;
}

function subjectOf({ weighed, logged }: ExplainedCause): string {
  const program = weighed.program ?? logged?.facts.program?.id ?? null;
  const title = program === null ? null : knownProgram(program).title;
  if (weighed.service === null) return title === null ? "The program" : title.replace(/^a(?=n? )/u, "A");
  return title === null ? weighed.service : `${weighed.service} (${title})`;
}

function becauseOf({ decidedBy, weighed }: ExplainedCause, matches: readonly LogMatch[]): string {
  const errno = matches.find((match) => match.errno !== null)?.errno;
  switch (decidedBy) {
    case "errno":
      return `The log names the error, ${errno ?? "an errno"}.`;
    case "evidence":
      return `The log leaves it open; ${weighed.cause === "seccomp" ? "the engine and the image decide" : "the Compose file decides"}.`;
    case "likelihood":
      return "The log names no error, and several causes read so.";
    default:
      return "";
  }
}

function lined(text: string, indent: string, output: Output): string {
  const width = Math.max((output.columns ?? WIDTH_WITHOUT_TERMINAL) - indent.length, MINIMUM_WIDTH);
  return wrapText(plainText(text.replaceAll(/ {2,}/gu, " ")), width)
    .map((line) => indent + line)
    .join("\n");
}

/** The diagnosis for programs. Lines and columns count from 1. */
export function diagnosisJson(diagnosis: Diagnosis, causes: readonly ExplainedCause[]): string {
  const services = causes.map(({ weighed, decidedBy, advice, others }) => ({
    cause: weighed.cause,
    decidedBy,
    program: weighed.program,
    service: weighed.service,
    candidates: weighed.candidates,
    possibleServices: others,
    advice,
  }));
  // The service whose signs the log shows best, unless another one was asked for.
  const best = causes.findIndex(({ seen }) => seen.service === diagnosis.service && seen.cause === diagnosis.cause);
  const clearest = services[best === -1 ? 0 : best];
  const printed = {
    cause: clearest?.cause ?? null,
    program: clearest?.program ?? null,
    service: clearest?.service ?? null,
    decidedBy: clearest?.decidedBy ?? null,
    matches: diagnosis.matches.map(({ line, column, text, signature, service, errno }) => ({
      line,
      column: column + 1,
      text,
      signature,
      service,
      errno,
    })),
    matchCount: diagnosis.matchCount,
    advice: clearest?.advice ?? [],
    services,
  };
  return `${plainText(JSON.stringify(printed, null, 2))}\n`;
}
