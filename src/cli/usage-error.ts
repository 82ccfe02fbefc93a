/** What the user asked for cannot be done as asked; the message says why and what to do. Ends the program with 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
