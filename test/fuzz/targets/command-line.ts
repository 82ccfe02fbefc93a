import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { formatNames } from "../../../src/cli/formats/format-names.js";
import { runCli } from "../../cli/run-cli.js";
import type { FuzzTarget } from "../fuzz-target.js";
import { projectSeeds, projectPieces } from "./project.js";

// As in the target `lint`, and what only a broken encoding brings: halves of surrogate pairs.
// eslint-disable-next-line no-control-regex -- control characters are what it is for
const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\p{Default_Ignorable_Code_Point}]|\p{Surrogate}/u;

/** The bytes that a text stands for: mostly its own, each character a byte where they are to be no UTF-8, UTF-16 with its mark. */
const encodings: readonly ((text: string) => Buffer)[] = [
  (text) => Buffer.from(text, "utf8"),
  (text) => Buffer.from(text, "latin1"),
  (text) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]),
  (text) => Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(text, "utf16le").swap16()]),
  (text) => Buffer.concat([Buffer.from(text, "utf8"), Buffer.from([0xc3, 0x28, 0x00, 0xed, 0xa0, 0x80])]),
];

const names = ["compose.yaml", "Dockerfile", ".env", "run.sh", "README.md", "crash.log", "compose-lint.config.yaml", "base.yaml", "seccomp-compose-lint.json", ".compose-lintignore"] as const;
const sound: Readonly<Record<string, string>> = { "compose.yaml": "services:\n  web:\n    image: node:20\n    build: .\n    env_file: .env\n  db:\n    extends: {file: base.yaml, service: db}\n", Dockerfile: "FROM node:20\nRUN npm ci\n" };

function commandsFor(name: string, choose: (count: number) => number): string[] {
  const engine = ["--engine", "20.10.9"];
  const format = formatNames[choose(formatNames.length)] ?? "stylish";
  const lint = [
    ["--format", format, "--code-frame"],
    ["--fix"],
    ["--fix", "--rule", "memory-limit: [error, {fix: raise}]", "--rule", "thread-limit: [error, {fix: raise}]", "--rule", "image-moved: error"],
    ["--fix-dry-run", "--quiet"],
    ["--baseline", "b.json", "--update-baseline"],
    ["--detect", "--max-warnings", "0"],
  ];
  const others = [
    ["inspect", ".", ...engine],
    ["inspect", "--resolved", "--format", "json"],
    ["--print-config", "compose.yaml"],
    ["diagnose", "crash.log", ...engine],
    ["diagnose", "crash.log", ...engine, "--fix"],
    ["docker-run", "--file", name === "README.md" ? name : "run.sh", ...engine],
    ["docker-run", "--file", name === "README.md" ? name : "run.sh", ...engine, "--fix"],
  ];
  return choose(3) > 0 ? [...(lint[choose(lint.length)] ?? []), ...engine, "."] : (others[choose(others.length)] ?? []);
}

/** The whole command on a file of any bytes: it ends by its contract, prints nothing that a terminal obeys, and fixes once. */
export const commandLine: FuzzTarget = {
  seeds: () => [...projectSeeds(), ...Object.values(sound), "docker run --name a node:20\n", "```console\n$ docker run \\\n> node:20\n```\n", "web-1  | RuntimeError: can't start new thread\n", '{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": []}', "rules: {syntax: off}\n"],
  pieces: [...projectPieces, "\0", "\ufeff", "\u001b[31m", "\u202e", "\ud800", "docker run ", "can't start new thread", "FROM "],
  async check(text) {
    const digest = createHash("sha256").update(text).digest();
    let at = 0;
    // The text decides, so that a case can be made again.
    const choose = (count: number): number => (digest[at++ % digest.length] ?? 0) % count;
    const name = names[choose(4) === 0 ? choose(names.length) : 0] ?? "compose.yaml";
    const encode = encodings[choose(3) === 0 ? choose(encodings.length) : 0] ?? ((all: string) => Buffer.from(all));
    const folder = mkdtempSync(path.join(tmpdir(), "compose-lint-fuzz-"));
    try {
      mkdirSync(path.join(folder, ".git"));
      for (const [file, content] of Object.entries({ ...sound, [name]: encode(text) })) writeFileSync(path.join(folder, file), content);
      for (const file of ["run.sh", "crash.log"]) if (name !== file) writeFileSync(path.join(folder, file), "docker run node:20\nweb-1 | RuntimeError: can't start new thread\n");
      const words = commandsFor(name, choose);
      await assertContract(folder, words);
      if (!words.includes("--fix")) return;
      const before = textsOf(folder);
      await assertContract(folder, words);
      assert.deepEqual(textsOf(folder), before, `a second ${words.join(" ")} changes something`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

async function assertContract(folder: string, words: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await runCli(folder, words, { columns: 100, variables: { TERM: "dumb" } });
  const ran = `compose-lint ${words.join(" ")}`;
  assert.ok([0, 1, 2].includes(code), `${ran} ended with ${code}`);
  for (const printed of [stdout, stderr]) {
    const raw = control.exec(printed);
    assert.equal(raw, null, `${ran} prints ${JSON.stringify(printed.slice(Math.max(0, (raw?.index ?? 0) - 60), (raw?.index ?? 0) + 20))}`);
  }
  assert.doesNotMatch(stdout + stderr, /^\s+at .+:\d+:\d+\)?$|is a bug of compose-lint/mu, `${ran} fails: ${stderr}`);
  if (code === 2) assert.notEqual(stderr.trim(), "", `${ran} ends with 2 without a word`);
}

function textsOf(folder: string): Record<string, string> {
  return Object.fromEntries(readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name }) => [name, readFileSync(path.join(folder, name), "latin1")]));
}
