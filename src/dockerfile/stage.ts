import type { SyntaxProblem } from "../text/source-range.js";
import type { From, Instruction, Run } from "./ast.js";
import type { ArgBinding, KnownValue, VariableValue } from "./stage-args.js";
import type { StageDependency } from "./stage-dependencies.js";

/** What a stage starts from. The variables that the name uses come with their values and origins. */
export type StageBase =
  | { kind: "image"; reference: string; variables: VariableValue[] }
  | { kind: "stage"; stage: number; variables: VariableValue[] }
  | { kind: "scratch"; variables: VariableValue[] }
  | { kind: "unresolved"; reason: string; variables: VariableValue[] };

/** What a chain of stages starts from. */
export type RootImage = Exclude<StageBase, { kind: "stage" }>;

export interface Stage {
  /** From 0. */
  index: number;
  /** In lower case, null when the stage has no name. */
  name: string | null;
  from: From;
  base: StageBase;
  /** The base of the first stage of the chain of FROMs that leads here. */
  rootImage: RootImage;
  /** The value of `--platform`, null when there is none or when it cannot be resolved. */
  platform: { value: string; variables: VariableValue[] } | null;
  /** The instructions after FROM, in order. */
  instructions: Instruction[];
  /** Each RUN among them. */
  runs: Run[];
  /**
   * The instructions that the base stage leaves with ONBUILD: they come before the stage's own. Those of a stage that
   * the target does not need count nowhere, as in BuildKit.
   */
  triggers: readonly Instruction[];
  /** The ARGs of the stage in order. */
  args: ArgBinding[];
  /** What ARG and ENV of this stage set, as it is at its end; `stageVariables` adds those of the stages below. */
  assignments: ReadonlyMap<string, KnownValue>;
  /** Stages and images that COPY and RUN take files from. */
  dependencies: StageDependency[];
}

/** What BuildKit refuses when it resolves and prepares stages. */
export interface StageProblem extends SyntaxProblem {
  /** An ARG without a value has to do with it: a build that is given one may be right. */
  needsArgument?: true;
}
