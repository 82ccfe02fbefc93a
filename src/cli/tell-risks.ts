import { factsOfKind, type FixKind } from "../../rules/fix-kinds.js";
import type { AppliedFix } from "../lint/lint-result.js";
import type { Output } from "./output.js";
import { wrapText } from "./wrap-text.js";

const WIDTH_WITHOUT_TERMINAL = 100;
const MINIMUM_WIDTH = 40;

/** Tells once for each kind of change that was made what it may break. */
export function tellRisks(fixes: readonly AppliedFix[], output: Output): void {
  const applied = new Set(fixes.map(({ kind }) => kind));
  const kinds = (Object.keys(factsOfKind) as FixKind[]).filter((kind) => applied.has(kind));
  if (kinds.length === 0) return;
  const indent = " ".repeat(2 + Math.max(...kinds.map((kind) => kind.length)) + 2);
  const width = Math.max((output.columns ?? WIDTH_WITHOUT_TERMINAL) - indent.length, MINIMUM_WIDTH);
  const rows = kinds.map((kind) => {
    const [first = "", ...further] = wrapText(factsOfKind[kind].mayBreak, width);
    return [`  ${kind.padEnd(indent.length - 2)}${first}`, ...further.map((line) => indent + line)].join("\n");
  });
  output.tell(`What these changes may break:\n${rows.join("\n")}\n`);
}
