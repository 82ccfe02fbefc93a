import type { YamlPair } from "../compose/ast.js";
import type { SourceLocation } from "../text/source-range.js";

/** Where a person would edit a pair: the value of `image:`, the key of `build:`. */
export function locationOf(pair: YamlPair): SourceLocation {
  return pair.value?.type === "YamlScalar" || pair.value?.type === "YamlAlias" ? pair.value.loc : pair.key.loc;
}
