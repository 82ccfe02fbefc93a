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
