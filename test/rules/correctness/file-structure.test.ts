import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testWithEslint, type InvalidCase } from "../rule-tester.js";
import { runRule } from "../run-rule.js";

type Place = [line: number, column: number, endLine: number, endColumn: number];

const empty = "This Compose file is empty, and Docker Compose refuses an empty file. Add a `services:` map, or remove the file.";
const noServices = "`services` is not a map, so Compose finds no service in it. Write each service as a key with its settings below.";
const topLevel = (what: string): string =>
  `The top level is ${what}, and Compose reads only a map there. Start the file with keys such as \`services:\`.`;
const noMap = (name: string): string =>
  `The service \`${name}\` is not a map, and Docker Compose refuses the file. Give it at least \`image:\` or \`build:\`, indented below its name.`;

const invalid: [name: string, code: string, message: string, place: Place][] = [
  ["an empty file", "", empty, [1, 1, 1, 1]],
  ["a file of comments", "# nothing yet\n", empty, [1, 1, 1, 1]],
  ["a list", "- services\n", topLevel("a list"), [1, 1, 1, 11]],
  ["a word", "services\n", topLevel("a single value"), [1, 1, 1, 9]],
  ["a list in a later document", "services: {}\n---\n- a\n", topLevel("a list"), [3, 1, 3, 4]],
  ["services as a list", "services:\n  - web\n", noServices, [2, 3, 2, 8]],
  ["services as a word", "services: web\n", noServices, [1, 11, 1, 14]],
  ["a service that is a word", "services:\n  web: nginx:1.27\n", noMap("web"), [2, 8, 2, 18]],
  ["a service that is a list", "services:\n  web: [nginx]\n", noMap("web"), [2, 8, 2, 15]],
  ["a service that is an alias of a word", "x-a: &a word\nservices:\n  web: *a\n", noMap("web"), [3, 8, 3, 10]],
  ["CRLF", "services:\r\n  web: nginx\r\n", noMap("web"), [2, 8, 2, 13]],
];

testWithEslint("file-structure", "compose", {
  valid: [
    { name: "services", code: "services:\n  web:\n    image: nginx\n" },
    { name: "no services", code: "volumes: {}\n" },
    { name: "no service", code: "services: {}\n" },
    { name: "an alias of a service", code: "services:\n  web: &web\n    image: nginx\n  api: *web\n" },
    { name: "a service that is taken away", code: "services:\n  web: !reset null\n" },
    { name: "flow", code: '{"services": {"web": {"image": "nginx"}}}\n' },
  ],
  invalid: invalid.map(
    ([name, code, message, [line, column, endLine, endColumn]]): InvalidCase => ({
      name,
      code,
      errors: [{ message, line, column, endLine, endColumn }],
    }),
  ),
});

describe("file-structure", () => {
  it("reports each place of a file", () => {
    const text = "services:\n  a: 1\n  b:\n    image: [x]\n    security_opt: y\n  c:\n    image: z\n";
    const { findings } = runRule({ rule: "file-structure", text });
    assert.deepEqual(findings.map(({ line, column }) => [line, column]), [[2, 6], [4, 12], [5, 19]]);
    for (const { message } of findings) assert.match(message, /Docker Compose refuses the file/);
  });

  it("does not tell of emptiness what YAML could not read", () => {
    assert.deepEqual(runRule({ rule: "file-structure", text: "\0" }).findings, []);
  });

  it("reports an alias bomb once, at an alias of it", () => {
    const levels = Array.from({ length: 7 }, (_, level) => `x-${level + 1}: &l${level + 1} [${Array.from({ length: 9 }, () => `*l${level}`).join(", ")}]\n`);
    const { findings } = runRule({ rule: "file-structure", text: `x-0: &l0 {a: b}\n${levels.join("")}services: {}\n` });
    assert.deepEqual(findings.map(({ message }) => message), [
      "The aliases of this file stand for more than 100000 values in all, which no project needs; the rest is not read. Docker Compose does not get through such a file either.",
    ]);
    assert.ok((findings[0]?.line ?? 0) > 1);
  });

  it("reports values that Compose cannot read", () => {
    const text = "services:\n  a:\n    image: b\n    privileged: maybe\n    ports: ['70000:80']\n    labels: {1: x}\n";
    assert.deepEqual(runRule({ rule: "file-structure", text }).findings.map(({ line, column }) => [line, column]), [[6, 14], [4, 17], [5, 13]].sort((x, y) => (x[0] ?? 0) - (y[0] ?? 0)));
  });

  it("says nothing more of a file that tabs indent", () => {
    assert.deepEqual(runRule({ rule: "file-structure", text: "services:\n\tweb:\n\t\timage: nginx\n" }).findings, []);
  });

  it("finds nothing in a Dockerfile", () => {
    assert.deepEqual(runRule({ rule: "file-structure", name: "Dockerfile", text: "" }).findings, []);
  });
});
