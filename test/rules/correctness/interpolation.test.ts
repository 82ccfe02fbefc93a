import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { brief, runRule } from "../run-rule.js";

function findings(text: string): string[] {
  return runRule({ rule: "interpolation", text }).findings.map(brief);
}

describe("interpolation", () => {
  it("finds nothing where Compose can read it", () => {
    for (const value of ["$A", "${A}", "${A:-${B:-c}}", "$$", "$${x y}", "5$", "$1"]) {
      assert.deepEqual(findings(`services:\n  web:\n    image: '${value}'\n`), [], value);
    }
  });

  it("reports what Compose refuses at its own range", () => {
    assert.deepEqual(findings("services:\n  web:\n    image: a:${A B}\n"), ["error invalid 3:14-3:20"]);
    assert.deepEqual(findings("services:\r\n  web:\r\n    image: a:${A\r\n"), ["error invalid 3:14-3:17"]);
    assert.deepEqual(findings("{services: {web: {image: 'a:${1}'}}}\n"), ["error invalid 1:29-1:33"]);
    assert.deepEqual(findings("x-a: &a ${}\nservices:\n  web: {image: *a}\n"), ["error invalid 1:9-1:12"]);
  });

  it("says what to write instead", () => {
    const [finding] = runRule({ rule: "interpolation", text: "services:\n  web:\n    image: ${A B}\n" }).findings;
    assert.equal(
      finding?.message,
      "`${A B}` is no variable that Compose can read, so it refuses the file. Write `${NAME}` or `${NAME:-default}` on one line; for a dollar sign itself, write `$$`.",
    );
  });
});
