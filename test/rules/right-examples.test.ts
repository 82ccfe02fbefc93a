import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import type { LintSettings } from "../../src/eslint/settings.js";
import { lintTexts } from "../../src/lint/lint-files.js";
import { MemoryFileSystem } from "../memory-file-system.js";

// With the day on which the pages are made, what they call right cannot age.
const day = /^const DAY = "(?<day>[\d-]+)";$/mu.exec(readFileSync("tools/doc-examples.mjs", "utf8"))?.groups?.day ?? "";

const folder = "docs/rules";
const pages = readdirSync(folder).map((name) => ({ name, text: readFileSync(`${folder}/${name}`, "utf8") }));

const BLOCKS = /^```(?<language>yaml|dockerfile)\n(?<body>[^]*?)^```$/gmu;

function rightSection(page: string): string {
  return /^## Right\n(?<section>(?:(?!^## )[^])*)/mu.exec(page)?.groups?.section ?? "";
}

/** The files that the section `Right` of a page shows, by name; a comment in the first line may say another name. */
function rightFiles(page: string): Map<string, string> {
  const blocks = rightSection(page).matchAll(BLOCKS);
  return new Map(
    [...blocks].map(({ groups: { language = "", body = "" } = {} }) => {
      const named = /^# (?<name>[\w.]+\.yaml)\n/u.exec(body)?.groups?.name;
      return [named ?? (language === "yaml" ? "compose.yaml" : "Dockerfile"), body] as const;
    }),
  );
}

/** The engine and the day of the page's first command, which reports what is wrong. */
function settingsOf(page: string): LintSettings {
  const command = /^\$ compose-lint .*$/mu.exec(page)?.[0] ?? "";
  const flag = (name: string): string | undefined => new RegExp(`--${name} (\\S+)`, "u").exec(command)?.[1];
  const engine = flag("engine");
  return { date: flag("date") ?? day, ...(engine === undefined ? {} : { engine }) };
}

function found(page: string, files: ReadonlyMap<string, string>): string[] {
  const inputs = [...files].map(([name, text]) => ({ path: `/project/${name}`, text }));
  const fileSystem = new MemoryFileSystem(Object.fromEntries(inputs.map(({ path, text }) => [path, text])));
  const { results } = lintTexts(inputs, { cwd: "/project", fileSystem, settings: settingsOf(page), variables: {}, fix: false });
  return results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId ?? "none"}: ${message}`));
}

describe("what the pages of the rules call right", () => {
  for (const { name, text } of pages) {
    const files = rightFiles(text);
    if (files.size === 0) continue;
    it(`${name} is right by all rules of \`recommended\``, () => {
      assert.deepEqual(found(text, files), []);
    });
  }

  it("is shown as whole files, each with its language", () => {
    for (const { name, text } of pages) assert.doesNotMatch(rightSection(text).replaceAll(BLOCKS, ""), /^(?: {4}|```)/mu, name);
    assert.ok(pages.filter(({ text }) => rightFiles(text).size > 0).length >= 12);
  });

  it("is judged by the fixed day: a page whose image has aged, or that breaks another rule, is told of", () => {
    assert.match(day, /^\d{4}-\d\d-\d\d$/u);
    const aged = "## Right\n\n```yaml\nservices:\n  a:\n    image: nginx:1.27-alpine\n    security_opt: [no-new-privileges:true]\n```\n";
    assert.deepEqual(found(aged, rightFiles(aged)).map((line) => line.split(":", 1)[0]), ["compose-lint/image-end-of-life", "compose-lint/security-opt"]);
  });
});
