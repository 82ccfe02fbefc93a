/**
 * Reads what most runs do not need, which else is read when it is wanted. In the sources there is no such part; in the
 * bundle `start` has it in scripts of its own.
 */
export function readRestOfProgram(): void {
  // Each module is loaded by Node.
}
