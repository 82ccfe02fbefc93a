import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { brief, runRule, suggested, type RuleRun } from "./run-rule.js";

const settings = { engine: "20.10.9", date: "2024-01-01" };

function inline(...lines: string[]): string {
  return ["services:", "  web:", "    build:", ...lines.map((line) => `      ${line}`), ""].join("\n");
}

function found(rule: RuleRun["rule"], text: string, more: Partial<RuleRun> = {}): string[] {
  return runRule({ rule, text, settings, ...more }).findings.map(brief);
}

/** What stands at the place of the only finding. */
function marked(rule: RuleRun["rule"], text: string, more: Partial<RuleRun> = {}): string[] {
  return runRule({ rule, text, settings, ...more }).findings.map(({ line, column, endLine, endColumn }) => {
    const lines = text.split(/\r\n|\n/u).slice(line - 1, endLine);
    const last = lines.length - 1;
    lines[last] = (lines[last] ?? "").slice(0, (endColumn ?? 1) - 1);
    lines[0] = (lines[0] ?? "").slice(column - 1);
    return lines.join("\n");
  });
}

describe("what is wrong in an inline Dockerfile is told at its place in the Compose file", () => {
  const forms: [name: string, text: string, place: string][] = [
    ["a literal block", inline("dockerfile_inline: |", "  FROM alpine:3.19", "  RUNN true"), "6:9-6:13"],
    ["a literal block with an indentation of its own", inline("dockerfile_inline: |2-", "    FROM alpine:3.19", "    RUNN true"), "6:11-6:15"],
    ["a folded block", inline("dockerfile_inline: >", "  FROM alpine:3.19", "", "  RUNN true"), "7:9-7:13"],
    ["double quotes", inline('dockerfile_inline: "FROM alpine:3.19\\nRUNN true"'), "4:45-4:49"],
    ["double quotes over lines", inline('dockerfile_inline: "FROM alpine:3.19\\n\\', '  RUNN true"'), "5:9-5:13"],
    ["single quotes", inline("dockerfile_inline: 'FROM alpine:3.19", "", "  RUNN true'"), "6:9-6:13"],
    ["flow style", 'services: {web: {build: {dockerfile_inline: "FROM alpine:3.19\\nRUNN true"}}}\n', "1:64-1:68"],
    ["an anchor elsewhere", `x-file: &file |\n  FROM alpine:3.19\n  RUNN true\n${inline("dockerfile_inline: *file")}`, "3:3-3:7"],
    ["a merge key", `x-build: &build\n  dockerfile_inline: |\n    FROM alpine:3.19\n    RUNN true\n${inline("<<: *build")}`, "4:5-4:9"],
    ["a piece behind a variable", inline("dockerfile_inline: |", "  FROM alpine:${V:-3.19}", "  RUNN true"), "6:9-6:13"],
    ["a piece that a variable makes", inline("dockerfile_inline: |", "  FROM alpine", "  ${V:-RUNN true}"), "6:14-6:18"],
    ["a Dockerfile without instructions", inline("dockerfile_inline: |", "  # none"), "4:26-6:1"],
  ];
  for (const [name, text, place] of forms) {
    it(name, () => {
      assert.deepEqual(found("syntax", text), [`error invalid ${place}`]);
    });
    it(`${name}, with CRLF`, () => {
      assert.deepEqual(found("syntax", text.replaceAll("\n", "\r\n")), [`error invalid ${place}`]);
    });
  }

  it("once, however many services build it", () => {
    const text = "x: &f |\n  FORM a\nservices:\n  a: {build: {dockerfile_inline: *f}}\n  b: {build: {dockerfile_inline: *f}}\n";
    assert.deepEqual(found("syntax", text), ["error invalid 2:3-2:7"]);
  });

  it("in the file that writes it, not in one that extends its service", () => {
    const base = inline("dockerfile_inline: |", "  FORM alpine");
    const text = "services:\n  web:\n    extends: {file: base.yaml, service: web}\n";
    assert.deepEqual(found("syntax", text, { files: { "base.yaml": base } }), []);
  });

  it("and nothing of one that is right, or replaced by an override", () => {
    assert.deepEqual(found("syntax", inline("dockerfile_inline: |", "  FROM alpine", "  RUN echo $$HOME")), []);
    const files = { "compose.override.yaml": inline("dockerfile_inline: FROM alpine") };
    assert.deepEqual(found("syntax", inline("dockerfile_inline: FORM alpine"), { files }), []);
  });
});

describe("the images of an inline Dockerfile are judged", () => {
  it("for the end of their support, with an edit in the text", () => {
    const text = inline("dockerfile_inline: |", "  FROM debian:9 AS a", "  FROM scratch", "  COPY --from=a /x /x");
    const { findings } = runRule({ rule: "image-end-of-life", text, settings });
    assert.deepEqual(findings.map(brief), ["error endOfLife 5:14-5:22"]);
    assert.match(findings[0]?.message ?? "", /^This stage starts from debian:9 on Debian 9 \(stretch\), which gets no security updates/u);
  });

  it("for tags that moved, mended in the text", () => {
    const text = inline("dockerfile_inline: |", "  # ours", "  FROM node:20", "  RUN true");
    const run = runRule({ rule: "image-moved", text, settings });
    assert.deepEqual(run.findings.map(brief), ["error moved 6:14-6:21 fix"]);
    assert.equal(run.output, text.replace("node:20", "node:20-bookworm"));
    assert.deepEqual(run.left, []);
  });

  it("with the arguments and the target of the build, and without an edit behind variables", () => {
    const text = inline("args: {V: 20}", "target: one", "dockerfile_inline: |", "  ARG V", "  FROM node:$$V AS one", "  FROM node:20");
    const run = runRule({ rule: "image-moved", text, settings });
    assert.deepEqual(run.findings.map(brief), ["error moved 8:14-8:22"]);
    assert.deepEqual(marked("image-moved", text), ["node:$$V"]);
    assert.deepEqual(found("image-moved", inline("dockerfile_inline: FROM node:${V:-20}")), ["error moved 4:31-4:43"]);
  });
});

describe("the steps of an inline Dockerfile are judged by the engine", () => {
  const text = inline("dockerfile_inline: |", "  FROM node:20 AS made", "  RUN npm ci", "  FROM alpine:3.19", "  COPY --from=made /x /x");

  it("at the image that they run on", () => {
    const { findings } = runRule({ rule: "thread-creation", text, settings });
    assert.deepEqual(findings.map(brief), ["error runFails 5:14-5:21"]);
    assert.match(findings[0]?.message ?? "", /the build will fail: line 6 \(`RUN npm ci`\) starts Node\.js on node:20/u);
    const [changed] = Object.values(suggested(findings[0], text));
    assert.equal(changed, text.replace("node:20", "node:20-bullseye"));
  });

  it("and its containers where the service says that it builds", () => {
    const both = inline("dockerfile_inline: |", "  FROM node:20", "  RUN npm ci", '  CMD ["node", "x"]');
    assert.deepEqual(found("thread-creation", both), ["error crashes 3:5-3:10 fix", "error runFails 5:14-5:21"]);
  });
});
