import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { lintTexts } from "../../src/lint/lint-files.js";
import { assertEvenGrowth } from "../even-growth.js";
import { MemoryFileSystem } from "../memory-file-system.js";

function lines(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join("");
}

function services(count: number, body: (index: number) => string): string {
  return `services:\n${lines(count, (index) => `  s${index}:\n${body(index)}`)}`;
}

/** How many findings a Compose file has on an old engine. */
function lint(text: string, files: Record<string, string> = {}): number {
  const path = "/project/compose.yaml";
  const { results, failures } = lintTexts([{ path, text }], {
    cwd: "/project",
    fileSystem: new MemoryFileSystem({ ...files, [path]: text }),
    settings: { engine: "20.10.9" },
    variables: {},
    fix: false,
  });
  assert.deepEqual(failures, []);
  return results[0]?.messages.length ?? 0;
}

// Files whose time once grew with the square of their length, or could; and each has findings.
const shapes: Record<string, [size: number, text: (size: number) => string, files?: (size: number) => Record<string, string>]> = {
  "services without the sandbox": [300, (n) => services(n, () => "    image: node:20\n    security_opt: [seccomp=unconfined]\n")],
  "limits of services of one user": [300, (n) => services(n, () => "    image: node:20\n    user: '5'\n    ulimits: {nproc: 40}\n")],
  "services that merge an image and a limit": [
    400,
    (n) => `x-a: &a {image: "node:20", pids_limit: 3}\n${services(n, () => "    <<: *a\n")}`,
  ],
  "anchors and aliases": [1500, (n) => `x-a:\n${lines(n, (i) => `  k${i}: &a${i} {image: "node:20"}\n`)}services:\n${lines(n, (i) => `  s${i}: *a${i}\n`)}`],
  "labels of one service": [5000, (n) => services(1, () => `    image: x\n    security_opt:\n${lines(n, (i) => `      - label:user:u${i}\n`)}`)],
  "images of variables of a long file": [
    500,
    (n) => services(n, () => "    image: node:$V\n"),
    (n) => ({ "/project/.env": `${lines(40 * n, (i) => `K${i}=v\n`)}V=20\n` }),
  ],
};

describe("the time that linting a file takes", () => {
  for (const [name, [size, text, files]] of Object.entries(shapes)) {
    it(`grows with the length of the file: ${name}`, () => {
      assertEvenGrowth((count) => { assert.notEqual(lint(text(count), files?.(count)), 0); }, size);
    });
  }
});

describe("comments that switch rules off", () => {
  const suppressed = (count: number): string =>
    services(count, () => "    # compose-lint-disable-next-line thread-creation\n    image: node:20\n");

  it("are obeyed as many as 5,000, and the first that is not is told of", () => {
    assert.equal(lint(suppressed(5000)), 0);
    // The comment of the error itself, and the finding below it.
    assert.equal(lint(suppressed(5001)), 2);
  });
});
