import { dirname } from "node:path";
import { applyExtends, type ExtendsContext, type ServiceSet } from "./apply-extends.js";
import { applyInclude, type IncludeContext, type Scope } from "./apply-include.js";
import { canonical } from "./canonical.js";
import { doubledSecurityOpt } from "./doubled-security-opt.js";
import type { FileSystem } from "./file-system.js";
import { absolutePath, isRemoteFile, relativePath } from "./local-path.js";
import { mergeModels } from "./merge.js";
import { placeOf } from "./place-of.js";
import type { ProjectFile, ProjectFileCache } from "./project-file.js";
import { fileStart, type Place, type ProjectProblem } from "./project-problem.js";
import { readDocument, type DocumentReading, type ProjectVariable } from "./read-document.js";
import { refusedNames } from "./refused-names.js";
import { resetTree, withoutResets } from "./resets.js";
import { resolveEnvironmentLists } from "./resolve-environment.js";
import { resolvePaths } from "./resolve-paths.js";
import { setDefaults } from "./set-defaults.js";
import { spacedVariableNames } from "./spaced-variable-names.js";
import { uniqueItems } from "./unique-items.js";
import { entryValue, isNull, withEntries, type MapEntry, type MapValue, type Value } from "./value.js";

/** What the loading of a project collects on its way. */
export interface LoadState {
  fileSystem: FileSystem;
  cache: ProjectFileCache;
  problems: ProjectProblem[];
  variables: ProjectVariable[];
  /** Every Compose file that was read, by path. */
  files: Map<string, ProjectFile>;
  /** Where a file is named that another one includes, extends or reads variables from; the first place counts. */
  namedAt: Map<string, Place>;
}

interface Layer {
  model: MapValue;
  resets: string[][];
}

interface FileMode {
  /** False for a file that another extends: its own `include` and `extends` are not its affair. */
  follow: boolean;
}

// More files than any project has, counted each time that one is read through `include` or `extends`.
const maximumFileLoads = 5000;
const resourceSections = new Set(["services", "networks", "volumes", "secrets", "configs", "models"]);

/** Loads files, merges them and what they include and extend, and brings the result into canonical form. */
export class ModelLoader {
  readonly #state: LoadState;
  #fileLoads = 0;

  constructor(state: LoadState) {
    this.#state = state;
  }

  /** The model of a set of files, of which later ones override earlier ones; null if there is nothing in them. */
  load(paths: readonly string[], scope: Scope, namedAt: Value | null = null): MapValue | null {
    const extendsContext = this.#extendsContext(scope);
    let layer: Layer | null = null;
    for (const path of paths) layer = this.#addFile(layer, path, scope, { follow: true }, namedAt, extendsContext);
    if (layer === null) return null;
    for (const spaced of spacedVariableNames(layer.model)) this.#state.problems.push({ ...spaced, related: [] });
    const resolved = resolvePaths(setDefaults(layer.model), scope.base, this.#state.fileSystem);
    return resolveEnvironmentLists(resolved, scope.environment);
  }

  #addFile(
    base: Layer | null,
    path: string,
    scope: Scope,
    mode: FileMode,
    namedAt: Value | null,
    extendsContext: ExtendsContext,
  ): Layer | null {
    const file = this.#file(path, namedAt);
    let layer = base;
    for (const document of file?.ast.documents ?? []) {
      if (file === null) break;
      const reading = this.#read(() => readDocument(file, document, scope.environment, this.#state), file);
      if (reading?.value?.kind !== "map") continue;
      layer = this.#addDocument(layer, file, reading.value, reading.resets, scope, mode, extendsContext);
    }
    return layer;
  }

  #file(path: string, namedAt: Value | null): ProjectFile | null {
    const place = namedAt === null ? fileStart(path) : placeOf(namedAt);
    if (namedAt !== null && !this.#state.namedAt.has(path)) this.#state.namedAt.set(path, place);
    this.#fileLoads += 1;
    if (this.#fileLoads > maximumFileLoads) {
      if (this.#fileLoads === maximumFileLoads + 1) {
        const message = `The project has more than ${maximumFileLoads} files, counting each as often as it is included or extended; the rest is not read.`;
        this.#state.problems.push({ ...place, code: "too-many-files", message, related: [] });
      }
      return null;
    }
    if (isRemoteFile(path)) {
      this.#state.problems.push({ ...place, code: "remote-not-followed", message: remoteMessage(path), related: [] });
      return null;
    }
    const loaded = this.#state.cache.load(path, this.#state.fileSystem);
    if (loaded.ok) {
      this.#state.files.set(path, loaded.file);
      return loaded.file;
    }
    const message = `The Compose file ${path} ${loaded.reason}, so Compose refuses the project.`;
    this.#state.problems.push({ ...place, code: "file-unreadable", message, related: [] });
    return null;
  }

  /** Reads a document; one that is nested more deeply than the stack allows becomes a problem. */
  #read(read: () => DocumentReading, file: ProjectFile): DocumentReading | null {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      const message = "This file is nested too deeply to be read. A Compose file needs no more than a few levels.";
      this.#state.problems.push({ ...fileStart(file.path), code: "too-deep", message, related: [] });
      return null;
    }
  }

  #addDocument(
    base: Layer | null,
    file: ProjectFile,
    value: MapValue,
    resets: string[][],
    scope: Scope,
    mode: FileMode,
    extendsContext: ExtendsContext,
  ): Layer {
    const tree = resetTree(resets);
    let model = value;
    if (mode.follow) {
      model = followExtends(model, { file: file.path, services: new Map(), resets: tree, resolved: new Map() }, extendsContext);
    }
    // Compose checks what a file says by itself, not all of what others extend.
    if (mode.follow) for (const refused of refusedNames(model)) this.#state.problems.push({ ...refused, related: [] });
    const own = model;
    const earlier = base === null ? null : withoutResets(base.model, tree);
    if (mode.follow) model = applyInclude(model, file.path, scope, this.#includeContext());
    const merged = earlier === null ? model : mergeModels(earlier, model, (left, right) => {
      this.#reportConflict(left, right);
    });
    if (mode.follow) this.#state.problems.push(...doubledSecurityOpt(own, merged));
    return { model: this.#normalised(withoutVersion(merged), model), resets };
  }

  /** The canonical form of a model, whose parts that are not in `touched` have it already. */
  #normalised(model: MapValue, touched: MapValue): MapValue {
    const changes: [string, MapEntry][] = [];
    for (const [name, change] of touched.entries) {
      const entry = model.entries.get(name);
      if (entry === undefined) continue;
      const value =
        resourceSections.has(name) && entry.value.kind === "map" && change.value.kind === "map"
          ? this.#normalisedSection(entry.value, change.value, name)
          : this.#normalisedValue(entry.value, [name]);
      if (value !== entry.value) changes.push([name, { key: entry.key, value }]);
    }
    return withEntries(model, changes);
  }

  #normalisedSection(section: MapValue, touched: MapValue, name: string): MapValue {
    const changes: [string, MapEntry][] = [];
    for (const key of touched.entries.keys()) {
      const entry = section.entries.get(key);
      if (entry === undefined) continue;
      const value = this.#normalisedValue(entry.value, [name, key]);
      if (value !== entry.value) changes.push([key, { key: entry.key, value }]);
    }
    return withEntries(section, changes);
  }

  #normalisedValue(value: Value, path: readonly string[]): Value {
    const long = canonical(uniqueItems(value, path), path, (code, message, at) => {
      this.#report(code, message, at);
    });
    return uniqueItems(long, path);
  }

  #extendsContext(scope: Scope): ExtendsContext {
    const sets = new Map<string, ServiceSet | null>();
    const context: ExtendsContext = {
      load: (name, namedAt) => {
        const path = absolutePath(scope.directory, name);
        const known = sets.get(path);
        if (known !== undefined) return known;
        const set = this.#extendedFile(name, path, scope, namedAt, context);
        sets.set(path, set);
        return set;
      },
      report: (code, message, value, related = []) => {
        this.#report(code, message, value, related);
      },
    };
    return context;
  }

  #extendedFile(name: string, path: string, scope: Scope, namedAt: Value, context: ExtendsContext): ServiceSet | null {
    if (isRemoteFile(name)) {
      this.#report("remote-not-followed", remoteMessage(name), namedAt);
      return null;
    }
    const layer = this.#addFile(null, path, scope, { follow: false }, namedAt, context);
    if (layer === null) return null;
    const base = relativePath(scope.directory, dirname(path));
    const services = entryValue(resolvePaths(layer.model, base, this.#state.fileSystem), "services");
    const entries = services?.kind === "map" ? services.entries : new Map<string, MapEntry>();
    return { file: path, services: entries, resets: resetTree(layer.resets), resolved: new Map() };
  }

  #includeContext(): IncludeContext {
    return {
      fileSystem: this.#state.fileSystem,
      problems: this.#state.problems,
      namedAt: this.#state.namedAt,
      load: (paths, scope, namedAt) => this.load(paths, scope, namedAt),
      report: (code, message, value, related = []) => {
        this.#report(code, message, value, related);
      },
    };
  }

  #reportConflict(left: Value, right: Value): void {
    const message = `This ${right.kind} overrides a ${left.kind} of an earlier file, and Compose cannot merge the two, so it refuses the project.`;
    this.#report("merge-conflict", message, right, [{ place: placeOf(left), message: `the ${left.kind}` }]);
  }

  #report(code: string, message: string, value: Value, related: ProjectProblem["related"] = []): void {
    this.#state.problems.push({ ...placeOf(value), code, message, related });
  }
}

function remoteMessage(name: string): string {
  return `\`${name}\` is not on this machine. It is not fetched, so what the project gets from it is not checked.`;
}

function followExtends(model: MapValue, set: ServiceSet, context: ExtendsContext): MapValue {
  const services = model.entries.get("services");
  if (services?.value.kind !== "map") return model;
  const value = applyExtends(services.value, { ...set, services: services.value.entries }, context);
  return value === services.value ? model : withEntries(model, [["services", { key: services.key, value }]]);
}

/** `version` is ignored; a service without settings (`web:`) stays, as a null that later stages skip. */
function withoutVersion(model: MapValue): MapValue {
  if (!model.entries.has("version") || isNull(model)) return model;
  const entries = new Map(model.entries);
  entries.delete("version");
  return { ...model, entries };
}
