import assert from "node:assert/strict";
import { loadFormat } from "../../../src/cli/formats/format.js";
import { formatNames } from "../../../src/cli/formats/format-names.js";
import { loadProject } from "../../../src/compose/load-project.js";
import { parseComposeFile } from "../../../src/compose/parse.js";
import { resolvedModel } from "../../../src/compose/resolved-model.js";
import { parseDockerfile } from "../../../src/dockerfile/parse.js";
import { fileKindOf } from "../../../src/eslint/file-kind.js";
import { lintTexts, type LintInput, type LintRun } from "../../../src/lint/lint-files.js";
import type { FileResult, Finding } from "../../../src/lint/lint-result.js";
import { applyEdits, type TextEdit } from "../../../src/text/text-edit.js";
import { xmlProblem } from "../../cli/formats/xml-problem.js";
import { differences } from "../../compose/json-difference.js";
import { MemoryFileSystem } from "../../memory-file-system.js";
import type { FuzzTarget } from "../fuzz-target.js";
import { projectFolder, readProjectText, writeProjectText } from "../project-text.js";
import { dockerfilePieces } from "./dockerfile.js";
import { projectPieces, projectSeeds } from "./project.js";
import { filesNamed } from "../seeds.js";

// What a terminal would obey: C0 but tab and line feed, DEL, C1, and changes of the writing direction.
// eslint-disable-next-line no-control-regex -- control characters are what it is for
const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/u;
/** Long enough for the longest advice with some names that were cut. */
const LONGEST_MESSAGE = 12_000;
const voidElements = ["meta", "link", "br", "hr", "input"];

/**
 * What a fix or a suggestion of a rule may change: of a service what it is about, and what an extension field has through
 * an anchor. Names of services may have dots, which the fuzzer makes too.
 */
const intended = /^(?:x-|services\.[^]*\.(?:x-|(?:security_opt|image|pids_limit|mem_limit|memswap_limit|mem_reservation|shm_size|mem_swappiness|ulimits|deploy|build)\b))/u;

const own: readonly string[] = [
  "services:\n  web:\n    image: node:20\n  db:\n    image: &i redis:7\n    security_opt: [\"apparmor=x\"]\n  c:\n    image: *i\n    security_opt:\n      - seccomp=unconfined # why\n",
  "x-s: &s\n  image: python:3.11\n  pids_limit: 2\nservices:\n  a: {<<: *s}\n  b:\n    <<: *s\n    mem_limit: 4m\n  d:\n    image: postgres:16\n    deploy:\n      resources:\n        limits: {pids: 3, memory: 5M}\n",
  "services:\n  web:\n    build:\n      context: .\n      dockerfile_inline: |\n        FROM node:20\n        RUN npm ci\n    security_opt:\n      - seccomp:./seccomp-compose-lint.json\n      - no-new-privileges:true\n",
  "# compose-lint-disable thread-creation, image-moved -- later\nservices:\n  web:\n    # eslint-disable-next-line compose-lint/thread-limit\n    image: node:20\n    ulimits: {nproc: 2}\n# compose-lint-enable\n# eslint compose-lint/image-end-of-life: warn\n",
];

function lint(files: Readonly<Record<string, string>>, inputs: readonly LintInput[], fix: boolean): LintRun {
  return lintTexts(inputs, {
    cwd: projectFolder, fileSystem: new MemoryFileSystem(files), variables: {}, settings: { engine: "20.10.9", date: "2026-11-01" }, set: "all", fix, writesFiles: true,
  });
}

/** All rules over a project: places, fixes, suggestions, and every format of the report. */
export const lintProject: FuzzTarget = {
  seeds: () => [...own, ...own, ...projectSeeds(), ...filesNamed(/Dockerfile/u, { most: 30 }).map((text) => writeProjectText([["compose.yaml", "services: {web: {build: .}}\n"], ["Dockerfile", text]]))],
  pieces: [...projectPieces, ...projectPieces, ...dockerfilePieces],
  async check(text) {
    const { files } = readProjectText(text);
    const inputs = Object.entries(files).filter(([path]) => /\.ya?ml$|Dockerfile/u.test(path)).map(([path, content]) => ({ path, text: content }));
    const run = lint(files, inputs, false);
    assertNoFailure(run);
    for (const result of run.results) for (const finding of result.messages) checkFinding(finding, result, files);
    checkFixes(files, inputs);
    await checkFormats(run.results);
  },
};

function assertNoFailure({ failures }: LintRun): void {
  const [first] = failures;
  if (first !== undefined) throw new Error(`${first.ruleId ?? "no rule"} came to an exception: ${JSON.stringify(first)}`);
}

function checkFinding(finding: Finding, { filePath, source }: FileResult, files: Readonly<Record<string, string>>): void {
  const name = `${finding.ruleId ?? "directive"}: ${finding.message}`;
  for (const told of [finding.message, ...(finding.relatedLocations ?? []).map(({ message }) => message), ...(finding.suggestions ?? []).map(({ desc }) => desc)]) {
    assert.equal(control.exec(told), null, `a control character in ${JSON.stringify(told)}`);
    assert.ok(told.length < LONGEST_MESSAGE, `a message of ${told.length} characters: ${told.slice(0, 200)}`);
  }
  assertInText(name, source, finding.line, finding.column);
  if (finding.endLine !== undefined && finding.endColumn !== undefined) {
    assertInText(`the end of ${name}`, source, finding.endLine, finding.endColumn);
    assert.ok(finding.endLine > finding.line || (finding.endLine === finding.line && finding.endColumn >= finding.column), `the end of ${name} is before its start`);
  }
  for (const place of finding.relatedLocations ?? []) {
    const content = files[place.filePath];
    if (content !== undefined) assertInText(`${place.message} of ${name}`, content, place.line, place.column);
  }
  for (const [index, edit] of [...(finding.fix === undefined ? [] : [finding.fix]), ...(finding.suggestions ?? []).map(({ fix }) => fix)].entries()) {
    checkEdit(`edit ${index} of ${name}`, filePath, source, edit, files);
  }
}

function assertInText(name: string, text: string, line: number, column: number): void {
  const width = text.split(/\r\n|\r|\n/u)[line - 1]?.length ?? -1;
  assert.ok(column >= 1 && column <= width + 1, `${line}:${column} is not in the text: ${name}`);
}

function checkEdit(name: string, path: string, whole: string, edit: Readonly<TextEdit>, files: Readonly<Record<string, string>>): void {
  const [start, end] = edit.range;
  // ESLint counts without the mark.
  const source = whole.replace(/^\ufeff/u, "");
  assert.ok(0 <= start && start <= end && end <= source.length, `${name} is not in the text`);
  const edited = applyEdits(source, [edit]);
  if (fileKindOf(path, source) === "dockerfile") {
    if (parseDockerfile(source).problems.length > 0) return;
    assert.deepEqual(parseDockerfile(edited).problems, [], `${name} breaks the Dockerfile:\n${edited}`);
    return;
  }
  if (parseComposeFile(source).syntaxProblems.length > 0) return;
  assert.deepEqual(parseComposeFile(edited).syntaxProblems, [], `${name} breaks the YAML:\n${edited}`);
  assertOnlyIntended(name, files, { ...files, [path]: edited });
}

function assertOnlyIntended(name: string, before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): void {
  const others = differences(modelOf(before), modelOf(after)).filter((difference) => !intended.test(difference));
  assert.deepEqual(others, [], `${name} changes more of the model than is meant`);
}

function modelOf(files: Readonly<Record<string, string>>): ReturnType<typeof resolvedModel> {
  return resolvedModel(loadProject([], { workingDirectory: projectFolder, environment: {} }, new MemoryFileSystem(files)));
}

function checkFixes(files: Readonly<Record<string, string>>, inputs: readonly LintInput[]): void {
  const first = lint(files, inputs, true);
  assertNoFailure(first);
  const outputs = Object.fromEntries(first.results.flatMap(({ filePath, output }) => (output === undefined ? [] : [[filePath, output]])));
  if (Object.keys(outputs).length === 0) return;
  const written = Object.fromEntries(first.requiredFiles.map((file) => [file.path, file.text]));
  const after = { ...files, ...written, ...outputs };
  for (const { filePath, source, output } of first.results) {
    if (output === undefined || fileKindOf(filePath, source) === "dockerfile" || parseComposeFile(source).syntaxProblems.length > 0) continue;
    assert.deepEqual(parseComposeFile(output).syntaxProblems, [], `the fixes break ${filePath}:\n${output}`);
  }
  if (inputs.every(({ path, text }) => fileKindOf(path, text) === "dockerfile" || parseComposeFile(text).syntaxProblems.length === 0)) {
    assertOnlyIntended("--fix", { ...files, ...written }, after);
  }
  const second = lint(after, inputs.map(({ path, text }) => ({ path, text: outputs[path] ?? text })), true);
  for (const { filePath, output } of second.results) assert.equal(output, undefined, `a second --fix changes ${filePath} of\n${outputs[filePath] ?? ""}\nto\n${output ?? ""}`);
}

async function checkFormats(results: readonly FileResult[]): Promise<void> {
  for (const name of formatNames) {
    const write = await loadFormat(name, projectFolder);
    const written = await write(results, { cwd: projectFolder, colour: false, columns: 80, links: false, codeFrame: true });
    const raw = control.exec(written);
    assert.equal(raw, null, `${name} has the control character ${JSON.stringify(raw?.[0])}`);
    if (["json", "sarif", "gitlab"].includes(name)) JSON.parse(written);
    if (["junit", "checkstyle", "html"].includes(name)) assert.equal(xmlProblem(written, voidElements), null, name);
  }
}
