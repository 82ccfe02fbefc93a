import { withDefaults } from "./canonical.js";
import { PathTable, type PathCursor } from "./path-table.js";
import { entryValue, withEntries, type MapEntry, type MapValue, type Value } from "./value.js";
import { valueText } from "./value-text.js";

type Defaults = (value: Value) => Value;

/** What Compose adds to a model once its files are merged (compose-go 2.9.1, transform/defaults.go). */
const defaults = new PathTable<Defaults>(
  [(value) => withDefaults(value, { context: "." }), "services.*.build"],
  [secretTarget, "services.*.secrets.*"],
  [(value) => withDefaults(value, { protocol: "tcp", mode: "ingress" }), "services.*.ports.*"],
  [allDevices, "services.*.deploy.resources.reservations.devices.*", "services.*.gpus.*"],
);

/** The model with Compose's defaults. */
export function setDefaults(model: MapValue): MapValue {
  return defaultsOfMap(model, defaults.root);
}

function defaultsOf(value: Value, cursor: PathCursor<Defaults> | undefined): Value {
  if (cursor === undefined) return value;
  if (cursor.value !== undefined) return cursor.value(value);
  if (value.kind === "map") return defaultsOfMap(value, cursor);
  if (value.kind === "scalar") return value;
  const items = value.items.map((item) => defaultsOf(item, cursor.next("[]")));
  return items.every((item, index) => item === value.items[index]) ? value : { ...value, items };
}

function defaultsOfMap(map: MapValue, cursor: PathCursor<Defaults>): MapValue {
  const changes: [string, MapEntry][] = [];
  for (const [name, entry] of map.entries) {
    const value = defaultsOf(entry.value, cursor.next(name));
    if (value !== entry.value) changes.push([name, { key: entry.key, value }]);
  }
  return withEntries(map, changes);
}

function secretTarget(value: Value): Value {
  const source = entryValue(value, "source");
  return withDefaults(value, { target: `/run/secrets/${source === undefined ? "" : valueText(source)}` });
}

function allDevices(value: Value): Value {
  return entryValue(value, "device_ids") === undefined ? withDefaults(value, { count: "all" }) : value;
}
