import type { Arg, Env, EscapeCharacter, Instruction, KeyValue } from "./ast.js";
import { InstructionChecker } from "./check-expanded.js";
import { expandWord } from "./expand.js";
import { folderDepth } from "./folder-depth.js";
import { expansionAdvice } from "./expansion-advice.js";
import { firstVariable, nodeProblem } from "./node-problem.js";
import type { RootImage, Stage, StageProblem } from "./stage.js";
import { describeVariables, type ArgBinding, type KnownValue, type Variables, type ValueOrigin } from "./stage-args.js";
import { addToList } from "../memory/add-to-list.js";

/** What is known of a base image. */
export interface BaseImage {
  environment: Readonly<Record<string, string>>;
  workingDirectory: string;
}

export interface EvaluationScope {
  /** The variables of FROM: the global ARGs and the platform's. */
  globals: Variables;
  /** The build arguments. */
  args: Readonly<Record<string, string>>;
  escape: EscapeCharacter;
  /** Whether `# syntax=` names a frontend. */
  hasOwnFrontend: boolean;
  /** Is added to. */
  problems: StageProblem[];
  baseImage: (root: RootImage) => BaseImage | null;
  /** Is called for each instruction of the needed stages, with the variables before it. */
  onInstruction: ((stage: Stage, instruction: Instruction, variables: Variables) => void) | null;
}

const DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

// BuildKit keeps these two out of the environment.
const NOT_IN_ENVIRONMENT = new Set(["BUILDKIT_SBOM_SCAN_CONTEXT", "BUILDKIT_SBOM_SCAN_STAGE"]);

interface Undo {
  name: string;
  previous: KnownValue | undefined;
}

/** Goes through the instructions of all stages and gives ARG and ENV their values. */
export class StageEvaluator {
  readonly #stages: readonly Stage[];
  readonly #needed: ReadonlySet<number>;
  readonly #scope: EvaluationScope;
  // The variables of the stage at hand. Stages that start from one stage are visited after it, and what each of them
  // changed is undone, so that time and memory do not grow with the square of the number of stages.
  readonly #variables = new Map<string, KnownValue>();

  constructor(stages: readonly Stage[], needed: ReadonlySet<number>, scope: EvaluationScope) {
    this.#stages = stages;
    this.#needed = needed;
    this.#scope = scope;
  }

  evaluate(): void {
    const children = this.#childrenByBase();
    type Step =
      { kind: "enter"; index: number; workdirDepth: number | null; isKnown: boolean } | { kind: "leave"; undo: Undo[] };
    const steps: Step[] = [];
    for (const stage of this.#stages) {
      if (stage.base.kind === "stage") continue;
      const image = this.#rootImage(stage);
      steps.push({
        kind: "enter",
        index: stage.index,
        workdirDepth: image === null ? null : folderDepth(image.workingDirectory, 0),
        isKnown: image !== null,
      });
    }
    for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
      if (step.kind === "leave") {
        this.#undo(step.undo);
        continue;
      }
      const stage = this.#stages[step.index];
      if (stage === undefined) continue;
      const undo: Undo[] = [];
      const checker = this.#checker(step.isKnown, step.workdirDepth);
      if (stage.base.kind !== "stage") this.#enterRoot(stage, undo);
      this.#evaluateStage(stage, checker, undo);
      steps.push({ kind: "leave", undo });
      for (const index of children.get(step.index) ?? []) {
        steps.push({ kind: "enter", index, workdirDepth: checker.workdirDepth, isKnown: step.isKnown });
      }
    }
  }

  #childrenByBase(): Map<number, number[]> {
    const children = new Map<number, number[]>();
    for (const { index, base } of this.#stages) {
      if (base.kind === "stage") addToList(children, base.stage, index);
    }
    return children;
  }

  #rootImage(stage: Stage): BaseImage | null {
    if (stage.base.kind === "scratch") return { environment: {}, workingDirectory: "/" };
    return stage.base.kind === "stage" ? null : this.#scope.baseImage(stage.base);
  }

  #checker(isKnown: boolean, workdirDepth: number | null): InstructionChecker {
    return new InstructionChecker({
      lookup: (name) => this.#variables.get(name)?.value,
      isEnvironmentKnown: isKnown,
      workdirDepth,
      escape: this.#scope.escape,
      hasOwnFrontend: this.#scope.hasOwnFrontend,
      problems: this.#scope.problems,
    });
  }

  #enterRoot(stage: Stage, undo: Undo[]): void {
    const image = this.#rootImage(stage);
    if (image === null) return;
    this.#set("PATH", { value: DEFAULT_PATH, origin: { kind: "predefined" } }, undo);
    for (const [name, value] of Object.entries(image.environment)) {
      this.#set(name, { value, origin: { kind: "image" } }, undo);
    }
  }

  #set(name: string, known: KnownValue, undo: Undo[]): void {
    undo.push({ name, previous: this.#variables.get(name) });
    this.#variables.set(name, known);
  }

  #undo(undo: Undo[]): void {
    for (const { name, previous } of undo.reverse()) {
      if (previous === undefined) this.#variables.delete(name);
      else this.#variables.set(name, previous);
    }
  }

  #evaluateStage(stage: Stage, checker: InstructionChecker, undo: Undo[]): void {
    const isNeeded = this.#needed.has(stage.index);
    const own: Undo[] = [];
    const visit = (instruction: Instruction): void => {
      if (isNeeded) this.#scope.onInstruction?.(stage, instruction, this.#variables);
      if (instruction.type === "Arg") this.#evaluateArg(stage, instruction, isNeeded, own);
      else if (instruction.type === "Env") this.#evaluateEnv(instruction, isNeeded ? checker : null, own);
      else if (isNeeded) checker.check(instruction);
      else if (instruction.type === "Workdir") checker.enterWorkdir(instruction);
    };
    if (isNeeded) for (const instruction of stage.triggers) visit(instruction);
    for (const instruction of stage.instructions) visit(instruction);
    stage.assignments = new Map(
      own.flatMap(({ name }) => {
        const known = this.#variables.get(name);
        return known === undefined ? [] : [[name, known]];
      }),
    );
    for (const change of own) undo.push(change);
  }

  #evaluateArg(stage: Stage, instruction: Arg, isNeeded: boolean, undo: Undo[]): void {
    for (const declaration of instruction.pairs) {
      const binding = this.#bind(instruction, declaration, isNeeded);
      stage.args.push(binding);
      if (binding.value === null || NOT_IN_ENVIRONMENT.has(binding.name)) continue;
      this.#set(binding.name, { value: binding.value, origin: binding.origin }, undo);
    }
  }

  #bind(instruction: Arg, declaration: KeyValue, isNeeded: boolean): ArgBinding {
    const name = declaration.key.text;
    const bound = (value: string | null, origin: ValueOrigin): ArgBinding => ({
      name,
      value,
      origin,
      instruction,
      declaration,
      inherited: false,
      used: [],
    });
    const { args, globals } = this.#scope;
    const supplied = Object.hasOwn(args, name) ? args[name] : undefined;
    if (supplied !== undefined) return bound(supplied, { kind: "supplied" });
    if (declaration.value === null) {
      const global = globals.get(name);
      if (global === undefined) return bound(null, { kind: "unset" });
      return { ...bound(global.value, global.origin), inherited: true };
    }
    const expansion = expandWord(declaration.value.text, (used) => this.#variables.get(used)?.value, {
      escape: this.#scope.escape,
    });
    const used = describeVariables(this.#variables, [...expansion.used.set, ...expansion.used.unset]);
    if (expansion.ok) return { ...bound(expansion.value, { kind: "default", declaration }), used };
    if (isNeeded) {
      const message = `The default of this ARG cannot be expanded: ${expansion.error}.${expansionAdvice(expansion)}`;
      const problem = nodeProblem("unresolved-default", message, firstVariable(declaration.value));
      const isOpen = expansion.cause === "value" && expansion.used.unset.length > 0;
      this.#scope.problems.push(isOpen ? { ...problem, needsArgument: true } : problem);
    }
    return { ...bound(null, { kind: "unset" }), used };
  }

  /** The values of one ENV see the variables before it, not each other. */
  #evaluateEnv(instruction: Env, checker: InstructionChecker | null, undo: Undo[]): void {
    const lookup = (name: string): string | undefined => this.#variables.get(name)?.value;
    const { escape } = this.#scope;
    const assigned = instruction.pairs.map((declaration) => {
      if (checker !== null) checker.checkPair(declaration);
      const key = expandWord(declaration.key.text, lookup, { escape });
      const value = expandWord(declaration.value?.text ?? "", lookup, { escape });
      return { declaration, name: key.ok ? key.value : "", value: value.ok ? value.value : "" };
    });
    for (const { declaration, name, value } of assigned) {
      if (name !== "") this.#set(name, { value, origin: { kind: "env", declaration } }, undo);
    }
  }
}
