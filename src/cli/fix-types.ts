import { fixKinds } from "../../rules/fix-kinds.js";
import { closestWord } from "./closest-word.js";
import { UsageError } from "./usage-error.js";

/** ESLint's types of rules, as its own `--fix-type` takes them. */
const ruleTypes = ["problem", "suggestion", "layout"] as const;

/** What `--fix-type` takes: the types of rules, and the kinds of change, of which `directive` is a word of ESLint too. */
export const fixTypeNames: readonly string[] = [...ruleTypes, ...Object.keys(fixKinds)];

/**
 * The types of `--fix-type`, given several times or with commas between them.
 * @throws UsageError for one that is not there.
 */
export function parseFixTypes(values: readonly string[]): string[] {
  const types = values.flatMap((value) => value.split(",")).map((word) => word.trim());
  for (const type of types) {
    if (fixTypeNames.includes(type)) continue;
    const close = closestWord(type, fixTypeNames);
    const hint = close === null ? "" : ` Did you mean ${close}?`;
    throw new UsageError(`--fix-type knows no ${type === "" ? "empty type" : type}.${hint} The types are ${fixTypeNames.join(", ")}.`);
  }
  return types;
}
