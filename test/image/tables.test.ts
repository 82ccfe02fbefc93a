import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { findRelease } from "../../src/image/distribution.js";
import { findOfficialImage } from "../../src/image/official-image.js";
import { encodeTagGroups, TagGroups } from "../../src/image/tag-groups.js";
import {
  dateOfDay,
  dayOfDate,
  decodeNumber,
  decodeWords,
  encodeNumber,
  encodeWords,
} from "../../src/image/table-encoding.js";
import { findUnofficialImage } from "../../src/image/unofficial-image.js";
import { parseInterval } from "../../src/image/version-interval.js";

const MAX_BYTES = 150_000;
const TABLES = ["official-images.tsv", "unofficial-images.tsv", "distributions.tsv"];
const NO_RELEASE = /^(?:mageia|alt|sl|clefos|crux|euleros|sourcemage|cirros|neurodebian|clearlinux|photon:dev)/;

function table(name: string): string {
  return readFileSync(path.join(import.meta.dirname, "../../src/data", name), "utf8");
}

describe("the image tables", () => {
  it("are small", (t) => {
    const sizes = TABLES.map((name) => gzipSync(table(name), { level: 9 }).length);
    const sum = sizes.reduce((a, b) => a + b, 0);
    t.diagnostic(
      `${TABLES.map((name, index) => `${name} ${sizes[index] ?? 0}`).join(", ")} bytes with gzip, together ${sum}`,
    );
    assert.ok(sum <= MAX_BYTES);
  });

  it("are ASCII, as bytes are read as characters", () => {
    for (const name of TABLES) assert.match(table(name), /^[\n\t -~]+$/, name);
  });

  it("name their source and its day", () => {
    for (const name of TABLES) assert.match(table(name).slice(0, 400), /\d{4}-\d\d-\d\d/, name);
  });

  it("have no line twice, and each official image can be decoded", () => {
    const names = table("official-images.tsv")
      .split("\n")
      .slice(2, -1)
      .map((line) => line.split("\t")[0] ?? "");
    assert.equal(new Set(names).size, names.length);
    assert.ok(names.length >= 170);
    for (const name of names) assert.ok(findOfficialImage(name) !== null, name);
    assert.equal(findOfficialImage("@releases "), null);
  });

  it("name only releases of distributions that are known, or are left out on purpose", () => {
    const releases = table("official-images.tsv").split("\n")[1]?.split("\t")[1]?.split(" ") ?? [];
    const missing = releases.filter((key) => key !== "scratch" && !NO_RELEASE.test(key) && findRelease(key) === null);
    assert.deepEqual(missing, ["fedora:45"]);
  });

  it("have rules of the one form, on releases that are known", () => {
    const lines = table("unofficial-images.tsv").split("\n").slice(1, -1);
    assert.ok(lines.length > 400);
    for (const line of lines) {
      const name = line.slice(0, line.indexOf("\t"));
      const image = findUnofficialImage(name.includes("*") ? name.replace("*", "x") : name);
      assert.ok(image !== null, name);
      for (const { selector, release, source } of image.rules) {
        const rest = selector.replace(/^[\w.-]*(?:%\w+)?(?=[[(=])/, "");
        const isForm = rest === "=" || parseInterval(rest) !== null || /^\/.+\/$/.test(selector);
        assert.ok(isForm, `${name}: ${selector}`);
        if (selector.startsWith("/")) assert.doesNotThrow(() => new RegExp(selector.slice(1, -1)));
        assert.notEqual(source, "");
        assert.doesNotMatch(source, /%[rdf]/, `${name}: ${selector}`);
        const key = release.replace(/^distroless-/, "");
        if (key === "" || key === "scratch" || key.includes("$")) continue;
        assert.ok(findRelease(key) !== null, `${name}: ${release}`);
      }
    }
  });
});

describe("the encodings of the tables", () => {
  const tag = fc.stringMatching(/^[a-z0-9][a-z0-9.]{0,5}(-(rc|beta|[0-9]{1,2}|[a-z]{1,5})){0,3}$/);

  it("give back numbers and days", () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), (number) => {
        assert.equal(decodeNumber(encodeNumber(number)), number);
        const date = dateOfDay(number % 20_000);
        assert.equal(dateOfDay(dayOfDate(date)), date);
      }),
      { seed: 8 },
    );
  });

  it("give back words", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(tag, fc.constantFrom(";", ";2", ";a1"), fc.constant("x".repeat(100))), { minLength: 1 }),
        (words) => {
          assert.deepEqual(decodeWords(encodeWords(words)), words);
        },
      ),
      { seed: 8 },
    );
  });

  it("give back groups of tags", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(tag, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 5 }),
        fc.array(tag),
        (tags, size, others) => {
          const groups = Array.from({ length: Math.ceil(tags.length / size) }, (_, index) =>
            tags.slice(index * size, (index + 1) * size),
          );
          const decoded = new TagGroups(encodeTagGroups(groups));
          groups.forEach((group, index) => {
            for (const one of group) assert.equal(decoded.groupOf(one), index, one);
          });
          for (const other of others) if (!tags.includes(other)) assert.equal(decoded.groupOf(other), undefined, other);
        },
      ),
      { seed: 8, numRuns: 300 },
    );
  });
});
