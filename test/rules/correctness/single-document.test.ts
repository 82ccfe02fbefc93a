import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testWithEslint } from "../rule-tester.js";
import { brief, runRule } from "../run-rule.js";

const message =
  "A second YAML document starts here. Docker Compose 2 merges the documents of a file in their order, docker-compose 1 " +
  "refuses the file. Put this document into a file of its own and name both with `-f`, or merge them.";

testWithEslint("single-document", "compose", {
  valid: [
    { name: "one", code: "services: {}\n" },
    { name: "one with a start", code: "# a comment\n---\nservices: {}\n" },
    { name: "one with an end", code: "services: {}\n...\n# a comment\n" },
    { name: "none", code: "" },
    { name: "dashes in a block scalar", code: "x-text: |\n  ---\n  more\n" },
  ],
  invalid: [
    {
      name: "two",
      code: "services: {}\n---\nvolumes: {}\n",
      errors: [{ message, line: 2, column: 1, endLine: 2, endColumn: 4 }],
    },
    {
      name: "an empty second one",
      code: "services: {}\n---\n",
      errors: [{ message, line: 2, column: 1, endLine: 2, endColumn: 4 }],
    },
    {
      name: "several, reported once",
      code: "---\nservices: {}\n--- {volumes: {}}\n---\nnetworks: {}\n",
      errors: [{ message, line: 3, column: 1, endLine: 3, endColumn: 4 }],
    },
    {
      name: "a second one without dashes",
      code: "services: {}\n...\nvolumes: {}\n",
      errors: [{ message, line: 3, column: 1, endLine: 3, endColumn: 2 }],
    },
    {
      name: "CRLF",
      code: "services: {}\r\n---\r\nvolumes: {}\r\n",
      errors: [{ message, line: 2, column: 1, endLine: 2, endColumn: 4 }],
    },
  ],
});

describe("single-document", () => {
  it("finds nothing in a Dockerfile, and offers no fix", () => {
    assert.deepEqual(runRule({ rule: "single-document", name: "Dockerfile", text: "FROM a\n---\n" }).findings, []);
    const { findings } = runRule({ rule: "single-document", text: "a: 1\n---\nb: 1\n" });
    assert.deepEqual(findings.map(brief), ["error several 2:1-2:4"]);
  });
});
