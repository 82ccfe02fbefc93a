/**
 * What a person is told where compose-lint itself is at fault: what failed, and that it wants to be reported.
 *
 * @param withStack whether to say where in the program it happened
 */
export function describeBug(what: string, thrown: unknown, withStack: boolean): string {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const cause = error.message === "" ? error.name : `${error.name}: ${error.message}`;
  const report = "This is a bug of compose-lint, not of your files: please report it, with a file that shows it.";
  if (!withStack) return `${what} (${cause}). ${report} --debug prints where it happened.`;
  return `${what} (${cause}). ${report}\n${error.stack ?? ""}`;
}
