import { isAbsolute, sep } from "node:path";
import type { FileSystem } from "./file-system.js";
import { isRemoteFile, joinPath } from "./local-path.js";
import { PathTable, type PathCursor } from "./path-table.js";
import { derivedScalar, entryValue, stringOf, withEntries, type MapEntry, type MapValue, type Value } from "./value.js";

type PathRule =
  | "path"
  /** A build context: a path unless it is a URL or names a service. */
  | "context"
  /** A path unless it is one of this machine or of Windows already. */
  | "any-system"
  | "compose-file"
  /** A path whose symbolic links are followed. */
  | "linked"
  | "mount"
  | "volume-driver";

/** The values that are paths (compose-go 2.9.1, paths/resolve.go). */
const pathRules = new PathTable<PathRule>(
  ["context", "services.*.build.context", "services.*.build.additional_contexts.*"],
  ["any-system", "services.*.build.ssh.*", "configs.*.file", "secrets.*.file"],
  ["path", "services.*.env_file.*.path", "services.*.label_file.*"],
  ["compose-file", "services.*.extends.file"],
  ["linked", "services.*.develop.watch.*.path"],
  ["mount", "services.*.volumes.*"],
  ["volume-driver", "volumes.*"],
);

const remoteContext = /^(?:https?:\/\/|git:\/\/|ssh:\/\/|github\.com\/|git@)/u;
// A drive with a slash after it, or the name of another machine.
const windowsPath = /^(?:.:[/\\]|[/\\]{2})/su;

/**
 * Writes the relative paths of a model from a base, which may be relative itself: what a file includes is first written
 * from the directory of the including file, and later from the project's.
 */
export function resolvePaths(model: MapValue, base: string, fileSystem: FileSystem): MapValue {
  return new PathResolver(base, fileSystem).map(model, pathRules.root);
}

class PathResolver {
  readonly #base: string;
  readonly #fileSystem: FileSystem;

  constructor(base: string, fileSystem: FileSystem) {
    this.#base = base;
    this.#fileSystem = fileSystem;
  }

  map(map: MapValue, cursor: PathCursor<PathRule>): MapValue {
    const changes: [string, MapEntry][] = [];
    for (const [name, entry] of map.entries) {
      const value = this.#value(entry.value, cursor.next(name));
      if (value !== entry.value) changes.push([name, { key: entry.key, value }]);
    }
    return withEntries(map, changes);
  }

  #value(value: Value, cursor: PathCursor<PathRule> | undefined): Value {
    if (cursor === undefined) return value;
    if (cursor.value !== undefined) return this.#apply(value, cursor.value);
    if (value.kind === "map") return this.map(value, cursor);
    if (value.kind === "scalar") return value;
    const items = value.items.map((item) => this.#value(item, cursor.next("[]")));
    return items.every((item, index) => item === value.items[index]) ? value : { ...value, items };
  }

  #apply(value: Value, rule: PathRule): Value {
    switch (rule) {
      case "mount":
        return stringOf(entryValue(value, "type")) === "bind" ? this.#entry(value, "source") : value;
      case "volume-driver":
        return this.#volumeDriver(value);
      default:
        return this.#text(value, (path) => this.#resolve(path, rule));
    }
  }

  #resolve(path: string, rule: PathRule): string {
    switch (rule) {
      case "context": {
        const isOther = path.includes("://") || path.startsWith("service:") || remoteContext.test(path);
        return isOther ? path : this.#absolute(path);
      }
      case "compose-file":
        return isRemoteFile(path) ? path : this.#absolute(path);
      case "any-system":
        return this.#absoluteOnAnySystem(path);
      case "linked":
        return this.#withoutLink(this.#absolute(path));
      default:
        return this.#absolute(path);
    }
  }

  /** The path with the first symbolic link on the way followed; later ones stay. */
  #withoutLink(path: string): string {
    for (let end = path.indexOf(sep, 1); ; end = path.indexOf(sep, end + 1)) {
      const part = end === -1 ? path : path.slice(0, end);
      const real = isAbsolute(part) ? this.#fileSystem.realPath(part) : part;
      if (real !== part) return real + path.slice(part.length);
      if (end === -1) return path;
    }
  }

  #absolute(path: string): string {
    const expanded = this.#expandHome(path);
    return expanded === "" || isAbsolute(expanded) ? expanded : joinPath(this.#base, expanded);
  }

  #absoluteOnAnySystem(path: string): string {
    const expanded = this.#expandHome(path);
    const isFromRoot = expanded.startsWith("/") || windowsPath.test(expanded) || isAbsolute(expanded);
    return isFromRoot ? expanded : joinPath(this.#base, expanded);
  }

  #expandHome(path: string): string {
    const home = path.startsWith("~") ? this.#fileSystem.homeDirectory() : null;
    return home === null ? path : joinPath(home, path.slice(1));
  }

  #volumeDriver(value: Value): Value {
    const options = entryValue(value, "driver_opts");
    const isBind = stringOf(entryValue(value, "driver")) === "local" && stringOf(entryValue(options, "o")) === "bind";
    if (!isBind || value.kind !== "map" || options === undefined) return value;
    const resolved = this.#entry(options, "device");
    return withEntries(value, [["driver_opts", { key: options.origin, value: resolved }]]);
  }

  #entry(value: Value, name: string): Value {
    const entry = value.kind === "map" ? value.entries.get(name) : undefined;
    if (value.kind !== "map" || entry === undefined) return value;
    const resolved = this.#text(entry.value, (path) => this.#absoluteOnAnySystem(path));
    return resolved === entry.value ? value : withEntries(value, [[name, { key: entry.key, value: resolved }]]);
  }

  #text(value: Value, resolve: (path: string) => string): Value {
    const path = stringOf(value);
    if (path === null || value.kind !== "scalar") return value;
    const resolved = resolve(path);
    if (resolved === path) return value;
    return { ...derivedScalar(value, resolved), template: value.template, earlier: value.earlier };
  }
}
