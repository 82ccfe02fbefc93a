import type { SourceRange } from "../text/source-range.js";
import type { ObjectReader, ProblemList } from "./object-reader.js";
import type { ArgumentRule, SyscallRule } from "./profile.js";

/** A text with its place. */
export interface Placed {
  value: string;
  range: SourceRange;
}

/** A rule with the places that the checks point at. */
export interface PlacedRule {
  rule: SyscallRule;
  reader: ObjectReader;
  names: Placed[];
  args: { reader: ObjectReader; argument: ArgumentRule }[];
  conditions: { caps: Placed[]; arches: Placed[]; minKernel: Placed | null }[];
}

/** A profile with the places of its parts. */
export interface PlacedProfile {
  list: ProblemList;
  reader: ObjectReader;
  rules: readonly PlacedRule[];
  architectures: readonly Placed[];
}
