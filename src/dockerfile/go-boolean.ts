const BOOLEANS = ["1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False"];

/** Whether Go's `strconv.ParseBool` takes the value. */
export function isGoBoolean(value: string): boolean {
  return BOOLEANS.includes(value);
}
