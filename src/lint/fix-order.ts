import type { LoadedProject } from "../compose/load-project.js";
import { extendedParts, partOf } from "../facts/extended-parts.js";
import type { ProjectRoot } from "../facts/project-scope.js";
import type { ServiceModel } from "../facts/service-model.js";
import { addToList } from "../memory/add-to-list.js";
import type { LintInput } from "./lint-files.js";

/** The project of a Compose file, as it was when it was asked for. */
export interface ProjectAtHand {
  project: LoadedProject;
  /** The services that the file writes of. */
  services: () => ServiceModel[];
  /** Other projects in which the file is judged too. */
  alsoIn: readonly ProjectRoot[];
}

type ProjectOf = (input: LintInput) => ProjectAtHand | null;

/**
 * Puts Compose files that are read together into groups, in each the files that others extend or override before these, so that
 * no entry is given twice.
 */
export function fixGroups(inputs: readonly LintInput[], projectOf: ProjectOf): LintInput[][] {
  const sets = new DisjointSets();
  const before = new Map<LintInput, ReadonlySet<string>>();
  let last: LoadedProject | null = null;
  for (const input of inputs) {
    const project = projectOf(input)?.project ?? null;
    if (project === null) continue;
    const [first = input.path, ...others] = project.files.keys();
    sets.join(input.path, first);
    if (project !== last) for (const other of others) sets.join(first, other);
    last = project;
    const overridden = project.composeFiles.slice(0, Math.max(project.composeFiles.indexOf(input.path), 0));
    before.set(input, new Set([...extendedParts(project).filesBelow(input.path), ...overridden]));
  }
  const groups = new Map<string, LintInput[]>();
  for (const input of inOrder(inputs, before)) {
    addToList(groups, sets.find(input.path), input);
  }
  return [...groups.values()];
}

function inOrder(inputs: readonly LintInput[], before: ReadonlyMap<LintInput, ReadonlySet<string>>): ReadonlySet<LintInput> {
  const byPath = new Map(inputs.map((input) => [input.path, input]));
  const entered = new Set<LintInput>();
  const ordered = new Set<LintInput>();
  const visit = (input: LintInput): void => {
    if (entered.has(input)) return;
    entered.add(input);
    for (const path of before.get(input) ?? []) {
      const other = byPath.get(path);
      if (other !== undefined) visit(other);
    }
    ordered.add(input);
  };
  for (const input of inputs) visit(input);
  return ordered;
}

/**
 * The services, by file and name, that fixes in some lines of a Compose file may change, and those that they get values from:
 * who changes one of these at the same time may do the same twice.
 * @param lines counted from 1
 */
export function servicesTouched(path: string, lines: ReadonlySet<number>, { project, services: find }: ProjectAtHand): string[] {
  const services = find();
  const found = new Set<number>();
  const linesOf = ({ node }: ServiceModel): number[] => {
    const own: number[] = [];
    for (let line = node.loc.start.line; line <= node.loc.end.line; line += 1) if (lines.has(line)) own.push(line);
    for (const line of own) found.add(line);
    return own;
  };
  const within = services.filter((service) => linesOf(service).length > 0);
  // What stands elsewhere reaches services through anchors.
  const touched = found.size === lines.size ? within : services;
  const parts = extendedParts(project);
  return [...parts.withBases(touched.flatMap(({ name, node, merged }) => [partOf(merged.key.file, name), partOf(path, node.name)]))];
}

/** Sets of names that are joined one by one. */
class DisjointSets {
  readonly #above = new Map<string, string>();

  find(name: string): string {
    let root = name;
    for (let next = this.#above.get(root); next !== undefined; next = this.#above.get(root)) root = next;
    // The way is shorter next time.
    for (let at = name; at !== root; ) {
      const next = this.#above.get(at) ?? root;
      this.#above.set(at, root);
      at = next;
    }
    return root;
  }

  join(one: string, other: string): void {
    const [root, target] = [this.find(other), this.find(one)];
    if (root !== target) this.#above.set(root, target);
  }
}
