import type { SyntaxProblem } from "../text/source-range.js";
import type { Arg, Dockerfile, EscapeCharacter, Flag, From, Instruction } from "./ast.js";
import { checkDirectiveFault } from "./check-directive.js";
import { StageEvaluator, type BaseImage } from "./evaluate-stages.js";
import { expandWord, type ExpansionFault } from "./expand.js";
import { expansionAdvice } from "./expansion-advice.js";
import { bindGlobalArgs } from "./global-args.js";
import { isImageName } from "./image-name.js";
import { firstVariable, nodeProblem } from "./node-problem.js";
import { isPlatformName } from "./platform-name.js";
import type { RootImage, Stage, StageBase, StageProblem } from "./stage.js";
import {
  describeVariables,
  predefinedArgs,
  type ArgBinding,
  type KnownValue,
  type VariableValue,
  type Variables,
} from "./stage-args.js";
import { DependencyFinder } from "./stage-dependencies.js";

export interface StageOptions {
  /** The build arguments: `docker build --build-arg`, or `build.args` of a Compose file. */
  args?: Readonly<Record<string, string>>;
  /** The name of the stage to build, in any case; by default the last one. */
  target?: string;
  /** What stands in the place of images and stages, by their names: `build.additional_contexts` of a Compose file. */
  contexts?: Readonly<Record<string, string>>;
  /** BuildKit's platform variables, such as `TARGETPLATFORM`; what is left out is that of linux/amd64. */
  platformArgs?: Readonly<Record<string, string>>;
  /**
   * What is known of a base image, null when nothing is. Without it an unset variable is no fault: the image could set
   * it.
   */
  baseImage?: (reference: string) => BaseImage | null;
  /** Is called for each instruction of the needed stages, with the variables before it; they change after the call. */
  onInstruction?: (stage: Stage, instruction: Instruction, variables: Variables) => void;
}

export interface StageResolution {
  stages: Stage[];
  /** The ARGs before the first FROM. */
  globalArgs: ArgBinding[];
  /** The last stage, null when there is none. */
  finalStage: Stage | null;
  /** The stage that is built: that of `target`, else the last; null when there is none of that name. */
  target: Stage | null;
  /** The numbers of the stages that building the target needs, its own too. */
  needed: ReadonlySet<number>;
  /**
   * What BuildKit refuses when it resolves and prepares the needed stages; `parseDockerfile` has the faults of the
   * syntax.
   */
  problems: StageProblem[];
}

/**
 * Resolves the stages of a Dockerfile by the rules of BuildKit v0.29 (frontend/dockerfile/dockerfile2llb): bases, ARG
 * scopes, and which stages the target needs. Never throws, whatever is wrong with the file.
 */
export function resolveStages(ast: Dockerfile, options: StageOptions = {}): StageResolution {
  return new StageResolver(ast, options).resolve();
}

/** The instructions of a stage before anything is resolved. */
interface StageSource {
  from: From;
  instructions: Instruction[];
}

function splitStages(ast: Dockerfile): { globals: Arg[]; stages: StageSource[] } {
  const globals: Arg[] = [];
  const stages: StageSource[] = [];
  for (const instruction of ast.instructions) {
    const stage = stages.at(-1);
    if (instruction.type === "From") stages.push({ from: instruction, instructions: [] });
    else if (stage !== undefined) stage.instructions.push(instruction);
    else if (instruction.type === "Arg") globals.push(instruction);
  }
  return { globals, stages };
}

class StageResolver {
  readonly #ast: Dockerfile;
  readonly #options: StageOptions;
  readonly #escape: EscapeCharacter;
  readonly #problems: StageProblem[] = [];
  readonly #stages: Stage[] = [];
  readonly #stageByName = new Map<string, number>();
  // Many stages can start from one: they share the list of what it leaves them.
  readonly #triggers = new Map<Stage, readonly Instruction[]>();
  /** The names of the ARGs before the first FROM: a build can be given these. */
  readonly #declared = new Set<string>();
  #variables = new Map<string, KnownValue>();

  constructor(ast: Dockerfile, options: StageOptions) {
    this.#ast = ast;
    this.#options = options;
    this.#escape = ast.escape;
  }

  resolve(): StageResolution {
    const { globals, stages } = splitStages(this.#ast);
    const args = this.#options.args ?? {};
    const targetName = this.#options.target ?? stages.at(-1)?.from.alias?.name ?? null;
    for (const { pairs } of globals) for (const { key } of pairs) this.#declared.add(key.text);
    this.#variables = predefinedArgs(this.#options.platformArgs ?? {}, args, targetName);
    const globalArgs = bindGlobalArgs(globals, {
      variables: this.#variables,
      args,
      escape: this.#escape,
      problems: this.#problems,
    });
    for (const source of stages) this.#addStage(source);
    this.#reportNoStage(globals);
    this.#checkDirectives();
    const target = this.#findTarget();
    const finder = new DependencyFinder(this.#stages, this.#stageByName, this.#escape, this.#problems);
    const needed = finder.findNeeded(target);
    this.#evaluate(needed);
    this.#problems.sort((a, b) => a.range[0] - b.range[0]);
    return {
      stages: this.#stages,
      globalArgs,
      finalStage: this.#stages.at(-1) ?? null,
      target,
      needed,
      problems: this.#problems,
    };
  }

  #checkDirectives(): void {
    for (const directive of this.#ast.directives) {
      const fault = checkDirectiveFault(directive);
      if (fault !== null) this.#problems.push(nodeProblem("invalid-check-option", fault, directive));
    }
  }

  #reportNoStage(globals: readonly Arg[]): void {
    const last = globals.at(-1);
    if (this.#stages.length > 0 || last === undefined) return;
    this.#problems.push(
      nodeProblem(
        "no-stage",
        "There is no FROM, so there is nothing to build. Add FROM and a base image, such as FROM debian:12.",
        last,
      ),
    );
  }

  #addStage({ from, instructions }: StageSource): void {
    const index = this.#stages.length;
    const base = this.#resolveBase(from);
    const below = base.kind === "stage" ? this.#stages[base.stage] : undefined;
    this.#stages.push({
      index,
      name: from.alias?.name ?? null,
      from,
      base,
      rootImage: base.kind === "stage" ? (below?.rootImage ?? unresolved("The stage does not exist.", [])) : base,
      platform: this.#resolvePlatform(from),
      instructions,
      runs: instructions.filter((instruction) => instruction.type === "Run"),
      triggers: below === undefined ? [] : this.#triggersOf(below),
      args: [],
      assignments: new Map(),
      dependencies: [],
    });
    // BuildKit compares in lower case where a stage is copied from, but not here: FROM takes the name as it is.
    if (from.alias !== null) this.#stageByName.set(from.alias.name, index);
  }

  #triggersOf(stage: Stage): readonly Instruction[] {
    const known = this.#triggers.get(stage);
    if (known !== undefined) return known;
    const triggers = stage.instructions.flatMap((each) => {
      return each.type === "Onbuild" && each.instruction !== null ? [each.instruction] : [];
    });
    this.#triggers.set(stage, triggers);
    return triggers;
  }

  #resolveBase(from: From): StageBase {
    if (from.image === null) return unresolved("FROM has no image.", []);
    const expansion = expandWord(from.image.text, this.#lookup, { escape: this.#escape });
    const variables = describeVariables(this.#variables, [...expansion.used.set, ...expansion.used.unset]);
    if (!expansion.ok) return this.#refuseBase(from, expansion, variables);
    const name = expansion.value;
    if (name === "") return this.#refuseBase(from, null, variables);
    const context = name === "scratch" ? null : this.#contextBase(name, variables);
    if (context !== null) return context;
    const stage = this.#stageByName.get(name);
    if (stage !== undefined) return { kind: "stage", stage, variables };
    if (name === "scratch") return { kind: "scratch", variables };
    if (isImageName(name)) return { kind: "image", reference: name, variables };
    const reason = `"${name}" is not the name of an image${unsetAmong(variables)}.`;
    const advice = "Images are named in lower case, with the tag behind a colon: debian:12.";
    this.#report(nodeProblem("invalid-image-name", `${reason} ${advice}`, firstVariable(from.image)), variables);
    return unresolved(reason, variables);
  }

  /** What a named context puts in the place of a base; null where there is none of that name. */
  #contextBase(name: string, variables: VariableValue[]): StageBase | null {
    const { contexts = {} } = this.#options;
    const key = [name, name.toLowerCase(), name.replace(/:latest$/u, "")].find((candidate) => Object.hasOwn(contexts, candidate));
    const context = key === undefined ? undefined : contexts[key];
    if (context === undefined) return null;
    const reference = /^docker-image:\/\/(.+)$/u.exec(context)?.[1];
    if (reference !== undefined) return { kind: "image", reference, variables };
    return unresolved(`The base ${name} is the additional context ${context}, whose content is not known here.`, variables);
  }

  #lookup = (name: string): string | undefined => this.#variables.get(name)?.value;

  /** `fault` is null where the image is empty. */
  #refuseBase(from: From, fault: ExpansionFault | null, variables: VariableValue[]): StageBase {
    const text = from.image?.text ?? "";
    const reason = fault === null ? `${text} is empty${unsetAmong(variables)}` : `its image cannot be expanded: ${fault.error}`;
    const advice = (fault === null ? "" : expansionAdvice(fault)) || " Give the ARG a default above the first FROM.";
    this.#report(
      nodeProblem("unresolved-base", `FROM has no base image to start from: ${reason}.${advice}`, firstVariable(from.image ?? from)),
      variables,
    );
    return unresolved(`FROM has no base image: ${reason}.`, variables);
  }

  #report(problem: SyntaxProblem, variables: readonly VariableValue[]): void {
    const isOpen = variables.some(({ name, value }) => value === null && this.#declared.has(name));
    this.#problems.push(isOpen ? { ...problem, needsArgument: true } : problem);
  }

  #resolvePlatform(from: From): Stage["platform"] {
    const flag = from.platform;
    if (flag?.value == null || flag.value === "") return null;
    const expansion = expandWord(flag.value, this.#lookup, { escape: this.#escape });
    const variables = describeVariables(this.#variables, [...expansion.used.set, ...expansion.used.unset]);
    if (expansion.ok && isPlatformName(expansion.value)) return { value: expansion.value, variables };
    this.#reportPlatform(flag, expansion.ok ? `"${expansion.value}" is none` : expansion.error, variables);
    return null;
  }

  #reportPlatform(flag: Flag, reason: string, variables: VariableValue[]): void {
    this.#report(
      nodeProblem(
        "invalid-platform",
        `--platform needs a platform such as linux/amd64 or $BUILDPLATFORM: ${reason}${unsetAmong(variables)}.`,
        firstVariable(flag),
      ),
      variables,
    );
  }

  #findTarget(): Stage | null {
    const { target } = this.#options;
    if (target === undefined) return this.#stages.at(-1) ?? null;
    const index = this.#stageByName.get(target.toLowerCase());
    if (index !== undefined) return this.#stages[index] ?? null;
    const [first] = this.#stages;
    if (first !== undefined) {
      this.#problems.push(
        nodeProblem(
          "unknown-target",
          `No stage is named "${target}", so that there is nothing to build. Name one with FROM ... AS ${target}.`,
          first.from,
        ),
      );
    }
    return null;
  }

  #evaluate(needed: ReadonlySet<number>): void {
    new StageEvaluator(this.#stages, needed, {
      globals: this.#variables,
      args: this.#options.args ?? {},
      escape: this.#escape,
      problems: this.#problems,
      hasOwnFrontend: this.#ast.directives.some(({ name }) => name === "syntax"),
      onInstruction: this.#options.onInstruction ?? null,
      baseImage: (root) => (root.kind === "image" ? (this.#options.baseImage?.(root.reference) ?? null) : null),
    }).evaluate();
  }
}

/** All variables at the end of a stage, those of the stages that it is built on too. */
export function stageVariables(stages: readonly Stage[], stage: Stage): Map<string, KnownValue> {
  const chain: Stage[] = [stage];
  for (let at = stage; at.base.kind === "stage";) {
    const below = stages[at.base.stage];
    if (below === undefined) break;
    chain.push(below);
    at = below;
  }
  return new Map(chain.reverse().flatMap(({ assignments }) => [...assignments]));
}

function unresolved(reason: string, variables: VariableValue[]): RootImage {
  return { kind: "unresolved", reason, variables };
}

/** ` (NAME is not set)` when that is so: it is the likeliest cause. */
function unsetAmong(variables: readonly VariableValue[]): string {
  const names = variables.filter(({ value }) => value === null).map(({ name }) => name);
  if (names.length === 0) return "";
  return ` (${names.join(", ")} ${names.length === 1 ? "is" : "are"} not set before the first FROM)`;
}
