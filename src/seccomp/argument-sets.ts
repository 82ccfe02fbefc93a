import type { ArgumentRule } from "./profile.js";

const MAXIMUM = 0xffffffffffffffffn;
const MASKED = "SCMP_CMP_MASKED_EQ";

/** Values from `low` to `high`, both included. */
type Interval = readonly [low: bigint, high: bigint];

/**
 * The one comparison that holds exactly where both hold.
 *
 * @returns "never" where they exclude each other, null where no single comparison says it: a profile can only join
 * comparisons of different arguments
 */
export function bothComparisons(a: ArgumentRule, b: ArgumentRule): ArgumentRule | "never" | null {
  if (a.op === MASKED && b.op === MASKED) return bothMasks(a, b);
  if (a.op === "SCMP_CMP_EQ") return comparisonHolds(b, a.value) ? a : "never";
  if (b.op === "SCMP_CMP_EQ") return comparisonHolds(a, b.value) ? b : "never";
  if (a.op === MASKED || b.op === MASKED) return null;
  const common = intersection(intervalsOf(a), intervalsOf(b));
  if (common.length === 0) return "never";
  if (sameIntervals(common, intervalsOf(a))) return a;
  if (sameIntervals(common, intervalsOf(b))) return b;
  return comparisonFor(common, a.index);
}

/**
 * Comparisons that hold only where none of the given ones does; as many as a profile can say. What lies between two
 * values takes two comparisons, which a profile cannot join, so that is left out.
 *
 * @param rules comparisons of one argument
 */
export function neitherComparison(rules: readonly ArgumentRule[]): ArgumentRule[] {
  const [first, ...others] = rules;
  if (first === undefined) return [];
  if (first.op === MASKED) return others.length === 0 ? otherBits(first) : [];
  if (others.some(({ op }) => op === MASKED)) return [];
  const outside = rules.map((rule) => complement(intervalsOf(rule))).reduce(intersection);
  return outside.flatMap((interval) => comparisonFor([interval], first.index) ?? []);
}

/** A mask that has to be zero is not where one of its bits is set. */
function otherBits({ index, value, valueTwo }: ArgumentRule): ArgumentRule[] {
  if ((valueTwo & value) !== 0n) return [];
  const bits = Array.from({ length: 64 }, (_, at) => 1n << BigInt(at)).filter((bit) => (value & bit) !== 0n);
  return bits.map((bit) => ({ index, op: MASKED, value: bit, valueTwo: bit }));
}

function complement(intervals: readonly Interval[]): Interval[] {
  const result: Interval[] = [];
  let next = 0n;
  for (const [low, high] of intervals) {
    if (low > next) result.push([next, low - 1n]);
    next = high + 1n;
  }
  return next <= MAXIMUM ? [...result, [next, MAXIMUM]] : result;
}

/** Whether one comparison holds wherever another does. */
export function comparisonImplies(stronger: ArgumentRule, weaker: ArgumentRule): boolean {
  if (stronger.index !== weaker.index) return false;
  const both = bothComparisons(stronger, weaker);
  return both !== null && both !== "never" && sameComparison(both, stronger);
}

/** Whether a comparison holds for a 64-bit value. */
export function comparisonHolds({ op, value, valueTwo }: ArgumentRule, actual: bigint): boolean {
  switch (op) {
    case "SCMP_CMP_NE":
      return actual !== value;
    case "SCMP_CMP_LT":
      return actual < value;
    case "SCMP_CMP_LE":
      return actual <= value;
    case "SCMP_CMP_EQ":
      return actual === value;
    case "SCMP_CMP_GE":
      return actual >= value;
    case "SCMP_CMP_GT":
      return actual > value;
    default:
      return (actual & value) === (valueTwo & value);
  }
}

export function sameComparison(a: ArgumentRule, b: ArgumentRule): boolean {
  return a.index === b.index && a.op === b.op && a.value === b.value && a.valueTwo === b.valueTwo;
}

function bothMasks(a: ArgumentRule, b: ArgumentRule): ArgumentRule | "never" {
  const shared = a.value & b.value;
  if ((a.valueTwo & shared) !== (b.valueTwo & shared)) return "never";
  const valueTwo = (a.valueTwo & a.value) | (b.valueTwo & b.value);
  return { index: a.index, op: MASKED, value: a.value | b.value, valueTwo };
}

function intervalsOf({ op, value }: ArgumentRule): Interval[] {
  const below: Interval[] = value > 0n ? [[0n, value - 1n]] : [];
  const above: Interval[] = value < MAXIMUM ? [[value + 1n, MAXIMUM]] : [];
  switch (op) {
    case "SCMP_CMP_LT":
      return below;
    case "SCMP_CMP_LE":
      return [[0n, value]];
    case "SCMP_CMP_GE":
      return [[value, MAXIMUM]];
    case "SCMP_CMP_GT":
      return above;
    case "SCMP_CMP_NE":
      return [...below, ...above];
    default:
      return [[value, value]];
  }
}

function intersection(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  return a.flatMap(([low, high]) =>
    b.flatMap(([otherLow, otherHigh]): Interval[] => {
      const common: Interval = [low > otherLow ? low : otherLow, high < otherHigh ? high : otherHigh];
      return common[0] <= common[1] ? [common] : [];
    }),
  );
}

function sameIntervals(a: readonly Interval[], b: readonly Interval[]): boolean {
  return a.length === b.length && a.every(([low, high], at) => b[at]?.[0] === low && b[at][1] === high);
}

function comparisonFor(intervals: readonly Interval[], index: number): ArgumentRule | null {
  const [only] = intervals;
  if (only === undefined || intervals.length > 1) return null;
  const [low, high] = only;
  const rule = (op: string, value: bigint): ArgumentRule => ({ index, op, value, valueTwo: 0n });
  if (low === high) return rule("SCMP_CMP_EQ", low);
  if (low === 0n) return rule("SCMP_CMP_LE", high);
  return high === MAXIMUM ? rule("SCMP_CMP_GE", low) : null;
}
