/** The formats that come with the program; the first is the one without `--format`. */
export const formatNames = [
  "stylish",
  "compact",
  "json",
  "sarif",
  "github",
  "gitlab",
  "junit",
  "checkstyle",
  "markdown",
  "html",
] as const;

/** What the other commands print with `--format`; the first is the one without it. */
export const formatsOfCommand = {
  inspect: ["table", "json"],
  hosts: ["table", "json"],
  diagnose: ["text", "json"],
  "docker-run": ["stylish", "json"],
  rules: ["table", "json"],
} as const;

/** The formats of a command that is not linting; undefined for one that has none. */
export function formatsOf(command: string): readonly string[] | undefined {
  return Object.hasOwn(formatsOfCommand, command) ? formatsOfCommand[command as keyof typeof formatsOfCommand] : undefined;
}

export type FormatName = (typeof formatNames)[number];

const withoutSource: readonly string[] = ["stylish", "compact", "github", "gitlab", "junit", "checkstyle", "markdown"] satisfies FormatName[];

/** Whether a report of this format may show text of the linted files; a module of the user's gets what ESLint gives. */
export function needsSource(format: string): boolean {
  return !withoutSource.includes(format);
}
