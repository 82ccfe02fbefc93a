// What `--fix` makes of real files, in the eyes of the real Docker Compose: the same project but for the keys that fixes are
// meant to change.
import assert from "node:assert/strict";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { NodeFileSystem } from "../../src/compose/node-file-system.js";
import { fileKindOf } from "../../src/eslint/file-kind.js";
import { lintTexts, type LintRun } from "../../src/lint/lint-files.js";
import { differences } from "../compose/json-difference.js";
import { askCompose } from "../compose/real-compose.js";
import { sharedFolder } from "./places.js";
import { noCompose, unpackedCompose } from "./unpacked-compose.js";

const corpus = path.join(sharedFolder, "corpus");
const skip = noCompose !== false || existsSync(corpus) ? noCompose : `there is no ${corpus}`;
const LARGEST = 40_000;

const intended = /^services\.[^.]+\.(?:security_opt|image|pids_limit|mem_limit|memswap_limit|mem_reservation|ulimits|deploy|build)\b/u;

/** Other ways to write the same, and what fixes have to do with beside. */
const variants: readonly [name: string, change: (text: string) => string][] = [
  ["as they are", (text) => text],
  ["with CRLF", (text) => text.replaceAll(/\r?\n/gu, "\r\n")],
  ["with comments and long lines", (text) => text.replaceAll(/^(\s*image: *\S+)$/gmu, `$1   # why: [x] {y} ${"x ".repeat(400)}`)],
  ["with anchors that other keys use", (text) => `${text.replace(/^(\s*)image: *([\w./:-]+)$/mu, "$1image: &img $2\n$1labels:\n$1  note: *img")}\n`],
  ["with limits that are too low", (text) => text.replaceAll(/^(\s*)image: *(\S+)$/gmu, "$1image: $2\n$1pids_limit: 2\n$1mem_limit: 6m\n$1memswap_limit: 6m")],
  ["with limits below anchors", (text) => text.replaceAll(/^(\s*)image: *(\S+)$/gmu, "$1image: $2\n$1pids_limit: &p 2\n$1x-pids: *p\n$1labels: { l: *p }")],
];

function fix(file: string, text: string): LintRun {
  return lintTexts([{ path: file, text }], {
    cwd: path.dirname(file), fileSystem: new NodeFileSystem(), variables: {}, settings: { engine: "20.10.9", date: "2026-11-01" }, set: "all", fix: true,
    rules: { "memory-limit": ["error", { fix: "raise" }], "thread-limit": ["error", { fix: "raise" }] },
  });
}

describe("the fixes of all rules, in the real Docker Compose", { skip }, () => {
  const compose = unpackedCompose();

  const files = skip !== false ? [] : readdirSync(corpus, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.ya?ml$/u.test(name) && !name.includes("expected-"))
    .map((name) => path.join(corpus, name))
    .filter((file) => statSync(file).size < LARGEST)
    .sort();

  for (const [variant, [name, change]] of variants.entries()) {
    it(`change nothing else in the files of the corpus ${name}`, { timeout: 600_000 }, async (test) => {
      let changed = 0;
      const wrong: string[] = [];
      // Two of the variants for each file, so that all are done in a minute.
      for (const file of files.filter((_, index) => index % 3 === variant % 3)) {
        const text = change(readFileSync(file, "utf8"));
        if (fileKindOf(file, text) !== "compose") continue;
        const { results, requiredFiles, refusedFixes = [] } = fix(file, text);
        wrong.push(...refusedFixes.map(({ why }) => `${file}: ${why}`));
        const output = results[0]?.output;
        if (output === undefined || output === text) continue;
        changed += 1;
        const project = path.join(compose.folder, "project");
        cpSync(path.dirname(file), project, { recursive: true, dereference: true });
        const ask = async (content: string): Promise<Awaited<ReturnType<typeof askCompose>>> => {
          writeFileSync(path.join(project, path.basename(file)), content);
          return askCompose(compose.program, ["-f", path.basename(file), "config", "--format", "json"], project, {});
        };
        const old = await ask(text);
        for (const required of requiredFiles) writeFileSync(path.join(project, path.basename(required.path)), required.text);
        const now = await ask(output);
        rmSync(project, { recursive: true });
        if (old.ok && now.ok) wrong.push(...differences(old.model, now.model).filter((difference) => !intended.test(difference)).map((difference) => `${file}: ${difference}`));
        else if (old.ok || now.ok || old.error !== now.error) wrong.push(`${file}: ${JSON.stringify([old, now])}`);
      }
      test.diagnostic(`${changed} files changed`);
      assert.deepEqual(wrong, []);
      assert.ok(changed > 3, "files to compare");
    });
  }
});
