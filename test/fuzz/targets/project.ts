import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { loadProject } from "../../../src/compose/load-project.js";
import { resolvedModel } from "../../../src/compose/resolved-model.js";
import { MemoryFileSystem } from "../../memory-file-system.js";
import type { FuzzTarget } from "../fuzz-target.js";
import { assertPlace } from "../places.js";
import { projectFolder, readProjectText, writeProjectText } from "../project-text.js";
import { projectFolders } from "../seeds.js";
import { composePieces } from "./yaml-pieces.js";

const partOfProject = /^(?:.*\.ya?ml|\.env|.*\.env|Dockerfile.*|.*\.json)$/u;

export function projectSeeds(): string[] {
  return projectFolders().map((folder) => {
    const names = readdirSync(folder).filter((name) => partOfProject.test(name) && /^[\w.-]+$/u.test(name) && statSync(path.join(folder, name)).isFile());
    const main = names.filter((name) => /^(?:docker-)?compose\.ya?ml$/u.test(name));
    const others = names.filter((name) => !main.includes(name)).slice(0, 6);
    return writeProjectText([...main.slice(0, 1), ...others].map((name) => [name, readFileSync(path.join(folder, name), "utf8").slice(0, 6000)]));
  });
}

export const projectPieces: readonly string[] = [
  ...composePieces,
  "\n=== base.yaml ===\n", "\n=== other.yaml ===\n", "\n=== .env ===\nB=1\nC=\"${B\n", "\n=== Dockerfile ===\nFROM node:20 AS app\nRUN npm ci\n", "\n=== compose.override.yaml ===\nservices:\n  web:\n    image: x\n",
  "\n=== profile.json ===\n{\"defaultAction\":\"SCMP_ACT_ERRNO\",\"syscalls\":[]}\n", "\n=== s ===\n",
];

/** Reading and resolving a project of several files. */
export const project: FuzzTarget = {
  seeds: projectSeeds,
  pieces: projectPieces,
  check(text) {
    const { files } = readProjectText(text);
    const fileSystem = new MemoryFileSystem(files);
    const loaded = loadProject([], { workingDirectory: projectFolder, environment: {} }, fileSystem);
    JSON.stringify(resolvedModel(loaded));
    for (const problem of loaded.problems) {
      const places = [problem, ...problem.related.map(({ place }) => place)];
      for (const { file, range, loc } of places) {
        // Places in a Compose file are those behind its byte order mark.
        const content = loaded.files.get(file)?.text ?? files[file];
        if (content !== undefined) assertPlace(`${problem.code} in ${file}`, content, range, loc);
      }
    }
    for (const { file, scalar, use } of loaded.variables) {
      assertPlace(`the scalar of ${use.name}`, file.text, scalar.range);
      assertPlace(`the variable ${use.name}`, scalar.text, use.range);
    }
  },
};
