import assert from "node:assert/strict";
import { it } from "node:test";
import { ProjectFileCache } from "../../src/compose/project-file.js";
import { missingParts } from "../../src/facts/missing-parts.js";
import { projectOfFile, type ProjectContext } from "../../src/facts/project-services.js";
import { ProjectMemory } from "../../src/facts/project-memory.js";
import type { ServiceModel } from "../../src/facts/service-model.js";
import { assertEvenGrowth } from "../even-growth.js";
import { MemoryFileSystem } from "../memory-file-system.js";

it("a project in memory is loaded anew for a file that was parsed anew, so that both have the same nodes", () => {
  const path = "/project/compose.yaml";
  const text = "services:\n  web:\n    image: node:20\n";
  const fileSystem = new MemoryFileSystem({ [path]: text });
  const cache = new ProjectFileCache({ kept: { turns: 1 } });
  const memory = new ProjectMemory();
  const context: ProjectContext = { fileSystem, variables: {}, cache, scope: { options: {}, rootOf: () => undefined, alsoIn: () => [], linted: new Set(), memory } };
  const first = cache.fileOf(path, text);
  assert.equal(projectOfFile(first, context).project, projectOfFile(first, context).project);
  cache.nextTurn();
  const second = cache.fileOf(path, text);
  assert.notEqual(second.parsed, first.parsed);
  assert.equal(projectOfFile(second, context).project.files.get(path)?.parsed, second.parsed);
});

it("a build takes `dockerfile` where there is no `Dockerfile`, and no other spelling of another name", () => {
  const path = "/project/compose.yaml";
  const text = "services:\n  low: {build: low}\n  both: {build: both}\n  none: {build: none}\n  named: {build: {context: low, dockerfile: Other}}\n";
  const files = { [path]: text, "/project/low/dockerfile": "FROM a\n", "/project/both/Dockerfile": "FROM a\n", "/project/both/dockerfile": "FROM b\n", "/project/none/DOCKERFILE": "FROM a\n", "/project/low/other": "FROM a\n" };
  const fileSystem = new MemoryFileSystem(files);
  const cache = new ProjectFileCache({ kept: { turns: 1 } });
  const { services, project } = projectOfFile(cache.fileOf(path, text), { fileSystem, variables: {}, cache });
  const built = services.map(({ build }) => (build?.dockerfile.kind === "file" ? build.dockerfile.path : null));
  assert.deepEqual(built, ["/project/low/dockerfile", "/project/both/Dockerfile", "/project/none/Dockerfile", "/project/low/Other"]);
  assert.deepEqual(missingParts(project, fileSystem, new ProjectMemory()).map(({ message }) => /of the service `(\w+)`/u.exec(message)?.[1]), ["none", "named"]);
});

it("whether a later file takes security_opt away is asked of each service without looking at all the others", () => {
  const path = "/project/compose.yaml";
  const servicesOf = (count: number): ServiceModel[] => {
    const text = `services:\n${Array.from({ length: count }, (_, index) => `  s${index}: {image: x}\n`).join("")}`;
    const cache = new ProjectFileCache();
    const context: ProjectContext = { fileSystem: new MemoryFileSystem({ [path]: text }), variables: {}, cache };
    return projectOfFile(cache.fileOf(path, text), context).services;
  };
  const size = 5000;
  const made = new Map([size, 5 * size].map((count) => [count, servicesOf(count)]));
  assertEvenGrowth((count) => {
    const services = made.get(count) ?? [];
    assert.equal(services.length, count);
    assert.deepEqual(services.map((service) => service.securityOptReset(path)).filter((reset) => reset !== null), []);
  }, size);
});
