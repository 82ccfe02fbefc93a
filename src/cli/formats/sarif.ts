import { pathToFileURL } from "node:url";
import { factsOfKind } from "../../../rules/fix-kinds.js";
import { packageVersion } from "../../eslint/plugin.js";
import { rules } from "../../eslint/rules.js";
import type { FileResult, Finding, RelatedPlace } from "../../lint/lint-result.js";
import type { LineIndex } from "../../text/line-index.js";
import { linesOf } from "../../text/lines-of.js";
import type { SourceRange } from "../../text/source-range.js";
import { plainText } from "../../text/plain-text.js";
import { readRulePage } from "../rule-page.js";
import { withSlashes } from "../with-slashes.js";
import { relativePath } from "./display-path.js";
import { judgedText, levelOf, messageLine, regionOf, ruleDescription, ruleIdOf, pageOf } from "./finding-words.js";
import type { FormatContext } from "./format.js";

const ROOT = "%SRCROOT%";
/** How the ids of suggestions end that name a file which another command has to write. */
const TO_BE_WRITTEN = "ToBeWritten";

/** The Static Analysis Results Interchange Format of OASIS, version 2.1.0, as code scanning services take it. */
export function sarif(results: readonly FileResult[], { cwd }: FormatContext): string {
  const findings = results.flatMap(({ messages }) => messages);
  const ruleIds = [...new Set(findings.map(ruleIdOf))].sort();
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: driver(ruleIds, findings) },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { [ROOT]: { uri: pathToFileURL(`${cwd}/`).href } },
        results: results.flatMap((result) => result.messages.map((finding) => resultOf(finding, result, ruleIds, cwd))),
      },
    ],
  };
  return `${plainText(JSON.stringify(log, null, 2))}\n`;
}

function driver(ruleIds: readonly string[], findings: readonly Finding[]): object {
  return {
    name: "compose-lint",
    semanticVersion: packageVersion,
    informationUri: "https://github.com/compose-lint/compose-lint",
    rules: ruleIds.map((id) => ruleOf(id, findings.find((finding) => ruleIdOf(finding) === id))),
  };
}

function ruleOf(id: string, example: Finding | undefined): object {
  const name = id.replace("compose-lint/", "");
  const description = ruleDescription(id) ?? "Report comments that switch off what is not there, and files that cannot be judged";
  const page = readRulePage(name);
  const level = Object.hasOwn(rules, name) ? rules[name as keyof typeof rules].meta.docs?.level : undefined;
  const address = example === undefined ? null : pageOf(example);
  return {
    id,
    name,
    shortDescription: { text: `${description}.` },
    ...(address === null ? {} : { helpUri: address }),
    help: { text: page ?? `${description}.`, ...(page === null ? {} : { markdown: page }) },
    defaultConfiguration: { level: level === "error" ? "error" : "warning" },
  };
}

function resultOf(finding: Finding, result: FileResult, ruleIds: readonly string[], cwd: string): object {
  const related = finding.relatedLocations ?? [];
  const fixes = fixesOf(finding, result, cwd);
  return {
    ruleId: ruleIdOf(finding),
    ruleIndex: ruleIds.indexOf(ruleIdOf(finding)),
    level: levelOf(finding),
    message: { text: messageLine(finding) },
    locations: [{ physicalLocation: placeOf(result.filePath, finding, cwd) }],
    ...(related.length === 0 ? {} : { relatedLocations: related.map((place, index) => relatedOf(place, index, cwd)) }),
    ...(fixes.length === 0 ? {} : { fixes }),
  };
}

function relatedOf(place: RelatedPlace, index: number, cwd: string): object {
  return { id: index + 1, message: { text: messageLine(place) }, physicalLocation: placeOf(place.filePath, place, cwd) };
}

type Place = Parameters<typeof regionOf>[0];

function placeOf(file: string, place: Place, cwd: string): object {
  const { line, column, endLine, endColumn } = regionOf(place);
  return {
    artifactLocation: artifact(file, cwd),
    region: { startLine: line, startColumn: column, endLine, endColumn },
  };
}

/** A path below the current folder from there, any other as an absolute address. */
function artifact(file: string, cwd: string): object {
  const shown = relativePath(file, cwd);
  if (shown === file) return { uri: pathToFileURL(file).href };
  return { uri: withSlashes(shown).split("/").map(encoded).join("/"), uriBaseId: ROOT };
}

/** Half of a surrogate pair, which a name can hold and an address cannot, becomes the replacement character. */
function encoded(part: string): string {
  return encodeURIComponent(part.replaceAll(/\p{Surrogate}/gu, "\ufffd"));
}

/**
 * The fix and the suggestions. What was mended already has none left; a fix that names a file still to be written is for
 * `--fix` alone. A change of SARIF 2.1.0 replaces regions of an artifact that is there, and viewers (that of VS Code) open
 * each file that a fix changes: one with a new file would fail there, and one without it leaves a container that does not start.
 */
function fixesOf({ fix, fixKind, fixWrites, suggestions = [] }: Finding, result: FileResult, cwd: string): object[] {
  const changes = [
    ...(fix === undefined || fixWrites !== undefined ? [] : [{ text: `What compose-lint --fix changes here.${riskOf(fixKind)}`, fix }]),
    ...suggestions.filter(({ messageId = "" }) => !messageId.endsWith(TO_BE_WRITTEN)).map(({ desc, kind, fix: change }) => ({ text: `${desc}.${riskOf(kind)}`, fix: change })),
  ];
  if (changes.length === 0) return [];
  const index = linesOf(judgedText(result));
  return changes.map(({ text, fix: { range, text: inserted } }) => ({
    description: { text: plainText(text) },
    artifactChanges: [
      {
        artifactLocation: artifact(result.filePath, cwd),
        replacements: [{ deletedRegion: regionOfRange(range, index), insertedContent: { text: inserted } }],
      },
    ],
  }));
}

function riskOf(kind: Finding["fixKind"]): string {
  return kind === undefined ? "" : ` ${factsOfKind[kind].mayBreak}`;
}

function regionOfRange(range: SourceRange, index: LineIndex): object {
  const { start, end } = index.locationOf(range);
  return { startLine: start.line, startColumn: start.column + 1, endLine: end.line, endColumn: end.column + 1 };
}
