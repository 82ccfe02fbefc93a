import type { Instruction } from "../../src/dockerfile/ast.js";
import type { ArgBinding } from "../../src/dockerfile/stage-args.js";
import type { Stage } from "../../src/dockerfile/stage.js";
import type { StageResolution } from "../../src/dockerfile/stages.js";
import type { BuildkitAnswer } from "./buildkit-answer.js";

/**
 * The ARGs that the target uses: for each name what BuildKit can print, a value and a line. It is one thing except
 * where several stages have an ARG of that name: BuildKit then takes the one of the stage that it happens to see first.
 */
export type OutlineCandidates = Map<string, Set<string>>;

/** Whether BuildKit's outline is one that the candidates allow. */
export function isOutlineOf(outline: BuildkitAnswer["outline"], candidates: OutlineCandidates): boolean {
  if (typeof outline === "string") return false;
  const names = outline.map(([name]) => name).sort();
  return (
    JSON.stringify(names) === JSON.stringify([...candidates.keys()].sort()) &&
    outline.every(([name, value, line]) => candidates.get(name)?.has(entry(value, line)) === true)
  );
}

function entry(value: string | null, line: number): string {
  return `${line}: ${value ?? ""}`;
}

/** Collects what BuildKit's `--call=outline` prints of a resolution. */
export function outlineCandidates(
  resolution: StageResolution,
  lineOf: (instruction: Instruction) => number,
): OutlineCandidates {
  return new OutlineBuilder(resolution, lineOf).build();
}

class OutlineBuilder {
  readonly #resolution: StageResolution;
  readonly #lineOf: (instruction: Instruction) => number;
  readonly #globals: Map<string, ArgBinding>;
  readonly #candidates: OutlineCandidates = new Map<string, Set<string>>();

  constructor(resolution: StageResolution, lineOf: (instruction: Instruction) => number) {
    this.#resolution = resolution;
    this.#lineOf = lineOf;
    this.#globals = new Map(resolution.globalArgs.map((binding) => [binding.name, binding]));
  }

  build(): OutlineCandidates {
    const { target, stages } = this.#resolution;
    // What the target itself uses wins over what the stages say that it is built from.
    for (
      let stage = target;
      stage !== null;
      stage = stage.base.kind === "stage" ? (stages[stage.base.stage] ?? null) : null
    ) {
      const known = new Set(this.#candidates.keys());
      for (const [name, text] of this.#usedIn(stage)) if (!known.has(name)) this.#add(name, text);
      if (stage.dependencies.length > 0) {
        this.#addOthers(stage);
        break;
      }
    }
    return this.#candidates;
  }

  /** All other needed stages come in no certain order. */
  #addOthers(from: Stage): void {
    const known = new Set(this.#candidates.keys());
    for (const stage of this.#resolution.stages) {
      if (stage === from || !this.#resolution.needed.has(stage.index)) continue;
      for (const [name, text] of this.#usedIn(stage)) if (!known.has(name)) this.#add(name, text);
    }
  }

  #add(name: string, text: string): void {
    const texts = this.#candidates.get(name) ?? new Set<string>();
    this.#candidates.set(name, texts.add(text));
  }

  #usedIn(stage: Stage): Map<string, string> {
    const own = new Map<string, ArgBinding>();
    const used = this.#usedByFrom(stage);
    for (const binding of stage.args) {
      used.add(binding.name);
      if (!binding.inherited) own.set(binding.name, binding);
    }
    const entries = new Map<string, string>();
    for (const name of this.#withDependencies(used, own)) {
      const binding = own.get(name) ?? this.#globals.get(name);
      if (binding === undefined) continue;
      // What ONBUILD left counts as standing where the stage begins.
      const place = binding.instruction.parent.type === "Onbuild" ? stage.from : binding.instruction;
      entries.set(name, entry(binding.value, this.#lineOf(place)));
    }
    return entries;
  }

  /** The variables with a value that FROM uses, here and in the stages below. */
  #usedByFrom(stage: Stage): Set<string> {
    const used = new Set<string>();
    for (let at: Stage | undefined = stage; at !== undefined;) {
      for (const { name, value } of [...at.base.variables, ...(at.platform?.variables ?? [])]) {
        if (value !== null) used.add(name);
      }
      at = at.base.kind === "stage" ? this.#resolution.stages[at.base.stage] : undefined;
    }
    return used;
  }

  #withDependencies(names: ReadonlySet<string>, own: ReadonlyMap<string, ArgBinding>): Set<string> {
    const all = new Set<string>();
    const pending = [...names];
    for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
      if (all.has(name)) continue;
      all.add(name);
      if (!own.has(name)) pending.push(...this.#dependenciesOf(name));
    }
    return all;
  }

  /**
   * What the default of a global ARG uses; one that uses its own name also has what the ARG of that name before it
   * used.
   */
  #dependenciesOf(name: string): string[] {
    let found: string[] = [];
    for (const binding of this.#resolution.globalArgs) {
      if (binding.name !== name) continue;
      const used = binding.used.filter(({ value }) => value !== null).map((each) => each.name);
      found = used.includes(name) ? [...used, ...found] : used;
    }
    return found.filter((each) => each !== name);
  }
}
