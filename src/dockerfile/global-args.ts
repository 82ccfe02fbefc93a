import type { Arg, EscapeCharacter } from "./ast.js";
import { expandWord } from "./expand.js";
import { expansionAdvice } from "./expansion-advice.js";
import { firstVariable, nodeProblem } from "./node-problem.js";
import type { StageProblem } from "./stage.js";
import {
  describeVariables,
  type ArgBinding,
  type KnownValue,
  type ValueOrigin,
  type VariableValue,
} from "./stage-args.js";

/** What the ARGs before the first FROM are bound with; `variables` and `problems` are added to. */
export interface GlobalScope {
  variables: Map<string, KnownValue>;
  args: Readonly<Record<string, string>>;
  escape: EscapeCharacter;
  problems: StageProblem[];
}

/** Gives the ARGs before the first FROM their values, in order, and adds them to the variables of FROM. */
export function bindGlobalArgs(instructions: readonly Arg[], scope: GlobalScope): ArgBinding[] {
  return instructions.flatMap((instruction) => instruction.pairs.map((pair) => bind(instruction, pair, scope)));
}

function bind(instruction: Arg, declaration: Arg["pairs"][number], scope: GlobalScope): ArgBinding {
  const name = declaration.key.text;
  const binding: ArgBinding = {
    name,
    value: null,
    origin: { kind: "unset" },
    instruction,
    declaration,
    inherited: false,
    used: [],
  };
  const supplied = Object.hasOwn(scope.args, name) ? scope.args[name] : undefined;
  if (supplied !== undefined) {
    setValue(binding, supplied, { kind: "supplied" }, scope);
  } else if (declaration.value !== null) {
    const { value, used } = expandDefault(declaration.value, scope);
    binding.used = used;
    if (value !== null) setValue(binding, value, { kind: "default", declaration }, scope);
  }
  return binding;
}

function setValue(binding: ArgBinding, value: string, origin: ValueOrigin, scope: GlobalScope): void {
  binding.value = value;
  binding.origin = origin;
  scope.variables.set(binding.name, { value, origin });
}

function expandDefault(
  word: NonNullable<Arg["pairs"][number]["value"]>,
  scope: GlobalScope,
): { value: string | null; used: VariableValue[] } {
  const lookup = (name: string): string | undefined => scope.variables.get(name)?.value;
  const expansion = expandWord(word.text, lookup, { escape: scope.escape });
  const used = describeVariables(scope.variables, [...expansion.used.set, ...expansion.used.unset]);
  if (expansion.ok) return { value: expansion.value, used };
  const message = `The default of this ARG cannot be expanded: ${expansion.error}.${expansionAdvice(expansion)}`;
  const problem = nodeProblem("unresolved-default", message, firstVariable(word));
  const isOpen = expansion.cause === "value" && expansion.used.unset.length > 0;
  scope.problems.push(isOpen ? { ...problem, needsArgument: true } : problem);
  return { value: null, used };
}
