import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseComposeFile } from "../../src/compose/parse.js";
import { outline, problemsOf } from "./outline.js";
import { treeViolations } from "./tree-violations.js";

function messageOf(text: string): string {
  const { syntaxProblems, structureProblems } = parseComposeFile(text);
  return [...syntaxProblems, ...structureProblems][0]?.message ?? "";
}

/** A file of one service whose map holds these lines. */
function service(...lines: string[]): string {
  return ["services:", "  web:", "    image: x", ...lines.map((line) => `    ${line}`), ""].join("\n");
}

describe("a tab that Docker Compose 2.40.3 refuses", () => {
  const refused = {
    "behind a dash": ["command:", "  -\ta"],
    "behind a dash and a space": ["command:", "  - \t'a'"],
    "on an empty line behind a plain scalar": ["command: a", "\t", "init: true"],
    "on an empty line behind a quoted one": ["command: 'a'", "      \t", "init: true"],
    "in front of a comment": ["command: [a]", "\t# b", "init: true"],
    "behind a comment, on an empty line": ["# a", "\t", "init: true"],
    "behind a comment at the end of a line": ["command: [a] # b", "\t# c", "init: true"],
    "in front of the first words of a block of text": ["command: |", "  \ta", "  b"],
    "in front of a colon in braces": ["x-a: {b", "\t, c: d}"],
    "in a plain text in brackets": ["x-a: [b", "\tc]"],
    "in front of the column of a key behind a dash": ["x-a:", "- b: c", " \t", "- d"],
    "in front of the column of a dash behind a dash": ["x-a:", "- - c", " \t", "- d"],
  };
  const taken = {
    "behind a key": ["command:\ta"],
    "at the end of a line": ["command: a\t", "init: true \t# b"],
    "in brackets": ["command: [a,", "\tb]"],
    "behind enough spaces": ["command: a", "        \t", "init: true"],
    "in a block of text": ["command: |", "  a", "  \tb"],
    "between comments": ["# a", "\t# b", "init: true"],
    "behind the indentation that a block of text declares": ["command: |1", "  \ta"],
    "behind enough spaces in brackets": ["x-a: [b", "        \tc]"],
    "behind the column of a key behind a dash": ["x-a:", "- b: c", "   \t", "- d"],
    "in a plain text": ["command: a\tb"],
  };

  it("is told at its place", () => {
    for (const [where, lines] of Object.entries(refused)) {
      for (const text of [service(...lines), service(...lines).replaceAll("\n", "\r\n")]) {
        const problems = problemsOf(text);
        assert.equal(problems.length, 1, `${where}: ${problems.join(", ")}`);
        assert.match(problems[0] ?? "", /^refused-tab \d+:\d+ "\\t"/u, where);
      }
    }
    assert.deepEqual(problemsOf("\t\nservices:\n  web:\n    image: x\n"), ['refused-tab 1:0 "\\t"']);
    assert.match(messageOf(service("command:", "  -\ta")), /takes spaces alone/u);
  });

  it("is not told of where it is taken", () => {
    for (const [where, lines] of Object.entries(taken)) assert.deepEqual(problemsOf(service(...lines)), [], where);
  });
});

describe("a dash behind which a character stands that is not seen", () => {
  const spaces = ["\u00a0", "\u2003", "\u3000", "\u200b", "\ufeff"];

  it("is told at each entry, and read as an entry", () => {
    for (const c of spaces) {
      for (const end of ["\n", "\r\n"]) {
        const text = service("ports:", "  - 79:79", `  -${c}80:80`, "cap_add:", `  -${c}CHOWN`, `  -${c}KILL # b`).replaceAll("\n", end);
        const shown = JSON.stringify(c);
        assert.deepEqual(problemsOf(text), [`unseen-behind-dash 6:7 ${shown}`, `unseen-behind-dash 8:7 ${shown}`, `unseen-behind-dash 9:7 ${shown}`]);
        assert.deepEqual(outline(text).map((line) => line.replaceAll(c, " ")), outline(text.replaceAll(c, " ")));
      }
      assert.deepEqual(problemsOf(`a:\n- -${c}b\n`), [`unseen-behind-dash 2:3 ${JSON.stringify(c)}`]);
    }
    assert.match(messageOf("a:\n  -\u00a0b\n"), /The character U\+00A0, which is not seen, follows the `-`/u);
  });

  it("is not told of where it is a part of a text", () => {
    for (const c of spaces) {
      const texts = [`a: -${c}b\n`, `a: '-${c}b'\n`, `a: |\n  -${c}b\n`, `a: b\n  -${c}c\n`, `# -${c}b\na: b\n`, `a: [-${c}b]\n`, `a:\n  - b -${c}c\n`, `a:\n  '\n  -${c}b'\n`];
      for (const text of texts) assert.deepEqual(problemsOf(text), [], text);
    }
  });
});

describe("a list on the line of its key", () => {
  const text = service("security_opt:    - seccomp=unconfined");

  it("is explained once, where the list starts", () => {
    assert.deepEqual(problemsOf(text), [`list-on-key-line 4:21 "- seccomp=unconfined"`]);
    const message = messageOf(text);
    assert.match(message, /the list of `security_opt` starts on the line of its key/u);
    assert.match(message, /Write `- seccomp=unconfined` on a line of its own/u);
  });

  it("is explained for other keys, tabs, quotes, comments and in a list", () => {
    for (const line of ["ports: - 80:80", "cap_add:\t- ALL", "command: - 'a b' # c", "dns.search: - x"]) {
      const [first, ...others] = problemsOf(service(line));
      assert.match(first ?? "", /^list-on-key-line 4:/u, line);
      assert.deepEqual(others, [], line);
    }
    assert.match(problemsOf("a:\n  - b: - c\n")[0] ?? "", /^list-on-key-line 2:7 "- c"/u);
  });

  it("is explained for each key that has one", () => {
    const twice = service("ports: - 80:80", "user: root", "security_opt: - a=b");
    assert.deepEqual(problemsOf(twice), [`list-on-key-line 4:11 "- 80:80"`, `list-on-key-line 6:18 "- a=b"`]);
  });

  it("does not hide what is wrong in other lines", () => {
    assert.equal(problemsOf(service("ports: - 80:80", "user: 'root")).length, 2);
  });

  it("is no negative number and no word with a dash", () => {
    for (const line of ["a: -1", "a: -x", "a: '- x'", "a: x - y"]) assert.deepEqual(problemsOf(service(line)), [], line);
  });
});

describe("text that is not YAML", () => {
  // What Docker Compose 2.40.3 refuses with an error of its YAML parser, and where we see it.
  const broken: [name: string, text: string, line: number][] = [
    ["an unclosed quote", service("command: \"x"), 4],
    ["an unclosed bracket", "services: {web: {image: x}\n", 1],
    ["a bracket too many", "services: {web: {image: x}}}\n", 1],
    ["a colon too many", "services:\n  web:\n    image: x: y\n", 3],
    ["a reserved indicator", "services:\n  web:\n    image: @x\n", 3],
    ["a backtick", service("command: `x`"), 4],
    ["a key with less indentation than its siblings", "services:\n  web:\n    image: x\n   command: y\n", 4],
    ["a list entry with less indentation than its siblings", service("command:", "  - a", " - b"), 6],
    ["a tab as indentation", "services:\n  web:\n\timage: x\n", 3],
    ["an unknown escape", "services:\n  web:\n    image: \"\\q\"\n", 3],
    ["an empty entry in brackets", service("command: [a,,b]"), 4],
    ["a tag with an unknown handle", "services:\n  web:\n    image: !e!foo x\n", 3],
    ["two anchors of one node", "services:\n  web:\n    image: &a &b x\n", 3],
    ["an anchor in front of an alias", "a: &a 1\nb: &b *a\n", 2],
    ["text behind a quote", "services:\n  web:\n    image: 'x' y\n", 3],
    ["text behind a block scalar's header", service("command: | x", "  y"), 4],
    ["a plain value in the column of its key", service("command:", "x"), 5],
    ["a list in the place of a key's sibling", "services:\n  web:\n    image: x\n    - y\n", 4],
    ["a document marker in quotes", "services: \"\n--- x\"\n", 1],
    ["an unknown alias", "services:\n  web: *web\n", 2],
    ["a second key of the same name", "services:\n  web: {image: x}\n  web: {image: y}\n", 3],
    ["a second merge key", "services:\n  web: {<<: {image: x}, <<: {user: y}}\n", 2],
    ["a text in the place of a merged map", "services:\n  web: {<<: x, image: y}\n", 2],
    ["a merge of nothing", "services:\n  web: {<<: , image: y}\n", 2],
    ["a merge of a list in a list", "x: &x [{image: y}]\nservices:\n  web: {<<: [*x]}\n", 3],
    ["an alias inside its own anchor", "x-a: &a\n  b: [*a]\n", 2],
    ["a map that is merged into itself", "services:\n  web: &web\n    <<: *web\n    image: x\n", 3],
    ["a control character", service("command: a\u0007b"), 4],
    ["a value behind a `?` key", "a: 1\n? 'b' 'c'\n", 2],
  ];
  for (const [name, text, line] of broken) {
    it(`reports ${name} in its line`, () => {
      const { syntaxProblems } = parseComposeFile(text);
      assert.ok(syntaxProblems.length > 0, "there is a problem");
      assert.equal(syntaxProblems[0]?.loc.start.line, line);
      assert.match(syntaxProblems[0].message, /^[A-Z`].*[.!?]$/su, "a sentence");
      assert.doesNotMatch(syntaxProblems[0].message, /[\n\r]/u);
      assert.deepEqual(treeViolations(text, parseComposeFile(text)), []);
    });
  }

  it("shows where a quote or a bracket without an end opens", () => {
    const cases: [text: string, problem: string][] = [
      ["a: 1\nb: \"x\nc: 2\nd: 3\n", String.raw`unclosed-quote 2:3 "\""`],
      ["a: 1\nb: 'x\n", `unclosed-quote 2:3 "'"`],
      ["a: [\n  b,\n  c\n", `unclosed-bracket 1:3 "["`],
      ["a: {b: {c: d}\n", `unclosed-bracket 1:3 "{"`],
      ["a: [b\nc: d\n", `unclosed-bracket 1:3 "["`],
      ["a: [{b: [c\n", `unclosed-bracket 1:3 "["`],
    ];
    for (const [text, problem] of cases) assert.equal(problemsOf(text)[0], problem, text);
    assert.deepEqual(problemsOf("a: [{b: [c\n").slice(1), [], "a half-typed line is one problem");
    assert.match(messageOf("a: [b\nc: d\n"), /this `\[` is not closed\. Close it/u);
  });

  it("sorts the problems by their places", () => {
    const { syntaxProblems } = parseComposeFile("a: *x\nb: [1,,2]\na: 1\nc: d: e\n");
    assert.deepEqual(syntaxProblems.map(({ loc }) => loc.start.line), [1, 2, 3, 4]);
  });

  it("still gives the services around a mistake", () => {
    const text = "services:\n  a:\n    image: x\n  b:\n    image: 'y\n  c:\n    image: z\n";
    assert.ok(parseComposeFile(text).ast.project.services.some(({ name }) => name === "a"));
    const dedent = "services:\n  a:\n    image: [x\n  c:\n    image: z\n";
    assert.deepEqual(parseComposeFile(dedent).ast.project.services.map(({ name }) => name), ["a", "c"]);
  });

  it("does not also say that the file is empty", () => {
    assert.deepEqual(problemsOf("*x\n---\n").filter((problem) => problem.startsWith("empty")), []);
  });
});

describe("text that YAML refuses and Docker Compose takes", () => {
  it("is a list in brackets whose lines are in the column of its key", () => {
    const text = service("command: [", "\"a\",", "b", "]", "user: root");
    assert.deepEqual(problemsOf(text), []);
    assert.deepEqual(outline(text).slice(-6), [
      String.raw`Seq 4:13 "[\n    \"a\",\n    b\n    ]"`,
      String.raw`Scalar 5:4 "\"a\""`,
      `Scalar 6:4 "b"`,
      `Pair 8:4 "user: root"`,
      `Scalar 8:4 "user"`,
      `Scalar 8:10 "root"`,
    ]);
  });

  it("is a bracket or a quote whose lines start anywhere", () => {
    for (const value of ["{\na: b,\n# c\n d: [\n1,\n2]}", "\"x\ny\n  z\"", "'x\n\ny'", "[a\n,b]"]) {
      assert.deepEqual(problemsOf(`services:\n  web:\n    image: x\n    labels: ${value}\n    user: root\n`), [], value);
    }
  });

  it("is no excuse for other mistakes", () => {
    assert.equal(problemsOf("a: [\nb,\nc]\nd: e: f\n").length, 1);
    assert.ok(problemsOf("a:\n  b: [\nc: d\ne: f\n").length > 0);
  });
});

describe("limits", () => {
  it("reads 100 levels and refuses 100,000 of each kind, where they get too deep", () => {
    const kinds: ((levels: number) => string)[] = [
      (levels) => "[".repeat(levels) + "]".repeat(levels),
      (levels) => `${"{a: ".repeat(levels)}1${"}".repeat(levels)}`,
      (levels) => `${"- ".repeat(levels)}a`,
      (levels) => `${"? ".repeat(levels)}a`,
      (levels) => "[".repeat(levels),
    ];
    for (const nested of kinds) {
      const text = `a: 1\nb:\n  ${nested(100)}\n`;
      assert.deepEqual(problemsOf(text).filter((problem) => problem.startsWith("too-deep")), []);
      const deep = nested(100_000);
      const parsed = parseComposeFile(deep);
      const problem = parsed.syntaxProblems.find(({ code }) => code === "too-deep");
      assert.ok(problem !== undefined && problem.range[0] > 100 && problem.range[0] < 2000, deep.slice(0, 3));
      assert.deepEqual(treeViolations(deep, parsed), []);
    }
  });

  it("keeps what stands before the place that is too deep", () => {
    const { ast, syntaxProblems } = parseComposeFile(`${service()}x-deep: ${"[".repeat(5000)}\n`);
    assert.deepEqual(ast.project.services.map(({ image }) => image?.text), ["x"]);
    assert.deepEqual(syntaxProblems.map(({ code }) => code), ["too-deep"]);
  });

  it("reads stairs of keys", () => {
    const stairs = (levels: number): string => Array.from({ length: levels }, (_, level) => `${" ".repeat(level)}a:\n`).join("");
    assert.deepEqual(problemsOf(stairs(150)), []);
    assert.deepEqual(parseComposeFile(stairs(2000)).syntaxProblems.map(({ code }) => code), ["too-deep"]);
  });

  it("does not expand an alias bomb", () => {
    const levels = Array.from({ length: 60 }, (_, level) => `a${level + 1}: &a${level + 1} [${`*a${level}, `.repeat(9)}]\n`);
    const bomb = `a0: &a0 [x]\n${levels.join("")}services:\n  web: {image: x, security_opt: *a60}\n`;
    assert.deepEqual(problemsOf(bomb).map((problem) => problem.split(" ")[0]), Array.from({ length: 9 }, () => "security-opt-entry-not-a-string"));
  });

  it("reads no more of repeated lists than any project needs, and says so once", () => {
    const list = Array.from({ length: 1000 }, (_, index) => `  - a=${index}\n`).join("");
    const services = Array.from({ length: 300 }, (_, index) => `  s${index}: {image: x, security_opt: *l}\n`).join("");
    const { ast, structureProblems } = parseComposeFile(`x-l: &l\n${list}services:\n${services}`);
    assert.deepEqual(structureProblems.map(({ code }) => code), ["too-many-aliases"]);
    assert.equal(ast.project.services.length, 300);
    assert.equal(ast.project.services[1]?.securityOpt?.entries.length, 1000);
    assert.equal(ast.project.services[299]?.securityOpt?.entries.length, 0);
  });
});

describe("files that are no text", () => {
  it("are told by their first NUL byte and not read", () => {
    const text = "\u007fELF\u0002\u0001\u0000\u0000";
    assert.deepEqual(problemsOf(text), [String.raw`binary 1:6 "\u0000"`]);
    assert.deepEqual(parseComposeFile(text).ast.documents, []);
  });

  it("name the first control character", () => {
    assert.match(messageOf("a: b\u001bc\n"), /control character U\+001B/u);
    assert.deepEqual(problemsOf("a: bc\td\u00a0\ud83d\ude00\n"), [], "what YAML allows");
    assert.deepEqual(problemsOf("a: \"b\u0085c\u2028\"\nb: '\u2029'\n"), [], "in quotes");
    for (const character of ["\u0085", "\u2028", "\u2029"]) {
      for (const [text, place] of [
        [`"a${character}b": c\n`, "1:2"],
        [`x-a:\n  'a${character}b' : c\r\n`, "2:4"],
        [`x-a: {&b "a${character}b": c}\n`, "1:11"],
        [`x-a: {"a${character}b"\n: c}\n`, "1:8"],
        [`x-a: "b\n  ${character}--- c"\n`, "2:2"],
      ] as const) {
        const [first, ...others] = problemsOf(text);
        assert.ok(first?.startsWith(`hidden-line-break ${place} `), `${JSON.stringify(text)}: ${first ?? "nothing"}`);
        assert.deepEqual(others, [], text);
      }
      for (const text of [`? "a${character}b"\n: c\n`, `x-a: {? "a${character}b" : c}\n`, `x-a: {"a${character}b", c}\n`, `x-a: ["a${character}b", {c: d}]\n`, `x-a: "b${character}---c"\n`]) {
        assert.deepEqual(problemsOf(text), [], text);
      }
      assert.match(messageOf(`"a${character}b": c\n`), /stands in this key.*takes no key that goes over lines/u);
    }
  });
});

describe("YAML that is no Compose file", () => {
  const wrong: [text: string, problem: string][] = [
    ["", `empty-file 1:0 ""`],
    ["# only a comment\n", `empty-file 1:0 ""`],
    ["---\n---\n", `empty-file 1:0 ""`],
    ["---\n---\nservices: {web: {image: x}}\n", `empty-document 1:0 ""`],
    ["services: {web: {image: x}}\n---\n# nothing\n", `empty-document 2:0 ""`],
    ["- a\n- b\n", String.raw`top-level-not-a-map 1:0 "- a\n- b"`],
    ["just text\n", `top-level-not-a-map 1:0 "just text"`],
    ["services: {web: {image: x}}\n---\n~\n", `top-level-not-a-map 3:0 "~"`],
    ["services:\n", `services-not-a-map 1:0 "services:"`],
    ["services: [web]\n", `services-not-a-map 1:10 "[web]"`],
    ["services: web\n", `services-not-a-map 1:10 "web"`],
    ["services:\n  web:\n", `service-not-a-map 2:2 "web"`],
    ["services:\n  web: ~\n", `service-not-a-map 2:7 "~"`],
    ["services:\n  web: [a]\n", `service-not-a-map 2:7 "[a]"`],
    ["services:\n  x-web: a\n", `service-not-a-map 2:9 "a"`],
    ["x: &x [a]\nservices:\n  web: *x\n", `service-not-a-map 3:7 "*x"`],
    ["services:\n  web:\n    image:\n", `image-without-value 3:4 "image:"`],
    ["services:\n  web: {image: ~}\n", `image-without-value 2:15 "~"`],
    ["services:\n  web: {image: 12}\n", `image-not-a-string 2:15 "12"`],
    ["services:\n  web: {image: 2026-01-01}\n", `image-not-a-string 2:15 "2026-01-01"`],
    ["services:\n  web: {image: true}\n", `image-not-a-string 2:15 "true"`],
    ["services:\n  web:\n    image: [x]\n", `image-not-a-string 3:11 "[x]"`],
    ["services:\n  web:\n    image: x\n    security_opt:\n", `security-opt-without-value 4:4 "security_opt:"`],
    ["services:\n  web: {image: x, security_opt: a=b}\n", `security-opt-not-a-list 2:32 "a=b"`],
    ["services:\n  web: {image: x, security_opt: {a: b}}\n", `security-opt-not-a-list 2:32 "{a: b}"`],
    ["services:\n  web: {image: x, security_opt: [a=b, 1]}\n", `security-opt-entry-not-a-string 2:38 "1"`],
    ["services:\n  web: {image: x, security_opt: [{a: b}]}\n", `security-opt-entry-not-a-string 2:33 "{a: b}"`],
    ["services:\n  web:\n    image: x\n    security_opt:\n      - seccomp: unconfined\n", `security-opt-entry-not-a-string 5:8 "seccomp: unconfined"`],
    ["services:\n  web:\n    image: x\n    security_opt:\n      -\n      - a=b\n", `security-opt-entry-not-a-string 5:7 ""`],
  ];
  for (const [text, problem] of wrong) {
    it(`says ${problem.split(" ")[0] ?? ""} of ${JSON.stringify(text)}`, () => {
      assert.deepEqual(problemsOf(text), [problem]);
      assert.deepEqual(parseComposeFile(text).syntaxProblems, []);
      assert.match(messageOf(text), /^[A-Z`].*\.$/u);
    });
  }

  const right: string[] = [
    "services: {}\n",
    "name: x\n",
    "services: !reset null\n",
    "services:\n  web: !reset null\n",
    "services:\n  web: {image: !reset null, build: .}\n",
    "services:\n  web: {image: !!str 12}\n",
    "services:\n  web: {image: '12', security_opt: []}\n",
    "services:\n  web: {image: x, security_opt: !reset null}\n",
    "services:\n  web: {image: x, security_opt: [\"1\", !!str 2]}\n",
    "services:\n  web: !override {image: x}\n",
    "x: &x {image: y}\nservices:\n  a: {<<: *x}\n  b: {<<: [*x, {user: z}]}\n  c: {<<: !reset null, image: q}\n",
  ];
  for (const text of right) {
    it(`has nothing to say of ${JSON.stringify(text)}`, () => {
      assert.deepEqual(problemsOf(text), []);
    });
  }

  it("says of a value that an earlier file may have that it depends", () => {
    for (const text of ["services:\n  web:\n", "services:\n  web:\n    image:\n", "services:\n  web:\n    image: x\n    security_opt:\n"]) {
      assert.match(messageOf(text), /unless a file before it/u);
    }
    assert.doesNotMatch(messageOf("services:\n  web: [a]\n"), /unless/u);
  });
});
