import { posix } from "node:path";
import type { PathCursor } from "./path-table.js";
import { PathTable } from "./path-table.js";
import { parseShortPort } from "./port-syntax.js";
import {
  derivedList,
  derivedMap,
  derivedScalar,
  entryValue,
  impliedScalar,
  isNull,
  stringOf,
  withEntries,
  type ListValue,
  type MapEntry,
  type MapValue,
  type Value,
} from "./value.js";
import { valueText } from "./value-text.js";
import { parseShortVolume, type ShortVolume } from "./volume-syntax.js";

/** Told of a short form that Compose cannot read. */
export type CanonicalProblem = (code: string, message: string, value: Value) => void;

type Conversion = (value: Value, report: CanonicalProblem) => Value;

/** Where Compose turns a short form into the long one (compose-go 2.9.1, package transform). */
const conversions = new PathTable<Conversion>(
  [contextMap, "services.*.build"],
  [fileMount, "services.*.build.secrets.*", "services.*.secrets.*", "services.*.configs.*"],
  [asText, "services.*.build.provenance", "services.*.build.sbom"],
  [keyValueMap, "services.*.build.additional_contexts"],
  [sshKeys, "services.*.build.ssh"],
  [dependencies, "services.*.depends_on"],
  [envFiles, "services.*.env_file"],
  [listOfOne, "services.*.label_file", "services.*.develop.watch.*.ignore", "services.*.develop.watch.*.include"],
  [extendedService, "services.*.extends"],
  [deviceRequests, "services.*.gpus"],
  [mapOfNames, "services.*.networks", "services.*.models"],
  [volumeMount, "services.*.volumes.*"],
  [nameServers, "services.*.dns"],
  [device, "services.*.devices.*"],
  [ports, "services.*.ports"],
  [externalResource, "volumes.*", "networks.*", "secrets.*", "configs.*"],
);

/**
 * The value with every short form written out. What is long already stays as it is.
 * @param path The keys from the top of the model to the value.
 */
export function canonical(value: Value, path: readonly string[], report: CanonicalProblem): Value {
  let cursor: PathCursor<Conversion> | undefined = conversions.root;
  for (const key of path) cursor = cursor?.next(key);
  return convert(value, report, cursor);
}

function convert(value: Value, report: CanonicalProblem, cursor: PathCursor<Conversion> | undefined): Value {
  if (cursor === undefined) return value;
  const converted = cursor.value === undefined ? value : cursor.value(value, report);
  if (converted.kind === "map") return canonicalMap(converted, report, cursor);
  return converted.kind === "list" ? canonicalList(converted, report, cursor) : converted;
}

function canonicalMap(map: MapValue, report: CanonicalProblem, cursor: PathCursor<Conversion>): MapValue {
  const changes: [string, MapEntry][] = [];
  for (const [name, entry] of map.entries) {
    const value = convert(entry.value, report, cursor.next(name));
    if (value !== entry.value) changes.push([name, { key: entry.key, value }]);
  }
  return withEntries(map, changes);
}

function canonicalList(list: ListValue, report: CanonicalProblem, cursor: PathCursor<Conversion>): ListValue {
  const inner = cursor.next("[]");
  if (inner === undefined) return list;
  const items = list.items.map((item) => convert(item, report, inner));
  return items.every((item, index) => item === list.items[index]) ? list : { ...list, items };
}

function contextMap(value: Value): Value {
  return stringOf(value) === null ? value : derivedMap(value, [["context", value]]);
}

function fileMount(value: Value): Value {
  return stringOf(value) === null ? value : derivedMap(value, [["source", value]]);
}

function asText(value: Value): Value {
  return stringOf(value) === null ? derivedScalar(value, valueText(value)) : value;
}

function listOfOne(value: Value): Value {
  return stringOf(value) === null ? value : derivedList(value, [value]);
}

/** Empty name servers are left out, which lets a variable without value stand for none. */
function nameServers(value: Value): Value {
  const list = listOfOne(value);
  if (list.kind !== "list") return list;
  const items = list.items.filter((item) => !isNull(item) && stringOf(item) !== "");
  return items.length === list.items.length ? list : { ...list, items };
}

function keyValueMap(value: Value, report: CanonicalProblem): Value {
  if (value.kind !== "list") return value;
  const entries: [string, Value][] = [];
  for (const item of value.items) {
    const text = stringOf(item) ?? "";
    const equals = text.indexOf("=");
    if (equals === -1) report("invalid-key-value", `\`${text}\` has no \`=\`. Compose takes only \`name=value\` here.`, item);
    else entries.push([text.slice(0, equals), derivedScalar(item, text.slice(equals + 1))]);
  }
  return derivedMap(value, entries);
}

function sshKeys(value: Value): Value {
  if (value.kind !== "list") return value;
  return derivedMap(
    value,
    value.items.map((item): [string, Value] => {
      const text = stringOf(item) ?? "";
      const equals = text.indexOf("=");
      return equals === -1
        ? [text, derivedScalar(item, null)]
        : [text.slice(0, equals), derivedScalar(item, text.slice(equals + 1))];
    }),
  );
}

function dependencies(value: Value): Value {
  if (value.kind === "list") {
    return derivedMap(
      value,
      value.items.map((item): [string, Value] => [stringOf(item) ?? "", dependency(derivedMap(item, []))]),
    );
  }
  if (value.kind !== "map") return value;
  const changes: [string, MapEntry][] = [];
  for (const [name, entry] of value.entries) {
    const completed = dependency(entry.value);
    if (completed !== entry.value) changes.push([name, { key: entry.key, value: completed }]);
  }
  return withEntries(value, changes);
}

function dependency(value: Value): Value {
  return withDefaults(value, { condition: "service_started", required: true });
}

/** Adds to a map what it does not say. */
export function withDefaults(value: Value, defaults: Readonly<Record<string, string | number | boolean>>): Value {
  if (value.kind !== "map") return value;
  const changes: [string, MapEntry][] = [];
  for (const [name, content] of Object.entries(defaults)) {
    if (value.entries.has(name)) continue;
    changes.push([name, { key: value.origin, value: impliedScalar(value, content) }]);
  }
  return withEntries(value, changes);
}

function envFiles(value: Value): Value {
  const list = listOfOne(value);
  if (list.kind !== "list") return list;
  const items = list.items.map((item) => {
    const long = stringOf(item) === null ? item : derivedMap(item, [["path", item]]);
    return withDefaults(long, { required: true });
  });
  return items.every((item, index) => item === list.items[index]) ? list : { ...list, items };
}

function extendedService(value: Value): Value {
  return stringOf(value) === null ? value : derivedMap(value, [["service", value]]);
}

function deviceRequests(value: Value): Value {
  if (stringOf(value) === null) return value;
  return derivedList(value, [derivedMap(value, [["count", impliedScalar(value, "all")]])]);
}

function mapOfNames(value: Value): Value {
  if (value.kind !== "list") return value;
  return derivedMap(value, value.items.map((item): [string, Value] => [stringOf(item) ?? "", derivedScalar(item, null)]));
}

function device(value: Value, report: CanonicalProblem): Value {
  const text = stringOf(value);
  if (text === null) return value;
  const [source = "", target = "", permissions = "rwm", ...rest] = text.split(":");
  if (rest.length > 0) report("invalid-device", `The device \`${text}\` has too many colons. Use the long syntax.`, value);
  return derivedMap(value, [
    ["source", derivedScalar(value, source)],
    ["target", derivedScalar(value, target === "" ? source : target)],
    ["permissions", derivedScalar(value, permissions)],
  ]);
}

function volumeMount(value: Value, report: CanonicalProblem): Value {
  const text = stringOf(value);
  if (text === null) return value;
  const reading = parseShortVolume(text);
  if (!reading.ok) {
    report("invalid-volume", `${reading.message} Compose refuses the file.`, value);
    return value;
  }
  return longVolume(value, reading.volume);
}

function longVolume(from: Value, volume: ShortVolume): MapValue {
  const entries: [string, Value][] = [["type", impliedScalar(from, volume.type)]];
  const add = (name: string, content: string | boolean | null): void => {
    if (content !== null && content !== "" && content !== false) entries.push([name, derivedScalar(from, content)]);
  };
  add("source", volume.source);
  add("target", volume.target === "" ? "" : cleanPath(volume.target));
  add("read_only", volume.readOnly);
  const bind: [string, Value][] = [];
  if (volume.selinux !== null) bind.push(["selinux", derivedScalar(from, volume.selinux)]);
  if (volume.propagation !== null) bind.push(["propagation", derivedScalar(from, volume.propagation)]);
  if (volume.type === "bind") bind.push(["create_host_path", impliedScalar(from, true)]);
  if (bind.length > 0) entries.push(["bind", derivedMap(from, bind)]);
  if (volume.noCopy) entries.push(["volume", derivedMap(from, [["nocopy", derivedScalar(from, true)]])]);
  return derivedMap(from, entries);
}

/** A path of a container as Go cleans it: no `.`, `..` or doubled slashes, and no slash at the end. */
export function cleanPath(path: string): string {
  const normal = posix.normalize(path);
  return normal.length > 1 && normal.endsWith("/") ? normal.slice(0, -1) : normal;
}

function ports(value: Value, report: CanonicalProblem): Value {
  if (value.kind !== "list") return value;
  if (value.items.every((item) => item.kind === "map")) return value;
  return { ...value, items: value.items.flatMap((item) => longPorts(item, report)) };
}

function longPorts(item: Value, report: CanonicalProblem): Value[] {
  if (item.kind !== "scalar" || item.content.type === "null") return [item];
  const reading = parseShortPort(valueText(item));
  if (!reading.ok) {
    report("invalid-port", reading.message, item);
    return [item];
  }
  return reading.ports.map((port) => {
    const entries: [string, Value][] = [["mode", impliedScalar(item, "ingress")]];
    if (port.hostIp !== "") entries.push(["host_ip", derivedScalar(item, port.hostIp)]);
    entries.push(["target", derivedScalar(item, port.target)]);
    if (port.published !== "") entries.push(["published", derivedScalar(item, port.published)]);
    entries.push(["protocol", derivedScalar(item, port.protocol)]);
    return derivedMap(item, entries);
  });
}

/** `external: {name: x}` is the old way to write `external: true` and `name: x`. */
function externalResource(value: Value): Value {
  const external = entryValue(value, "external");
  if (value.kind !== "map" || external?.kind !== "map") return value;
  const name = external.entries.get("name");
  const changes: [string, MapEntry][] = [["external", { key: external.origin, value: derivedScalar(external, true) }]];
  if (name !== undefined && !value.entries.has("name")) changes.push(["name", name]);
  return withEntries(value, changes);
}
