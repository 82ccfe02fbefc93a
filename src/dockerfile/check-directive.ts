import type { ParserDirective } from "./ast.js";
import { isGoBoolean } from "./go-boolean.js";

/**
 * What is wrong with the value of `# check=`, such as `skip=JSONArgsRecommended;error=true`, after BuildKit's
 * frontend/dockerfile/linter (v0.29); null when nothing is.
 */
export function checkDirectiveFault(directive: ParserDirective): string | null {
  // BuildKit reads the value up to the first blank.
  const value = (directive.value.split(" ", 1)[0] ?? "").trim();
  if (directive.name !== "check" || value === "") return null;
  const parts = value.split(";");
  // BuildKit splits off two options at most; what is left belongs to the third.
  for (const part of [...parts.slice(0, 2), ...(parts.length > 2 ? [parts.slice(2).join(";")] : [])]) {
    const fault = optionFault(part);
    if (fault !== null) return fault;
  }
  return null;
}

function optionFault(option: string): string | null {
  const sign = option.indexOf("=");
  const name = (sign === -1 ? option : option.slice(0, sign)).trim();
  const isKnown = sign !== -1 && ["skip", "experimental", "error"].includes(name);
  if (!isKnown) return `"${name}" is no option of check. Write skip=RULE,RULE or error=true, with a semicolon between.`;
  const value = option.slice(sign + 1).trim();
  if (name !== "error" || isGoBoolean(value)) return null;
  return `The option error of check must be true or false, not "${value}".`;
}
