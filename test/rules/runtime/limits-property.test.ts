import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { runRule } from "../run-rule.js";

const images = ["node:20", "eclipse-temurin:21", "redis:7", "mariadb:11", "postgres:16", "httpd:2.4", "own", "docker:dind-rootless", "i386/debian:12"];
const numbers = ["0", "-1", "1", "4", "1e3", "1.5", "0x10", "99999999999999999999999", "512m", "1GiB", "'7'", '"x"', "${A}", "${B:-5}", "[1]", "{}", "", "~", "true", ".inf"];
const commands = ["npm start", "[node, --max-old-space-size=99999]", "java -Xmx9g -Xss9g", "chromium", "'sh -c \"[ -x a ]\"'", "[]", "''", "postgres -c max_connections=99999999999", "{a: b}"];
const keys = [
  "pids_limit: N",
  "mem_limit: N",
  "memswap_limit: N",
  "mem_reservation: N",
  "scale: N",
  "user: N",
  "init: N",
  "ulimits: {nproc: N, stack: N}",
  "ulimits: {nproc: {soft: N, hard: N}, stack: {soft: N, hard: N}}",
  "deploy: {replicas: N, resources: {limits: {pids: N, memory: N}, reservations: {memory: N}}}",
  "environment: {UV_THREADPOOL_SIZE: N, NODE_OPTIONS: N, JAVA_OPTS: -Xmx1g}",
];

const service = fc
  .tuple(fc.constantFrom(...images), fc.option(fc.constantFrom(...commands)), fc.subarray(keys), fc.array(fc.constantFrom(...numbers), { minLength: 16, maxLength: 16 }))
  .map(([image, command, lines, values]) => {
    let at = 0;
    const filled = lines.map((line) => line.replaceAll(/\bN\b/g, () => values[at++ % values.length] ?? ""));
    return [`image: ${image}`, ...(command === null ? [] : [`command: ${command}`]), ...filled];
  });

describe("the rules about limits and syscalls, for any settings", () => {
  it("throw nothing, report places of the text, and a second fix changes nothing", () => {
    let found = 0;
    fc.assert(
      fc.property(fc.array(service, { minLength: 1, maxLength: 3 }), (services) => {
        const text = `services:\n${services.map((lines, index) => `  s${index}:\n${lines.map((line) => `    ${line}\n`).join("")}`).join("")}`;
        for (const rule of ["thread-limit", "memory-limit", "blocked-syscall"] as const) {
          const options = rule === "blocked-syscall" ? [{ minor: true }] : [{ fix: "raise" }];
          const { findings } = runRule({ rule, text, options, settings: { engine: "19.03.15" } });
          found += findings.length;
          for (const { message } of findings) assert.doesNotMatch(message, /undefined|NaN|\{\{|\bnull\b|\[object/);
        }
      }),
      { seed: 9, numRuns: 300 },
    );
    assert.ok(found > 300, "findings to look at");
  });
});
