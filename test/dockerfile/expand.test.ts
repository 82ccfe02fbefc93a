import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { expandWord, expandWords, type ExpandOptions } from "../../src/dockerfile/expand.js";
import { assertEvenGrowth } from "../even-growth.js";

const variables: Readonly<Record<string, string>> = {
  A: "abcabc",
  EMPTY: "",
  PATHS: "/usr/local/bin",
  STAR: "a*b",
  SPACED: "x  y",
  LINES: "a\nb",
};

function lookup(name: string): string | undefined {
  return Object.hasOwn(variables, name) ? variables[name] : undefined;
}

function expand(text: string, options?: ExpandOptions): string {
  const expansion = expandWord(text, lookup, options);
  return expansion.ok ? expansion.value : `error: ${expansion.error}`;
}

describe("expansion", () => {
  const cases: readonly [text: string, value: string][] = [
    ["$A", "abcabc"],
    ["${A}", "abcabc"],
    ["x$A-y", "xabcabc-y"],
    ["$NONE", ""],
    ["$", "$"],
    ["$$", ""],
    ["a$", "a$"],
    ["$1x", "x"],
    ["${NONE:-d}", "d"],
    ["${EMPTY:-d}", "d"],
    ["${EMPTY-d}", ""],
    ["${NONE-d}", "d"],
    ["${A:+d}", "d"],
    ["${EMPTY:+d}", ""],
    ["${EMPTY+d}", "d"],
    ["${NONE+d}", ""],
    ["${A:?m}", "abcabc"],
    ["${EMPTY?m}", ""],
    ["${NONE:-${A:+${EMPTY:-x}}}", "x"],
    ['${NONE:-"a b"}', "a b"],
    ["${NONE:-'$A'}", "$A"],
    ["${NONE:-a\\}b}", "a}b"],
    ["${A#a}", "bcabc"],
    ["${A#*b}", "cabc"],
    ["${A##*b}", "c"],
    ["${A%c}", "abcab"],
    ["${A%b*}", "abca"],
    ["${A%%b*}", "a"],
    ["${A#x}", "abcabc"],
    ["${A#?b}", "cabc"],
    ["${PATHS##*/}", "bin"],
    ["${PATHS%/*}", "/usr/local"],
    ["${STAR#a\\*}", "b"],
    ["${A/b/x}", "axcabc"],
    ["${A//b/x}", "axcaxc"],
    ["${A/b*/x}", "ax"],
    ["${A//?/x}", "xxxxxx"],
    ["${A//c/}", "abab"],
    ["${PATHS//\\//:}", ":usr:local:bin"],
    ["${A/b/$EMPTY}", "acabc"],
    ["${A//b/[$0]}", "a[]ca[]c"],
    ["${A//*/x}", "x"],
    ["${LINES/a*/x}", "x\nb"],
    ["${A/z/x}", "abcabc"],
    ["'$A'", "$A"],
    ['"$A"', "abcabc"],
    ["\\$A", "$A"],
    ['"\\$A"', "$A"],
    ['"\\x"', "\\x"],
    ["a\\b", "ab"],
    ["a\\", "a"],
    ["'a'\"b\"c", "abc"],
    ["<<EOF", "<<EOF"],
    ["\ufeffx", "x"],
    ["$\u00e9", ""],
  ];
  for (const [text, value] of cases) {
    it(`of ${text} is ${JSON.stringify(value)}`, () => {
      assert.equal(expand(text), value);
    });
  }

  it("has errors as values", () => {
    for (const text of [
      "${",
      "${}",
      "${:-x}",
      "${A",
      "${A:=x}",
      "${A!x}",
      "${A/b}",
      "'a",
      '"a',
      "${NONE:?}",
      "${A#\\x}",
      "${A:#x}",
    ]) {
      assert.match(expand(text), /^error: .{10}/, text);
    }
    assert.equal(expand("${NONE:?no value}"), "error: NONE: no value");
    const fault = expandWord("${NONE?}", lookup);
    assert.deepEqual([fault.ok, fault.ok ? "" : fault.cause], [false, "value"]);
  });

  it("tells the variables that were used", () => {
    assert.deepEqual(expandWord("$A${NONE:-$EMPTY}$A", lookup).used, { set: ["A", "EMPTY"], unset: ["NONE"] });
  });

  it("escapes with a backtick where that is the escape character", () => {
    assert.equal(expand("`$A\\b", { escape: "`" }), "$A\\b");
  });

  it("can leave quotes, escapes and unset variables", () => {
    assert.equal(expand("'a'\"b\"", { rawQuotes: true }), "'a'\"b\"");
    assert.equal(expand("a\\b", { rawEscapes: true }), "a\\b");
    assert.equal(expand("$NONE ${NONE} ${NONE:-x} $A", { keepUnset: true }), "$NONE ${NONE} ${NONE:-x} abcabc");
    assert.equal(expand("it's $A", { ignoreQuotes: true }), "it's abcabc");
  });

  it("limits how long the values of variables make a text", () => {
    const half = (): string => "x".repeat(512 * 1024);
    const fitting = expandWord("$A-$B", half);
    assert.equal(fitting.ok && fitting.value.length, 1024 * 1024 + 1);
    for (const text of ["$A".repeat(3000), "${A:-$B}${C+$D}$E", "${A//x/$A}", "${A//*/$0$0$0}", `\${A//*/${"$0".repeat(3000)}}`]) {
      const expansion = expandWord(text, half);
      assert.match(expansion.ok ? "" : expansion.error, /more than 1048576 characters/u, text.slice(0, 40));
      assert.equal(expandWords(text, half).ok, false);
    }
    const many = expandWord("${A//x/yy}", () => "x".repeat(1000));
    assert.equal(many.ok && many.value.length, 2000);
  });

  it("bears any depth and any length of pattern", () => {
    assert.match(expand("${A:-".repeat(50_000)), /^error/);
    const long = "a".repeat(20_000);
    const expansion = expandWord(`\${L/${"a*".repeat(5000)}b/}`, () => long);
    assert.equal(expansion.ok, false);
    const slow = expandWord(`\${L/${"a*".repeat(30)}b/}`, () => long);
    assert.equal(slow.ok && slow.value, long);
    assertEvenGrowth((size) => expandWord(`\${L/${"a*".repeat(10)}b/}`, () => "a".repeat(size)), 4000);
  });
});

describe("splitting after expansion", () => {
  function words(text: string): string[] {
    const expansion = expandWords(text, lookup);
    return expansion.ok ? expansion.words.map(({ value }) => value) : [];
  }

  it("splits at white space that is not quoted, also in values", () => {
    assert.deepEqual(words(" a  'b c' \"d  e\"f g\\ h "), ["a", "b c", "d  ef", "g h"]);
    assert.deepEqual(words("$SPACED"), ["x", "y"]);
    assert.deepEqual(words('"$SPACED"'), ["x  y"]);
  });

  it("loses what stands before an operand in a word, as BuildKit does", () => {
    assert.deepEqual(words("8${NONE:-1}"), ["1"]);
  });

  it("tells where each word stands", () => {
    const text = "ab 'c d'  $A";
    const expansion = expandWords(text, lookup);
    assert.ok(expansion.ok);
    assert.deepEqual(
      expansion.words.map(({ start, end }) => text.slice(start, end)),
      ["ab", "'c d'", "$A"],
    );
  });
});
