import { dirname, isAbsolute, join } from "node:path";
import { readEnvFiles, type Environment } from "./environment.js";
import type { FileSystem } from "./file-system.js";
import { absolutePath, isRemoteFile, joinPath, relativePath } from "./local-path.js";
import type { Place, ProjectProblem } from "./project-problem.js";
import { placeOf } from "./place-of.js";
import { sameValue } from "./same-value.js";
import {
  derivedMap,
  entryValue,
  isNull,
  stringOf,
  withEntries,
  withStep,
  type MapEntry,
  type MapValue,
  type Value,
} from "./value.js";

/** Where a set of files is loaded from and with which variables. */
export interface Scope {
  /** The absolute directory from which the files name each other. */
  directory: string;
  /** What is put in front of the relative paths of the model: the way from the scope around, or the directory itself. */
  base: string;
  environment: Environment;
  /** The files that led here through `include`. */
  included: readonly string[];
}

export interface IncludeContext {
  fileSystem: FileSystem;
  problems: ProjectProblem[];
  /** Where each file is named. */
  namedAt: Map<string, Place>;
  /** Loads and merges files; null if there is nothing in them. */
  load(paths: readonly string[], scope: Scope, namedAt: Value): MapValue | null;
  report(code: string, message: string, value: Value, related?: ProjectProblem["related"]): void;
}

const sections = ["services", "volumes", "networks", "secrets", "configs", "models"];
const maximumDepth = 100;

/** Adds to a file's model what it includes. */
export function applyInclude(model: MapValue, file: string, scope: Scope, context: IncludeContext): MapValue {
  const include = entryValue(model, "include");
  if (include === undefined) return model;
  const inner: Scope = { ...scope, included: [...scope.included, file] };
  let result = model;
  if (include.kind === "list") {
    for (const entry of include.items) result = new Inclusion(entry, inner, context).addTo(result);
  } else if (!isNull(include)) context.report("include-not-a-list", "`include` takes a list of files, so Compose refuses this.", include);
  const entries = new Map(result.entries);
  entries.delete("include");
  return { ...result, entries };
}

class Inclusion {
  readonly #entry: Value;
  readonly #scope: Scope;
  readonly #context: IncludeContext;

  constructor(entry: Value, scope: Scope, context: IncludeContext) {
    this.#entry = entry;
    this.#scope = scope;
    this.#context = context;
  }

  addTo(model: MapValue): MapValue {
    const paths = this.#paths();
    const [main] = paths;
    if (main === undefined || this.#isBroken(main)) return model;
    const included = this.#context.load(paths, this.#innerScope(main), this.#entry);
    if (included === null) return model;
    return this.#import(included, model);
  }

  /** The files of the entry, absolute; none if one of them cannot be followed. */
  #paths(): string[] {
    const path = stringOf(this.#entry) === null ? entryValue(this.#entry, "path") : this.#entry;
    const values = path?.kind === "list" ? path.items : path === undefined ? [] : [path];
    const names = values.map(stringOf).filter((name) => name !== null);
    const remote = names.find(isRemoteFile);
    if (names.length === 0) {
      this.#context.report("include-without-path", "This entry of `include` names no file.", this.#entry);
    }
    if (remote === undefined) return names.map((name) => absolutePath(this.#scope.directory, name));
    const message = `\`${remote}\` is not on this machine. It is not fetched, so what the project gets from it is not checked.`;
    this.#context.report("remote-not-followed", message, this.#entry);
    return [];
  }

  #isBroken(main: string): boolean {
    const { included } = this.#scope;
    if (included.includes(main)) {
      const way = [...included.slice(included.indexOf(main)), main].join(" includes ");
      this.#context.report("include-cycle", `The files include each other in a circle, so Compose refuses them: ${way}.`, this.#entry);
      return true;
    }
    if (included.length < maximumDepth) return false;
    this.#context.report("include-too-deep", `More than ${maximumDepth} files include each other in a row here; the rest is not read.`, this.#entry);
    return true;
  }

  #innerScope(main: string): Scope {
    const { directory, included } = this.#scope;
    const wanted = stringOf(entryValue(this.#entry, "project_directory")) ?? "";
    const inner = wanted === "" ? dirname(main) : isAbsolute(wanted) ? wanted : joinPath(directory, wanted);
    const base = isAbsolute(wanted) ? wanted : relativePath(directory, this.#existingDirectory(inner));
    return { directory: inner, base, environment: this.#environment(inner), included };
  }

  /** Compose takes what is no directory for a file and uses the directory around it. */
  #existingDirectory(path: string): string {
    return this.#context.fileSystem.facts(path)?.kind === "directory" ? path : dirname(path);
  }

  #environment(directory: string): Environment {
    const { fileSystem, problems, namedAt: places } = this.#context;
    const { environment } = this.#scope;
    const named = entryValue(this.#entry, "env_file");
    const values = named?.kind === "list" ? named.items : named === undefined ? [] : [named];
    const names = values.map(stringOf).filter((name) => name !== null);
    if (names.length === 0) {
      const dotenv = join(directory, ".env");
      if (fileSystem.facts(dotenv)?.kind !== "file") return environment;
      if (!places.has(dotenv)) places.set(dotenv, placeOf(this.#entry));
      return environment.withFallback(readEnvFiles([dotenv], environment, fileSystem, problems).variables);
    }
    const paths = names.map((name) => absolutePath(this.#scope.directory, name));
    const namedAt = (index: number): Place => placeOf(values[index] ?? this.#entry);
    for (const [index, path] of paths.entries()) if (!places.has(path)) places.set(path, namedAt(index));
    return environment.withFallback(readEnvFiles(paths, environment, fileSystem, problems, namedAt).variables);
  }

  #import(included: MapValue, model: MapValue): MapValue {
    const traced = withStep(included, { kind: "include", origin: this.#entry.origin }) as MapValue;
    const changes: [string, MapEntry][] = [];
    for (const section of sections) {
      const source = traced.entries.get(section);
      if (source?.value.kind !== "map") continue;
      const existing = entryValue(model, section);
      const target = existing?.kind === "map" ? existing : derivedMap(source.value, []);
      changes.push([section, { key: source.key, value: this.#importSection(section, source.value, target) }]);
    }
    return withEntries(model, changes);
  }

  #importSection(section: string, source: MapValue, target: MapValue): MapValue {
    const added: [string, MapEntry][] = [];
    for (const [name, entry] of source.entries) {
      const existing = target.entries.get(name);
      if (existing === undefined) added.push([name, entry]);
      else if (!sameValue(existing.value, entry.value)) this.#reportConflict(section, name, existing, entry);
    }
    return withEntries(target, added);
  }

  #reportConflict(section: string, name: string, existing: MapEntry, entry: MapEntry): void {
    const message = `\`${section}.${name}\` is in the included file too, and differs. Docker Compose before 2.41 refuses that; put the changes into an override file that the entry of \`include\` lists after it.`;
    const { file, node } = existing.key;
    const related = [{ place: placeOf(entry.value), message: "the included one" }];
    this.#context.problems.push({ file, range: node.range, loc: node.loc, code: "include-conflict", message, related });
  }
}
