import { fileResult, type FileResult, type Finding } from "../../../src/lint/lint-result.js";

/** Where the files of the sample lie. */
export const sampleFolder = "/srv/stack";

const source = "services:\n  web:\n    image: node:20\n    security_opt: [a, b]\n";

const finding: Finding = {
  ruleId: "compose-lint/thread-creation",
  severity: 2,
  message: "The service `web` fails. Use `a|b`, <b>not</b> 100% [x](y) & \"z\".",
  line: 3,
  column: 12,
  endLine: 3,
  endColumn: 19,
  fix: { range: [source.indexOf("node:20"), source.indexOf("node:20") + 7], text: "node:20-alpine" },
  relatedLocations: [
    { filePath: "/srv/stack/base.yaml", line: 7, column: 3, endLine: 7, endColumn: 9, message: "`web` comes from here." },
    { filePath: "/etc/other.yaml", line: 1, column: 1, endLine: 2, endColumn: 1, message: "And from here." },
  ],
  suggestions: [{ desc: "Use musl", fix: { range: [0, 0], text: "# musl\n" } }],
};

const severalLines: Finding = { ruleId: "compose-lint/security-opt", severity: 1, message: "Two\nlines.", line: 3, column: 5, endLine: 4, endColumn: 25 };
const directive: Finding = { ruleId: null, severity: 1, message: "Unused comment.", line: 1, column: 1 };
const broken: Finding = { ruleId: null, severity: 2, fatal: true, message: "Cannot be judged.", line: 0, column: 0 };

/** Findings of every kind: with and without rule, end, fix and other places, in files with easy and hard names. */
export const sampleResults: readonly FileResult[] = [
  fileResult("/srv/stack/compose.yaml", source, [finding, severalLines], []),
  fileResult("/srv/stack/a, b: 100% ü/compose.yaml", "services: {}\n", [directive], []),
  fileResult("/srv/stack/clean/compose.yaml", "services: {}\n", [], []),
  fileResult("/etc/compose.yaml", "\n", [broken], []),
];

/** A result whose every text is the one given. */
export function resultNamed(text: string): FileResult {
  return fileResult(`/srv/stack/${text.replaceAll(/[/\0]/gu, "_")}`, text, [
    { ruleId: "compose-lint/syntax", severity: 2, message: text, line: 1, column: 1, endLine: 1, endColumn: 2, relatedLocations: [{ filePath: `/srv/stack/x${text.replaceAll(/[/\0]/gu, "_")}`, line: 1, column: 1, endLine: 1, endColumn: 1, message: text }] },
  ], []);
}
