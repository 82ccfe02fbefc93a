import type { SyntaxProblem } from "../text/source-range.js";
import { yamlMends } from "./yaml-mends.js";

// Nobody mends more than a few before looking again, and each costs some more readings of the text.
const MOST_PROBLEMS = 5;
const MOST_READINGS = 25;
// Of a text with so many problems no more than the simplest mend is tried.
const MANY = 100;
/** The code of the problem that a text is nested too deeply to be read on. */
export const TOO_DEEP = "too-deep";
const ownCodesOfYaml: readonly string[] = ["unclosed-quote", "unclosed-bracket", "list-on-key-line"];

interface Attempt {
  text: string;
  /** How many problems the mended text has. */
  count: number;
  /** The problems that are still there. */
  left: SyntaxProblem[];
}

/**
 * Leaves out what is only a consequence: a line that is half typed, or gone, makes a parser stumble again and again below
 * it. A problem is one of its own if it is still there when those before it are mended.
 * @param problems In reading order.
 * @param read Reads a text and gives its problems.
 */
export function independentProblems(
  problems: readonly SyntaxProblem[],
  text: string,
  read: (text: string) => readonly SyntaxProblem[],
): SyntaxProblem[] {
  // Nobody types that much between two looks, and such a text takes long to read.
  if (problems.some(({ code }) => code === TOO_DEEP)) return problems.filter((problem, index) => index === 0 || problem.code === TOO_DEEP);
  const kept = new Set<SyntaxProblem>();
  let readings = 0;
  // Several mends may come to the same text.
  const known = new Map<string, readonly SyntaxProblem[]>();
  const count = (mended: string): readonly SyntaxProblem[] => {
    const found = known.get(mended) ?? read(mended);
    known.set(mended, found);
    // A text with hundreds of problems takes that much longer.
    readings += 1 + found.length / 50;
    return found;
  };
  let rest = text;
  let remaining = [...problems];
  while (kept.size < MOST_PROBLEMS && readings < MOST_READINGS) {
    const cause = remaining.find(isOfYaml);
    if (cause === undefined) break;
    kept.add(cause);
    const others = remaining.filter((problem) => problem !== cause);
    if (others.length === 0) break;
    const best = bestAttempt(rest, cause, others, count);
    if (best === null) break;
    rest = best.text;
    remaining = best.left;
  }
  // What is left is not the parser's, or comes after as many problems as are told at once.
  const others = new Set(remaining.filter((problem) => !isOfYaml(problem)));
  const [first] = kept;
  const isConsequence = ({ code, range }: SyntaxProblem): boolean =>
    // Its anchor may stand in what could not be read.
    code === "unknown-alias" && first !== undefined && first.range[0] < range[0];
  return problems.filter((problem) => kept.has(problem) || (others.has(problem) && !isConsequence(problem)));
}

/** The mend after which the fewest problems are left. */
function bestAttempt(
  text: string,
  cause: SyntaxProblem,
  others: readonly SyntaxProblem[],
  read: (text: string) => readonly SyntaxProblem[],
): Attempt | null {
  let best: Attempt | null = null;
  for (const mended of yamlMends(text, cause.range[0])) {
    const problems = read(mended);
    if (problems.length > MANY && best !== null) return best;
    const still = new Set(problems.map(nameOf));
    const attempt = { text: mended, count: problems.length, left: others.filter((problem) => still.has(nameOf(problem))) };
    if (attempt.count === 0) return attempt;
    // A mend that does not mend may still hide what stands beside the cause; the first one leaves out the cause's own line.
    if (best === null || (attempt.count < best.count && !still.has(nameOf(cause)))) best = attempt;
  }
  return best;
}

/** Whether the parser of YAML itself stumbled, and not we over what it read. */
function isOfYaml({ code }: SyntaxProblem): boolean {
  return /^[A-Z_]+$/u.test(code) || ownCodesOfYaml.includes(code);
}

function nameOf({ code, range }: SyntaxProblem): string {
  return `${code} ${range.join(" ")}`;
}
