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

export type FormatName = (typeof formatNames)[number];

const withoutSource: readonly string[] = ["stylish", "compact", "github", "gitlab", "junit", "checkstyle", "markdown"] satisfies FormatName[];

/** Whether a report of this format may show text of the linted files; a module of the user's gets what ESLint gives. */
export function needsSource(format: string): boolean {
  return !withoutSource.includes(format);
}
