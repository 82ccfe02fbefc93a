import assert from "node:assert/strict";
import path from "node:path";
import { describe, it } from "node:test";
import { ESLint } from "eslint";
import { NodeFileSystem } from "../../src/compose/node-file-system.js";
import { ProjectFileCache } from "../../src/compose/project-file.js";
import { createPlugin } from "../../src/eslint/plugin.js";
import { runCli } from "./run-cli.js";
import { oldEngine } from "./stacks.js";
import { temporaryFolder } from "./temporary-folder.js";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const files = {
  "compose.yaml": `services:
  web:
    # eslint-disable-next-line compose-lint/thread-creation
    image: node:20-bookworm
  api:
    image: node:20-bookworm # eslint-disable-line compose-lint/syntax
  db: none
`,
  "compose.clean.yaml": "services:\n  web:\n    image: alpine:3.19\n",
  "compose.broken.yaml": "services:\n  web: [\n",
  Dockerfile: "FROM node:20-bookworm\nRUN npm ci\n",
};

/** What ESLint's own JSON formatter prints for the folder. */
async function byEslint(folder: string, fix: boolean): Promise<Json> {
  const plugin = createPlugin({
    fileSystem: new NodeFileSystem(),
    projectFiles: new ProjectFileCache(),
    variables: {},
    writesFiles: fix,
  });
  const eslint = new ESLint({
    cwd: folder,
    fix,
    overrideConfigFile: true,
    overrideConfig: [
      ...plugin.configs.recommended,
      { settings: { "compose-lint": { engine: "20.10.9" } }, linterOptions: { reportUnusedDisableDirectives: "warn" } },
    ],
  });
  const formatter = await eslint.loadFormatter("json");
  return JSON.parse(await formatter.format(await eslint.lintFiles(["."]))) as Json;
}

async function byUs(folder: string, words: string[]): Promise<Json> {
  const { stdout } = await runCli(folder, [...oldEngine, "--format", "json", ...words, "."]);
  return JSON.parse(stdout) as Json;
}

/** Without what ESLint's results have no place for; a suppressed message has a kind, `directive`, in ESLint too. */
function withoutKinds(results: Json): Json {
  return JSON.parse(JSON.stringify(results, (key, value: unknown) => (key === "fixKind" || (key === "kind" && value !== "directive") ? undefined : value))) as Json;
}

describe("--format json", () => {
  it("prints what ESLint's JSON formatter prints, and the kinds of change", async (test) => {
    const folder = temporaryFolder(test, files);
    const ours = await byUs(folder, []);
    assert.deepEqual(withoutKinds(ours), await byEslint(folder, false));
    assert.notDeepEqual(withoutKinds(ours), ours);
  });

  it("says what kind of change each fix and suggestion is", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": "services:\n  web:\n    image: node:20-bookworm\n    security_opt: [no-new-privileges, no-new-privileges]\n" });
    const [{ messages = [] } = {}] = (await byUs(folder, [])) as { messages?: { fixKind?: string; suggestions?: { messageId: string; kind?: string }[] }[] }[];
    assert.deepEqual(messages.flatMap(({ fixKind = [] }) => fixKind), ["entry"]);
    const suggestions = messages.flatMap(({ suggestions: offered = [] }) => offered.map(({ messageId, kind }) => [messageId, kind]));
    assert.deepEqual(suggestions, [["addProfileToBeWritten", "profile"], ["useImage", "other-image"], ["useImage", "other-image"], ["addUnconfined", "unconfined"]]);
  });

  it("prints the same also where fixes are applied", async (test) => {
    const folder = temporaryFolder(test, { ...files, "compose.yaml": files["compose.yaml"].replace("  db: none\n", "") });
    const ours = await byUs(folder, ["--fix-dry-run"]);
    const theirs = await byEslint(folder, true);
    // Beside an ESLint that writes no profile the fixed file is judged as one whose profile is not there.
    const outputs = (results: Json): Json[] => (results as Record<string, Json>[]).map(({ output = null }) => output);
    assert.deepEqual(outputs(ours), outputs(theirs));
    const keys = (results: Json): string[][] => (results as Record<string, Json>[]).map((result) => Object.keys(result).sort());
    // What the changes may break has no place in ESLint's results.
    assert.deepEqual(keys(ours).map((names) => names.filter((name) => name !== "appliedFixes")), keys(theirs));
  });

  it("has warnings of an error rule with severity 1, and counts them so", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": "services:\n  web:\n    image: node:20-bookworm\n" });
    const { stdout } = await runCli(folder, ["--engine", ">=20.10.9 <23", "--format", "json"]);
    const [result] = JSON.parse(stdout) as ESLint.LintResult[];
    assert.equal(result?.filePath, path.join(folder, "compose.yaml"));
    assert.deepEqual(result.messages.map(({ severity }) => severity), [1]);
    assert.deepEqual([result.errorCount, result.warningCount], [0, 1]);
    assert.deepEqual([result.fixableErrorCount, result.fixableWarningCount], [0, 0]);
    // As in an editor, an entry that names a profile which is not there yet is no fix.
    assert.match(result.messages[0]?.suggestions?.[0]?.desc ?? "", /then write that profile with `npx compose-lint/);
  });
});
