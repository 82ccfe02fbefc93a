import { uniqueLists, type UniqueBy } from "./merge-rules.js";
import type { PathCursor } from "./path-table.js";
import { entryValue, stringOf, withEntries, type ListValue, type MapEntry, type Value } from "./value.js";
import { valueText } from "./value-text.js";
import { parseShortVolume } from "./volume-syntax.js";

/**
 * Keeps of equal entries of a list the last, in the place of the first, wherever a list has unique entries.
 * @param path The keys from the top of the model to the value.
 */
export function uniqueItems(value: Value, path: readonly string[]): Value {
  let cursor: PathCursor<UniqueBy> | undefined = uniqueLists.root;
  for (const key of path) cursor = cursor?.next(key);
  return unique(value, cursor);
}

function unique(value: Value, cursor: PathCursor<UniqueBy> | undefined): Value {
  if (cursor === undefined || value.kind === "scalar") return value;
  if (value.kind === "list") return cursor.value === undefined ? value : uniqueList(value, cursor.value);
  const changes: [string, MapEntry][] = [];
  for (const [name, entry] of value.entries) {
    const kept = unique(entry.value, cursor.next(name));
    if (kept !== entry.value) changes.push([name, { key: entry.key, value: kept }]);
  }
  return withEntries(value, changes);
}

function uniqueList(list: ListValue, by: UniqueBy): ListValue {
  if (list.items.length < 2) return list;
  const places = new Map<string, number>();
  const items: Value[] = [];
  for (const item of list.items) {
    const identity = identityOf(item, by);
    const place = places.get(identity);
    if (place === undefined) {
      places.set(identity, items.length);
      items.push(item);
    } else {
      const replaced = items[place];
      items[place] = replaced === undefined ? item : { ...item, earlier: [replaced, ...item.earlier] };
    }
  }
  return items.length === list.items.length ? list : { ...list, items };
}

function identityOf(item: Value, by: UniqueBy): string {
  const text = stringOf(item);
  switch (by) {
    case "key":
      return valueText(item).split("=", 1)[0] ?? "";
    case "text":
      return valueText(item);
    case "path":
      return text ?? textAt(item, "path");
    case "volume-target":
      return text === null ? textAt(item, "target") : shortVolumeTarget(text);
    case "device-target":
      return text === null ? textAt(item, "target") : (text.split(":")[1] ?? text);
    case "config-target":
      return mountTarget(item, text, "");
    case "secret-target":
      return mountTarget(item, text, "/run/secrets");
    case "port":
      return text ?? portIdentity(item);
  }
}

function shortVolumeTarget(text: string): string {
  const reading = parseShortVolume(text);
  return reading.ok ? reading.volume.target : text;
}

function mountTarget(item: Value, text: string | null, folder: string): string {
  if (text !== null) return `${folder}/${text}`;
  return entryValue(item, "target") === undefined ? `${folder}/${textAt(item, "source")}` : textAt(item, "target");
}

function portIdentity(port: Value): string {
  if (port.kind !== "map") return valueText(port);
  const published = entryValue(port, "published");
  const host = entryValue(port, "host_ip") === undefined ? "0.0.0.0" : textAt(port, "host_ip");
  const protocol = entryValue(port, "protocol") === undefined ? "tcp" : textAt(port, "protocol");
  // A number and a text are not the same to Compose here.
  const type = published?.kind === "scalar" ? published.content.type : "";
  return `${host}:${type} ${textAt(port, "published")}:${textAt(port, "target")}/${protocol}`;
}

function textAt(item: Value, key: string): string {
  const value = entryValue(item, key);
  return value === undefined ? "" : valueText(value);
}
