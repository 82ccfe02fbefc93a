/** All commands; `lint` is what the program does without a word. */
export const allCommands = [
  "lint",
  "init",
  "inspect",
  "profile",
  "hosts",
  "diagnose",
  "docker-run",
  "rules",
  "explain",
  "completion",
] as const;

export type Command = (typeof allCommands)[number];

/** The commands beside linting, which has no name. */
export const commandNames: readonly Command[] = allCommands.filter((name) => name !== "lint");
