import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Finding } from "../../../src/lint/lint-result.js";
import { runRule, type RuleRun } from "../run-rule.js";

const settings = { engine: "20.10.9", date: "2026-01-01" };

function finding(text: string, run: Partial<RuleRun> = {}): Finding {
  const [first, ...others] = runRule({ rule: "thread-creation", text, settings, ...run }).findings;
  assert.deepEqual(others, []);
  assert.ok(first);
  return first;
}

/** `file line:column message` of each related place. */
function places({ relatedLocations = [] }: Finding): string[] {
  return relatedLocations.map(({ filePath, line, column, message }) => `${filePath.replace("/project/", "")} ${line}:${column} ${message}`);
}

const image = (reference: string): string => `services:\n  web:\n    image: ${reference}\n`;

describe("thread-creation tells from where an image comes", () => {
  for (const [name, reference, run, part] of [
    ["a default", "node:${V:-20}", {}, "node:20 (`20` is the default of `V`) is"],
    ["the environment", "node:${V:-20}", { variables: { V: "22" } }, "node:22 (`22` is `V` of the environment) is"],
    ["a .env file", "node:$V", { files: { ".env": "V=22\n" } }, "node:22 (`22` is `V` of .env) is"],
    ["several parts", "${I:-node}:${V-20}", {}, "node:20 (`node` is the default of `I`, `20` is the default of `V`) is"],
    ["no variable", "node:20", {}, "`web` will crash: node:20 is"],
  ] as const) {
    it(`by ${name}`, () => {
      assert.ok(finding(image(reference), run).message.includes(part), finding(image(reference), run).message);
    });
  }

  it("with the line of the .env file beside it", () => {
    assert.deepEqual(places(finding(image("node:$V"), { files: { ".env": "# c\nV=22\n" } })), [".env 2:3 `V` is set here"]);
  });

  it("with the value of another file that the service extends", () => {
    const files = { "base.yaml": "services:\n  base:\n    image: node:20\n" };
    const found = finding("services:\n  web:\n    extends: {file: base.yaml, service: base}\n", { files });
    assert.deepEqual(places(found), ["base.yaml 3:12 the value is written here"]);
  });

  it("with each step of a chain", () => {
    const files = {
      "a.yaml": "services:\n  a:\n    extends: {file: b.yaml, service: b}\n",
      "b.yaml": "x-b: &b {image: 'node:20'}\nservices:\n  b: *b\n",
    };
    const found = finding("services:\n  web:\n    extends: {file: a.yaml, service: a}\n", { files });
    assert.deepEqual(places(found), [
      "b.yaml 1:17 the value is written here",
      "b.yaml 3:6 through the alias `*b`",
      "a.yaml 3:14 `a` extends `b` here",
    ]);
  });

  it("with the value of an earlier file that it replaces", () => {
    const files = { "compose.yaml": image("nginx:1") };
    assert.deepEqual(places(finding(image("node:20"), { name: "compose.override.yaml", files })), [
      "compose.yaml 3:12 this earlier value is replaced by it",
    ]);
  });

  it("and still writes the profile that the fix needs", () => {
    const { written } = runRule({ rule: "thread-creation", text: image("node:${V:-20}"), settings });
    assert.deepEqual(Object.keys(written), ["seccomp-compose-lint.json"]);
  });
});
