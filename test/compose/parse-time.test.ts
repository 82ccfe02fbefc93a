import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseComposeFile } from "../../src/compose/parse.js";

/** Computing time in milliseconds, which a busy machine does not stretch as it stretches the time on the clock. */
function computingTime(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

function fastest(times: number, work: () => void): number {
  return Math.min(...Array.from({ length: times }, () => computingTime(work)));
}

function lines(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join("");
}

// Texts that took or could take quadratic time: each is as long as its number.
const shapes: Record<string, (count: number) => string> = {
  "services": (n) => `services:\n${lines(n, (i) => `  s${i}:\n    image: x:${i}\n`)}`,
  "keys of one map": (n) => `services:\n  a:\n    labels:\n${lines(n, (i) => `      k${i}: v\n`)}`,
  "the same key": (n) => lines(n, () => "k: v\n"),
  "entries in brackets": (n) => `a: [${lines(n, () => "b, ")}]\n`,
  "comments": (n) => `services:\n${lines(n, () => "  # c\n")}  a: {image: x} # d\n`,
  "documents": (n) => lines(n, () => "---\na: b\n"),
  "anchors and aliases": (n) => lines(n, (i) => `k${i}: &a${i} v\nl${i}: *a${i}\n`),
  "tags": (n) => `a:\n${lines(n, () => "  - !t b\n")}`,
  "anchors of one node": (n) => `a: ${lines(n, () => "&a ")}b\n`,
  "services that merge one map": (n) => `x: &x {image: y}\nservices:\n${lines(n, (i) => `  s${i}: {<<: *x}\n`)}`,
  "services that merge a large map": (n) => `x: &x\n${lines(n, (i) => `  k${i}: v\n`)}services:\n${lines(n, (i) => `  s${i}: {<<: *x}\n`)}`,
  "services that merge a long list": (n) => `x: &x {image: y}\nl: &l [${lines(n, () => "*x, ")}]\nservices:\n${lines(n, (i) => `  s${i}: {<<: *l}\n`)}`,
  "services that merge one another": (n) => `services:\n  s0: &s0 {image: x}\n${lines(n, (i) => `  s${i + 1}: &s${i + 1} {<<: *s${i}, k${i}: v}\n`)}`,
  "services that are one large map": (n) => `x: &x\n${lines(n, (i) => `  k${i}: v\n`)}services:\n${lines(n, (i) => `  s${i}: *x\n`)}`,
  "errors in one line": (n) => lines(n, () => "}"),
  "errors in many lines": (n) => `services:\n${lines(n, () => "  k: - b\n")}`,
  "brackets without end": (n) => lines(n, () => "a: [b\n"),
  "a quote without end": (n) => `a: "x\n${lines(n, () => "b: c\n")}`,
  "brackets in the wrong column": (n) => `services:\n${lines(n, (i) => `  s${i}:\n    command: [\n    a\n    ]\n`)}`,
};

describe("the time that parsing takes", () => {
  for (const [name, shape] of Object.entries(shapes)) {
    it(`grows with the length of the text: ${name}`, () => {
      const count = 800;
      const [small, large] = [shape(count), shape(count * 8)];
      parseComposeFile(small);
      const before = fastest(3, () => parseComposeFile(small));
      const after = fastest(1, () => parseComposeFile(large));
      // Eight times the text: about 8 in linear time, 64 in quadratic time. Very short times are not measurable.
      assert.ok(after < 30 * Math.max(before, 5), `${before.toFixed(1)} ms, then ${after.toFixed(1)} ms`);
    });
  }

  it("lets 10,000 services and 10,000 keys in one map be read", () => {
    const { ast, syntaxProblems, structureProblems } = parseComposeFile(
      `services:\n${lines(10_000, (i) => `  s${i}:\n    image: x:${i}\n    security_opt:\n      - a=b\n`)}` +
        `x-labels:\n${lines(10_000, (i) => `  k${i}: v\n`)}`,
    );
    assert.deepEqual([...syntaxProblems, ...structureProblems], []);
    assert.equal(ast.project.services.length, 10_000);
    assert.equal(ast.project.services.at(-1)?.securityOpt?.entries.length, 1);
    const labels = ast.project.node?.pairs[1]?.value;
    assert.equal(labels?.type === "YamlMap" && labels.pairs.length, 10_000);
  });
});
