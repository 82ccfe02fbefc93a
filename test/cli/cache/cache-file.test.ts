import assert from "node:assert/strict";
import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it, type TestContext } from "node:test";
import { CacheFile } from "../../../src/cli/cache/cache-file.js";
import { digestOf, digestOfText, type Dependencies, type Dependency } from "../../../src/cli/run/dependency.js";
import { fileResult } from "../../../src/lint/lint-result.js";
import { temporaryFolder } from "../temporary-folder.js";

const everything = (): boolean => true;
const config = digestOfText("configured");

interface Place {
  cache: string;
  files: string[];
}

function place(test: TestContext, count: number): Place {
  const names = Array.from({ length: count }, (_, index) => `${index}/compose.yaml`);
  const folder = temporaryFolder(test, Object.fromEntries(names.map((name) => [name, ""])));
  return { cache: path.join(folder, "cache"), files: names.map((name) => path.join(folder, name)) };
}

function readOf(file: string, stamp?: string): Dependency {
  return stamp === undefined ? ["read", file, digestOfText(file)] : ["read", file, digestOfText(file), stamp];
}

function only(...own: Dependency[]): Dependencies {
  return { own, shared: [] };
}

/** Keeps of each file that nothing was found. */
function fill(cache: CacheFile, files: readonly string[], stamp?: string): void {
  for (const file of files) {
    cache.keepTakenIn(file, [], only(readOf(file, stamp)));
    cache.keepOutcome(file, { config, warningCount: 0, result: fileResult(file, "a: b", [], []) }, only(readOf(file, stamp), ["names", path.dirname(file), "1"], ["variable", "COMPOSE_FILE", ""]));
  }
  assert.equal(cache.save(), null);
}

describe("the file of a cache", () => {
  it("gives back what was kept, but for texts", (test) => {
    const { cache, files } = place(test, 3);
    const [file = "", other = "", last = ""] = files;
    const finding = { ruleId: "compose-lint/x", severity: 2 as const, message: "tab\there\nand \ud800 half", line: 1, column: 2 };
    const written = new CacheFile(cache, "key");
    written.keepTakenIn(file, [[other, null, false]], only(readOf(file)));
    written.keepOutcome(file, { config, warningCount: 3, result: fileResult(file, "a: b", [finding], []) }, only(readOf(file, "1 2 3"), readOf(other, "4 5 6")));
    written.keepOutcome(last, { config, warningCount: 0, result: fileResult(last, "a: b", [], []) }, only());
    assert.equal(written.save(), null);
    const read = new CacheFile(cache, "key");
    assert.deepEqual(read.takenIn(file)?.value(), [[other, null, false]]);
    assert.deepEqual(read.outcome(file)?.value(), { config, warningCount: 3, result: fileResult(file, "", [finding], []) });
    assert.deepEqual(read.outcome(last)?.value(), { config, warningCount: 0, result: fileResult(last, "", [], []) });
    assert.deepEqual([read.takenIn(last), read.takenIn(other), read.outcome(other)], [null, null, null]);
    assert.deepEqual(read.content(file), { stamp: "1 2 3", digest: digestOfText(file) });
    assert.deepEqual(read.content(other), { stamp: "4 5 6", digest: digestOfText(other) });
    assert.equal(read.content(last), null);
    assert.deepEqual(read.dependencies, [readOf(file), readOf(file), readOf(other)]);
    assert.equal(read.outcome(last)?.holds(() => false), true);
    assert.equal(read.takenIn(file)?.holds((question, about, answer) => question === "read" && about === file && answer === digestOfText(file)), true);
  });

  it("counts as empty with another key", (test) => {
    const { cache, files } = place(test, 1);
    fill(new CacheFile(cache, "key"), files);
    assert.equal(new CacheFile(cache, "other").outcome(files[0] ?? ""), null);
  });

  it("holds what many files have alike once, and nothing of what no file has any more", (test) => {
    const { cache, files } = place(test, 50);
    const file = files[0] ?? "";
    fill(new CacheFile(cache, "key"), files);
    const text = readFileSync(cache, "utf8");
    assert.equal(text.split("COMPOSE_FILE").length - 1, 1);
    for (let day = 0; day < 5; day += 1) {
      const again = new CacheFile(cache, "key");
      again.keepOutcome(file, { config, warningCount: 0, result: fileResult(file, "", [], []) }, only(["day", "", `2026-11-0${day}`]));
      assert.equal(again.save(), null);
    }
    assert.equal(readFileSync(cache, "utf8").split("2026-11").length - 1, 1);
    fill(new CacheFile(cache, "key"), files);
    assert.equal(readFileSync(cache, "utf8"), text);
  });

  it("holds questions that files share once, and asks them once", (test) => {
    const { cache, files } = place(test, 40);
    const [file = "", other = ""] = files;
    const secret = path.join(path.dirname(file), "secret.txt");
    const inner = { own: [readOf(other, "4 5 6")], shared: [] };
    const outer: Dependencies = { own: [["facts", secret, ""], ["linted", file, "true"]], shared: [inner] };
    // As they come from two threads.
    const both = [outer, structuredClone(outer)];
    const written = new CacheFile(cache, "key");
    for (const [index, one] of files.entries()) {
      const shared = both.slice(index % 2, (index % 2) + 1);
      written.keepOutcome(one, { config, warningCount: 0, result: fileResult(one, "", [], []) }, { own: [readOf(one)], shared });
    }
    assert.equal(written.save(), null);
    const text = readFileSync(cache, "utf8");
    assert.equal(text.split("secret.txt").length - 1, 1);
    const read = new CacheFile(cache, "key");
    assert.deepEqual(read.content(other), { stamp: "4 5 6", digest: digestOfText(other) });
    assert.deepEqual(read.dependencies, [...files.toSorted().map((one) => readOf(one)), ...outer.own, readOf(other)]);
    const asked: string[] = [];
    for (const one of files) assert.equal(read.outcome(one)?.holds((question, about) => asked.push(`${question} ${about}`) > 0), true);
    assert.deepEqual(asked.filter((question) => question === `facts ${secret}`).length, 1);
    // What a run knows of its projects may become another while it goes on.
    assert.equal(asked.filter((question) => question === `linted ${file}`).length, files.length);
    for (const wrong of [["facts", secret], ["linted", file], ["read", other]]) {
      const again = new CacheFile(cache, "key");
      assert.ok(files.every((one) => again.outcome(one)?.holds((...given) => given.slice(0, 2).join(" ") !== wrong.join(" ")) === false), wrong.join(" "));
    }
    // Written again, it is the same, and lists that no file depends on any more are gone.
    read.keepOutcome(file, { config, warningCount: 0, result: fileResult(file, "", [], []) }, { own: [readOf(file)], shared: [outer] });
    assert.equal(read.save(), null);
    assert.equal(readFileSync(cache, "utf8"), text);
    fill(new CacheFile(cache, "key"), files);
    assert.ok(!readFileSync(cache, "utf8").includes("secret.txt"));
  });

  it("forgets files that are gone, and contents on which nothing depends any more", (test) => {
    const { cache, files } = place(test, 3);
    const [file = "", other = "", gone = ""] = files;
    const written = new CacheFile(cache, "key");
    written.keepOutcome(file, { config, warningCount: 0, result: fileResult(file, "", [], []) }, only(readOf(other, "1 2 3")));
    fill(written, [gone]);
    rmSync(gone);
    const again = new CacheFile(cache, "key");
    assert.notEqual(again.content(other), null);
    again.keepOutcome(file, { config, warningCount: 0, result: fileResult(file, "", [], []) }, only(readOf(file)));
    assert.equal(again.save(), null);
    const read = new CacheFile(cache, "key");
    assert.deepEqual([read.content(other), read.outcome(gone)], [null, null]);
    assert.ok(!readFileSync(cache, "utf8").includes(other));
  });

  it("gives stamps to nobody but who read the files", (test) => {
    const { cache, files } = place(test, 120);
    const file = files[0] ?? "";
    fill(new CacheFile(cache, "key", "1000 1000"), files, "1 2 3");
    assert.notEqual(new CacheFile(cache, "key", "1000 1000").content(file), null);
    const other = new CacheFile(cache, "key", "0 0");
    assert.equal(other.content(file), null);
    assert.equal(other.outcome(file)?.holds(everything), true);
    for (const one of files) other.keepContent(one, { stamp: "1 2 3", digest: digestOf(one.repeat(9)) });
    assert.equal(other.save(), null);
    assert.notEqual(new CacheFile(cache, "key", "0 0").content(file), null);
    assert.equal(new CacheFile(cache, "key", "1000 1000").content(file), null);
  });

  it("is not written for a few new stamps, which spare less than writing takes, but for many", (test) => {
    const { cache, files } = place(test, 150);
    fill(new CacheFile(cache, "key"), files, "1 2 3");
    const text = readFileSync(cache, "utf8");
    for (const [count, isWritten] of [[0, false], [99, false], [100, true]] as const) {
      const again = new CacheFile(cache, "key");
      for (const file of files.slice(0, count)) again.keepContent(file, { stamp: "4 5 6", digest: digestOfText(file) });
      // The same stamp is no news.
      for (const file of files.slice(count)) again.keepContent(file, { stamp: "1 2 3", digest: digestOfText(file) });
      assert.equal(again.save(), null);
      assert.equal(readFileSync(cache, "utf8") !== text, isWritten, String(count));
    }
  });

  it("leaves out files whose names do not fit in a line", (test) => {
    const { cache, files } = place(test, 1);
    const file = files[0] ?? "";
    const odd = path.join(path.dirname(file), "a\tb\nc.yaml");
    writeFileSync(odd, "");
    fill(new CacheFile(cache, "key"), [odd, file], "1 2 3");
    const read = new CacheFile(cache, "key");
    assert.equal(read.outcome(odd), null);
    assert.equal(read.outcome(file)?.holds(everything), true);
    assert.ok(statSync(cache).size > 0);
  });
});
