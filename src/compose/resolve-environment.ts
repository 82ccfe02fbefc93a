import type { Environment } from "./environment.js";
import type { EvaluatedTemplate, VariableValue } from "./interpolation.js";
import { derivedScalar, entryValue, stringOf, withEntries, type MapEntry, type MapValue, type ScalarValue, type Value } from "./value.js";

/**
 * Gives the entries of the services' `environment` lists that name only a variable the value of that variable. Compose
 * does so for each set of files with the set's own variables, and for maps only in the end.
 */
export function resolveEnvironmentLists(model: MapValue, environment: Environment): MapValue {
  const services = entryValue(model, "services");
  if (services?.kind !== "map") return model;
  const changes: [string, MapEntry][] = [];
  for (const [name, entry] of services.entries) {
    const list = entryValue(entry.value, "environment");
    if (entry.value.kind !== "map" || list?.kind !== "list") continue;
    const items = list.items.map((item) => withVariable(item, environment));
    if (items.every((item, index) => item === list.items[index])) continue;
    const value = withEntries(entry.value, [["environment", { key: list.origin, value: { ...list, items } }]]);
    changes.push([name, { key: entry.key, value }]);
  }
  if (changes.length === 0) return model;
  const section: MapEntry = { key: services.origin, value: withEntries(services, changes) };
  return withEntries(model, [["services", section]]);
}

function withVariable(item: Value, environment: Environment): Value {
  const name = stringOf(item);
  const found = name === null || name.includes("=") ? null : environment.lookup(name);
  return name === null || found === null ? item : variableEntry(item, `${name}=`, name, found);
}

/** A text that ends with the value of a variable, and says so. */
export function variableEntry(from: Value, prefix: string, name: string, found: VariableValue): ScalarValue {
  const range: [number, number] = [0, name.length];
  const template: EvaluatedTemplate = {
    value: prefix + found.value,
    parts: [
      { text: prefix, range, source: { kind: "literal" } },
      { text: found.value, range, source: { kind: "variable", name, origin: found.origin } },
    ],
    variables: [],
    problems: [],
  };
  return { ...derivedScalar(from, template.value), template };
}
