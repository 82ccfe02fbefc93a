import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testWithEslint } from "../rule-tester.js";
import { brief, runRule } from "../run-rule.js";

const date = "2023-09-01";
const settings = { "compose-lint": { date } };
const web = (image: string): string => `services:\n  web:\n    image: ${image}\n`;
const keep = (release: string, former: string, output: string): { desc: string; output: string } => ({
  desc: `Stay on ${release}: ${former}`,
  output,
});
const newest = { "compose-lint": { date: "2026-08-11" } };
const bookworm = "Debian 12 (bookworm)";
const bullseye = "Debian 11 (bullseye)";
const why = "hosts run the one or the other, by the day of their pull.";

testWithEslint("image-moved", "compose", {
  valid: [
    { name: "a tag that names its release", code: web("node:20-bookworm"), settings },
    { name: "a tag that moved longer ago", code: web("node:20"), settings: { "compose-lint": { date: "2024-07-01" } } },
    { name: "a tag that has not moved yet", code: web("node:20"), settings: { "compose-lint": { date: "2023-06-11" } } },
    { name: "an exact version", code: web("node:20.5.1"), settings },
    { name: "a digest", code: web(`node:20@sha256:${"0123456789abcdef".repeat(4)}`), settings },
    { name: "an unknown image", code: web("registry.example/node:20"), settings },
    { name: "what the user says of it", code: web("node:20"), settings: { "compose-lint": { date, images: { node: "debian:12" } } } },
    { name: "a window that is over", code: web("node:20"), settings, options: [{ days: 80 }] },
    { name: "a build, which its Dockerfile tells of", code: "services:\n  web:\n    build: .\n    image: node:20\n", settings },
  ],
  invalid: [
    {
      name: "a floating tag",
      code: web("node:20 # comment"),
      settings,
      output: web("node:20-bookworm # comment"),
      errors: [
        {
          message: `The service \`web\` runs node:20, which is Debian 12 (bookworm) since 2023-06-12 and was ${bullseye}: ${why} Name the release: node:20-bookworm.`,
          line: 3,
          column: 12,
          endLine: 3,
          endColumn: 19,
          suggestions: [keep(bullseye, "node:20-bullseye", web("node:20-bullseye # comment"))],
        },
      ],
    },
    {
      name: "slim",
      code: web("'python:3.11-slim'"),
      settings: newest,
      output: web("'python:3.11-slim-trixie'"),
      errors: [
        { messageId: "moved", suggestions: [keep(bookworm, "python:3.11-slim-bookworm", web("'python:3.11-slim-bookworm'"))] },
      ],
    },
    {
      name: "no tag",
      code: web("redis"),
      settings: newest,
      output: web("redis:trixie"),
      errors: [{ messageId: "moved", suggestions: [] }],
    },
    {
      name: "through another registry",
      code: web("public.ecr.aws/docker/library/node:20"),
      settings,
      output: web("public.ecr.aws/docker/library/node:20-bookworm"),
      errors: [
        {
          messageId: "moved",
          suggestions: [
            keep(bullseye, "public.ecr.aws/docker/library/node:20-bullseye", web("public.ecr.aws/docker/library/node:20-bullseye")),
          ],
        },
      ],
    },
    {
      name: "a copy that the user names",
      code: web("registry.example/hub/node:20"),
      settings: { "compose-lint": { date, images: { "registry.example/hub/*": "docker.io/library/*" } } },
      output: web("registry.example/hub/node:20-bookworm"),
      errors: [
        {
          messageId: "moved",
          suggestions: [keep(bullseye, "registry.example/hub/node:20-bullseye", web("registry.example/hub/node:20-bullseye"))],
        },
      ],
    },
    {
      name: "Alpine",
      code: web("node:24-alpine"),
      settings: newest,
      output: web("node:24-alpine3.24"),
      errors: [{ messageId: "moved", suggestions: [keep("Alpine 3.23", "node:24-alpine3.23", web("node:24-alpine3.23"))] }],
    },
    {
      name: "CRLF and flow style",
      code: `services: {a: {image: node:20}}\r\n`,
      settings,
      output: `services: {a: {image: node:20-bookworm}}\r\n`,
      errors: [{ messageId: "moved", suggestions: 1 }],
    },
    {
      name: "a longer window",
      code: web("node:20"),
      settings: { "compose-lint": { date: "2024-07-01" } },
      options: [{ days: 400 }],
      output: web("node:20-bookworm"),
      errors: [{ messageId: "moved", suggestions: 1 }],
    },
    {
      name: "an anchored image, for all that use it",
      code: "services:\n  a:\n    image: &node node:20\n  b:\n    image: *node\n",
      settings,
      output: "services:\n  a:\n    image: &node node:20-bookworm\n  b:\n    image: *node\n",
      errors: [
        { messageId: "moved", line: 3, suggestions: 1 },
        { messageId: "moved", line: 5, column: 12, suggestions: [] },
      ],
    },
    {
      name: "an anchored image that is a value of something else too, without a fix",
      code: "services:\n  a:\n    image: &node node:20\n    labels: [*node]\n",
      settings,
      output: null,
      errors: [{ messageId: "moved", line: 3, suggestions: [] }],
    },
    {
      name: "an anchored image that an extension notes, with it",
      code: "x-note: [a]\nservices:\n  a:\n    image: &node node:20\n    x-image: *node\n",
      settings,
      output: "x-note: [a]\nservices:\n  a:\n    image: &node node:20-bookworm\n    x-image: *node\n",
      errors: [{ messageId: "moved", line: 4, suggestions: 1 }],
    },
    {
      name: "a variable, without a fix",
      code: web("node:${TAG:-20}"),
      settings,
      output: null,
      errors: [{ messageId: "moved", suggestions: [] }],
    },
    {
      name: "a block scalar, without a fix",
      code: "services:\n  web:\n    image: >-\n      node:20\n",
      settings,
      output: null,
      errors: [{ messageId: "moved", suggestions: [] }],
    },
  ],
});

testWithEslint("image-moved", "dockerfile", {
  valid: [
    { name: "a tag that names its release", code: "FROM node:20-bookworm\n", settings },
    { name: "a stage that is not built", code: "FROM node:20 AS a\nFROM node:20-bookworm\n", settings },
  ],
  invalid: [
    {
      name: "a stage",
      code: "FROM node:20 AS a\nRUN true\n",
      settings,
      output: "FROM node:20-bookworm AS a\nRUN true\n",
      errors: [
        {
          message: `This stage starts from node:20, which is Debian 12 (bookworm) since 2023-06-12 and was ${bullseye}: ${why} Name the release: node:20-bookworm.`,
          suggestions: [keep(bullseye, "node:20-bullseye", "FROM node:20-bullseye AS a\nRUN true\n")],
        },
      ],
    },
    {
      name: "an argument, without a fix",
      code: "ARG TAG=20\nFROM node:$TAG\n",
      settings,
      output: null,
      errors: [{ messageId: "moved", suggestions: [] }],
    },
  ],
});

describe("image-moved", () => {
  it("is mended by its fix, which changes nothing the second time", () => {
    const { findings, output, left } = runRule({ rule: "image-moved", text: web("node:20"), settings: { date } });
    assert.deepEqual(findings.map(brief), ["error moved 3:12-3:19 fix"]);
    assert.equal(output, web("node:20-bookworm"));
    assert.deepEqual(left, []);
  });

  it("tells of tags without a name for the release", () => {
    const { findings } = runRule({ rule: "image-moved", text: web("adminer"), settings: { date: "2026-08-01" } });
    assert.deepEqual(findings.map(brief), ["error movedUnnamed 3:12-3:19"]);
  });
});
