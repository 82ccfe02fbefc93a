import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, it } from "node:test";
import fc from "fast-check";
import { loadProject, type LoadedProject } from "../../src/compose/load-project.js";
import { resolvedModel } from "../../src/compose/resolved-model.js";
import type { Origin, Value } from "../../src/compose/value.js";
import { generateProject, printProject } from "./generate-project.js";
import { MemoryFileSystem } from "./memory-file-system.js";

/** Every origin in a value: its own, those of its trace and of what it replaced, and those of its parts. */
function originsOf(value: Value): Origin[] {
  const steps = value.via.flatMap((step) => ("origin" in step ? [step.origin] : []));
  const parts: Value[] = [...value.earlier];
  const keys: Origin[] = [];
  if (value.kind === "list") parts.push(...value.items);
  if (value.kind === "map") {
    for (const entry of value.entries.values()) {
      parts.push(entry.value);
      keys.push(entry.key);
    }
  }
  return [value.origin, ...steps, ...keys, ...parts.flatMap(originsOf)];
}

function checkPlaces(project: LoadedProject, files: ReadonlyMap<string, string>): void {
  const check = (file: string, range: readonly [number, number]): void => {
    const length = files.get(file)?.length ?? 0;
    assert.ok(range[0] >= 0 && range[0] <= range[1] && range[1] <= length, `${file} ${range.join("-")} of ${length}`);
  };
  if (project.model !== null) for (const { file, node } of originsOf(project.model)) check(file, node.range);
  for (const { file, range, related } of project.problems) {
    check(file, range);
    for (const { place } of related) check(place.file, place.range);
  }
  for (const { file, scalar, use } of project.variables) {
    check(file.path, scalar.range);
    assert.ok(use.range[1] <= scalar.text.length);
  }
  for (const service of project.services.values()) {
    for (const { from } of [...service.environment.values(), ...service.labels.values()]) check(from.origin.file, from.origin.node.range);
  }
}

/** The files of a generated project; Compose's own names are among them or not. */
const projectFiles = fc
  .tuple(fc.nat({ max: 3000 }), fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })))
  .map(([seed, chances]) => {
    const all = [...printProject(generateProject(seed))];
    const kept = all.filter(() => chances.next().value > 0.2);
    return new Map(kept.map(([path, text]) => [`/project/${path}`, text]));
  });

/** A number that has nothing to do with the order of the paths. */
function orderOf(path: string): number {
  return createHash("sha256").update(path).digest().readUInt32LE();
}

/** A small mistake somewhere in a text. */
const damage = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), remove: fc.nat({ max: 8 }), insert: fc.constantFrom("", " ", "\n", ":", "- ", "&a ", "*a", "{", "}", "[", "$", "${", "'", '"', "!reset ", "<<: *a\n", "\t", "\u0000") });

describe("loadProject with any files", () => {
  it("never throws, and every place lies in its file", () => {
    fc.assert(
      fc.property(projectFiles, fc.array(damage, { maxLength: 3 }), fc.boolean(), (files, damages, shuffled) => {
        const paths = [...files.keys()];
        for (const [index, { at, remove, insert }] of damages.entries()) {
          const path = paths[index % Math.max(paths.length, 1)];
          const text = path === undefined ? undefined : files.get(path);
          if (path === undefined || text === undefined) continue;
          const position = Math.floor(at * text.length);
          files.set(path, text.slice(0, position) + insert + text.slice(position + remove));
        }
        const named = paths.filter((path) => path.endsWith("yaml"));
        if (shuffled) named.sort((a, b) => orderOf(a) - orderOf(b));
        const options = { workingDirectory: "/project", environment: { HOME: "/home" } };
        const project = loadProject(named, options, new MemoryFileSystem(files));
        checkPlaces(project, files);
        assert.doesNotThrow(() => JSON.stringify(resolvedModel(project)));
      }),
      { seed: 5, numRuns: 600 },
    );
  });

  it("never throws for text that is no YAML", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 200, unit: "binary" }), { minLength: 1, maxLength: 3 }), (texts) => {
        const files = new Map(texts.map((text, index) => [`/project/f${index}.yaml`, text]));
        const project = loadProject([...files.keys()], { workingDirectory: "/project", environment: {} }, new MemoryFileSystem(files));
        checkPlaces(project, files);
      }),
      { seed: 5, numRuns: 500 },
    );
  });
});
