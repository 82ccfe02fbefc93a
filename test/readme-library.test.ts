import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { pathToFileURL } from "node:url";

/** The lines of code below the heading about the library, the API as it is built. */
function exampleOf(page: string): string {
  const code = readFileSync(page, "utf8").split(/^## /mu).find((part) => part.includes('from "compose-lint/api"')) ?? "";
  const lines = code.split("\n").filter((line) => line.startsWith("    "));
  return lines.join("\n").replace('"compose-lint/api"', JSON.stringify(pathToFileURL("dist/api.js").href));
}

describe("the example of the library", () => {
  for (const page of ["README.md", "README.zh-CN.md"]) {
    it(`runs, and prints what ${page} says`, () => {
      const example = exampleOf(page);
      const told = /console\.log\(.*\); \/\/ (?<text>.*)/u.exec(example)?.groups?.text;
      assert.equal(told, "web debian 12 fails >=20.10.10");
      const printed = execFileSync(process.execPath, ["--input-type=module", "--eval", example], { encoding: "utf8" });
      assert.equal(printed, `${told}\n`);
    });
  }
});
