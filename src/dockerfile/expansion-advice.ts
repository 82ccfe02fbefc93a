import type { ExpansionFault } from "./expand.js";

/** What to do where a text cannot be expanded, as a sentence with a blank before it; nothing where the fault says it itself. */
export function expansionAdvice({ cause, error }: Pick<ExpansionFault, "cause" | "error">): string {
  // The forms are those of BuildKit's shell lexer (frontend/dockerfile/shell/lex.go).
  if (cause === "syntax") return " Write `${NAME}`, `${NAME:-default}` or `${NAME:+text}`, and close each quote and brace.";
  return error.includes("characters long") ? " Look for variables that repeat each other, and give them shorter values." : "";
}
