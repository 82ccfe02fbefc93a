import { derivedList, entryValue, type MapValue, type Value } from "./value.js";
import { valueText } from "./value-text.js";

/**
 * Merges the pools of `ipam.config` as compose-go 2.9.1 does: each pool of the base with each of the override, where
 * pools of different subnets are added once and otherwise merge into the base's.
 */
export function mergeAddressPools(
  base: Value,
  override: Value,
  merge: (base: MapValue, override: MapValue) => MapValue,
): Value {
  if (base.kind !== "list" || override.kind !== "list") return override;
  const pools: MapValue[] = [];
  for (const original of base.items) {
    if (original.kind !== "map") continue;
    let current = original;
    for (const addition of override.items) {
      if (addition.kind !== "map") continue;
      if (subnetOf(addition) !== subnetOf(current) && !pools.some((pool) => subnetOf(pool) === subnetOf(addition))) {
        pools.push(addition);
        continue;
      }
      current = merge(current, addition);
      const merged = current;
      const index = pools.findIndex((pool) => subnetOf(pool) === subnetOf(merged));
      if (index === -1) pools.push(merged);
      else pools[index] = merged;
    }
  }
  return { ...derivedList(override, pools), earlier: [base, ...override.earlier] };
}

function subnetOf(pool: MapValue): string | null {
  const subnet = entryValue(pool, "subnet");
  return subnet === undefined ? null : valueText(subnet);
}
