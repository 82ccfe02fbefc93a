import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ComposeNode, YamlAlias, YamlMap, YamlNode, YamlScalar } from "../../src/compose/ast.js";
import { visitorKeys } from "../../src/compose/ast.js";
import { parseComposeFile } from "../../src/compose/parse.js";
import { outline, problemsOf } from "./outline.js";
import { nodesOf } from "./tree-violations.js";

function topMap(text: string): YamlMap {
  const contents = parseComposeFile(text).ast.documents[0]?.contents;
  assert.ok(contents?.type === "YamlMap", "the top level is a map");
  return contents;
}

function valueOf(text: string, index = 0): YamlNode {
  const value = topMap(text).pairs[index]?.value;
  assert.ok(value != null, "the pair has a value");
  return value;
}

function scalarOf(text: string): YamlScalar {
  const value = valueOf(text);
  assert.ok(value.type === "YamlScalar");
  return value;
}

describe("the places of YAML nodes", () => {
  it("gives block collections the extent of what is in them", () => {
    assert.deepEqual(outline("a:\n  b: 1\n  c:\n    - x\n    - y\n\n# end\nd: 2\n"), [
      String.raw`Document 1:0 "a:\n  b: 1\n  c:\n    - x\n    - y\n\n# end\nd: 2\n"`,
      String.raw`Map 1:0 "a:\n  b: 1\n  c:\n    - x\n    - y\n\n# end\nd: 2"`,
      String.raw`Pair 1:0 "a:\n  b: 1\n  c:\n    - x\n    - y"`,
      `Scalar 1:0 "a"`,
      String.raw`Map 2:2 "b: 1\n  c:\n    - x\n    - y"`,
      `Pair 2:2 "b: 1"`,
      `Scalar 2:2 "b"`,
      `Scalar 2:5 "1"`,
      String.raw`Pair 3:2 "c:\n    - x\n    - y"`,
      `Scalar 3:2 "c"`,
      String.raw`Seq 4:4 "- x\n    - y"`,
      `Scalar 4:6 "x"`,
      `Scalar 5:6 "y"`,
      `Pair 8:0 "d: 2"`,
      `Scalar 8:0 "d"`,
      `Scalar 8:3 "2"`,
    ]);
  });

  it("gives flow collections their brackets", () => {
    assert.deepEqual(outline("a: {b: [1, 'x'], c}\n").slice(1), [
      `Map 1:0 "a: {b: [1, 'x'], c}"`,
      `Pair 1:0 "a: {b: [1, 'x'], c}"`,
      `Scalar 1:0 "a"`,
      `Map 1:3 "{b: [1, 'x'], c}"`,
      `Pair 1:4 "b: [1, 'x']"`,
      `Scalar 1:4 "b"`,
      `Seq 1:7 "[1, 'x']"`,
      `Scalar 1:8 "1"`,
      `Scalar 1:11 "'x'"`,
      `Pair 1:17 "c"`,
      `Scalar 1:17 "c"`,
    ]);
    assert.deepEqual(outline("a: {}\nb: []\n").slice(4, 5), [`Map 1:3 "{}"`]);
  });

  it("puts anchors and tags in front of their nodes and inside the pair", () => {
    assert.deepEqual(outline("a: &x !t\n  b: 1\nc: !!str &y 2\n").slice(1), [
      String.raw`Map 1:0 "a: &x !t\n  b: 1\nc: !!str &y 2"`,
      String.raw`Pair 1:0 "a: &x !t\n  b: 1"`,
      `Scalar 1:0 "a"`,
      `Map 2:2 "b: 1"`,
      `Anchor 1:3 "&x"`,
      `Tag 1:6 "!t"`,
      `Pair 2:2 "b: 1"`,
      `Scalar 2:2 "b"`,
      `Scalar 2:5 "1"`,
      `Pair 3:0 "c: !!str &y 2"`,
      `Scalar 3:0 "c"`,
      `Scalar 3:12 "2"`,
      `Anchor 3:9 "&y"`,
      `Tag 3:3 "!!str"`,
    ]);
  });

  it("begins a block map at the anchor of its first key, which stands in its column", () => {
    assert.deepEqual(outline("x:\n  &a k: 1\n  l: 2\n").slice(4, 8), [
      String.raw`Map 2:2 "&a k: 1\n  l: 2"`,
      `Pair 2:2 "&a k: 1"`,
      `Scalar 2:5 "k"`,
      `Anchor 2:2 "&a"`,
    ]);
    const both = outline("!m\n!k a: 1\n");
    assert.deepEqual(both.slice(1, 6), [
      `Map 2:0 "!k a: 1"`,
      `Tag 1:0 "!m"`,
      `Pair 2:0 "!k a: 1"`,
      `Scalar 2:3 "a"`,
      `Tag 2:0 "!k"`,
    ]);
  });

  it("gives each anchor and tag to its own node where many stand close together", () => {
    const text = "x: !s &s\n- !m &m\n  !k &k a: !v &v 1\n- !e\n- &f [!g x, {!h y: !i z}]\n";
    const found = nodesOf(parseComposeFile(text).ast).flatMap((node) =>
      "tag" in node ? [[text.slice(...node.range).slice(0, 3), node.tag?.value, node.anchor?.name]] : [],
    );
    assert.deepEqual(found, [
      ["x: ", undefined, undefined],
      ["x", undefined, undefined],
      ["- !", "!s", "s"],
      ["!k ", "!m", "m"],
      ["a", "!k", "k"],
      ["1", "!v", "v"],
      ["", "!e", undefined],
      ["[!g", undefined, "f"],
      ["x", "!g", undefined],
      ["{!h", undefined, undefined],
      ["y", "!h", undefined],
      ["z", "!i", undefined],
    ]);
  });

  it("does not give the tag of an invalid place to a later node", () => {
    const { ast } = parseComposeFile("a: [!e!x y, !t z]\n");
    const tags = nodesOf(ast).flatMap((node) => (node.type === "YamlScalar" ? [[node.text, node.tag?.value]] : []));
    assert.deepEqual(tags, [["a", undefined], ["y", undefined], ["z", "!t"]]);
  });

  it("keeps a key without a value, and an empty value that has an anchor or a tag", () => {
    assert.deepEqual(outline("a:\nb: !reset\nc: &x\nd: null\n").slice(2), [
      `Pair 1:0 "a:"`,
      `Scalar 1:0 "a"`,
      `Pair 2:0 "b: !reset"`,
      `Scalar 2:0 "b"`,
      `Scalar 2:9 ""`,
      `Tag 2:3 "!reset"`,
      `Pair 3:0 "c: &x"`,
      `Scalar 3:0 "c"`,
      `Scalar 3:5 ""`,
      `Anchor 3:3 "&x"`,
      `Pair 4:0 "d: null"`,
      `Scalar 4:0 "d"`,
      `Scalar 4:3 "null"`,
    ]);
  });

  it("keeps empty entries of a list", () => {
    assert.deepEqual(outline("a:\n  -\n  - # nothing\n  - b\n").slice(4), [
      String.raw`Seq 2:2 "-\n  - # nothing\n  - b"`,
      `Scalar 2:3 ""`,
      `Scalar 3:4 ""`,
      `Scalar 4:4 "b"`,
    ]);
  });

  it("reads explicit keys and keys that are collections", () => {
    assert.deepEqual(outline("? a\n: b\n? [c, d]\n: e\n").slice(1), [
      String.raw`Map 1:0 "? a\n: b\n? [c, d]\n: e"`,
      String.raw`Pair 1:2 "a\n: b"`,
      `Scalar 1:2 "a"`,
      `Scalar 2:2 "b"`,
      String.raw`Pair 3:2 "[c, d]\n: e"`,
      `Seq 3:2 "[c, d]"`,
      `Scalar 3:3 "c"`,
      `Scalar 3:6 "d"`,
      `Scalar 4:2 "e"`,
    ]);
  });

  it("reads the map that one pair makes in a flow list", () => {
    assert.deepEqual(outline("a: [b: 1, c]").slice(4), [
      `Seq 1:3 "[b: 1, c]"`,
      `Map 1:4 "b: 1"`,
      `Pair 1:4 "b: 1"`,
      `Scalar 1:4 "b"`,
      `Scalar 1:7 "1"`,
      `Scalar 1:10 "c"`,
    ]);
  });
});

describe("scalars", () => {
  const styles: [text: string, style: string, content: string, source: string][] = [
    ["a: plain # c\n", "plain", "plain", "plain"],
    ["a: 'it''s'\n", "single-quoted", "it's", "'it''s'"],
    [String.raw`a: "x\ty\u00e9"`, "double-quoted", "x\tyé", String.raw`"x\ty\u00e9"`],
    ["a: |\n  x\n   y\n\nb: 1\n", "literal", "x\n y\n", "|\n  x\n   y\n"],
    ["a: |-\n  x\n\n", "literal", "x", "|-\n  x\n"],
    ["a: |2+ # c\n   x\n\nb: 1\n", "literal", " x\n\n", "|2+ # c\n   x\n\n"],
    ["a: >\n  x\n  y\n\n  z\n", "folded", "x y\nz\n", ">\n  x\n  y\n\n  z\n"],
    ["a: x\n  y\n\n  z\nb: 1\n", "plain", "x y\nz", "x\n  y\n\n  z"],
    ["a: 'x\n  y'\n", "single-quoted", "x y", "'x\n  y'"],
    ["a: \"x\\\n  y\"\n", "double-quoted", "xy", "\"x\\\n  y\""],
    ["a: |\r\n  x\r\n  y\r\nb: 1\r\n", "literal", "x\ny\n", "|\r\n  x\r\n  y\r\n"],
  ];
  for (const [text, style, content, source] of styles) {
    it(`reads ${JSON.stringify(text)}`, () => {
      const scalar = scalarOf(text);
      assert.deepEqual([scalar.style, scalar.text, text.slice(...scalar.range)], [style, content, source]);
    });
  }

  const values: [source: string, value: unknown][] = [
    ["1", 1], ["010", 10], ["0o10", 8], ["0x1F", 31], ["1.50", 1.5], ["true", true], ["no", "no"], ["~", null],
    ["null", null], ["12345678901234567890", 12345678901234567000], ["'1'", "1"], ["!!str 1", "1"], ["1_000", "1_000"],
  ];
  for (const [source, value] of values) {
    it(`makes ${source} a ${value === null ? "null" : typeof value} and keeps its text`, () => {
      const scalar = scalarOf(`a: ${source}`);
      assert.equal(scalar.value, value);
      assert.equal(scalar.text, source.replaceAll("'", "").replace("!!str ", ""));
    });
  }
});

describe("anchors, aliases and merge keys", () => {
  it("leads an alias to the node with its anchor, the nearest before it", () => {
    const text = "a: &x 1\nb: *x\nc: &x 2\nd: *x\n";
    const { pairs } = topMap(text);
    const targets = [1, 3].map((index) => (pairs[index]?.value as YamlAlias).target);
    assert.deepEqual(targets, [pairs[0]?.value, pairs[2]?.value]);
    assert.equal((pairs[1]?.value as YamlAlias).name, "x");
  });

  it("follows aliases to keys, lists and maps, in keys and in lists", () => {
    const text = "&k key: &l [1]\nm: &m {a: *l}\n*k : [*m, *k]\n";
    const aliases = nodesOf(parseComposeFile(text).ast).filter((node) => node.type === "YamlAlias");
    assert.deepEqual(aliases.map(({ name, target }) => [name, target?.type]), [
      ["l", "YamlSeq"], ["k", "YamlScalar"], ["m", "YamlMap"], ["k", "YamlScalar"],
    ]);
  });

  it("follows an alias into an earlier document, as Compose 2.40.3 does", () => {
    const { ast, syntaxProblems } = parseComposeFile("a: &x 1\n---\nb: *x\n");
    const alias = nodesOf(ast).find((node) => node.type === "YamlAlias");
    assert.equal(alias?.target?.type === "YamlScalar" && alias.target.text, "1");
    assert.deepEqual(syntaxProblems, []);
  });

  it("knows the merge key, but not the same word in quotes", () => {
    const types = topMap("<<: {a: 1}\n'<<': 2\n").pairs.map(({ key }) => key.type);
    assert.deepEqual(types, ["YamlMergeKey", "YamlScalar"]);
    assert.deepEqual(outline("a:\n  <<: [{b: 1}]\n").slice(5, 7), [`Pair 2:2 "<<: [{b: 1}]"`, `MergeKey 2:2 "<<"`]);
  });

  it("leaves an alias without an anchor without a target, and says so", () => {
    const text = "a: *x\nb: &x 1\n";
    assert.equal((valueOf(text) as YamlAlias).target, null);
    assert.deepEqual(problemsOf(text), [`unknown-alias 1:3 "*x"`]);
  });
});

describe("comments", () => {
  it("keeps each with its place and its text", () => {
    const text = "# one\na: b # two\n\n  #three\nc: [ # four\n  d ]\ne: | # five\n  # text\n#\n";
    const { comments } = parseComposeFile(text).ast;
    assert.deepEqual(
      comments.map(({ value, loc, range }) => [value, loc.start.line, loc.start.column, text.slice(...range)]),
      [
        [" one", 1, 0, "# one"],
        [" two", 2, 5, "# two"],
        ["three", 4, 2, "#three"],
        [" four", 5, 5, "# four"],
        [" five", 7, 5, "# five"],
        ["", 9, 0, "#"],
      ],
    );
  });

  it("takes no `#` inside a scalar for one", () => {
    const text = "a: 'x # y'\nb: x#y\nc: |\n  # z\nd: \"# q\"\n";
    assert.deepEqual(parseComposeFile(text).ast.comments, []);
  });
});

describe("documents", () => {
  it("keeps all of them, with their markers", () => {
    const text = "# c\na: 1\n---\nb: 2\n...\n--- # d\nc: 3\n";
    const { documents } = parseComposeFile(text).ast;
    assert.deepEqual(documents.map(({ range }) => text.slice(...range)), [
      "a: 1\n", "---\nb: 2\n...\n", "--- # d\nc: 3\n",
    ]);
    assert.deepEqual(documents.map(({ contents }) => contents?.loc.start.line), [2, 4, 7]);
  });

  it("has one without contents in a file of nothing, blanks or comments", () => {
    for (const text of ["", " \n\n", "# only\n", "\ufeff"]) {
      assert.deepEqual(parseComposeFile(text).ast.documents.map(({ contents }) => contents), [null], JSON.stringify(text));
    }
  });
});

describe("line ends", () => {
  const unix = "a: # one\n  - 'b\n    c'\n  - |\n    d\n    e\nf: {g: h,\n  i: j}\n";
  for (const [name, ending] of [["CRLF", "\r\n"], ["lone CR", "\r"]] as const) {
    it(`reads ${name} as it reads LF`, () => {
      const text = unix.replaceAll("\n", ending);
      assert.deepEqual(problemsOf(text), problemsOf(unix));
      assert.deepEqual(outline(text), outline(unix).map((line) => line.replaceAll(String.raw`\n`, JSON.stringify(ending).slice(1, -1))));
      assert.deepEqual(
        parseComposeFile(text).ast.comments.map(({ value, loc }) => [value, loc]),
        parseComposeFile(unix).ast.comments.map(({ value, loc }) => [value, loc]),
      );
    });
  }

  it("takes a byte order mark", () => {
    const text = "\ufeffa: 1\n";
    assert.deepEqual(problemsOf(text), []);
    assert.deepEqual(outline(text).slice(3), [`Scalar 1:1 "a"`, `Scalar 1:4 "1"`]);
  });

  it("tells of more byte order marks once, and reads on behind them", () => {
    for (const count of [2, 3, 9]) {
      for (const rest of ["a: 1\n", "# c\na: 1\n", "---\na: 1\n", "a: &x 1\nb: *x\n? c\n: d\n"]) {
        const text = "\ufeff".repeat(count) + rest;
        const problems = problemsOf(text);
        assert.equal(problems.length, 1, problems.join());
        assert.match(problems[0] ?? "", /^doubled-mark 1:1 /u);
        const keys = parseComposeFile(text).ast.documents.flatMap(({ contents }) => (contents?.type === "YamlMap" ? contents.pairs : []));
        assert.deepEqual(keys.map(({ key }) => text.slice(...key.range))[0], "a");
      }
    }
  });
});

describe("the root", () => {
  it("is the whole text, and the parent of the project and the documents", () => {
    const { ast } = parseComposeFile("\n# c\nservices: {}\n\n");
    assert.deepEqual(ast.range, [0, 19]);
    assert.deepEqual(ast.loc, { start: { line: 1, column: 0 }, end: { line: 5, column: 0 } });
    assert.equal(ast.parent, null);
    assert.equal(ast.project.parent, ast);
    assert.equal(ast.documents[0]?.parent, ast);
  });

  it("has visitor keys for every type of node, and every child is reached by them", () => {
    const text = "a: &x !t [*y, 'b']\nservices:\n  web:\n    <<: {}\n    image: x\n    build: {context: .}\n    security_opt: [a=b]\n    privileged: true\n";
    const { ast } = parseComposeFile(text);
    const types = new Set(nodesOf(ast).map(({ type }) => type));
    assert.deepEqual([...types].sort(), Object.keys(visitorKeys).sort());
    for (const node of nodesOf(ast)) {
      const children = Object.entries(node as unknown as Record<string, unknown>).filter(([, value]) =>
        (Array.isArray(value) ? value : [value]).some(
          (item: unknown) => item !== null && typeof item === "object" && (item as ComposeNode).parent === node && "type" in item,
        ),
      );
      assert.deepEqual(children.map(([key]) => key).sort(), visitorKeys[node.type].filter((key) => children.some(([name]) => name === key)).sort(), node.type);
    }
  });
});
