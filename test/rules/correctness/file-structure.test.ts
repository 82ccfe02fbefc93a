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

const called = (what: string, advice: string): string =>
  `${what}, and Docker Compose refuses the file. A name has letters from a to z and A to Z, digits, \`.\`, \`_\` and \`-\` alone. Rename it${advice} here and where it is used.`;
const service = "services:\n  web: {image: nginx}\n";

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
  [
    "a key with a no-break space",
    "services:\n  web:\n    image\u00a0: nginx\n",
    "The key `image` has the character U+00A0, which is not seen: to Docker Compose it is a key that it does not know, and it refuses the file. Remove the character.",
    [3, 5, 3, 11],
  ],
  [
    "a key with a letter of another alphabet",
    "services:\n  web: {im\u0430ge: nginx}\n",
    "The key `im\u0430ge` has the character `\u0430` (U+0430): to Docker Compose it is a key that it does not know, and it refuses the file. Write the key in plain letters.",
    [2, 9, 2, 14],
  ],
  ["a service's name with a blank", "services:\n  web app: {image: nginx}\n", called("A service cannot be called `web app`", ", to `web-app` for example,"), [2, 3, 2, 10]],
  ["a service's name with a variable", 'services:\n  "${APP}": {image: nginx}\n', called("A service cannot be called `${APP}`", "").replace("A name has", "Variables are not replaced in keys, and a name has"), [2, 3, 2, 11]],
  ["a service without a name", 'services:\n  "": {image: nginx}\n', called("A service cannot have an empty name", ""), [2, 3, 2, 5]],
  ["a service's name of other letters, in flow style", "services: {ä: {image: nginx}}\n", called("A service cannot be called `ä`", ""), [1, 12, 1, 13]],
  ["a service's name behind a merge key", "x-all: &all\n  a b: {image: nginx}\nservices:\n  <<: *all\n", called("A service cannot be called `a b`", ", to `a-b` for example,"), [2, 3, 2, 6]],
  ["a volume's name, CRLF", "services: {}\r\nvolumes:\r\n  # data\r\n  db/data:\r\n", called("A volume cannot be called `db/data`", ", to `db-data` for example,"), [4, 3, 4, 10]],
  ["a config's name", `${service}configs:\n  a:b: {file: x}\n`, called("A config cannot be called `a:b`", ", to `a-b` for example,"), [4, 3, 4, 6]],
  ["a secret's name", `${service}secrets:\n  key@home: {file: x}\n`, called("A secret cannot be called `key@home`", ", to `key-home` for example,"), [4, 3, 4, 11]],
  ["a network's name in a service", "services:\n  web:\n    image: nginx\n    networks:\n      front end: {aliases: [w]}\nnetworks:\n  front end:\n", called("A network of a service cannot be called `front end`", ", to `front-end` for example,"), [5, 7, 5, 16]],
  ["a network's name that reads as an extension", "services:\n  web: {image: nginx, networks: [x-net]}\nnetworks: {x-net: }\n", "Docker Compose takes `x-net` for an extension here, since it begins with `x-`, finds no such network, and refuses the project. Rename the network here and under `networks`.", [2, 34, 2, 39]],
  ["an empty key", 'services:\n  web:\n    image: nginx\n    labels: {"": x}\n', "A key of `labels` is empty, and Docker Compose refuses the file. Write a name before the colon, or remove the line.", [4, 14, 4, 16]],
  ["a project's name of which nothing is left", `name: "__"\n${service}`, "Docker Compose makes small letters of a project's name and leaves out all but a to z, digits, `_` and `-`, and the last two at its start: of `__` nothing is left, and it refuses the project. Write a name with a letter or a digit.", [1, 7, 1, 11]],
  ["a project's name that is a number", `name: 42\n${service}`, "`name` is no text, and Docker Compose refuses the file. Put it in quotes.", [1, 7, 1, 9]],
  ["a project's name that is a list", `name: [shop]\n${service}`, "`name` is a list, and Docker Compose refuses the file. Write one name.", [1, 7, 1, 13]],
  ["a project's name that is missing", `name:\n${service}`, "`name` has no value, and Docker Compose refuses the file. Write the project's name behind it, or remove the key.", [1, 1, 1, 6]],
  ["CRLF", "services:\r\n  web: nginx\r\n", noMap("web"), [2, 8, 2, 13]],
];

testWithEslint("file-structure", "compose", {
  valid: [
    { name: "services", code: "services:\n  web:\n    image: nginx\n" },
    { name: "no services", code: "volumes: {}\n" },
    { name: "no service", code: "services: {}\n" },
    { name: "an alias of a service", code: "services:\n  web: &web\n    image: nginx\n  api: *web\n" },
    { name: "a service that is taken away", code: "services:\n  web: !reset null\n" },
    { name: "names of all characters that there may be", code: "name: My Shop\nservices:\n  _a.B-9: {image: nginx, networks: {x.y_z-1: }, depends_on: {x-b: {condition: service_started}}}\n  x-b: {image: nginx}\nnetworks: {x.y_z-1: , any name: }\nvolumes: {-: }\n" },
    { name: "a name that is taken back", code: "services:\n  a b: !reset null\n" },
    { name: "a project's name by a variable", code: "name: ${NAME:-}\nservices: {}\n" },
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

  it("reports the names of files that are included, and of extended ones only what is taken", () => {
    const included = runRule({ rule: "file-structure", text: "include: [other.yaml]\nservices: {}\n", files: { "other.yaml": "volumes:\n  a b:\n" } });
    assert.deepEqual(included.findings.map(({ line, column, message }) => [line, column, message.slice(0, 52)]), [[1, 11, "other.yaml, line 2: A volume cannot be called `a b`,"]]);
    const base = { "base.yaml": "services:\n  a b: {image: x}\n  c: {image: x}\n" };
    assert.deepEqual(runRule({ rule: "file-structure", text: "services:\n  web: {extends: {file: base.yaml, service: a b}}\n", files: base }).findings, []);
  });

  it("says nothing more of a file that tabs indent", () => {
    assert.deepEqual(runRule({ rule: "file-structure", text: "services:\n\tweb:\n\t\timage: nginx\n" }).findings, []);
  });

  it("finds nothing in a Dockerfile", () => {
    assert.deepEqual(runRule({ rule: "file-structure", name: "Dockerfile", text: "" }).findings, []);
  });
});
