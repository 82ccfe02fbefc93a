import type { YamlPair } from "../compose/ast.js";
import { addToList } from "../memory/add-to-list.js";

interface PlacedFinding {
  kind: string;
  at: { pair: YamlPair };
}

/** Findings in the order in which they were made, found again by their kind and the pair at which they stand. */
export class FindingsByPlace<Finding extends PlacedFinding> {
  readonly all: Finding[] = [];
  readonly #byPair = new Map<YamlPair, Finding[]>();

  /** The one of this kind at this pair. */
  get({ kind, at }: PlacedFinding): Finding | undefined {
    return this.#byPair.get(at.pair)?.find((finding) => finding.kind === kind);
  }

  add(finding: Finding): void {
    this.all.push(finding);
    addToList(this.#byPair, finding.at.pair, finding);
  }
}
