import type { SyntaxProblem } from "../text/source-range.js";
import type { DockerfileNode, VariableReference } from "./ast.js";

type Place = Pick<DockerfileNode, "range" | "loc">;

/** A problem with the place of a node. */
export function nodeProblem(code: string, message: string, node: Place): SyntaxProblem {
  return { code, message, range: node.range, loc: node.loc };
}

/** Where a problem with what a text expands to is told: at its first variable; at the text where it has none. */
export function firstVariable(node: Place & { variables?: readonly VariableReference[] }): Place {
  return node.variables?.[0] ?? node;
}
