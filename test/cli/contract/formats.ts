import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { TestContext } from "node:test";
import { failing, oldEngine } from "../stacks.js";
import { cli, type Contract } from "./contract.js";
import { fieldsOf } from "./fields.js";

const page = readFileSync("docs/cli.md", "utf8");
/** Findings of many kinds: a fix, a suggestion, a related place, one that is switched off. */
const manyKinds = {
  "compose.yaml": `${failing}  off:\n    # compose-lint-disable-next-line thread-creation -- for now\n    image: redis:7-bookworm\n  far:\n    extends: { file: base/common.yaml, service: far }\n  open:\n    image: my/app\n    security_opt: [seccomp=unconfined]\n`,
  "unused.compose.yaml": "services:\n  web:\n    # compose-lint-disable-next-line memory-limit\n    image: traefik:1.7\n",
  "base/common.yaml": "services:\n  far:\n    image: node:20-bookworm\n    mem_limit: 1m\n",
  "bad.compose.yaml": "services: [\n",
};
const json = ["--format", "json"];
const output = async (test: TestContext, words: readonly string[], surroundings: Parameters<typeof cli>[2] = {}): Promise<string> => (await cli(test, words, surroundings)).stdout;

/** The lines of the block of fields that stands below a line of the page. */
function documented(id: string): string[] {
  return /```text\n(?<lines>[^]*?)```/u.exec(page.slice(page.indexOf(`- \`${id}\``)))?.groups?.lines?.trim().split("\n") ?? [];
}

function assertFields(id: string, texts: readonly string[], keyed: readonly string[] = []): void {
  const found = fieldsOf(texts, keyed);
  assert.deepEqual(documented(id), found, `The block below ${id} in docs/cli.md must be:\n${found.join("\n")}`);
}

/** The formats. */
export const formats: Contract = {
  "format-json": async (test) => {
    const texts = [
      await output(test, [".", ...oldEngine, ...json, "--rule", "seccomp-profile: error"], { files: manyKinds }),
      await output(test, [".", ...oldEngine, ...json, "--rule", "thread-creation: [error, {fix: unconfined}]"], { files: manyKinds }),
      await output(test, [".", ...oldEngine, ...json, "--fix-dry-run", "--rule", "thread-creation: [error, {fix: unconfined}]"], { files: manyKinds }),
    ];
    for (const text of texts) assert.equal(text.split("\n").length, 2, "one line");
    // What a message is made of has names of its own for each message.
    assertFields("format-json", texts, ["[].messages[].suggestions[].data", "[].suppressedMessages[].suggestions[].data"]);
  },
  "format-inspect": async (test) => {
    const files = { "compose.yaml": "services:\n  web:\n    image: node:20\n  other:\n    image: my/own\n  static:\n    image: traefik:1.7\n  small:\n    image: alpine:3.20\n  moved:\n    image: alpine:latest\n  none:\n    command: x\n" };
    assertFields("format-inspect", [await output(test, ["inspect", ...oldEngine, ...json, "--date", "2026-11-27"], { files })]);
  },
  "format-diagnose": async (test) => {
    const logs = ["web-1  | RuntimeError: can't start new thread\n", "pthread_create failed (EPERM)\n", "exited with code 137\n", "hello\n"];
    const two = { "compose.yaml": `${failing}  db:\n    image: my/own\n` };
    assertFields("format-diagnose", await Promise.all(logs.map(async (stdin) => output(test, ["diagnose", ...oldEngine, ...json], { stdin, files: two }))));
  },
  "format-docker-run": async (test) => {
    const texts = [
      await output(test, ["docker-run", ...oldEngine, ...json, "docker run node:20-bookworm"]),
      await output(test, ["docker-run", ...oldEngine, ...json, "--file", "x.sh"], { files: { "x.sh": "docker run alpine:3.20\ndocker run -m 1m node:20-bookworm\n" } }),
    ];
    assertFields("format-docker-run", texts);
  },
  "format-hosts": async (test) => {
    assertFields("format-hosts", [await output(test, ["hosts", ...json])]);
  },
  "format-rules": async (test) => {
    assertFields("format-rules", [await output(test, ["rules", ...json])]);
  },
  "format-baseline": async (test) => {
    const { folder } = await cli(test, [...oldEngine, "--baseline", "b.json", "--update-baseline"]);
    assertFields("format-baseline", [readFileSync(path.join(folder, "b.json"), "utf8")], ["", "*"]);
  },
  "format-programs": async (test) => {
    const heads: Readonly<Record<string, RegExp>> = {
      sarif: /^\{\s*"\$schema": ?"[^"]+sarif[^"]*2\.1\.0/u,
      gitlab: /^\[\s*\{\s*"type": "issue"/u,
      junit: /^<\?xml version="1\.0" encoding="utf-8"\?>\s*<testsuites/iu,
      checkstyle: /^<\?xml version="1\.0" encoding="utf-8"\?>\s*<checkstyle/iu,
      github: /^::error file=compose\.yaml,line=3,/u,
      compact: /: line 3, col 12, Error - /u,
    };
    for (const [format, head] of Object.entries(heads)) assert.match(await output(test, [...oldEngine, "--format", format]), head);
  },
  "format-people": async (test) => {
    for (const format of ["stylish", "markdown", "html"]) assert.match(await output(test, [...oldEngine, "--format", format]), /node:20-bookworm/u);
  },
};
