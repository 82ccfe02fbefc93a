import type { Value } from "./value.js";
import type { ScalarContent } from "./yaml-scalar.js";

/** A value as Go's `fmt` prints it with `%v`, which is how Compose turns numbers and booleans into text. */
export function valueText(value: Value): string {
  switch (value.kind) {
    case "scalar":
      return scalarText(value.content);
    case "list":
      return `[${value.items.map(valueText).join(" ")}]`;
    case "map": {
      const names = [...value.entries.keys()].sort();
      return `map[${names.map((name) => `${name}:${entryText(value.entries.get(name)?.value)}`).join(" ")}]`;
    }
  }
}

/** A scalar as Go prints it. */
export function scalarText(content: ScalarContent): string {
  switch (content.type) {
    case "null":
      return "<nil>";
    case "float":
      return floatText(content.value);
    default:
      return String(content.value);
  }
}

function entryText(value: Value | undefined): string {
  return value === undefined ? "" : valueText(value);
}

/** Go's `%g` in its shortest form: with an exponent, of at least two digits, where it is below -4 or above 5. */
function floatText(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const [mantissa = "", exponentText = "0"] = value.toExponential().split("e");
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < 6) return String(value);
  return `${mantissa}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}
