// Every signature in a text that lost its line breaks, or has blanks and line breaks inside words, as a paste from a
// screenshot or a chat has: what is found in the text as it was must be found in it.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { diagnoseLog } from "../../src/program/diagnose-log.js";
import type { Signature } from "../../src/program/signature.js";
import { signatures } from "../../src/program/signatures.js";

const fillings: Readonly<Record<string, string>> = {
  "{n}": "42",
  "{w}": " some words (x.c:12) ",
  "{s}": " /usr/bin/x ",
  "{errno}": "Operation not permitted",
  "{eagain}": "Resource temporarily unavailable",
  "{code}": "EAGAIN",
  "{errormessage}": ". Error message: Operation not permitted",
  "{errnum}": "11",
};

/** What a program prints that has a signature. */
function printed({ words }: Signature): string {
  return words.replaceAll(/\{(?:n|w|s|errno|eagain|code|errnum|errormessage)\}/gu, (name) => fillings[name] ?? name);
}

/** Words too short to tell by themselves must stand in a line of their own, which a garbled text has not. */
const garblable = signatures.filter(({ line }) => line === null);

function idsIn(text: string): string[] {
  return diagnoseLog(text).matches.map(({ signature }) => signature);
}

const garblings: readonly [name: string, garble: (text: string, at: readonly number[]) => string][] = [
  ["without line breaks", (text) => text.replaceAll("\n", "")],
  ["with blanks for line breaks", (text) => text.replaceAll("\n", " ")],
  ["without any blanks", (text) => text.replaceAll(/\s/gu, "")],
  ["with blanks inside words", (text, at) => cut(text, at, " ")],
  ["with line breaks inside words", (text, at) => cut(text, at, "\n    ")],
  ["with line breaks of Windows inside words", (text, at) => cut(text, at, "\r\n")],
  ["with hard and zero-width blanks", (text, at) => cut(text, at, "\u00a0\u200b")],
  ["with typographic quotes", (text) => text.replaceAll("'", "\u2019").replaceAll('"', "\u201d")],
  ["in capitals", (text) => text.toUpperCase()],
  ["in colours", (text, at) => cut(text, at, "\u001b[31m")],
];

/** Puts something into the text at some places, but not between digits, which would make other numbers of them. */
function cut(text: string, at: readonly number[], inserted: string): string {
  const places = new Set(at.map((place) => place % text.length));
  return Array.from(text, (unit, index) => {
    const isNumber = /\d/u.test(unit) && /\d/u.test(text.charAt(index - 1));
    return places.has(index) && !isNumber ? `${inserted}${unit}` : unit;
  }).join("");
}

describe("each signature in a garbled text", () => {
  for (const [name, garble] of garblings) {
    it(name, () => {
      fc.assert(
        fc.property(fc.constantFrom(...garblable), fc.array(fc.nat(2000), { maxLength: 40 }), (signature, at) => {
          const text = `Starting up\nListening on port 80\n${printed(signature)}\nbye, the end\n`;
          assert.ok(idsIn(text).includes(signature.id), `${signature.id} as it was`);
          const garbled = garble(text, at);
          assert.ok(idsIn(garbled).includes(signature.id), JSON.stringify({ id: signature.id, garbled }));
        }),
        { numRuns: 400 },
      );
    });
  }

  it("names the same cause as the plain text does", () => {
    for (const signature of garblable) {
      const text = `a\n${printed(signature)}\nb\n`;
      const { cause, program } = diagnoseLog(text);
      const garbled = diagnoseLog(text.replaceAll(/\s/gu, ""));
      assert.deepEqual([garbled.cause, garbled.program], [cause, program], signature.id);
    }
  });
});
