import path from "node:path";

/** The two kinds of file that we lint, which are also the names of their languages. */
export type FileKind = "compose" | "dockerfile";

/** The patterns of the shipped ESLint configurations. */
export const composePatterns = [
  "**/compose.{yaml,yml}",
  "**/compose.*.{yaml,yml}",
  // compose-lint.config.yaml is our own configuration.
  "**/compose-!(lint.config).{yaml,yml}",
  "**/docker-compose.{yaml,yml}",
  "**/docker-compose.*.{yaml,yml}",
  "**/docker-compose-*.{yaml,yml}",
];

// `Dockerfile.md` is about a Dockerfile, `Dockerfile.dockerignore` is BuildKit's ignore file, `Dockerfile.sarif` a report,
// `Dockerfile.swp` what an editor left, as is a name with `~` at its end.
export const otherEndings: readonly string[] = [
  "md", "txt", "dockerignore", "yaml", "yml", "json", "js", "cjs", "mjs", "ts", "cts", "mts", "sh", "py",
  "html", "xml", "sarif", "csv", "log", "diff", "patch", "rej", "orig", "bak", "swp", "swo", "tmp",
];
const withOtherEnding = ["*~", ...otherEndings.map((ending) => `*.${ending}`)].join("|");

export const dockerfilePatterns = [
  ...["Dockerfile", "Containerfile"].flatMap((name) => [
    `**/${name}`,
    `**/${name}.!(${otherEndings.join("|")}|${withOtherEnding})`,
    // `Dockerfile-js` is one for JavaScript.
    `**/${name}-!(${withOtherEnding})`,
  ]),
  // Of other tools too: VS Code, GitHub and pre-commit know a Dockerfile by these endings.
  "**/*.{Dockerfile,dockerfile,Containerfile,containerfile}",
  // BuildKit reads `dockerfile` where there is no `Dockerfile`.
  "**/{dockerfile,containerfile}",
];

// Most files have one of these names, and need no regular expression.
const usualComposeNames = new Set(["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"]);
const composeName = /^(?!compose-lint\.config\.)(?:docker-)?compose(?:[.-].+)?\.ya?ml$/u;
const dockerfileName = /^(?:(?:Docker|Container)file(?:[.-].+)?|(?:.*\.)?(?:docker|container)file|.*\.(?:Docker|Container)file)$/u;
const otherEnding = new RegExp(`(?:\\.(?:${otherEndings.join("|")})|~)$`, "u");

/** The kind that a file's name tells; null for any other name. */
export function fileKind(file: string): FileKind | null {
  const name = path.basename(file);
  if (usualComposeNames.has(name) || composeName.test(name)) return "compose";
  return dockerfileName.test(name) && !otherEnding.test(name) ? "dockerfile" : null;
}

/** The kind of a file that the user named: by its name, else Compose for YAML, else by how its text starts. */
export function fileKindOf(file: string, text: string): FileKind {
  const byName = fileKind(file);
  if (byName !== null) return byName;
  if (/\.(?:ya?ml|json)$/iu.test(file)) return "compose";
  return startsAsDockerfile(text) ? "dockerfile" : "compose";
}

/** Whether the first line that is neither empty nor a comment is a `FROM` or an `ARG`. */
function startsAsDockerfile(text: string): boolean {
  const first = text.split(/\r?\n/u, 100).find((line) => /^\s*[^\s#]/u.test(line));
  return first !== undefined && /^\s*(?:from|arg)\s/iu.test(first);
}
