import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { LintSettings } from "../../../src/eslint/settings.js";
import { lintTexts } from "../../../src/lint/lint-files.js";
import type { Finding } from "../../../src/lint/lint-result.js";
import { applyEdits } from "../../../src/text/text-edit.js";
import { MemoryFileSystem } from "../../memory-file-system.js";
import { testWithEslint } from "../rule-tester.js";
import { brief, runRule, suggested } from "../run-rule.js";

const date = "2026-11-27";
const settings = { "compose-lint": { date } };

const web = (image: string): string => `services:\n  web:\n    image: ${image}\n`;
const ended = "which gets no security updates since";
const open = "what is found in its libraries later stays open.";

testWithEslint("image-end-of-life", "compose", {
  valid: [
    { name: "a release with updates", code: web("node:22"), settings },
    { name: "Debian 12, whose LTS goes on", code: web("python:3.12-bookworm"), settings },
    { name: "an unknown image", code: web("registry.example/app:1"), settings },
    { name: "an image without a distribution", code: web("hello-world"), settings },
    { name: "a rolling release", code: web("archlinux"), settings },
    { name: "no reference", code: web("Node:14"), settings },
    { name: "a variable without a value", code: web("node:${TAG}"), settings },
    { name: "no image", code: "services:\n  web:\n    build: .\n", settings },
    { name: "an image on the last day of its release", code: web("debian:11"), settings: { "compose-lint": { date: "2026-08-31" } } },
    { name: "a day before its end", code: web("node:14"), settings: { "compose-lint": { date: "2021-05-01" } } },
    { name: "what the user says of it", code: web("node:14"), settings: { "compose-lint": { date, images: { node: "debian:13" } } } },
  ],
  invalid: [
    {
      name: "a named release, with the others of its version",
      code: web("python:3.12-bullseye # old"),
      settings,
      errors: [
        {
          message: `The service \`web\` runs python:3.12-bullseye on Debian 11 (bullseye), ${ended} 2026-08-31: ${open} Use python:3.12-trixie (Debian 13 (trixie)) or python:3.12-bookworm (Debian 12 (bookworm)).`,
          line: 3,
          column: 12,
          endLine: 3,
          endColumn: 32,
          suggestions: [
            { desc: "Use python:3.12-trixie, Debian 13 (trixie)", output: web("python:3.12-trixie # old") },
            { desc: "Use python:3.12-bookworm, Debian 12 (bookworm)", output: web("python:3.12-bookworm # old") },
          ],
        },
      ],
    },
    {
      name: "a version that is built no more",
      code: web("node:14"),
      settings,
      errors: [
        {
          message: `The service \`web\` runs node:14 on Debian 10 (buster), ${ended} 2024-06-30: ${open} No tag of this version on a release with updates is known: move to a newer version.`,
          suggestions: [],
        },
      ],
    },
    {
      name: "a version whose tag on a supported release is not rebuilt",
      code: web("nginx:1.27-alpine"),
      settings,
      errors: [
        {
          message: `The service \`web\` runs nginx:1.27-alpine on Alpine 3.21, ${ended} 2026-11-01: ${open} nginx:1.27 (Debian 12 (bookworm)) has not been rebuilt since 2025-06-24, so it gets none either: move to a newer version.`,
          suggestions: [],
        },
      ],
    },
    { name: "Ubuntu at the end of its standard support", code: web("ubuntu:20.04"), settings, errors: [{ messageId: "endOfLife" }] },
    { name: "Alpine", code: web("alpine:3.18"), settings, errors: [{ messageId: "endOfLife" }] },
    { name: "an image that is not official", code: web("authelia/authelia:v4.27.2"), settings, errors: [{ messageId: "endOfLife" }] },
    {
      name: "what the user says of it",
      code: web("registry.example/base/app:7"),
      settings: { "compose-lint": { date, images: { "registry.example/base/*": "centos:7" } } },
      errors: [{ messageId: "endOfLife" }],
    },
    {
      name: "a digest",
      code: web(`debian:10@sha256:${"0123456789abcdef".repeat(4)}`),
      settings,
      errors: [
        {
          message: `The service \`web\` runs debian:10@sha256:0123456789ab... on Debian 10 (buster), ${ended} 2024-06-30: ${open} Move to a newer image and pin its digest.`,
          suggestions: [],
        },
      ],
    },
    { name: "CRLF", code: web("alpine:3.18").replaceAll("\n", "\r\n"), settings, errors: [{ messageId: "endOfLife", line: 3, column: 12, endLine: 3, endColumn: 23 }] },
    {
      name: "flow style and quotes",
      code: `services: {web: {image: "python:3.12-slim-bullseye"}}\n`,
      settings,
      errors: [
        {
          messageId: "endOfLife",
          suggestions: [
            { messageId: "useImage", output: `services: {web: {image: "python:3.12-slim-trixie"}}\n` },
            { messageId: "useImage", output: `services: {web: {image: "python:3.12-slim-bookworm"}}\n` },
          ],
        },
      ],
    },
    {
      name: "services that share the pair, once",
      code: "x-base: &base\n  image: alpine:3.18\nservices:\n  a:\n    <<: *base\n  b:\n    <<: *base\n",
      settings,
      errors: [
        {
          message: `The services \`a\` and \`b\` run alpine:3.18 on Alpine 3.18, ${ended} 2025-05-09: ${open} No tag of this version on a release with updates is known: move to a newer version.`,
          line: 2,
        },
      ],
    },
    {
      name: "an alias, without an edit",
      code: "x-image: &image python:3.12-bullseye\nservices:\n  web:\n    image: *image\n",
      settings,
      errors: [{ messageId: "endOfLife", line: 4, column: 12, suggestions: [] }],
    },
    {
      name: "an image that is a value of something else too, without an edit",
      code: "services:\n  web:\n    image: &image python:3.12-bullseye\n    environment: { IMAGE: *image }\n",
      settings,
      errors: [{ messageId: "endOfLife", line: 3, suggestions: [] }],
    },
    { name: "a variable with a default", code: web("node:${TAG:-14}"), settings, errors: [{ messageId: "endOfLife", suggestions: [] }] },
  ],
});

testWithEslint("image-end-of-life", "dockerfile", {
  valid: [
    { name: "a release with updates", code: "FROM node:22\n", settings },
    { name: "a stage that is not built", code: "FROM alpine:3.18 AS old\nFROM node:22\n", settings },
    { name: "a stage on a stage, told of once", code: "FROM node:22 AS base\nFROM base\n", settings },
    { name: "scratch", code: "FROM scratch\n", settings },
    { name: "no Dockerfile", code: "FROM\n", settings },
  ],
  invalid: [
    {
      name: "every stage that is built",
      code: "FROM golang:1.19-bullseye AS build\nFROM --platform=linux/amd64 alpine:3.18\nCOPY --from=build /a /a\n",
      settings,
      errors: [
        { messageId: "endOfLife", line: 1, column: 6, endColumn: 26 },
        {
          message: `This stage starts from alpine:3.18 on Alpine 3.18, ${ended} 2025-05-09: ${open} No tag of this version on a release with updates is known: move to a newer version.`,
          line: 2,
          column: 29,
        },
      ],
    },
    {
      name: "with an argument, without an edit",
      code: "ARG TAG=3.12-bullseye\nFROM python:${TAG}\n",
      settings,
      errors: [{ messageId: "endOfLife", line: 2, suggestions: [] }],
    },
    {
      name: "with an edit",
      code: "FROM python:3.12-bullseye AS base # x\n",
      settings,
      errors: [
        {
          messageId: "endOfLife",
          suggestions: [
            { messageId: "useImage", output: "FROM python:3.12-trixie AS base # x\n" },
            { messageId: "useImage", output: "FROM python:3.12-bookworm AS base # x\n" },
          ],
        },
      ],
    },
  ],
});

const redisEnded = `The service \`web\` runs redis:7-alpine on Alpine 3.21, ${ended} 2026-11-01: ${open}`;
const threadsFail = "Use redis:7 (Debian 12 (bookworm)), with which threads fail on Docker Engine 20.10.9 unless that becomes Docker Engine 20.10.10 or newer";
const on = (engine: string, more: LintSettings = {}): { "compose-lint": LintSettings } => ({ "compose-lint": { date, engine, ...more } });
const redisAlone = { desc: "Use redis:7, Debian 12 (bookworm)" };

testWithEslint("image-end-of-life", "compose", {
  valid: [],
  invalid: [
    {
      name: "an engine on which threads of some tags fail: those are left out",
      code: web("python:3.11-slim-buster"),
      settings: on("20.10.9"),
      errors: [
        {
          message: `The service \`web\` runs python:3.11-slim-buster on Debian 10 (buster), ${ended} 2024-06-30: ${open} Use python:3.11-alpine3.24 (Alpine 3.24) or python:3.11-alpine3.23 (Alpine 3.23).`,
          suggestions: [
            { messageId: "useImage", output: web("python:3.11-alpine3.24") },
            { messageId: "useImage", output: web("python:3.11-alpine3.23") },
          ],
        },
      ],
    },
    ...["20.10.10", "25.0"].map((engine) => ({
      name: `engine ${engine}, on which all work`,
      code: web("python:3.11-slim-buster"),
      settings: on(engine),
      errors: [{ messageId: "endOfLife", suggestions: [{ messageId: "useImage", output: web("python:3.11-slim-trixie") }, { messageId: "useImage", output: web("python:3.11-slim-bookworm") }] }],
    })),
    {
      name: "where nothing else is left, with what it takes and no edit",
      code: web("redis:7-alpine"),
      settings: on("20.10.9"),
      errors: [{ message: `${redisEnded} ${threadsFail} or the service gets a seccomp profile (\`thread-creation\` says which).`, suggestions: [] }],
    },
    { name: "no engine", code: web("redis:7-alpine"), settings, errors: [{ message: `${redisEnded} Use redis:7 (Debian 12 (bookworm)).`, suggestions: [{ ...redisAlone, output: web("redis:7") }] }] },
    {
      name: "engines of which some fail",
      code: web("redis:7-alpine"),
      settings: on(">=19.03 <23"),
      errors: [{ message: `${redisEnded} ${threadsFail.replace("fail on Docker Engine 20.10.9", "may fail on Docker Engine >=19.03 <23")} or the service gets a seccomp profile (\`thread-creation\` says which).`, suggestions: [] }],
    },
    {
      name: "a service without the sandbox, whose threads work",
      code: `${web("redis:7-alpine")}    privileged: true\n`,
      settings: on("20.10.9"),
      errors: [{ message: `${redisEnded} Use redis:7 (Debian 12 (bookworm)).`, suggestions: [{ ...redisAlone, output: `${web("redis:7")}    privileged: true\n` }] }],
    },
    {
      name: "a stack, for which `privileged` and profiles count for nothing",
      code: `${web("redis:7-alpine")}    privileged: true\n`,
      settings: on("20.10.9", { swarm: true }),
      errors: [{ message: `${redisEnded} ${threadsFail} or its default profile answers clone3 with ENOSYS.`, suggestions: [] }],
    },
    {
      name: "services that share an image, of which one has the sandbox",
      code: "x-base: &base\n  image: redis:7-alpine\nservices:\n  a:\n    <<: *base\n    privileged: true\n  b:\n    <<: *base\n",
      settings: on("20.10.9"),
      errors: [{ message: `${redisEnded.replace("service `web` runs", "services `a` and `b` run")} ${threadsFail} or the services get a seccomp profile (\`thread-creation\` says which).`, line: 2, suggestions: [] }],
    },
    {
      name: "a service with a profile of its own",
      code: `${web("redis:7-alpine")}    security_opt: [seccomp=./own.json]\n`,
      settings: on("20.10.9"),
      errors: [{ message: `${redisEnded} Use redis:7 (Debian 12 (bookworm)), with which threads fail on Docker Engine 20.10.9 unless the service gets another seccomp profile (\`thread-creation\` says which).`, suggestions: [] }],
    },
    {
      name: "a program that needs no threads",
      code: web("nginx:1.31-alpine"),
      settings: on("20.10.9", { date: "2028-07-01" }),
      errors: [{ messageId: "endOfLife", suggestions: [{ messageId: "useImage", output: web("nginx:1.31") }] }],
    },
  ],
}, { files: { "/project/own.json": JSON.stringify({ defaultAction: "SCMP_ACT_ALLOW", syscalls: [{ names: ["clone3"], action: "SCMP_ACT_ERRNO" }] }) } });

testWithEslint("image-end-of-life", "dockerfile", {
  valid: [],
  invalid: [
    {
      name: "an engine on which threads fail: a profile does not help a build",
      code: "FROM redis:7-alpine\n",
      settings: on("20.10.9"),
      errors: [{ message: `This stage starts from redis:7-alpine on Alpine 3.21, ${ended} 2026-11-01: ${open} ${threadsFail}.`, suggestions: [] }],
    },
  ],
});

describe("what image-end-of-life and thread-creation advise", () => {
  const images = ["python:3.11-slim-buster", "python:3.12-bullseye", "redis:7-alpine", "redis:6", "node:18", "node:20-bullseye", "nginx:1.26-alpine", "golang:1.19-bullseye", "postgres:14-bullseye", "debian:10", "ubuntu:20.04", "php:8.2-bullseye", "eclipse-temurin:17-focal", "ruby:3.1-bullseye", "mysql:5.7"];
  const engines = ["18.09.9", "20.10.9", "20.10.10", ">=19.03 <23", "25.0.9"];

  it("does not lead from one finding into the other", () => {
    let followed = 0;
    for (const engine of engines) {
      for (const image of images) {
        const text = web(image);
        for (const { desc = "", fix } of lint(text, engine).flatMap(({ suggestions = [] }) => suggestions)) {
          if (!desc.startsWith("Use ")) continue;
          followed += 1;
          const left = lint(applyEdits(text, [fix]), engine).map(({ ruleId, messageId }) => `${ruleId ?? ""} ${messageId ?? ""}`);
          const told = desc.includes("without security updates") ? ["compose-lint/image-end-of-life endOfLife"] : [];
          assert.deepEqual(left, told, `${image} on ${engine}: ${desc}`);
        }
      }
    }
    assert.ok(followed > 20, `${followed} were followed`);
  });

  function lint(text: string, engine: string): Finding[] {
    const path = "/project/compose.yaml";
    const options = { cwd: "/project", fileSystem: new MemoryFileSystem({ [path]: text }), settings: { date, engine }, variables: {}, fix: false };
    return lintTexts([{ path, text }], options).results[0]?.messages ?? [];
  }
});

describe("image-end-of-life", () => {
  it("is a warning by default, changes nothing, and its suggestions end it", () => {
    const text = web("python:3.12-bullseye");
    const run = { rule: "image-end-of-life", text, settings: { date } } as const;
    const { findings, output } = runRule(run);
    assert.deepEqual(findings.map(brief), ["error endOfLife 3:12-3:32"]);
    assert.equal(output, text);
    for (const mended of Object.values(suggested(findings[0], text))) assert.deepEqual(runRule({ ...run, text: mended }).findings, []);
  });

  it("judges today where no day is given", () => {
    assert.equal(runRule({ rule: "image-end-of-life", text: web("debian:9") }).findings.length, 1);
  });
});
