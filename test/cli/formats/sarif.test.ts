import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import Ajv from "ajv";
import { sarif } from "../../../src/cli/formats/sarif.js";
import { LineIndex } from "../../../src/text/line-index.js";
import { runCli } from "../run-cli.js";
import { failing, fixed, harmless, oldEngine } from "../stacks.js";
import { temporaryFolder } from "../temporary-folder.js";
import { resultNamed, sampleFolder, sampleResults } from "./sample-results.js";

interface Region {
  startLine: number;
  startColumn: number;
  endLine: number;
  endColumn: number;
}

interface Place {
  artifactLocation: { uri: string; uriBaseId?: string };
  region: Region;
}

interface Result {
  ruleId: string;
  ruleIndex: number;
  level: string;
  locations: { physicalLocation: Place }[];
  relatedLocations?: { message: { text: string }; physicalLocation: Place }[];
  fixes?: { description: { text: string }; artifactChanges: { replacements: { deletedRegion: Region; insertedContent: { text: string } }[] }[] }[];
}

interface Log {
  runs: {
    tool: { driver: { rules: { id: string; helpUri?: string; help: { text: string; markdown?: string } }[] } };
    originalUriBaseIds: Record<string, { uri: string }>;
    results: Result[];
  }[];
}

const require = createRequire(import.meta.url);
const schemaFile = path.join(path.dirname(require.resolve("@microsoft/jest-sarif")), "schemas", "sarif-2.1.0-rtm.5.json");
const validator = new Ajv({ schemaId: "auto", allErrors: true });
validator.addMetaSchema(require("ajv/lib/refs/json-schema-draft-04.json") as object);
const validate = validator.compile(JSON.parse(readFileSync(schemaFile, "utf8")) as object);
const context = { cwd: sampleFolder, colour: false, columns: null, links: false, codeFrame: false };

function run(text: string): Log["runs"][number] {
  const log = JSON.parse(text) as Log;
  assert.equal(validate(log), true, JSON.stringify(validate.errors, null, 1));
  const [first] = log.runs;
  assert.ok(first !== undefined && log.runs.length === 1);
  return first;
}

describe("sarif", () => {
  it("is valid by the official schema, whatever is found", () => {
    run(sarif([], context));
    run(sarif(sampleResults, context));
    run(sarif([resultNamed('\u001b[31m <&"> %20 \ud800 ü \\ #?')], context));
    // The schema refuses what is wrong.
    assert.equal(validate({ version: "2.1.0", runs: [{ tool: {} }] }), false);
  });

  it("has rules with their pages, and results that refer to them", () => {
    const { tool, results } = run(sarif(sampleResults, context));
    for (const { ruleId, ruleIndex } of results) assert.equal(tool.driver.rules[ruleIndex]?.id, ruleId);
    const rule = tool.driver.rules.find(({ id }) => id === "compose-lint/thread-creation");
    assert.match(rule?.helpUri ?? "", /\/docs\/rules\/thread-creation\.md$/);
    assert.match(rule?.help.markdown ?? "", /^# thread-creation\n/);
    assert.deepEqual(results.map(({ level }) => level), ["error", "warning", "warning", "error"]);
  });

  it("has places below the folder relative to it, and others as addresses", () => {
    const { results, originalUriBaseIds } = run(sarif(sampleResults, context));
    assert.equal(originalUriBaseIds["%SRCROOT%"]?.uri, `${pathToFileURL(sampleFolder).href}/`);
    assert.deepEqual(
      results.map(({ locations }) => locations[0]?.physicalLocation.artifactLocation),
      [
        { uri: "compose.yaml", uriBaseId: "%SRCROOT%" },
        { uri: "compose.yaml", uriBaseId: "%SRCROOT%" },
        { uri: "a%2C%20b%3A%20100%25%20%C3%BC/compose.yaml", uriBaseId: "%SRCROOT%" },
        { uri: pathToFileURL("/etc/compose.yaml").href },
      ],
    );
    assert.deepEqual(results[1]?.locations[0]?.physicalLocation.region, { startLine: 3, startColumn: 5, endLine: 4, endColumn: 25 });
    assert.deepEqual(
      results[0]?.relatedLocations?.map(({ message, physicalLocation }) => [message.text, physicalLocation.artifactLocation.uri, physicalLocation.region.startLine]),
      [
        ["`web` comes from here.", "base.yaml", 7],
        ["And from here.", pathToFileURL("/etc/other.yaml").href, 1],
      ],
    );
  });

  it("has fixes that do what --fix does", async (test) => {
    for (const text of [failing, failing.replaceAll("\n", "\r\n")]) {
      const folder = temporaryFolder(test, { "compose.yaml": text });
      const profile = await runCli(folder, ["profile", ...oldEngine, "--output", "seccomp-compose-lint.json"]);
      assert.equal(profile.code, 0, profile.stderr);
      const { stdout } = await runCli(folder, [...oldEngine, "--format", "sarif"]);
      const replacements = run(stdout).results[0]?.fixes?.[0]?.artifactChanges[0]?.replacements ?? [];
      assert.equal(replacements.length, 1);
      let mended = text;
      for (const { deletedRegion, insertedContent } of replacements) {
        const index = new LineIndex(text);
        const start = index.offsetAt({ line: deletedRegion.startLine, column: deletedRegion.startColumn - 1 });
        const end = index.offsetAt({ line: deletedRegion.endLine, column: deletedRegion.endColumn - 1 });
        mended = text.slice(0, start) + insertedContent.text + text.slice(end);
      }
      assert.equal(mended.replaceAll("\r\n", "\n"), fixed);
    }
  });

  it("has no fix that names a file which is still to be written", async (test) => {
    const own = `${failing}    security_opt: [seccomp=./mine.json]\n`;
    const profile = '{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["clone"], "action": "SCMP_ACT_ALLOW"}]}';
    for (const text of [failing, own]) {
      const folder = temporaryFolder(test, { "compose.yaml": text, "mine.json": profile });
      const { stdout } = await runCli(folder, [...oldEngine, "--format", "sarif"]);
      const fixes = run(stdout).results.flatMap((result) => result.fixes ?? []);
      assert.ok(fixes.length > 0);
      assert.ok(!JSON.stringify(fixes).includes("seccomp-compose-lint.json"));
    }
  });

  it("says of each change what it may break", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing });
    const { stdout } = await runCli(folder, [...oldEngine, "--format", "sarif"]);
    const texts = run(stdout).results.flatMap(({ fixes = [] }) => fixes.map(({ description }) => description.text));
    assert.match(texts[0] ?? "", /^Use node:\S+, .*\. Programs that were installed or built for the present image may not run/u);
    assert.match(texts.at(-1) ?? "", /^Add `seccomp=unconfined`, .*\. No program stops working, but/u);
  });

  it("is valid for what the command line finds in real files", async (test) => {
    const folder = temporaryFolder(test, {
      "compose.yaml": failing,
      "a b/compose.yaml": harmless,
      "broken/compose.yaml": "services: [\n",
      "Dockerfile": "FROM node:20\nRUN npm ci\n",
    });
    const { stdout } = await runCli(folder, [...oldEngine, "--format", "sarif", "."]);
    assert.ok(run(stdout).results.length >= 4);
  });
});
