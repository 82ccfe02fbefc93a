// Services and limits that a later file replaces (`!override`) or takes away (`!reset`): what the rules find must be about the
// project that the real Docker Compose makes, and a fix must go into the file that still counts.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { askCompose } from "../compose/real-compose.js";
import { runCli } from "../cli/run-cli.js";
import { noCompose, unpackedCompose } from "./unpacked-compose.js";

const seccomp = ["seccomp=./seccomp-compose-lint.json"];
const options = ["--engine", "20.10.9", "--rule", "thread-limit: [error, {fix: raise}]"];

interface Service {
  image?: string;
  pids_limit?: number;
  security_opt?: string[];
  deploy?: { resources?: { limits?: Record<string, unknown> } };
}

interface Case {
  name: string;
  /** The keys of the service `web` in the first file, and the whole entry in the second. */
  base: string;
  later: string;
  /** What is found, as `file:line message`. */
  found: string[];
  /** What Compose makes of the service with the fixes. */
  made: Omit<Service, "deploy"> & { limits?: Record<string, unknown> };
}

const cases: Case[] = [
  { name: "a service replaced by one that works", base: "image: node:20\n    pids_limit: 2", later: "web: !override\n    image: alpine:3.22", found: [], made: { image: "alpine:3.22" } },
  { name: "a service replaced by one that fails", base: "image: alpine:3.22\n    pids_limit: 2", later: "web: !override\n    image: node:20", found: ["compose.override.yaml:3 crashes"], made: { image: "node:20", security_opt: seccomp } },
  { name: "a service replaced, with the entries that it had", base: "image: node:20\n    security_opt: [no-new-privileges]", later: "web: !override\n    image: node:20", found: ["compose.override.yaml:3 crashes"], made: { image: "node:20", security_opt: seccomp } },
  { name: "a limit taken away", base: "image: node:20\n    pids_limit: 2", later: "web:\n    pids_limit: !reset null", found: ["compose.yaml:3 crashes"], made: { image: "node:20", security_opt: seccomp } },
  { name: "a limit replaced", base: "image: node:20\n    pids_limit: 200", later: "web:\n    pids_limit: !override 2", found: ["compose.override.yaml:3 tooLow", "compose.yaml:3 crashes"], made: { image: "node:20", pids_limit: 11, security_opt: seccomp } },
  { name: "the limits of deploy replaced", base: "image: node:20\n    deploy: {resources: {limits: {pids: 2}}}", later: "web:\n    deploy: !override {resources: {limits: {memory: 512m}}}", found: ["compose.yaml:3 crashes"], made: { image: "node:20", security_opt: seccomp, limits: { memory: "536870912" } } },
  { name: "entries replaced, where no fix can count", base: "image: node:20\n    security_opt: [seccomp=unconfined]", later: "web:\n    security_opt: !override [no-new-privileges]", found: ["compose.yaml:3 crashes"], made: { image: "node:20", security_opt: ["no-new-privileges"] } },
  { name: "entries taken away, where no fix can count", base: "image: node:20\n    security_opt: [seccomp=unconfined]", later: "web:\n    security_opt: !reset []", found: ["compose.yaml:3 crashes"], made: { image: "node:20" } },
];

describe("tags that replace and take away, against the real Docker Compose", { skip: noCompose }, () => {
  const compose = unpackedCompose();

  for (const [index, { name, base, later, found, made }] of cases.entries()) {
    it(name, async () => {
      const project = path.join(compose.folder, `p${index}`);
      mkdirSync(project);
      writeFileSync(path.join(project, "compose.yaml"), `services:\n  web:\n    ${base}\n`);
      writeFileSync(path.join(project, "compose.override.yaml"), `services:\n  ${later}\n`);
      const linted = await runCli(project, [".", ...options, "--format", "json"]);
      const results = JSON.parse(linted.stdout) as { filePath: string; messages: { line: number; messageId: string }[] }[];
      const told = results.flatMap(({ filePath, messages }) => messages.map(({ line, messageId }) => `${path.basename(filePath)}:${line} ${messageId}`));
      assert.deepEqual(told.filter((text) => !text.endsWith("endOfLife")).sort(), found);
      await runCli(project, [...options, "--fix"]);
      const answer = await askCompose(compose.program, ["config", "--format", "json"], project, {});
      assert.ok(answer.ok, answer.ok ? "" : answer.error);
      const { services } = answer.model as unknown as { services: { web: Service } };
      const { image, pids_limit, security_opt, deploy } = services.web;
      assert.deepEqual(JSON.parse(JSON.stringify({ image, pids_limit, security_opt, limits: deploy?.resources?.limits })), made);
    });
  }
});
