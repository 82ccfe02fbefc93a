// What a message proposes must be true for every image in the data, not only for those that came to mind.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { resolveTarget } from "../../src/engine/target.js";
import { imagesThatWork } from "../../src/facts/thread-verdict.js";
import { judgeThreads } from "../../src/facts/judge-threads.js";
import { alternativeTags } from "../../src/image/alternatives.js";
import { findOfficialImage } from "../../src/image/official-image.js";
import { factsOf, referenceOf, releaseOf } from "./resolve-text.js";

const names = readFileSync(path.join(import.meta.dirname, "../../src/data/official-images.tsv"), "utf8")
  .split("\n")
  .slice(2, -1)
  .map((line) => line.slice(0, line.indexOf("\t")));

/** Tags that people write: those of the images' documentation, and each version line once. */
const LINES = ["latest", "slim", "alpine", ...Array.from({ length: 30 }, (_, number) => String(number))];

function tagsOf(name: string): string[] {
  const image = findOfficialImage(name);
  const minors = LINES.flatMap((line) => [line, `${line}-slim`, `${line}-alpine`, ...[0, 1, 2, 5, 9].map((minor) => `${line}.${minor}`)]);
  return minors.filter((tag) => image?.has(tag) === true);
}

/** Whether a tag stands in the data itself, or stood beside one that does when that was listed last. */
function isListed(name: string, tag: string, own: string): boolean {
  const image = findOfficialImage(name);
  if (image === null) return false;
  return image.has(tag) || [own, ...tagsOf(name), ...flavours(own)].some((one) => image.suiteTagsOf(one).includes(tag));
}

function flavours(tag: string): string[] {
  const bare = tag === "latest" ? "" : tag.replace(/-(?:slim|alpine)$/, "");
  return ["slim", "alpine"].flatMap((flavour) => [bare === "" ? flavour : `${bare}-${flavour}`, bare]);
}

describe("what is proposed instead of any official image", () => {
  it("exists, is what it is said to be, and is another tag", (t) => {
    let count = 0;
    for (const name of names) {
      for (const tag of tagsOf(name)) {
        for (const { tag: other, facts } of alternativeTags(referenceOf(`${name}:${tag}`), () => true)) {
          count += 1;
          assert.notEqual(other, tag);
          assert.ok(isListed(name, other, tag), `${name}:${other} for ${name}:${tag} is in the data`);
          assert.equal(releaseOf(factsOf(`${name}:${other}`)), releaseOf(facts), `${name}:${other}`);
        }
      }
    }
    t.diagnostic(`${count} proposals for tags of ${names.length} images`);
    assert.ok(count > 1000);
  });

  it("works on the engine for which it is proposed", (t) => {
    const resolved = resolveTarget({ engine: "20.10.9" });
    assert.ok(resolved.ok);
    let count = 0;
    for (const name of names) {
      for (const tag of tagsOf(name)) {
        for (const { reference, facts } of imagesThatWork(referenceOf(`${name}:${tag}`), resolved.target, {}, "2026-11-27")) {
          count += 1;
          assert.equal(judgeThreads(facts.libc, resolved.target).verdict, "works");
          assert.equal(judgeThreads(factsOf(reference).libc, resolved.target).verdict, "works", reference);
        }
      }
    }
    t.diagnostic(`${count} proposals`);
    assert.ok(count > 500);
  });
});
