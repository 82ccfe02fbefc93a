import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { brief, runRule, type RuleRun } from "../run-rule.js";

const rule = "undefined-variable";

function findings(text: string, run: Partial<RuleRun> = {}): string[] {
  return runRule({ rule, text, ...run }).findings.map(brief);
}

const image = (tag: string): string => `services:\n  web:\n    image: nginx:${tag}\n`;

describe("undefined-variable", () => {
  it("takes variables of the environment and of .env, and defaults", () => {
    assert.deepEqual(findings(image("$V"), { variables: { V: "" } }), []);
    assert.deepEqual(findings(image("${V}"), { files: { ".env": "V=1\n" } }), []);
    assert.deepEqual(findings(image("${V:-1}${W-2}${X:+3}${Y+4}")), []);
    assert.deepEqual(findings(image("$$V")), []);
    assert.deepEqual(findings(image("${V:?needed}"), { variables: { V: "1" } }), []);
  });

  it("warns of each variable at its own range", () => {
    assert.deepEqual(findings(image("$V-${W}")), ["warning unset 3:18-3:20", "warning unset 3:21-3:25"]);
    assert.deepEqual(findings(image("$V").replaceAll("\n", "\r\n")), ["warning unset 3:18-3:20"]);
    assert.deepEqual(findings('{services: {web: {image: "a\\t$V"}}}\n'), ["warning unset 1:30-1:32"]);
    assert.deepEqual(findings("services:\n  web:\n    image: a\n    command: |\n      echo\n      echo $V\n"), ["warning unset 6:12-6:14"]);
  });

  it("says what becomes of it and what to do", () => {
    const [finding] = runRule({ rule, text: image("$V") }).findings;
    assert.equal(
      finding?.message,
      "The variable `V` is not set, so Docker Compose puts nothing in its place and only warns. Set it in `.env` or in the environment, or give it a default: `${V:-value}`. For a dollar sign itself, write `$$`.",
    );
  });

  it("tells once of a value that several services get through an anchor", () => {
    const text = "x-a: &a\n  image: nginx:$V\nservices:\n  web: *a\n  api: {<<: *a}\n";
    assert.deepEqual(findings(text), ["warning unset 2:16-2:18"]);
  });

  it("reports a required one as an error, with the file's own words", () => {
    const [finding] = runRule({ rule, text: image("${V:?ask Jo}") }).findings;
    assert.equal(finding && brief(finding), "error required 3:18-3:30");
    assert.equal(finding?.message, "The variable `V` is required here and has no value, so Docker Compose refuses the project. The file says of it: ask Jo");
  });
});
