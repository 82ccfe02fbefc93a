/** A value as messages about it have it. */
export function quoted(value: string): string {
  return value === "" ? "an empty value" : `\`${value}\``;
}
