import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Linter } from "eslint";
import plugin from "../../../src/index.js";
import { createPlugin } from "../../../src/eslint/plugin.js";
import type { LintSettings } from "../../../src/eslint/settings.js";
import { memoryHost, testWithEslint } from "../rule-tester.js";
import { runRule } from "../run-rule.js";

const settings = { engine: "20.10.9", date: "2026-08-21" };
// Of a built service no other tag is suggested, so that the suggestions here are those about the profile.
const text = "services:\n  web:\n    build: .\n";
const dockerfile = { "/project/Dockerfile": "FROM node:20-bookworm\n" };
const fixed = `${text}    security_opt:\n      - seccomp=./seccomp-compose-lint.json\n`;
const unconfined = `${text}    security_opt:
      # No seccomp sandbox: this container may call every syscall of the kernel. Remove on Docker Engine 20.10.10 or newer.
      - seccomp=unconfined
`;
const place = { line: 3, column: 12, endLine: 3, endColumn: 13 };
const addUnconfined = {
  desc: "Add `seccomp=unconfined`, which switches the sandbox of seccomp off",
  output: unconfined,
};
const profile = runRule({ rule: "thread-creation", text, files: dockerfile, settings }).written["seccomp-compose-lint.json"] ?? "";
const foreign = '{"defaultAction": "SCMP_ACT_ERRNO"}';

/** The messages of a real ESLint with a plugin whose host writes no files. */
function lintInEditor(code: string, files: Record<string, string> = {}, own: LintSettings = settings): Linter.LintMessage[] {
  const memory = createPlugin(memoryHost({ files: { ...dockerfile, ...files } }));
  const config: Linter.Config[] = [...memory.configs.recommended, { settings: { "compose-lint": own } }];
  const messages = new Linter({ cwd: "/project" }).verify(code, config, { filename: "/project/compose.yaml" });
  return messages.filter(({ ruleId }) => ruleId === "compose-lint/thread-creation");
}

testWithEslint(
  "thread-creation",
  "compose",
  {
    valid: [{ name: "the entry, with the profile there", code: fixed }],
    invalid: [
      {
        name: "a fix and its suggestion, where the profile is there",
        code: text,
        output: fixed,
        errors: [
          {
            messageId: "crashes",
            ...place,
            suggestions: [
              { desc: "Add `seccomp=./seccomp-compose-lint.json`", output: fixed },
              addUnconfined,
            ],
          },
        ],
      },
      {
        name: "the option unconfined",
        code: text,
        options: [{ fix: "unconfined" }],
        output: unconfined,
        errors: [{ messageId: "crashes", ...place, suggestions: [addUnconfined] }],
      },
    ],
  },
  { settings, files: { ...dockerfile, "/project/seccomp-compose-lint.json": profile } },
);

testWithEslint(
  "thread-creation",
  "compose",
  {
    valid: [{ name: "another engine", code: text, settings: { "compose-lint": { engine: "20.10.10" } } }],
    invalid: [
      {
        name: "a suggestion alone, where the profile is to be written",
        code: text,
        output: null,
        errors: [
          {
            messageId: "crashes",
            ...place,
            suggestions: [
              {
                desc: "Add `seccomp=./seccomp-compose-lint.json`, then write that profile with `npx compose-lint --engine 20.10.9 --fix`",
                output: fixed,
              },
              addUnconfined,
            ],
          },
        ],
      },
    ],
  },
  { settings, files: dockerfile },
);

describe("thread-creation in an editor", () => {
  it("offers neither fix nor suggestion of a profile that someone else wrote", () => {
    const [message] = lintInEditor(text, { "/project/seccomp-compose-lint.json": foreign });
    assert.equal(message?.fix, undefined);
    assert.deepEqual(message?.suggestions?.map(({ messageId }) => messageId), ["addUnconfined"]);
    assert.match(message.message, /No fix is offered: \.\/seccomp-compose-lint\.json exists, was not written by compose-lint/);
  });

  it("names a command that repeats the whole engine", () => {
    const ranges = [">=20.10.9 <23", "19.03 || 20.10.9"];
    for (const engine of ranges) {
      const [message] = lintInEditor(text, {}, { engine });
      const told = message?.suggestions?.find(({ messageId }) => messageId === "addProfileToBeWritten");
      assert.ok(told?.desc.endsWith(`with \`npx compose-lint --engine '${engine}' --fix\``), told?.desc);
    }
  });

  it("judges the text of the buffer, not of the disk", () => {
    const onDisk = { "/project/compose.yaml": text };
    assert.equal(lintInEditor(text.replace("build: .", "image: alpine:3.19"), onDisk).length, 0);
    assert.equal(lintInEditor(text, { "/project/compose.yaml": "services: {}\n" }).length, 1);
  });

  it("writes no files as the package's main export, whatever the settings", () => {
    const config: Linter.Config[] = [...plugin.configs.recommended, { settings: { "compose-lint": settings } }];
    const filename = "/project-that-is-not-there/compose.yaml";
    const own = "services:\n  web:\n    image: node:20-bookworm\n";
    const report = new Linter({ cwd: "/project-that-is-not-there" }).verifyAndFix(own, config, { filename });
    assert.equal(report.output, own);
    assert.equal(report.messages.filter(({ messageId }) => messageId === "crashes").length, 1);
  });
});
