import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { onOneLine, plainText } from "../../src/text/plain-text.js";

describe("plainText", () => {
  it("leaves text with tabs, line feeds and letters of any script", () => {
    const text = "a\tb\nc é 日本 עברית 😀 👩‍👩‍👧 👩🏽‍🚀 ❤️‍🔥 ☎️ \u00a0 e\u0301";
    assert.equal(plainText(text), text);
  });

  const words: [language: string, word: string][] = [
    ["Persian, a prefix of a verb", "می\u200cخواهم"],
    ["Persian, a plural", "خانه\u200cها"],
    ["Persian, with a mark of a vowel", "نامهٔ\u200cها"],
    ["Urdu", "پہنچ\u200cنا"],
    ["Hindi, a virama that is seen", "क्\u200cष"],
    ["Hindi, a half form", "क्\u200dष"],
    ["Marathi, with a mark", "क़्\u200dष"],
    ["Sinhala", "ශ්\u200dරී"],
    ["Malayalam", "ന്\u200dറ"],
    ["Kannada", "ರ್\u200cಕ"],
    ["N'Ko", "\u07ca\u200c\u07cb"],
  ];
  for (const [language, word] of words) {
    it(`leaves joiners in words: ${language}`, () => {
      assert.equal(plainText(`x ${word}.`), `x ${word}.`);
    });
  }

  const unsafe: [text: string, shown: string][] = [
    ["\u001b[31mred\u001b[0m", String.raw`\u001b[31mred\u001b[0m`],
    ["\u001b]8;;http://x\u0007link", String.raw`\u001b]8;;http://x\u0007link`],
    ["a\rb", String.raw`a\u000db`],
    ["\b\u007f", String.raw`\u0008\u007f`],
    ["\u009b2J", String.raw`\u009b2J`],
    ["\u202eevil\u202c", String.raw`\u202eevil\u202c`],
    ["\u2066a\u2069\u200f\u061c", String.raw`\u2066a\u2069\u200f\u061c`],
    ["\u0000", String.raw`\u0000`],
    ["no\u200bde\u00ad\u2060\ufeff", String.raw`no\u200bde\u00ad\u2060\ufeff`],
    ["a\u200db\u200cc\ufe0f", String.raw`a\u200db\u200cc\ufe0f`],
    // Behind a letter that joins nothing, at the ends of words, between scripts, twice: there nobody sees them.
    ["کار\u200cها", String.raw`کار\u200cها`],
    ["می\u200c خواهم\u200c", String.raw`می\u200c خواهم\u200c`],
    ["\u200cمی", String.raw`\u200cمی`],
    ["می\u200c\u200cخ", String.raw`می\u200c\u200cخ`],
    ["می\u200dخ", String.raw`می\u200dخ`],
    ["می\u200cx क्\u200cx क्\u200dക", String.raw`می\u200cx क्\u200cx क्\u200dക`],
    ["क\u200dष क\u200cष क्\u200d", String.raw`क\u200dष क\u200cष क्\u200d`],
    ["م\ufe0f\u200cخ", String.raw`م\ufe0f\u200cخ`],
    ["1\ufe0f 😀\u200d", String.raw`1\ufe0f 😀\u200d`],
    ["\ufe0f\u200d😀", String.raw`\ufe0f\u200d😀`],
    ["☎\ufe0f\ufe0f\u200d\u200d☎", String.raw`☎️\ufe0f\u200d\u200d☎`],
    ["\u034f\u115f\u3164\uffa0\u180b", String.raw`\u034f\u115f\u3164\uffa0\u180b`],
    ["\u{e0041}\u{e0100}\u{1d173}", String.raw`\udb40\udc41\udb40\udd00\ud834\udd73`],
  ];
  for (const [text, shown] of unsafe) {
    it(`shows ${JSON.stringify(shown)} instead of obeying it`, () => {
      assert.equal(plainText(text), shown);
    });
  }

  it("leaves no control character in any text, and changes nothing a second time", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.oneof(fc.string({ unit: "binary", minLength: 1, maxLength: 1 }), fc.constantFrom("م", "ر", "ٔ", "क", "्", "ष", "\u200c", "\u200d", "\ufe0f", "\u034f", "😀")) }), (text) => {
        const plain = plainText(text);
        assert.ok(Array.from(plain).every((character) => !/[\p{Cc}\p{Bidi_Control}\p{Format}\p{Default_Ignorable_Code_Point}]/u.test(character) || "\t\n\u200c\u200d\ufe0f".includes(character)));
        assert.equal(plainText(plain), plain);
      }),
      { seed: 20261123, numRuns: 1000 },
    );
  });
});

describe("onOneLine", () => {
  it("shows line feeds and tabs, so that a name cannot look like a line of the report", () => {
    assert.equal(onOneLine("a\n  1:1  error\tb"), String.raw`a\u000a  1:1  error\u0009b`);
    assert.equal(onOneLine("a b"), "a b");
  });
});
