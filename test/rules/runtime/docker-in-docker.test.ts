import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testWithEslint } from "../rule-tester.js";
import { brief, runRule } from "../run-rule.js";

function message(subject: string, image: string, version: string): string {
  return (
    `${subject}: ${image} is Docker Engine ${version}, and in the containers that are started through it programs with ` +
    "glibc 2.34 or newer cannot create threads, whatever the engine of this host answers. Use docker:20.10.10-dind or newer."
  );
}

function service(image: string): string {
  return `services:\n  builder:\n    image: ${image}\n    privileged: true\n`;
}

const one = "The service `builder` is a Docker Engine of its own";

testWithEslint("docker-in-docker", "compose", {
  valid: [
    { name: "an engine with the answer", code: service("docker:27-dind") },
    { name: "the newest", code: service("docker:dind") },
    { name: "the client alone", code: service("docker:19.03") },
    { name: "another image", code: service("example.com/docker:19.03-dind") },
    { name: "no version", code: service("docker:stable-dind") },
    { name: "a variable without a value", code: service("docker:${DIND}") },
    { name: "no image", code: "services:\n  builder: {}\n" },
    { name: "not YAML", code: "services: [\n" },
  ],
  invalid: [
    {
      name: "an old engine",
      code: service("docker:20.10.9-dind"),
      errors: [{ message: message(one, "docker:20.10.9-dind", "20.10.9"), line: 3, column: 12, endLine: 3, endColumn: 31 }],
    },
    {
      name: "flow style, CRLF and a quoted name",
      code: '# dind\r\nservices: {builder: {image: "docker:19.03-dind"}}\r\n',
      errors: [{ message: message(one, "docker:19.03-dind", "19.03.15"), line: 2, column: 29, endLine: 2, endColumn: 48 }],
    },
    {
      name: "services that share it through an anchor, once",
      code: "x-engine: &engine\n  image: docker:18.09-dind\nservices:\n  a: {<<: *engine}\n  b: {<<: *engine}\n",
      errors: [
        {
          message: message("The services `a` and `b` are Docker Engines of their own", "docker:18.09-dind", "18.09.9"),
          line: 2,
          column: 10,
          endLine: 2,
          endColumn: 27,
        },
      ],
    },
  ],
});

describe("docker-in-docker judges by the tag", () => {
  const tags: [tag: string, version: string | null][] = [
    ["20.10.0-dind", "20.10.0"],
    ["20.10.3-dind", "20.10.3"],
    ["20.10.4-dind", null],
    ["20.10.5-dind", null],
    ["20.10.6-dind", "20.10.6"],
    ["20.10.9-dind-rootless", "20.10.9"],
    ["20.10.9-dind-alpine3.14", "20.10.9"],
    ["20.10.10-dind", null],
    ["20.10-dind", null],
    ["20-dind", null],
    ["19-dind", "19.03.15"],
    ["17.12.1-ce-dind", "17.12.1"],
    ["1.13-dind", "1.13.1"],
    ["29.4.2-dind", null],
    ["20.10.9", null],
    ["20.10.9-dind-windows", null],
    ["20.10.0-rc1-dind", null],
    ["dind-20.10.9", null],
  ];
  for (const [tag, version] of tags) {
    it(`${tag}: ${version ?? "nothing"}`, () => {
      const { findings } = runRule({ rule: "docker-in-docker", text: service(`docker:${tag}`) });
      assert.deepEqual(findings.map(brief), version === null ? [] : [`error refusesThreads 3:12-3:${19 + tag.length}`]);
      if (version !== null) assert.equal(findings[0]?.message, message(one, `docker:${tag}`, version));
    });
  }

  it("whatever engine is declared, and through mirrors and variables", () => {
    const found = (text: string, variables = {}): number =>
      runRule({ rule: "docker-in-docker", text, variables, settings: { engine: "27.0.1" } }).findings.length;
    assert.equal(found(service("docker:19.03-dind")), 1);
    assert.equal(found(service("public.ecr.aws/docker/library/docker:19.03-dind")), 1);
    assert.equal(found(service("docker:${V}-dind"), { V: "19.03" }), 1);
  });

  it("of a built service, at its build", () => {
    const files = { Dockerfile: "FROM docker:19.03-dind\n" };
    const { findings } = runRule({ rule: "docker-in-docker", text: "services:\n  builder:\n    build: .\n", files });
    assert.deepEqual(findings.map(brief), ["error refusesThreads 3:12-3:13"]);
  });

  it("in no Dockerfile", () => {
    assert.deepEqual(runRule({ rule: "docker-in-docker", name: "Dockerfile", text: "FROM docker:19.03-dind\n" }).findings, []);
  });
});
