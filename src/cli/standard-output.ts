/** What stands for standard output in the place of a file, as for most programs. */
export const STANDARD_OUTPUT = "-";
