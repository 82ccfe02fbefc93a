import { parseByteSize, sizeOverflow } from "./byte-size.js";
import { castText } from "./cast-text.js";
import { durationText, parseDuration } from "./duration.js";
import { keyValues, type Traced } from "./key-values.js";
import type { LoadedProject } from "./load-project.js";
import { resourceShapes, serviceShape, type Shape } from "./resolved-shape.js";
import type { ProjectService } from "./service.js";
import { splitCommand } from "./split-command.js";
import { entryValue, isNull, stringOf, type MapValue, type Value } from "./value.js";
import { valueText } from "./value-text.js";

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
type JsonObject = Record<string, Json>;

/**
 * The project as `docker compose config --format json` prints it, but for nulls and empty collections, which are left
 * out. A dollar sign is doubled, as there.
 */
export function resolvedModel(project: LoadedProject): JsonObject {
  const enabled = [...project.services.values()].filter((service) => service.enabled);
  const services: JsonObject = {};
  for (const service of enabled) services[service.name] = resolvedService(service);
  const result: JsonObject = { name: project.name, services };
  for (const section of ["networks", "volumes", "secrets", "configs"]) {
    const resources = resolvedSection(project, section, usedResources(enabled, section));
    if (Object.keys(resources).length > 0) result[section] = resources;
  }
  for (const [name, entry] of project.model?.entries ?? []) {
    if (name.startsWith("x-")) result[name] = plainJson(entry.value);
  }
  return doubleDollars(result) as JsonObject;
}

function resolvedService(service: ProjectService): JsonObject {
  const result = resolved(service.value, serviceShape);
  const json: JsonObject = isObject(result) ? result : {};
  setOrDelete(json, "environment", variables(service.environment));
  setOrDelete(json, "labels", textsOrEmpty(service.labels));
  // Compose keeps the two in step.
  if (typeof json.scale === "number" && isObject(json.deploy)) json.deploy.replicas = json.scale;
  return json;
}

function setOrDelete(json: JsonObject, key: string, value: JsonObject): void {
  if (Object.keys(value).length > 0) json[key] = value;
  else Reflect.deleteProperty(json, key);
}

function resolvedSection(project: LoadedProject, section: string, used: ReadonlySet<string>): JsonObject {
  const resources = project.model === null ? undefined : entryValue(project.model, section);
  const shape = resourceShapes[section];
  const result: JsonObject = {};
  if (resources?.kind !== "map" || shape === undefined) return result;
  for (const [name, entry] of resources.entries) {
    if (used.has(name)) result[name] = resolved(entry.value, shape) ?? {};
  }
  return result;
}

/** The resources of a section that the services name; Compose prints no others. */
function usedResources(services: readonly ProjectService[], section: string): Set<string> {
  const used = new Set<string>();
  const addSources = (list: Value | undefined, type?: string): void => {
    for (const item of list?.kind === "list" ? list.items : []) {
      const source = stringOf(entryValue(item, "source"));
      if (source !== null && (type === undefined || stringOf(entryValue(item, "type")) === type)) used.add(source);
    }
  };
  for (const service of services) {
    const named = service.get(section);
    if (named?.kind === "map") for (const name of named.entries.keys()) used.add(name);
    addSources(named, section === "volumes" ? "volume" : undefined);
    if (section === "secrets") addSources(service.get("build", "secrets"));
  }
  return used;
}

/** A value in Compose's form; undefined for what Compose would not print. */
function resolved(value: Value, shape: Shape): Json | undefined {
  if (isNull(value)) return undefined;
  if (typeof shape === "string") return resolvedScalar(value, shape);
  if ("listOf" in shape) {
    if (value.kind !== "list") return plainJson(value);
    return value.items.map((item) => resolved(item, shape.listOf) ?? {});
  }
  if (value.kind !== "map") return plainJson(value);
  return "mapOf" in shape ? resolvedMap(value, shape.mapOf) : resolvedFields(value, shape);
}

function resolvedMap(map: MapValue, shape: Shape): JsonObject {
  const result: JsonObject = {};
  for (const [name, entry] of map.entries) result[name] = resolved(entry.value, shape) ?? null;
  return result;
}

function resolvedFields(map: MapValue, shape: Extract<Shape, { fields: unknown }>): JsonObject {
  const result: JsonObject = {};
  for (const [name, entry] of map.entries) {
    if (name.startsWith("x-")) continue;
    const field = shape.fields[name];
    // What Compose 2.40 does not know is printed as it is written.
    const json = field === undefined ? plainJson(entry.value) : resolved(entry.value, field);
    if (json !== undefined) result[shape.rename?.[name] ?? name] = json;
  }
  return result;
}

function resolvedScalar(value: Value, shape: Extract<Shape, string>): Json | undefined {
  switch (shape) {
    case "omitted":
      return undefined;
    case "text":
      return omitEmpty(valueText(value));
    case "boolean":
    case "boolean-or-unset":
      return boolean(value, shape === "boolean-or-unset");
    case "integer":
    case "integer-or-unset":
      return omitZero(integer(value), shape === "integer-or-unset");
    case "float":
      return omitZero(float(value), false);
    case "bytes":
      return bytes(value);
    case "duration":
    case "duration-or-unset":
      return duration(value);
    case "file-mode":
      return fileMode(value);
    case "device-count":
      return omitZero(valueText(value).toLowerCase() === "all" ? -1 : integer(value), false);
    case "ulimit":
      return ulimit(value);
    default:
      return resolvedCollection(value, shape);
  }
}

function resolvedCollection(value: Value, shape: Extract<Shape, string>): Json | undefined {
  switch (shape) {
    case "command":
      return value.kind === "scalar" ? (splitCommand(valueText(value)) ?? valueText(value)) : texts(value);
    case "health-test":
      return value.kind === "scalar" ? ["CMD-SHELL", valueText(value)] : texts(value);
    case "texts":
    case "text-or-texts":
      return value.kind === "scalar" ? [valueText(value)] : texts(value);
    case "text-map":
      return textsOrEmpty(keyValues(value));
    case "variables":
      return variables(keyValues(value));
    case "hosts":
      return hosts(value);
    case "repeated-options":
      return repeatedOptions(value);
    case "ssh":
      return value.kind === "map" ? [...value.entries.keys()] : plainJson(value);
    default:
      return plainJson(value);
  }
}

function omitEmpty(value: string): string | undefined {
  return value === "" ? undefined : value;
}

function omitZero(value: Json, keepZero: boolean): Json | undefined {
  return value === 0 && !keepZero ? undefined : value;
}

function boolean(value: Value, keepFalse: boolean): Json | undefined {
  if (value.kind !== "scalar") return plainJson(value);
  const content = value.content.type === "string" ? castText(value.content.value, "boolean") : value.content;
  if (content?.type !== "boolean") return plainJson(value);
  return content.value || keepFalse ? content.value : undefined;
}

function integer(value: Value): Json {
  if (value.kind !== "scalar") return plainJson(value);
  const content = value.content.type === "string" ? castText(value.content.value, "integer") : value.content;
  if (content?.type !== "integer" && content?.type !== "float") return plainJson(value);
  return Math.trunc(Number(content.value));
}

/** A number as it is after being stored in single precision: the shortest text that gives the same. */
function float(value: Value): Json {
  if (value.kind !== "scalar") return plainJson(value);
  const content = value.content.type === "string" ? castText(value.content.value, "float") : value.content;
  if (content?.type !== "integer" && content?.type !== "float") return plainJson(value);
  const single = Math.fround(Number(content.value));
  for (let precision = 1; precision <= 9; precision += 1) {
    const shorter = Number(single.toPrecision(precision));
    if (Math.fround(shorter) === single) return shorter;
  }
  return single;
}

function bytes(value: Value): Json | undefined {
  if (value.kind !== "scalar") return plainJson(value);
  const size = value.content.type === "string" ? parseByteSize(value.content.value) : Number(value.content.value);
  if (size === null) return plainJson(value);
  return size === 0 ? undefined : wholeText(size);
}

/** A size as Go stores and prints it: what is too large for it becomes the smallest number. */
function wholeText(size: number): string {
  return size >= sizeOverflow ? "-9223372036854775808" : String(BigInt(Math.trunc(size)));
}

function duration(value: Value): Json | undefined {
  const nanoseconds = parseDuration(valueText(value));
  return nanoseconds === null ? plainJson(value) : durationText(nanoseconds);
}

function fileMode(value: Value): Json {
  if (value.kind !== "scalar") return plainJson(value);
  const mode = value.content.type === "string" ? Number.parseInt(value.content.value, 8) : Number(value.content.value);
  return `0${mode.toString(8)}`;
}

function ulimit(value: Value): Json {
  // A limit of 0 without soft and hard is not printed.
  if (value.kind !== "map") return integer(value) === 0 ? {} : integer(value);
  const result: JsonObject = {};
  for (const name of ["soft", "hard"]) {
    const limit = entryValue(value, name);
    const number = limit === undefined ? 0 : integer(limit);
    if (number !== 0) result[name] = number;
  }
  return result;
}

function texts(value: Value): Json {
  return value.kind === "list" ? value.items.map(valueText) : plainJson(value);
}

function textsOrEmpty(values: ReadonlyMap<string, Traced<string | null>>): JsonObject {
  return Object.fromEntries([...values].map(([name, { value }]): [string, string] => [name, value ?? ""]));
}

function variables(values: ReadonlyMap<string, Traced<string | null>>): JsonObject {
  return Object.fromEntries([...values].map(([name, { value }]): [string, string | null] => [name, value]));
}

/** Hosts as a sorted list of `name=address`. */
function hosts(value: Value): Json {
  const list: string[] = [];
  const add = (name: string, address: string): void => {
    list.push(`${name}=${/^\[.+\]$/u.test(address) ? address.slice(1, -1) : address}`);
  };
  if (value.kind === "map") {
    for (const [name, { value: address }] of value.entries) {
      const addresses = address.kind === "list" ? address.items.map(valueText) : [isNull(address) ? "" : valueText(address)];
      for (const one of addresses) add(name, one);
    }
  }
  for (const item of value.kind === "list" ? value.items : []) {
    const pair = valueText(item);
    const at = pair.includes("=") ? pair.indexOf("=") : pair.indexOf(":");
    for (const address of pair.slice(at + 1).split(",")) add(pair.slice(0, at), address);
  }
  return list.sort();
}

function repeatedOptions(value: Value): Json {
  if (value.kind !== "map") return plainJson(value);
  const result: JsonObject = {};
  for (const [name, { value: option }] of value.entries) {
    result[name] = option.kind === "list" ? option.items.map(valueText) : [valueText(option)];
  }
  return result;
}

/** A value as it is written. */
function plainJson(value: Value): Json {
  switch (value.kind) {
    case "scalar":
      return typeof value.content.value === "bigint" ? Number(value.content.value) : value.content.value;
    case "list":
      return value.items.map(plainJson);
    case "map":
      return Object.fromEntries([...value.entries].map(([name, entry]): [string, Json] => [name, plainJson(entry.value)]));
  }
}

function doubleDollars(value: Json): Json {
  if (typeof value === "string") return value.replaceAll("$", "$$$$");
  if (Array.isArray(value)) return value.map(doubleDollars);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]): [string, Json] => [name.replaceAll("$", "$$$$"), doubleDollars(inner)]),
  );
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
