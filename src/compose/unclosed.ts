import type { LineIndex } from "../text/line-index.js";
import type { SyntaxProblem } from "../text/source-range.js";
import type { ComposeFile, YamlNode, YamlPair } from "./ast.js";
import { addToList } from "../memory/add-to-list.js";

const quoteMessage = /missing closing .quote/u;
const bracketMessage = /end with a [\]}]/u;

/**
 * Moves the problems about a quote or a bracket without an end to where it opens. `yaml` reports them where it gives up
 * waiting, which can be the end of the file.
 */
export function placeAtOpening(problems: SyntaxProblem[], file: ComposeFile, text: string, lines: LineIndex): void {
  const isUnclosed = ({ message }: SyntaxProblem): boolean => quoteMessage.test(message) || bracketMessage.test(message);
  if (!problems.some(isUnclosed)) return;
  const openings = openingsByEnd(file, text);
  for (const problem of problems) {
    const start = isUnclosed(problem) ? openings.get(problem.range[0])?.shift() : undefined;
    if (start === undefined) continue;
    const isQuote = quoteMessage.test(problem.message);
    const advice = isQuote ? "It has no second one." : "Close it, or indent all its lines by more than its key.";
    problem.code = isQuote ? "unclosed-quote" : "unclosed-bracket";
    problem.message = `Invalid YAML: this \`${text[start] ?? ""}\` is not closed. ${advice}`;
    problem.range = [start, start + 1];
    problem.loc = lines.locationOf(problem.range);
  }
}

/** Where quoted scalars and flow collections start, by where they end; the inner before the outer. */
function openingsByEnd(file: ComposeFile, text: string): Map<number, number[]> {
  const openings = new Map<number, number[]>();
  const visit = (node: YamlNode | YamlPair["key"] | null): void => {
    if (node?.type === "YamlMap") {
      for (const pair of node.pairs) {
        visit(pair.key);
        visit(pair.value);
      }
    } else if (node?.type === "YamlSeq") node.items.forEach(visit);
    if (node === null) return;
    const [start, end] = node.range;
    // A flow list makes maps of its pairs, which have no brackets.
    if (!("style" in node) || !/^[[{"']/u.test(text[start] ?? "")) return;
    addToList(openings, end, start);
  };
  for (const document of file.documents) visit(document.contents);
  return openings;
}
