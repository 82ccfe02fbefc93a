import type { LoadedProject } from "./load-project.js";
import { entryValue, stringOf, type Value } from "./value.js";

/**
 * The paths, absolute, of what a project names to have in its containers, there or not: secrets, configs, variables, labels,
 * and what is mounted from this machine. What it is made of itself, such as Compose files, is not among them.
 */
export function namedFiles({ model }: LoadedProject): string[] {
  if (model === null) return [];
  const paths = ["secrets", "configs"].flatMap((section) => valuesIn(entryValue(model, section)).map((entry) => entryValue(entry, "file")));
  for (const service of valuesIn(entryValue(model, "services"))) {
    paths.push(
      ...valuesIn(entryValue(service, "env_file")).map((entry) => entryValue(entry, "path")),
      ...valuesIn(entryValue(service, "label_file")),
      ...valuesIn(entryValue(service, "volumes")).filter(isBind).map((entry) => entryValue(entry, "source")),
    );
  }
  return paths.map(stringOf).filter((path) => path !== null && path !== "") as string[];
}

function isBind(volume: Value): boolean {
  return stringOf(entryValue(volume, "type")) === "bind";
}

function valuesIn(value: Value | undefined): Value[] {
  if (value?.kind === "list") return [...value.items];
  return value?.kind === "map" ? Array.from(value.entries.values(), (entry) => entry.value) : [];
}
