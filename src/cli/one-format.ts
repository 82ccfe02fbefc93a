import type { Arguments } from "./arguments.js";
import { UsageError } from "./usage-error.js";

/**
 * The `--format` of a command that prints once; the first of its formats without the flag.
 * @throws UsageError for a format that it does not have, and for two.
 */
export function oneFormat<Name extends string>({ command, values }: Arguments, names: readonly [Name, ...Name[]]): Name {
  const [given, second] = values.get("format") ?? [];
  if (second !== undefined) throw new UsageError(`--format was given twice, and ${command} prints once: give one of them.`);
  const name = given === undefined ? names[0] : names.find((known) => known === given);
  if (name === undefined) throw new UsageError(`There is no format ${given ?? ""} for ${command}. The formats are ${names.join(" and ")}.`);
  return name;
}
