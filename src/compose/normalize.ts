import { cleanPath, withDefaults } from "./canonical.js";
import type { Environment } from "./environment.js";
import { variableEntry } from "./resolve-environment.js";
import {
  derivedMap,
  derivedScalar,
  entryValue,
  impliedScalar,
  isNull,
  stringOf,
  withEntries,
  type MapEntry,
  type MapValue,
  type Value,
} from "./value.js";
import { valueText } from "./value-text.js";

const namespaces = ["network_mode", "ipc", "pid", "uts", "cgroup"];
const namedSections = ["networks", "volumes", "configs", "secrets"];

/**
 * Adds to a whole project what Compose implies: networks, build defaults, dependencies, names; and gives variables that
 * are only named their values (compose-go 2.9.1, loader/normalize.go).
 */
export function normalizeProject(model: MapValue, name: string, environment: Environment): MapValue {
  const services = entryValue(model, "services");
  let usesDefaultNetwork = false;
  const changes: [string, MapEntry][] = [];
  for (const [key, entry] of services?.kind === "map" ? services.entries : []) {
    if (entry.value.kind !== "map") continue;
    const connected = connect(entry.value);
    usesDefaultNetwork ||= entryValue(entryValue(connected, "networks"), "default") !== undefined && isConnected(connected);
    const value = normalizeService(connected, environment);
    if (value !== entry.value) changes.push([key, { key: entry.key, value }]);
  }
  let result = model;
  if (services?.kind === "map" && changes.length > 0) {
    result = withEntries(result, [["services", { key: services.origin, value: withEntries(services, changes) }]]);
  }
  if (usesDefaultNetwork) result = withDefaultNetwork(result);
  return withNames(result, name);
}

function isConnected(service: MapValue): boolean {
  return !service.entries.has("provider") && !service.entries.has("network_mode");
}

/** A service that names no network is in the network `default`. */
function connect(service: MapValue): MapValue {
  if (!isConnected(service)) return service;
  const networks = entryValue(service, "networks");
  if (networks?.kind === "map" && networks.entries.size > 0) return service;
  const implied = derivedMap(service, [["default", impliedScalar(service, null)]]);
  return withEntries(service, [["networks", { key: service.origin, value: { ...implied, earlier: [] } }]]);
}

function withDefaultNetwork(model: MapValue): MapValue {
  const networks = entryValue(model, "networks");
  const section = networks?.kind === "map" ? networks : { ...derivedMap(model, []), earlier: [] };
  if (section.entries.has("default")) return model;
  const implied: MapEntry = { key: section.origin, value: impliedScalar(section, null) };
  return withEntries(model, [["networks", { key: section.origin, value: withEntries(section, [["default", implied]]) }]]);
}

function normalizeService(service: MapValue, environment: Environment): MapValue {
  let result = service;
  const set = (name: string, value: Value): void => {
    result = withEntries(result, [[name, { key: service.entries.get(name)?.key ?? service.origin, value }]]);
  };
  const change = (name: string, convert: (value: Value) => Value): void => {
    const value = entryValue(result, name);
    const converted = value === undefined ? undefined : convert(value);
    if (converted !== undefined && converted !== value) set(name, converted);
  };
  change("pull_policy", (value) => (stringOf(value) === "if_not_present" ? derivedScalar(value, "missing") : value));
  change("build", (value) => normalizeBuild(value, environment));
  change("environment", (value) => withVariables(value, environment, true));
  change("volumes", withCleanTargets);
  const dependencies = impliedDependencies(result);
  if (dependencies !== null) set("depends_on", dependencies);
  return result;
}

function normalizeBuild(build: Value, environment: Environment): Value {
  if (build.kind !== "map") return build;
  let result: Value = withDefaults(withoutNull(build, "context"), { context: "." });
  const hasInline = !isAbsent(build, "dockerfile_inline");
  if (!hasInline) result = withDefaults(withoutNull(result, "dockerfile"), { dockerfile: "Dockerfile" });
  const args = entryValue(result, "args");
  if (args === undefined || result.kind !== "map") return result;
  return withEntries(result, [["args", { key: args.origin, value: withVariables(args, environment, false) }]]);
}

function isAbsent(map: Value, name: string): boolean {
  const value = entryValue(map, name);
  return value === undefined || isNull(value);
}

function withoutNull(map: Value, name: string): Value {
  if (map.kind !== "map" || !isNull(entryValue(map, name))) return map;
  const entries = new Map(map.entries);
  entries.delete(name);
  return { ...map, entries };
}

/**
 * A map or list of variables in which those that are only named have their values.
 * @param keepUnset Whether one without a value stays.
 */
function withVariables(value: Value, environment: Environment, keepUnset: boolean): Value {
  if (value.kind === "list") {
    const items = value.items.flatMap((item) => listedVariable(item, environment, keepUnset));
    return { ...value, items };
  }
  if (value.kind !== "map") return value;
  const entries = new Map<string, MapEntry>();
  for (const [name, entry] of value.entries) {
    const found = isNull(entry.value) ? environment.lookup(name) : null;
    if (found !== null) entries.set(name, { key: entry.key, value: variableEntry(entry.value, "", name, found) });
    else if (!isNull(entry.value) || keepUnset) entries.set(name, entry);
  }
  return { ...value, entries };
}

function listedVariable(item: Value, environment: Environment, keepUnset: boolean): Value[] {
  const text = stringOf(item);
  if (text === null) return [];
  if (text.includes("=")) return [item];
  const found = environment.lookup(text);
  if (found !== null) return [variableEntry(item, `${text}=`, text, found)];
  return keepUnset ? [item] : [];
}

function withCleanTargets(volumes: Value): Value {
  if (volumes.kind !== "list") return volumes;
  const items = volumes.items.map((volume) => {
    const target = entryValue(volume, "target");
    const path = stringOf(target);
    if (volume.kind !== "map" || target === undefined || path === null || cleanPath(path) === path) return volume;
    return withEntries(volume, [["target", { key: target.origin, value: derivedScalar(target, cleanPath(path)) }]]);
  });
  return items.every((item, index) => item === volumes.items[index]) ? volumes : { ...volumes, items };
}

/** What a service depends on through links, shared namespaces and volumes of others; null if nothing is to be added. */
function impliedDependencies(service: MapValue): MapValue | null {
  const existing = entryValue(service, "depends_on");
  const known = existing?.kind === "map" ? existing : { ...derivedMap(service, []), earlier: [] };
  const added = new Map<string, MapEntry>();
  const add = (name: string, cause: Value, restart: boolean): void => {
    if (known.entries.has(name) || added.has(name)) return;
    const implied = derivedMap(cause, [
      ["condition", impliedScalar(cause, "service_started")],
      ["restart", impliedScalar(cause, restart)],
      ["required", impliedScalar(cause, true)],
    ]);
    added.set(name, { key: cause.origin, value: { ...implied, via: [...cause.via, { kind: "implied" }] } });
  };
  for (const link of textsAt(service, "links")) {
    const [target = "", ...rest] = valueText(link).split(":");
    add(rest.length === 1 ? target : valueText(link), link, true);
  }
  for (const namespace of namespaces) {
    const value = entryValue(service, namespace);
    const mode = stringOf(value);
    if (value !== undefined && mode?.startsWith("service:") === true) add(mode.slice("service:".length), value, true);
  }
  for (const source of textsAt(service, "volumes_from")) {
    const [target = ""] = valueText(source).split(":");
    if (!valueText(source).startsWith("container:")) add(target, source, false);
  }
  return added.size === 0 ? null : withEntries(known, [...added]);
}

function textsAt(service: MapValue, name: string): Value[] {
  const value = entryValue(service, name);
  return value?.kind === "list" ? value.items.filter((item) => stringOf(item) !== null) : [];
}

/** A resource without a name of its own is called by its key, after the name of the project unless it is external. */
function withNames(model: MapValue, projectName: string): MapValue {
  const changes: [string, MapEntry][] = [];
  for (const section of namedSections) {
    const resources = entryValue(model, section);
    if (resources?.kind !== "map") continue;
    const named: [string, MapEntry][] = [];
    for (const [key, entry] of resources.entries) {
      const resource = isNull(entry.value) ? derivedMap(entry.value, []) : entry.value;
      if (resource.kind !== "map" || !isAbsent(resource, "name")) continue;
      const external = entryValue(resource, "external");
      const isExternal = external !== undefined && /^(?:1|t|true)$/iu.test(valueText(external));
      const name = isExternal ? key : `${projectName}_${key}`;
      named.push([key, { key: entry.key, value: withDefaults(withoutNull(resource, "name"), { name }) }]);
    }
    changes.push([section, { key: resources.origin, value: withEntries(resources, named) }]);
  }
  return withEntries(model, changes);
}
