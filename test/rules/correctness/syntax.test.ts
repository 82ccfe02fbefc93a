import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { applyEdits } from "../../../src/text/text-edit.js";
import { testWithEslint, type InvalidCase } from "../rule-tester.js";
import { brief, runRule } from "../run-rule.js";

type Place = [line: number, column: number, endLine: number, endColumn: number];
type Invalid = [name: string, code: string, message: string, place: Place];

function cases(invalid: readonly Invalid[]): InvalidCase[] {
  return invalid.map(([name, code, message, [line, column, endLine, endColumn]]) => ({
    name,
    code,
    errors: [{ message, line, column, endLine, endColumn }],
  }));
}

testWithEslint("syntax", "compose", {
  valid: [
    { name: "a Compose file", code: "services:\n  web:\n    image: nginx\n" },
    { name: "an empty file", code: "" },
    { name: "all of YAML", code: '%YAML 1.2\n---\n? &a "x"\n: !!str |-\n  y\n<<: {z: *a}\n...\n' },
    { name: "JSON", code: '{"services": {}}' },
    { name: "a byte order mark and CRLF", code: "\ufeffservices:\r\n  web:\r\n    image: nginx\r\n" },
  ],
  invalid: cases([
    [
      "the malformed one-liner",
      "services:\n  web:\n    image: nginx\n    security_opt:    - seccomp=unconfined\n",
      "Invalid YAML: the list of `security_opt` starts on the line of its key. Write `- seccomp=unconfined` on a line of its own below `security_opt:`, indented by two more spaces.",
      [4, 22, 4, 42],
    ],
    [
      "a key that stands twice",
      "services:\n  web:\n    image: a\n    image: b\n",
      "The key `image` stands twice in this map (first in line 3). Docker Compose refuses such a file. Keep one of them.",
      [4, 5, 4, 10],
    ],
    [
      "an alias without an anchor",
      "services:\n  web: *missing\n",
      "No anchor `&missing` stands before the alias `*missing`, so it has no value.",
      [2, 8, 2, 16],
    ],
    [
      "an anchor inside itself",
      "services: &all\n  web: *all\n",
      "The alias `*all` stands inside the value of its own anchor `&all`, which thus has no end. Docker Compose refuses such a file.",
      [2, 8, 2, 12],
    ],
    ["a tab", "services:\n\tweb: {}\n", "Invalid YAML: a tab indents this line. YAML takes only spaces for indentation, so Docker Compose refuses the file. Replace the tabs at the start of lines by two spaces each.", [2, 1, 2, 2]],
    [
      "a second colon",
      "services:\n  web:\n    image: a: b\n",
      "Invalid YAML: nested mappings are not allowed in compact mappings.",
      [3, 12, 3, 13],
    ],
    [
      "CRLF",
      "services:\r\n  web:\r\n    image: @a\r\n",
      "Invalid YAML: plain value cannot start with reserved character @.",
      [3, 12, 3, 13],
    ],
    [
      "a second byte order mark",
      "\ufeff\ufeffservices:\n  web:\n    image: nginx\n",
      "A second byte order mark (U+FEFF) stands at the start of the file. Docker Compose passes over one, and refuses or misreads what follows the second. Remove it: an editor that shows such characters, or `sed -i '1s/^\\xEF\\xBB\\xBF//'`, does.",
      // ESLint counts without the first.
      [1, 1, 1, 2],
    ],
    [
      "a line break that only Docker Compose knows, in a comment",
      "services:\n  web:\n    # \u2028    privileged: true\n    image: nginx\n",
      "The character U+2028 (line separator) stands here. Docker Compose ends the line at it, a comment too, and no editor shows that. Remove it, or write a line feed.",
      [3, 7, 3, 8],
    ],
    [
      "a NUL byte",
      "services:\n  a\0b: {}\n",
      "This is not a text file: it has a NUL byte here. Compose files are YAML in UTF-8.",
      [2, 4, 2, 5],
    ],
  ]),
});

testWithEslint("syntax", "dockerfile", {
  valid: [
    { name: "a Dockerfile", code: "ARG V\nFROM a:$V AS b\nRUN <<EOF\nx\nEOF\nFROM b\n" },
    { name: "lower case, comments, continuations", code: "# escape=`\nfrom a\n# x\nrun a `\n  # y\n  b\n" },
  ],
  invalid: cases([
    ["an empty file", "", "The file has no instructions, so there is nothing to build. Start with FROM and a base image, such as FROM debian:12.", [1, 1, 1, 1]],
    ["an instruction in full-width letters", "\uff26\uff32\uff2f\uff2d a\n", 'There is no instruction "\uff26\uff32\uff2f\uff2d". Did you mean FROM?', [1, 1, 1, 5]],
    ["a misspelt instruction", "FORM a\n", 'There is no instruction "FORM". Did you mean FROM?', [1, 1, 1, 5]],
    [
      "a second byte order mark",
      "\ufeff\ufeffFROM a\n",
      'There is no instruction "\\ufeffFROM". Did you mean FROM?',
      [1, 1, 1, 6],
    ],
    [
      "an instruction before FROM",
      "RUN x\n",
      "RUN stands before the first FROM, so there is no image that it could change. Move it below FROM; only ARG can stand above.",
      [1, 1, 1, 4],
    ],
    [
      "too few arguments, CRLF",
      "FROM a\r\nCOPY x\r\n",
      "COPY needs at least one source and a destination. Write COPY SOURCE DESTINATION.",
      [2, 1, 2, 7],
    ],
    [
      "an open heredoc",
      "FROM a\nRUN <<EOF\nx\n",
      'The here-document "EOF" is not closed, so everything after it would be its text. Add a line that holds only EOF, with nothing before or after it.',
      [2, 5, 2, 10],
    ],
  ]),
});

describe("syntax", () => {
  it("reports each place of a file, in order", () => {
    const text = "services:\n  web:\n    image: *a\n    <<: *c\n    image: @b\n";
    const { findings, output } = runRule({ rule: "syntax", text });
    assert.deepEqual(findings.map(({ line }) => line), [3, 4, 5]);
    assert.equal(output, text);
  });

  it("is an error without a fix", () => {
    const { findings } = runRule({ rule: "syntax", text: "a: *b\n" });
    assert.deepEqual(findings.map(brief), ["error invalid 1:4-1:6"]);
  });
});

describe("a directive comment that an editor wrote as JavaScript has it", () => {
  const cases: [name: string, file: string, text: string, output: string, found: string][] = [
    [
      "in a Compose file",
      "compose.yaml",
      "services:\n  web:\n    // eslint-disable-next-line compose-lint/thread-creation\n    image: node:20\n",
      "services:\n  web:\n    # eslint-disable-next-line compose-lint/thread-creation\n    image: node:20\n",
      "error foreignComment 3:5-3:61 fix",
    ],
    [
      "at the head of a Compose file, CRLF",
      "compose.yaml",
      "/** eslint-disable compose-lint/thread-creation */\r\nservices: {}\r\n",
      "# eslint-disable compose-lint/thread-creation\r\nservices: {}\r\n",
      "error foreignComment 1:1-1:51 fix",
    ],
    [
      "in a Dockerfile",
      "Dockerfile",
      "// eslint-disable-next-line compose-lint/thread-creation\nFROM node:20\n",
      "# eslint-disable-next-line compose-lint/thread-creation\nFROM node:20\n",
      "error foreignComment 1:1-1:57 fix",
    ],
  ];
  for (const [name, file, text, output, found] of cases) {
    it(`is reported alone and mended ${name}`, () => {
      const run = runRule({ rule: "syntax", name: file, text });
      assert.deepEqual(run.findings.map(brief), [found]);
      const [finding] = run.findings;
      assert.ok(finding?.fix);
      assert.match(finding.message, /Begin it with `#`/);
      // With all rules on the comment is needed, and stays.
      assert.equal(applyEdits(text, [finding.fix]), output);
    });
  }

  it("is left alone where it is part of a text", () => {
    const text = "services:\n  web:\n    image: a\n    command: |\n      // eslint-disable-next-line x\n      run\n";
    assert.deepEqual(runRule({ rule: "syntax", text }).findings, []);
  });
});

describe("a half-typed line", () => {
  const file = "services:\n  web:\n    image: a\nHALF\n    ports:\n      - '80:80'\n  db:\n    image: b\n    volumes: [data]\nvolumes:\n  data: {}\n";
  for (const half of ["    ima", "    ports: [", "    command: \"node", "    x: {a", "    entrypoint: 'a", "  ca", "    a: b: c", "    - "]) {
    it(`is one problem: ${half}`, () => {
      const { findings } = runRule({ rule: "syntax", text: file.replace("HALF", half) });
      assert.equal(findings.length, 1, findings.map(({ message }) => message).join("\n"));
    });
  }

  it("leaves the problems of other lines", () => {
    const text = file.replace("HALF", "    command: [a").replace("volumes: [data]", "volumes: [data");
    assert.deepEqual(runRule({ rule: "syntax", text }).findings.map(({ line }) => line), [4, 9]);
  });
});
