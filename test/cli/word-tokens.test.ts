import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseArgs, type ParseArgsConfig } from "node:util";
import fc from "fast-check";
import { wordTokens } from "../../src/cli/word-tokens.js";

const types = { fix: { type: "boolean" }, engine: { type: "string" }, format: { type: "string", short: "f" }, quiet: { type: "boolean", short: "q" } } as const;

/** What Node makes of the words, without what we do not read. */
function nodeTokens(words: string[]): object[] {
  const options: ParseArgsConfig["options"] = types;
  const { tokens } = parseArgs({ args: words, options, strict: false, allowPositionals: true, tokens: true });
  return tokens.map((token) => shown(token));
}

function shown(token: { kind: string; rawName?: string; value?: string | undefined }): object {
  return { kind: token.kind, rawName: token.rawName, value: token.value };
}

describe("wordTokens", () => {
  it("takes words apart as Node does", () => {
    const word = fc.oneof(
      fc.constantFrom("--fix", "--engine", "--engine=1", "--format", "-f", "-fjson", "-q", "-qf", "--no-fix", "--fix=1", "--", "-", "", "a.yaml", "--wibble", "--constructor", "---", "-=", "--=x", "a=b"),
      fc.string({ maxLength: 4 }),
    );
    let plain = 0;
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), (words) => {
        if (words.every((one) => one === "--fix" || !one.startsWith("-"))) plain += 1;
        assert.deepEqual(wordTokens(words, types).map(shown), nodeTokens(words));
      }),
      { seed: 17, numRuns: 20_000 },
    );
    assert.ok(plain > 500, String(plain));
  });
});
