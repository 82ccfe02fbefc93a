import path from "node:path";
import type { Service } from "../compose/ast.js";
import { followAlias } from "../compose/effective-pairs.js";
import type { LoadedProject } from "../compose/load-project.js";
import { keyName } from "../compose/yaml-tree.js";
import { addToList } from "../memory/add-to-list.js";
import { Attached } from "../memory/attached.js";

const known = new Attached<LoadedProject, ExtendedParts>();

/** Which services of a project's files extend which. */
export function extendedParts(project: LoadedProject): ExtendedParts {
  let parts = known.get(project);
  if (parts === undefined) {
    parts = new ExtendedParts(project);
    known.set(project, parts);
  }
  return parts;
}

/** A service as one file writes it, as one word. */
export function partOf(file: string, service: string): string {
  return `${file}\n${service}`;
}

/** The file and the service of such a word. */
export function placeOfPart(part: string): readonly [file: string, service: string] {
  const [file = "", service = ""] = part.split("\n");
  return [file, service];
}

/**
 * What is written behind `extends`, also where nothing of it is left in the service, which overrides all of it: what is added to
 * the one below reaches it too.
 */
class ExtendedParts {
  readonly #project: LoadedProject;
  readonly #bases = new Map<string, string[]>();
  readonly #files = new Map<string, Set<string>>();
  /** By name alone. */
  readonly #paths = new Map<string, string[]>();

  constructor(project: LoadedProject) {
    this.#project = project;
    for (const file of project.files.keys()) {
      addToList(this.#paths, path.basename(file), file);
    }
    for (const [file, { ast }] of project.files) for (const service of ast.project.services) this.#add(file, service);
  }

  /** The other files that services of a file extend. */
  filesBelow(file: string): ReadonlySet<string> {
    return this.#files.get(file) ?? new Set();
  }

  /** Services, and all that they extend, directly or through others. */
  withBases(parts: readonly string[]): ReadonlySet<string> {
    const all = new Set(parts);
    // A set gives what is added to it meanwhile too.
    for (const part of all) for (const base of this.#bases.get(part) ?? []) all.add(base);
    return all;
  }

  /** What services extend, directly or through others, by file and name. */
  below(parts: readonly string[]): (readonly [file: string, service: string])[] {
    const own = new Set(parts);
    return [...this.withBases(parts)].filter((part) => !own.has(part)).map(placeOfPart);
  }

  #add(file: string, service: Service): void {
    const extended = extendedName(service);
    if (extended === null) return;
    const files = extended.file === null ? [file] : this.#filesNamed(extended.file, file);
    const part = partOf(file, service.name);
    this.#bases.set(part, [...(this.#bases.get(part) ?? []), ...files.map((other) => partOf(other, extended.service))]);
    const below = this.#files.get(file) ?? new Set();
    this.#files.set(file, below);
    for (const other of files) if (other !== file) below.add(other);
  }

  /** Where a path is resolved from depends on what includes the file; what has the same name may be meant. */
  #filesNamed(name: string, from: string): readonly string[] {
    const { directory, files } = this.#project;
    const exact = [path.dirname(from), directory].map((folder) => path.resolve(folder, name)).find((file) => files.has(file));
    return exact === undefined ? (this.#paths.get(path.basename(name)) ?? []) : [exact];
  }
}

function extendedName({ extends: setting }: Service): { file: string | null; service: string } | null {
  const value = setting?.value;
  if (value?.type === "YamlScalar") return { file: null, service: value.text };
  if (value?.type !== "YamlMap") return null;
  const textOf = (key: string): string | null => {
    const text = followAlias(value.pairs.find((pair) => keyName(pair) === key)?.value ?? null);
    return text?.type === "YamlScalar" ? text.text : null;
  };
  const service = textOf("service");
  return service === null ? null : { file: textOf("file"), service };
}
