import path from "node:path";
import type { FileSystem } from "../compose/file-system.js";
import type { TemplatePart } from "../compose/interpolation.js";
import { placeOf, placeOfOrigin } from "../compose/place-of.js";
import type { Place } from "../compose/project-problem.js";
import type { TraceStep, Value } from "../compose/value.js";
import { Attached } from "../memory/attached.js";
import { LineIndex } from "../text/line-index.js";

export interface RelatedPlace {
  place: Place;
  message: string;
}

/**
 * From where the parts of a text with variables come, in brackets and with a space before it; nothing for a text without
 * variables: ` (20 is the default of NODE_VERSION)`.
 */
export function describeParts(value: Value): string {
  const parts = value.kind === "scalar" ? (value.template?.parts ?? []) : [];
  const told = parts.filter(({ text }) => text !== "").flatMap(describePart);
  return told.length === 0 ? "" : ` (${told.join(", ")})`;
}

function describePart({ text, source }: TemplatePart): string[] {
  switch (source.kind) {
    case "default":
      return [`\`${text}\` is the default of \`${source.name}\``];
    case "alternative":
      return [`\`${text}\` stands there because \`${source.name}\` is set`];
    case "variable":
      return [`\`${text}\` is \`${source.name}\` ${variableSource(source.origin)}`];
    default:
      return [];
  }
}

function variableSource(origin: Extract<TemplatePart["source"], { kind: "variable" }>["origin"]): string {
  if (origin.kind === "env-file") return `of ${path.basename(origin.file)}`;
  return origin.kind === "process" ? "of the environment" : "as Docker Compose sets it";
}

/**
 * The places through which a value came to hold where it is reported, in the order in which it came: where it is written,
 * the lines that set its variables, each alias, merge key, `extends` and `include`, and what it replaced.
 * @param reported Where the finding stands; it is not told again.
 */
export function placesOf(value: Value, reported: Place, fileSystem: FileSystem): RelatedPlace[] {
  const places = [
    { place: placeOf(value), message: "the value is written here" },
    ...variablePlaces(value, fileSystem),
    ...value.via.flatMap(stepPlace),
    ...value.earlier.map((earlier) => ({ place: placeOf(earlier), message: "this earlier value is replaced by it" })),
  ];
  const isReported = ({ place }: RelatedPlace): boolean => place.file === reported.file && place.range[0] === reported.range[0];
  return places.filter((related) => !isReported(related));
}

/** The same for values that are reported together; a place that they share is told once. */
export function placesOfAll(values: readonly Value[], reported: Place, fileSystem: FileSystem): RelatedPlace[] {
  const places = new Map<string, RelatedPlace>();
  for (const related of values.flatMap((value) => placesOf(value, reported, fileSystem))) {
    const { place, message } = related;
    places.set(JSON.stringify([place.file, place.range, message]), related);
  }
  return [...places.values()];
}

function stepPlace(step: TraceStep): RelatedPlace[] {
  switch (step.kind) {
    case "alias":
      return [{ place: placeOfOrigin(step.origin), message: `through the alias \`*${step.name}\`` }];
    case "merge-key":
      return [{ place: placeOfOrigin(step.origin), message: "merged in by this merge key" }];
    case "extends":
      return [{ place: placeOfOrigin(step.origin), message: `\`${step.service}\` extends \`${step.base}\` here` }];
    case "include":
      return [{ place: placeOfOrigin(step.origin), message: "its file is included here" }];
    default:
      return [];
  }
}

function variablePlaces(value: Value, fileSystem: FileSystem): RelatedPlace[] {
  const parts = value.kind === "scalar" ? (value.template?.parts ?? []) : [];
  return parts.flatMap(({ source }) => {
    if (source.kind !== "variable" || source.origin.kind !== "env-file") return [];
    const { file, range } = source.origin;
    const loc = linesOf(file, fileSystem)?.locationOf(range);
    return loc === undefined ? [] : [{ place: { file, range, loc }, message: `\`${source.name}\` is set here` }];
  });
}

// Each value with a variable of the file asks for them. The facts of each lint have a file system of their own.
const knownLines = new Attached<FileSystem, Map<string, LineIndex | null>>();

function linesOf(file: string, fileSystem: FileSystem): LineIndex | null {
  const known = knownLines.get(fileSystem) ?? new Map<string, LineIndex | null>();
  knownLines.set(fileSystem, known);
  let lines = known.get(file);
  if (lines === undefined) {
    const content = fileSystem.read(file);
    lines = content.ok ? new LineIndex(content.text) : null;
    known.set(file, lines);
  }
  return lines;
}
