import { MAXIMUM_EXTENDS } from "../compose/apply-extends.js";
import type { Service } from "../compose/ast.js";
import { followAlias } from "../compose/effective-pairs.js";
import { keyName } from "../compose/yaml-tree.js";
import { servicesByName } from "./services-by-name.js";

/**
 * A service and those of its file that it extends, nearest first; a cycle ends where it would begin again, and a chain
 * after as many as are followed when the project is loaded.
 */
export function extendsChain(service: Service): Service[] {
  const services = servicesByName(service.parent);
  const chain = new Set<Service>();
  let current: Service | undefined = service;
  while (current !== undefined && !chain.has(current) && chain.size <= MAXIMUM_EXTENDS) {
    chain.add(current);
    const name = extendedName(current);
    current = name === null ? undefined : services.get(name);
  }
  return [...chain];
}

/** The service of the same file that a service extends; null if it extends none, or one of another file. */
function extendedName(service: Service): string | null {
  const value = service.extends?.value;
  if (value?.type === "YamlScalar") return value.text;
  if (value?.type !== "YamlMap" || value.pairs.some((pair) => keyName(pair) === "file")) return null;
  const name = followAlias(value.pairs.find((pair) => keyName(pair) === "service")?.value ?? null);
  return name?.type === "YamlScalar" ? name.text : null;
}
