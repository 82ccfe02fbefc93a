import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { rules } from "../../../src/eslint/rules.js";
import { lintTexts } from "../../../src/lint/lint-files.js";
import type { Finding } from "../../../src/lint/lint-result.js";
import { MemoryFileSystem } from "../../memory-file-system.js";
import { suggested } from "../run-rule.js";
import { service } from "./limit-cases.js";

type LimitRule = "memory-limit" | "thread-limit";

const off = Object.fromEntries(Object.keys(rules).map((rule) => [rule, "off"] as const));

function found(rule: LimitRule, text: string): Finding[] {
  const path = "/project/compose.yaml";
  const fileSystem = new MemoryFileSystem({ [path]: text });
  const { results } = lintTexts([{ path, text }], { cwd: "/project", fileSystem, settings: { engine: "25.0.9" }, variables: {}, rules: { ...off, [rule]: "error" }, fix: false });
  return results[0]?.messages ?? [];
}

/** A suggestion that helps leaves fewer findings: it mends its own and makes no other. */
function assertHelps(rule: LimitRule, text: string): number {
  const before = found(rule, text);
  let count = 0;
  for (const finding of before) {
    for (const [words, after] of Object.entries(suggested(finding, text))) {
      const rest = found(rule, after).map(({ message }) => message);
      assert.ok(rest.length < before.length, `${text}${words} leaves:\n${rest.join("\n")}`);
      count += 1;
    }
  }
  return count;
}

/** A line with each of the values, or none. */
function lineOf(written: string, values: readonly string[]): fc.Arbitrary<string[]> {
  return fc.option(fc.constantFrom(...values), { freq: 2, nil: null }).map((value) => (value === null ? [] : [written.replaceAll("N", value)]));
}

const programs = fc.tuple(
  fc.constantFrom("node:20", "eclipse-temurin:21", "redis:7", "mariadb:11", "postgres:16", "httpd:2.4", "own", "golang:1.24").map((image) => [`image: ${image}`]),
  lineOf("command: N", ["java -Xmx512m -Xss8m -jar x", "node --max-old-space-size=100 x.js", "--innodb-buffer-pool-size=100M", "redis-server --maxmemory 64mb", "varnishd -s malloc,64m"]),
  lineOf("environment: [N]", ["GOMEMLIMIT=64MiB", "UV_THREADPOOL_SIZE=20", "SERVER_TOMCAT_THREADS_MAX=181"]),
);

const sizes = ["4", "64", "512", "4096", "3m", "8m", "64m", "70m", "128m", "512m", "1g", "68157440"];
const memory = fc.tuple(
  lineOf("mem_limit: N", sizes),
  lineOf("memswap_limit: N", sizes),
  lineOf("mem_reservation: N", sizes),
  fc.tuple(...["limits", "reservations"].map((key) => lineOf(`${key}: { memory: "N" }`, sizes))).map((parts) => [`deploy: { resources: { ${parts.flat().join(", ")} } }`]),
  lineOf("ulimits: { stack: N }", ["8192", "512", "900", "{ soft: 512, hard: 4096 }", "{ soft: 524288, hard: 1048576 }", "{ soft: 8192, hard: -1 }"]),
);

const counts = ["2", "5", "9", "12", "20", "40", "80", "-1", "0"];
const threads = fc.tuple(
  lineOf("user: N", ["'1000'", "root", "node"]),
  lineOf("scale: N", ["3"]),
  lineOf("pids_limit: N", counts),
  lineOf("deploy: { resources: { limits: { pids: N } } }", counts),
  lineOf("ulimits: { nproc: N }", ["2", "12", "20", "40", "{ soft: 9, hard: 12 }", "{ soft: 9, hard: 80 }"]),
);

function assertAllHelp(rule: LimitRule, settings: fc.Arbitrary<string[][]>, services: number): void {
  let suggestions = 0;
  const one = fc.tuple(programs, settings).map((parts) => parts.flat(2));
  fc.assert(
    fc.property(fc.array(one, { minLength: 1, maxLength: services }), (all) => {
      const text = all.map((lines, index) => service(...lines).replace(/^services:\n {2}web/u, `  s${index}`)).join("");
      suggestions += assertHelps(rule, `services:\n${text}`);
    }),
    { seed: 5, numRuns: 500 },
  );
  assert.ok(suggestions > 300, `${suggestions} suggestions`);
}

describe("a suggestion for a limit", () => {
  it("of memory leaves nothing that is wrong with it", () => {
    assertAllHelp("memory-limit", memory, 1);
  });

  it("of threads leaves nothing that is wrong with it", () => {
    assertAllHelp("thread-limit", threads, 3);
  });

  const cases: [name: string, rule: LimitRule, text: string, suggestions: string[]][] = [
    ["takes what the program itself needs beside its settings, where nobody measured that", "memory-limit", service("image: mysql:8", "command: --innodb-buffer-pool-size=100M", "mem_limit: 64m"), ["Set `mem_limit` to 101m"]],
    ["takes the stacks of all threads", "memory-limit", service("image: eclipse-temurin:21", "command: java -Xmx512m -Xss8m -jar x", "mem_limit: 64m"), ["Set `mem_limit` to 664m"]],
    ["reads a number without a unit as mebibytes only where that is enough", "memory-limit", service("image: mariadb:11", "mem_limit: 64"), ["Set `mem_limit` to 77m"]],
    ["takes the hard limit along", "memory-limit", service("image: node:20", "ulimits: { stack: { soft: 524288, hard: 1048576 } }"), ["Set `ulimits.stack.soft` to 8388608"]],
    ["is not made where the other limit is no better", "memory-limit", service("image: mariadb:11", "mem_limit: 512m", 'deploy: { resources: { limits: { memory: "8m" } } }'), []],
    ["is not made where the other limit is no better", "thread-limit", service("image: node:20", "pids_limit: 40", "deploy: { resources: { limits: { pids: 2 } } }"), []],
    ["is enough for all containers of the user", "thread-limit", service("image: node:20", "user: '1000'", "scale: 3", "ulimits: { nproc: { soft: 2, hard: 3 } }"), ["Raise `ulimits.nproc.soft` to 33"]],
  ];
  for (const [name, rule, text, suggestions] of cases) {
    it(`${name} (${rule})`, () => {
      assert.deepEqual(found(rule, text).flatMap((finding) => Object.keys(suggested(finding, text))), suggestions);
      assert.equal(assertHelps(rule, text), suggestions.length);
    });
  }
});
