import { joinerScripts, type JoinerScript } from "../data/joiner-scripts.js";

export const NON_JOINER = "\u200c";
export const JOINER = "\u200d";

/** As much as stands between a joiner and what it acts on: a letter with a few marks. */
const REACH = 12;

/** What stands before and behind a joiner that is seen. */
interface Context {
  joiner: string;
  before: RegExp;
  behind: RegExp;
}

let contexts: readonly Context[] | null = null;

/**
 * Whether a zero width joiner or non-joiner changes how the letters around it look, as in words of Persian and Indic languages:
 * the contexts A1, A2 and B of Unicode (UAX 31, section 2.3), each within one script.
 */
export function isVisibleJoiner(joiner: string, text: string, at: number): boolean {
  const [before, behind] = [text.slice(Math.max(0, at - REACH), at), text.slice(at + 1, at + 1 + REACH)];
  contexts ??= joinerScripts.flatMap(contextsOf);
  return contexts.some((context) => context.joiner === joiner && context.before.test(before) && context.behind.test(behind));
}

function contextsOf({ script, left, right, virama }: JoinerScript): Context[] {
  // Marks that nobody sees are shown by escapes, and then stand between no more.
  const marks = String.raw`(?:(?!\p{Default_Ignorable_Code_Point})\p{Nonspacing_Mark})*`;
  const letter = String.raw`(?:(?=\p{Script=${script}})\p{Letter})`;
  const found: Context[] = [];
  if (left !== undefined && right !== undefined) {
    found.push({ joiner: NON_JOINER, before: new RegExp(`${setOf(left)}${marks}$`, "u"), behind: new RegExp(`^${marks}${setOf(right)}`, "u") });
  }
  if (virama !== undefined) {
    const before = new RegExp(`${letter}${marks}${setOf(virama)}${marks}$`, "u");
    const behind = new RegExp(`^${marks}${letter}`, "u");
    // Behind a joiner Unicode allows more than a letter; a word that ends with one looks like another word.
    found.push({ joiner: NON_JOINER, before, behind }, { joiner: JOINER, before, behind });
  }
  return found;
}

function setOf(ranges: string): string {
  return `[${ranges.split(" ").map((range) => range.split("-").map((code) => `\\u{${code}}`).join("-")).join("")}]`;
}
