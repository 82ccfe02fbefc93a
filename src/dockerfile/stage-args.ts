import type { Arg, KeyValue, VariableReference } from "./ast.js";

/** Where the value of a variable comes from, so that a message can tell. */
export type ValueOrigin =
  /** Given with `args`: `docker build --build-arg`, or `build.args` of a Compose file. */
  | { kind: "supplied" }
  /** The default of the ARG instruction. */
  | { kind: "default"; declaration: KeyValue }
  /** An ENV instruction. */
  | { kind: "env"; declaration: KeyValue }
  /** A platform variable of BuildKit itself. */
  | { kind: "predefined" }
  /** The environment of the base image. */
  | { kind: "image" }
  /** There is no value. */
  | { kind: "unset" };

/** A variable as it was when a text was expanded. */
export interface VariableValue {
  name: string;
  /** Null when it is not set; it then counts as empty. */
  value: string | null;
  origin: ValueOrigin;
}

/** One name that an ARG instruction declares, and what it is in this build. */
export interface ArgBinding extends VariableValue {
  instruction: Arg;
  declaration: KeyValue;
  /** Whether the value is that of the ARG of this name before the first FROM. */
  inherited: boolean;
  /** The variables that the default uses. */
  used: VariableValue[];
}

/** What is known of a variable: its value and where that comes from. */
export interface KnownValue {
  value: string;
  origin: ValueOrigin;
}

export type Variables = ReadonlyMap<string, KnownValue>;

/** The named variables with their values, in the order of the names. */
export function describeVariables(variables: Variables, names: readonly string[]): VariableValue[] {
  return names.map((name) => {
    const known = variables.get(name);
    return { name, value: known?.value ?? null, origin: known?.origin ?? { kind: "unset" } };
  });
}

/** The variables in a list of references and in their operands. */
export function referencedNames(references: readonly VariableReference[]): string[] {
  return references.flatMap(({ name, variables }) => [name, ...referencedNames(variables)]);
}

/** The platform variables of a build, by default on and for linux/amd64. `given` overrides and completes them. */
export function predefinedArgs(
  given: Readonly<Record<string, string>>,
  supplied: Readonly<Record<string, string>>,
  targetName: string | null,
): Map<string, KnownValue> {
  const defaults: Record<string, string> = {
    ...platformArgs("BUILD", given.BUILDPLATFORM ?? "linux/amd64"),
    ...platformArgs("TARGET", given.TARGETPLATFORM ?? "linux/amd64"),
    TARGETSTAGE: targetName ?? "default",
    ...given,
  };
  const known = new Map<string, KnownValue>();
  for (const [name, value] of Object.entries(defaults)) {
    const override = Object.hasOwn(supplied, name) ? supplied[name] : undefined;
    const origin: ValueOrigin = override === undefined ? { kind: "predefined" } : { kind: "supplied" };
    known.set(name, { value: override ?? value, origin });
  }
  return known;
}

function platformArgs(prefix: "BUILD" | "TARGET", platform: string): Record<string, string> {
  const [system = "", architecture = "", variant = ""] = platform.split("/");
  return {
    [`${prefix}PLATFORM`]: platform,
    [`${prefix}OS`]: system,
    [`${prefix}OSVERSION`]: "",
    [`${prefix}ARCH`]: architecture,
    [`${prefix}VARIANT`]: variant,
  };
}
