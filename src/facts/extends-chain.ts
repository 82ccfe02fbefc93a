import type { Service } from "../compose/ast.js";
import { followAlias } from "../compose/effective-pairs.js";
import { keyName } from "../compose/yaml-tree.js";

/** A service and those of its file that it extends, nearest first; a cycle ends where it would begin again. */
export function extendsChain(service: Service): Service[] {
  const chain: Service[] = [];
  let current: Service | undefined = service;
  while (current !== undefined && !chain.includes(current)) {
    chain.push(current);
    const name = extendedName(current);
    current = name === null ? undefined : service.parent.services.find((candidate) => candidate.name === name);
  }
  return chain;
}

/** The service of the same file that a service extends; null if it extends none, or one of another file. */
function extendedName(service: Service): string | null {
  const value = service.extends?.value;
  if (value?.type === "YamlScalar") return value.text;
  if (value?.type !== "YamlMap" || value.pairs.some((pair) => keyName(pair) === "file")) return null;
  const name = followAlias(value.pairs.find((pair) => keyName(pair) === "service")?.value ?? null);
  return name?.type === "YamlScalar" ? name.text : null;
}
