import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { brief, runRule } from "../run-rule.js";

function findings(text: string): string[] {
  return runRule({ rule: "interpolation", text }).findings.map(brief);
}

describe("interpolation", () => {
  it("finds nothing where Compose can read it", () => {
    for (const value of ["$A", "${A}", "${A:-${B:-c}}", "$$", "$${x y}", "5$", "$1"]) {
      assert.deepEqual(findings(`services:\n  web:\n    image: '${value}'\n`), [], value);
    }
  });

  it("reports what Compose refuses at its own range", () => {
    assert.deepEqual(findings("services:\n  web:\n    image: a:${A B}\n"), ["error invalid 3:14-3:20"]);
    assert.deepEqual(findings("services:\r\n  web:\r\n    image: a:${A\r\n"), ["error invalid 3:14-3:17"]);
    assert.deepEqual(findings("{services: {web: {image: 'a:${1}'}}}\n"), ["error invalid 1:29-1:33"]);
    assert.deepEqual(findings("x-a: &a ${}\nservices:\n  web: {image: *a}\n"), ["error invalid 1:9-1:12"]);
  });

  it("says what to write instead", () => {
    const [finding] = runRule({ rule: "interpolation", text: "services:\n  web:\n    image: ${A B}\n" }).findings;
    assert.equal(
      finding?.message,
      "`${A B}` is no variable that Compose can read, so it refuses the file. Write `${NAME}` or `${NAME:-default}` on one line; for a dollar sign itself, write `$$`.",
    );
  });
});

describe("interpolation in a Dockerfile", () => {
  const inDockerfile = (text: string, files: Readonly<Record<string, string>> = {}): string[] =>
    runRule({ rule: "interpolation", text, name: "Dockerfile", files }).findings.map(brief);
  // Seen with BuildKit v0.29: it refuses each of the faults.
  const faults: [name: string, text: string, found: string][] = [
    ["a brace that is not closed", "ARG V=1\nFROM node:${V\n", "error invalid 2:6-2:14"],
    ["a modifier that is none", "ARG V=1\nFROM node:${V^^}\n", "error invalid 2:6-2:17"],
    ["a quote that is not closed", 'FROM "node:20\n', "error invalid 1:6-1:14"],
    ["a variable of no ARG", "FROM node:$V\n", "error invalid 1:11-1:13"],
    ["a variable whose ARG stands below", "FROM node:$V AS a\nARG V=1\n", "error invalid 1:11-1:13"],
    ["a name that is no image", "FROM NODE:20\n", "error invalid 1:6-1:13"],
    ["a default that makes no image", "ARG V=a/B\nFROM $V\n", "error invalid 2:6-2:8"],
    ["a platform of no ARG", "FROM --platform=$NOPE node:20\n", "error invalid 1:17-1:22"],
    ["a default that cannot be read", "ARG V=${W\nFROM node:$V\n", "error invalid 1:7-1:10"],
    ["a default of a stage that cannot be read", "FROM node:20\nARG V=${W\n", "error invalid 2:7-2:10"],
    ["another instruction that cannot be read", "FROM node:20\nWORKDIR /${V^^}\n", "error invalid 2:9-2:16"],
    ["a fault in CRLF, behind a continuation", "ARG V=1\r\nFROM \\\r\n  node:${V\r\n", "error invalid 3:3-3:11"],
  ];
  for (const [name, text, found] of faults) {
    it(`reports ${name}, once`, () => {
      assert.deepEqual(inDockerfile(text), [found]);
    });
  }

  it("says what is wrong and what to do", () => {
    const message = (text: string): string => runRule({ rule: "interpolation", text, name: "Dockerfile" }).findings[0]?.message ?? "";
    assert.equal(message("FROM node:$V\n"), '"node:" is not the name of an image (V is not set before the first FROM). Images are named in lower case, with the tag behind a colon: debian:12.');
    assert.equal(message("ARG V=1\nFROM a:${V\n"), "FROM has no base image to start from: its image cannot be expanded: the closing brace of a variable is missing. Write `${NAME}`, `${NAME:-default}` or `${NAME:+text}`, and close each quote and brace.");
  });

  it("reports values that grow too much, where they do and not again where they are used", () => {
    const names = "ABCDEFGHIJKLMNOPQRSTU";
    const chain = Array.from(names.slice(1), (name, index) => `ARG ${name}=$${names[index] ?? ""}$${names[index] ?? ""}\n`).join("");
    const text = `ARG A=0123456789abcdef\n${chain}FROM node:$U\n`;
    const { findings } = runRule({ rule: "interpolation", text, name: "Dockerfile" });
    assert.deepEqual(findings.map(brief), ["error invalid 18:7-18:9"]);
    assert.match(findings[0]?.message ?? "", /more than 1048576 characters long\. Look for variables that repeat each other/u);
    const inFrom = `ARG A=${"x".repeat(600_000)}\nFROM node:$A$A\n`;
    assert.deepEqual(inDockerfile(inFrom), ["error invalid 2:11-2:13"]);
  });

  it("reports nothing that an argument of the build can mend", () => {
    for (const text of ["ARG V\nFROM node:$V\n", "ARG V\nFROM $V\n", "ARG P\nFROM --platform=$P node:20\n", "ARG V\nARG W=${V:?need}\nFROM node:20\n", "ARG V=\nFROM node${V:+:$V}\n", "FROM --platform=$BUILDPLATFORM node:20\n", "FROM node:20\nENV A=${B:?}\n"]) {
      assert.deepEqual(inDockerfile(text), [], text);
    }
  });

  it("takes the arguments of the service that builds it", () => {
    const compose = (value: string): Record<string, string> => ({ "compose.yaml": `services:\n  web:\n    build:\n      context: .\n      args: { V: ${value} }\n` });
    assert.deepEqual(inDockerfile("ARG V\nFROM node:$V\n", compose("20")), []);
    assert.deepEqual(inDockerfile("ARG V\nFROM node:$V\n", compose("'a b'")), ["error invalid 2:11-2:13"]);
  });

  it("and in one that stands in a Compose file, at its place there", () => {
    const text = "services:\n  web:\n    build:\n      dockerfile_inline: |\n        ARG V=1\n        FROM node:$${V\n";
    assert.deepEqual(findings(text), ["error invalid 6:14-6:23"]);
  });
});
