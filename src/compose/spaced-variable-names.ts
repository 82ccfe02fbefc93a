import { codePointName } from "../text/code-point-name.js";
import { placeOf } from "./place-of.js";
import type { Place } from "./project-problem.js";
import { entryValue, stringOf, type MapValue, type Value } from "./value.js";

/** An entry of a list of variables for whose name Docker Compose refuses a project. */
export interface SpacedVariableName extends Place {
  code: "spaced-variable-name";
  message: string;
}

/**
 * The variables in the lists `environment` and `build.args` of a model whose names end with a space, which Docker Compose refuses in
 * lists alone. It looks at the last byte of the UTF-8, so that some letters are spaces to it (compose-go 2.9.1, as asked of
 * Docker Compose 2.40.3 in test/e2e/unseen-characters.test.ts).
 */
export function spacedVariableNames(model: MapValue): SpacedVariableName[] {
  const services = entryValue(model, "services");
  const found = new Map<unknown, SpacedVariableName>();
  for (const { value: service } of services?.kind === "map" ? services.entries.values() : []) {
    const environment = entryValue(service, "environment");
    for (const list of [environment, entryValue(entryValue(service, "build"), "args")]) {
      for (const item of list?.kind === "list" ? list.items : []) {
        const message = complaint(item, list === environment);
        if (message !== null) found.set(item.origin.node, { code: "spaced-variable-name", message, ...placeOf(item) });
      }
    }
  }
  return [...found.values()];
}

/** @param isBare Whether a name without a value counts, which it does not among the arguments of a build. */
function complaint(item: Value, isBare: boolean): string | null {
  // What an included file says was looked at with that file.
  if (item.via.some(({ kind }) => kind === "include")) return null;
  const text = stringOf(item);
  if (text === null) return null;
  const equals = text.indexOf("=");
  if (equals === -1 && !isBare) return null;
  const name = equals === -1 ? text : text.slice(0, equals);
  const last = lastCharacter(name);
  if (!endsInSpace(last)) return null;
  const shown = name.trimEnd();
  const refused = "and Docker Compose refuses the project";
  if (!/\s/u.test(last)) {
    return `The name of the variable \`${shown}\` ends with \`${last}\` (${codePointName(last)}), whose last byte is a space to Docker Compose in a list, ${refused}. Write the variables as a map, \`${shown}: value\`, or give it another name.`;
  }
  const space = last === " " ? "a space" : last === "\t" ? "a tab" : codePointName(last);
  return `The name of the variable \`${shown}\` ends with ${space}, ${refused}. Remove what stands between the name and ${equals === -1 ? "the end" : "the `=`"}.`;
}

function lastCharacter(text: string): string {
  return Array.from(text.slice(-2)).at(-1) ?? "";
}

/** Whether the last byte of a character is what Go calls a space where it takes bytes for characters. */
function endsInSpace(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return /[\t-\r ]/u.test(character);
  const lastByte = 0x80 | (code & 0x3f);
  return lastByte === 0x85 || lastByte === 0xa0;
}
