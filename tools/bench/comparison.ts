import { median, quantile, type Measured } from "./time-pairs.js";

/** A line of the table: how two things that were measured in turn compare. */
export interface Comparison {
  what: string;
  /** What the project wants the ratio to be; null where it is told for information. */
  aim: { kind: "at most" | "at least"; ratio: number } | null;
  measured: Measured;
  unit: "ms" | "MB";
}

const header = ["what", "ratio", "quartiles", "aim", "medians"] as const;

/** The ratio of the medians. */
export function ratioOf({ measured: { first, second } }: Comparison): number {
  return median(first) / median(second);
}

/** A table in Markdown with a line for each comparison, of even width so that a terminal shows it too. */
export function comparisonTable(comparisons: readonly Comparison[]): string {
  const rows = [header, ...comparisons.map(cellsOf)];
  const widths = header.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  const [head = "", ...body] = rows.map((cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`);
  return [head, `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`, ...body, ""].join("\n");
}

function cellsOf(comparison: Comparison): readonly string[] {
  const { what, aim, measured, unit } = comparison;
  const ratios = measured.first.map((value, index) => value / (measured.second[index] ?? Number.NaN));
  const spread = `${quantile(ratios, 0.25).toFixed(2)} to ${quantile(ratios, 0.75).toFixed(2)}`;
  const medians = [measured.first, measured.second].map((values) => `${digits(median(values))} ${unit}`).join(" / ");
  return [what, ratioOf(comparison).toFixed(2), spread, aim === null ? "" : `${aim.kind} ${aim.ratio}`, medians];
}

function digits(value: number): string {
  return value < 10 ? value.toFixed(1) : value.toFixed(0);
}
