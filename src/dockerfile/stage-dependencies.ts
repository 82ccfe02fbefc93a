import type { SyntaxProblem } from "../text/source-range.js";
import type { Copy, EscapeCharacter, Flag, Instruction } from "./ast.js";
import { expandWord } from "./expand.js";
import { isImageName } from "./image-name.js";
import { mountFrom } from "./mount-fields.js";
import { nodeProblem } from "./node-problem.js";
import type { Stage } from "./stage.js";

/** Where COPY --from or RUN --mount=from= takes files from, and the flag that says so. */
export type StageDependency =
  | { kind: "stage"; stage: number; flag: Flag; instruction: Instruction }
  | { kind: "image"; reference: string; flag: Flag; instruction: Instruction };

type Numbered = { kind: "stage"; stage: number } | { kind: "image"; reference: string };

/**
 * Finds what each stage copies or mounts from, and puts it into `dependencies`. A name is that of the last stage so
 * called, wherever it stands; what is no stage is an image.
 */
export class DependencyFinder {
  readonly #stages: readonly Stage[];
  readonly #stageByName: ReadonlyMap<string, number>;
  readonly #escape: EscapeCharacter;
  readonly #problems: SyntaxProblem[];
  /** What COPY --from=NUMBER counts: the stages, and after them every image that was named before. */
  readonly #numbered: Numbered[];

  constructor(
    stages: readonly Stage[],
    stageByName: ReadonlyMap<string, number>,
    escape: EscapeCharacter,
    problems: SyntaxProblem[],
  ) {
    this.#stages = stages;
    this.#stageByName = stageByName;
    this.#escape = escape;
    this.#problems = problems;
    this.#numbered = stages.map(({ index }) => ({ kind: "stage", stage: index }));
  }

  /** Finds all dependencies and returns the numbers of the stages that the target needs, its own too. */
  findNeeded(target: Stage | null): Set<number> {
    for (const stage of this.#stages) {
      for (const instruction of stage.instructions) this.#searchInstruction(stage, instruction);
    }
    this.#reportCycle();
    const needed = new Set<number>();
    const pending = target === null ? [] : [target.index];
    for (let index = pending.pop(); index !== undefined; index = pending.pop()) {
      const stage = this.#stages[index];
      if (stage === undefined || needed.has(index)) continue;
      needed.add(index);
      for (const instruction of stage.triggers) this.#searchInstruction(stage, instruction);
      this.#reportOrder(stage);
      if (stage.base.kind === "stage") pending.push(stage.base.stage);
      for (const dependency of stage.dependencies) if (dependency.kind === "stage") pending.push(dependency.stage);
    }
    return needed;
  }

  /** Files can only be taken from a stage above. */
  #reportOrder(stage: Stage): void {
    for (const dependency of stage.dependencies) {
      if (dependency.kind !== "stage" || dependency.stage < stage.index) continue;
      this.#problems.push(
        nodeProblem(
          "stage-not-built-yet",
          "The stage that this takes files from does not come before this one, so it is not built yet. Move it up.",
          dependency.flag,
        ),
      );
    }
  }

  /**
   * Stages that copy from each other can never be built. What is left when all others are taken away is such a circle.
   */
  #reportCycle(): void {
    const left = stagesInCycles(this.#stages);
    const stage = this.#stages.find(({ index }) => left.has(index));
    const edge = stage?.dependencies.find((each) => each.kind === "stage" && left.has(each.stage));
    if (edge === undefined) return;
    this.#problems.push(
      nodeProblem(
        "circular-stages",
        "This stage takes files from a stage that needs this one, so neither can be built first.",
        edge.flag,
      ),
    );
  }

  #searchInstruction(stage: Stage, instruction: Instruction): void {
    if (instruction.type === "Copy") this.#searchCopy(stage, instruction);
    if (instruction.type !== "Run") return;
    for (const flag of instruction.flags) {
      if (flag.name !== "mount" || flag.value === null) continue;
      const from = mountFrom(flag);
      // A mount without a source starts from an empty image, which is numbered too.
      if (from === null) this.#numberImage("scratch");
      else this.#addNamed(stage, instruction, flag, from.name);
    }
  }

  #searchCopy(stage: Stage, copy: Copy): void {
    const flag = copy.from;
    const name = flag?.value ?? "";
    if (flag === null || name === "") return;
    if (!this.#isLiteral(flag, name)) return;
    if (/^[+-]?[0-9]+$/.test(name)) this.#addNumbered(stage, copy, flag, Number(name));
    else this.#addNamed(stage, copy, flag, name);
  }

  #isLiteral(flag: Flag, name: string): boolean {
    const expansion = expandWord(name, () => undefined, { escape: this.#escape });
    if (expansion.ok && expansion.value === name) return true;
    this.#problems.push(
      nodeProblem(
        "variable-in-from",
        "BuildKit expands no variable in COPY --from. Add a stage above, FROM ${...} AS name, and copy from that name.",
        flag,
      ),
    );
    return false;
  }

  #addNumbered(stage: Stage, instruction: Instruction, flag: Flag, number: number): void {
    const found = this.#numbered[number];
    if (found !== undefined) stage.dependencies.push({ ...found, flag, instruction });
    else {
      this.#problems.push(
        nodeProblem(
          "invalid-stage-number",
          `There is no stage number ${flag.value ?? ""}: the first stage has the number 0.`,
          flag,
        ),
      );
    }
  }

  #addNamed(stage: Stage, instruction: Instruction, flag: Flag, name: string): void {
    const index = this.#stageByName.get(name.toLowerCase());
    if (index !== undefined) stage.dependencies.push({ kind: "stage", stage: index, flag, instruction });
    else {
      if (name !== "scratch" && !isImageName(name)) {
        this.#problems.push(
          nodeProblem(
            "invalid-image-name",
            `"${name}" is neither a stage of this file nor the name of an image.`,
            flag,
          ),
        );
      }
      this.#numberImage(name);
      stage.dependencies.push({ kind: "image", reference: name, flag, instruction });
    }
  }

  #numberImage(reference: string): void {
    this.#numbered.push({ kind: "image", reference });
  }
}

/** The stages that are on a circle of dependencies, or between two. */
function stagesInCycles(stages: readonly Stage[]): Set<number> {
  const forward = stages.map(({ dependencies }) =>
    dependencies.flatMap((each) => (each.kind === "stage" ? [each.stage] : [])),
  );
  const backward: number[][] = stages.map(() => []);
  forward.forEach((targets, index) => {
    for (const target of targets) backward[target]?.push(index);
  });
  const left = new Set(stages.map(({ index }) => index));
  peel(left, forward, backward);
  peel(left, backward, forward);
  return left;
}

/** Takes away, again and again, every stage that nothing points from. */
function peel(left: Set<number>, edges: readonly number[][], reversed: readonly number[][]): void {
  const counts = edges.map((targets) => targets.filter((target) => left.has(target)).length);
  const free = [...left].filter((index) => counts[index] === 0);
  for (let index = free.pop(); index !== undefined; index = free.pop()) {
    left.delete(index);
    for (const other of reversed[index] ?? []) {
      const count = (counts[other] ?? 0) - 1;
      counts[other] = count;
      if (count === 0 && left.has(other)) free.push(other);
    }
  }
}
