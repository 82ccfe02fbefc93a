import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, linkSync, lstatSync, readdirSync, readFileSync, readlinkSync, renameSync, statSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { createInterface } from "node:readline";
import { describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { temporaryFolder } from "./temporary-folder.js";

const bin = path.resolve("src/cli/bin.ts");
const loader = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

const FILES = 1000;
const FILES_IN_FOLDER = 50;
const KILLS = 5;
const SEED = 20_211_008;

/** Long enough that it is not written in one go on every file system. */
const padding = "# a line that nobody reads, in a file that is longer than a page of memory\n".repeat(150);
const old = `services:\n  web:\n    image: traefik:1.7\n    security_opt:\n      - no-new-privileges:true\n${padding}`;
const mended = old.replace("privileges:", "privileges=");

/** The numbers of a linear congruential generator, the same in every run. */
function* numbers(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    yield state / 2 ** 32;
  }
}

/** Starts `--fix` and kills it once it has told of so many files; returns how it ended. */
async function fix(folder: string, killedAfter: number): Promise<{ code: number | null; signal: NodeJS.Signals | null; told: number }> {
  const child = spawn(process.execPath, ["--import", loader, bin, "--fix", "--engine", "27.0.0", "."], {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, NO_COLOR: "1" },
  });
  const end = once(child, "close") as Promise<[number | null, NodeJS.Signals | null]>;
  let told = 0;
  for await (const line of createInterface(child.stderr)) {
    if (!line.startsWith("Fixed ")) continue;
    told += 1;
    if (told === killedAfter) child.kill("SIGKILL");
  }
  const [code, signal] = await end;
  return { code, signal, told };
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .filter((name) => !name.startsWith(".git/"))
    .sort();
}

function git(folder: string, ...words: string[]): string {
  const run = spawnSync("git", ["-c", "user.name=x", "-c", "user.email=x@example.org", ...words], { cwd: folder, encoding: "utf8" });
  assert.equal(run.status, 0, run.stderr);
  return run.stdout;
}

describe("--fix that is killed", { skip: process.platform === "win32" ? "Windows has no SIGKILL" : false }, () => {
  it(`leaves each of ${FILES} files with the old or the new text`, async (test) => {
    const names = Array.from({ length: FILES }, (_, index) => `${Math.floor(index / FILES_IN_FOLDER)}/compose-${index}.yaml`);
    const folder = temporaryFolder(test, Object.fromEntries(names.map((name) => [name, old])));
    const at = (name: string): string => path.join(folder, name);
    const modeOf = (index: number): number => [0o644, 0o600, 0o640, 0o755][index % 4] ?? 0;
    names.forEach((name, index) => { chmodSync(at(name), modeOf(index)); });
    // One file behind a link, and one with a second name.
    renameSync(at("0/compose-0.yaml"), at("real.txt"));
    symlinkSync("../real.txt", at("0/compose-0.yaml"));
    linkSync(at("0/compose-1.yaml"), at("second.txt"));
    git(folder, "init", "--quiet");
    git(folder, "add", ".");
    git(folder, "commit", "--quiet", "--message", "old");
    const known = filesBelow(folder);

    /** A kill may come when the file that hides a staging folder is there and still empty. */
    const isHalfMade = (line: string): boolean => {
      const made = /^\?\? (?<folder>.*\/\.compose-lint-\d+-\w+)\/$/u.exec(line)?.groups?.folder;
      return made !== undefined && filesBelow(at(made)).length === 1 && statSync(path.join(at(made), ".gitignore")).size === 0;
    };

    /** Checks every file, and returns how many are mended. */
    const check = (): number => {
      const texts = names.map((name) => readFileSync(at(name), "utf8"));
      texts.forEach((text, index) => { assert.ok(text === old || text === mended, `${names[index] ?? ""} is neither the old nor the new text`); });
      names.forEach((name, index) => { assert.equal(statSync(at(name)).mode & 0o7777, modeOf(index), name); });
      assert.ok(lstatSync(at("0/compose-0.yaml")).isSymbolicLink());
      assert.equal(readlinkSync(at("0/compose-0.yaml")), "../real.txt");
      assert.equal(readFileSync(at("second.txt"), "utf8"), old);
      const lines = git(folder, "status", "--porcelain").split("\n").filter((line) => line !== "");
      assert.deepEqual(lines.filter((line) => !line.startsWith(" M ") && !isHalfMade(line)), [], "git sees changed files alone");
      return texts.filter((text) => text === mended).length;
    };

    const random = numbers(SEED);
    let done = 0;
    for (let kill = 1; kill <= KILLS; kill += 1) {
      // Each run does a part of what is left to do, so that the last one has something to do too.
      const killedAfter = 1 + Math.floor(((random.next().value as number) * (FILES - done)) / (KILLS - kill + 2));
      const run = await fix(folder, killedAfter);
      assert.deepEqual([run.code, run.signal], [null, "SIGKILL"]);
      const now = check();
      assert.ok(now >= done + killedAfter, `${now} files are mended, and ${done + run.told} were told of`);
      assert.ok(now < FILES, "the run was killed before its end");
      done = now;
      const left = filesBelow(folder).filter((name) => !known.includes(name));
      assert.ok(left.every((name) => /\/\.compose-lint-\d+-\w+\/(?:\.gitignore|text\.tmp)$/.test(name)), left.join(", "));
    }
    const last = await fix(folder, Number.POSITIVE_INFINITY);
    assert.deepEqual([last.code, last.told], [0, FILES - done]);
    assert.equal(check(), FILES);
    assert.deepEqual(filesBelow(folder), known, "nothing is left of the runs that were killed");
  });
});
