import type { SyntaxProblem } from "../text/source-range.js";
import type { DockerfileNode } from "./ast.js";

/** A problem with the place of a node. */
export function nodeProblem(code: string, message: string, node: Pick<DockerfileNode, "range" | "loc">): SyntaxProblem {
  return { code, message, range: node.range, loc: node.loc };
}
