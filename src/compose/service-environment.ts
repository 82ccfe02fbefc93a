import { parseDotenv } from "./dotenv.js";
import { describeFileProblem, type Environment } from "./environment.js";
import type { FileSystem } from "./file-system.js";
import type { VariableLookup } from "./interpolation.js";
import { keyValues, type Traced } from "./key-values.js";
import { placeOf } from "./place-of.js";
import type { Place, ProjectProblem } from "./project-problem.js";
import { entryValue, stringOf, type Value } from "./value.js";
import { valueText } from "./value-text.js";

/** What the reading of a service's files needs, and where its problems go. */
export interface FileReading {
  environment: Environment;
  fileSystem: FileSystem;
  problems: ProjectProblem[];
  /** Where each file is named. */
  namedAt: Map<string, Place>;
}

/** A service's variables: those of its `env_file`s, and over them its `environment`. */
export function serviceEnvironment(service: Value, reading: FileReading): Map<string, Traced<string | null>> {
  const own = keyValues(entryValue(service, "environment"));
  const files = entryValue(service, "env_file");
  if (files?.kind !== "list" || files.items.length === 0) return own;
  const lookup: VariableLookup = (name) => {
    const found = reading.environment.lookup(name);
    if (found !== null) return found;
    const value = own.get(name)?.value;
    return value === null || value === undefined ? null : { value, origin: { kind: "compose" } };
  };
  const result = new Map<string, Traced<string | null>>();
  for (const item of files.items) {
    const path = stringOf(entryValue(item, "path"));
    if (path === null) continue;
    const isRequired = valueText(entryValue(item, "required") ?? item) !== "false";
    addFile(result, path, item, isRequired, { ...reading, lookup });
  }
  for (const [name, value] of own) result.set(name, value);
  return result;
}

/** A service's labels: those of its `label_file`s, and over them its `labels`. */
export function serviceLabels(service: Value, reading: FileReading): Map<string, Traced<string | null>> {
  const result = new Map<string, Traced<string | null>>();
  const files = entryValue(service, "label_file");
  for (const item of files?.kind === "list" ? files.items : []) {
    const path = stringOf(item);
    if (path !== null) addFile(result, path, item, true, { ...reading, lookup: () => null });
  }
  for (const [name, value] of keyValues(entryValue(service, "labels"))) result.set(name, value);
  return result;
}

function addFile(
  result: Map<string, Traced<string | null>>,
  path: string,
  namedBy: Value,
  isRequired: boolean,
  { fileSystem, problems, namedAt, lookup }: FileReading & { lookup: VariableLookup },
): void {
  if (!namedAt.has(path)) namedAt.set(path, placeOf(namedBy));
  const content = fileSystem.read(path);
  if (!content.ok) {
    if (content.problem === "not-found" && !isRequired) return;
    const message = `The file ${path} ${describeFileProblem(content.problem)}, so Compose refuses the project.`;
    problems.push({ ...placeOf(namedBy), code: "env-file-unreadable", message, related: [] });
    return;
  }
  const fallback: VariableLookup = (name) => {
    const value = result.get(name)?.value;
    return value === null || value === undefined ? null : { value, origin: { kind: "compose" } };
  };
  const file = parseDotenv(content.text, { file: path, lookup, fallback });
  for (const problem of file.problems) problems.push({ ...problem, file: path, related: [] });
  for (const [name, entry] of file.values) {
    const loc = file.lines.locationOf(entry.range);
    const from: Value = {
      kind: "scalar",
      content: { type: "string", value: entry.value ?? "" },
      template: null,
      origin: { file: path, node: { type: "Place", range: entry.range, loc } },
      via: [{ kind: "env-file", origin: namedBy.origin }, ...namedBy.via],
      earlier: [],
    };
    result.set(name, { value: entry.value, from });
  }
}
