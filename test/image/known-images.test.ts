import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { factsOf, releaseOf } from "./resolve-text.js";

interface Row {
  reference: string;
  date: string;
  expected: string;
  source: string;
}

const rows: Row[] = readFileSync(path.join(import.meta.dirname, "fixtures/known-images.tsv"), "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => {
    const [reference = "", date = "", expected = "", source = ""] = line.split("\t");
    return { reference, date, expected, source };
  });

/** What the tables say; a point release (`rocky:9.3`) is its release too. */
function verdictOn(row: Row): "agrees" | "unknown" | "differs" {
  const found = releaseOf(factsOf(row.reference, row.date === "-" ? {} : { date: row.date }));
  if (found === "?") return "unknown";
  return found === row.expected || found.startsWith(`${row.expected}.`) ? "agrees" : "differs";
}

describe("known images", () => {
  it("are what their Dockerfiles and documentation say", (t) => {
    const verdicts = rows.map((row) => ({ row, verdict: verdictOn(row) }));
    const count = (wanted: string): number => verdicts.filter(({ verdict }) => verdict === wanted).length;
    const images = new Set(rows.map(({ reference }) => reference.split(":")[0]));
    t.diagnostic(
      `${count("agrees")} of ${rows.length} references of ${images.size} images agree, ${count("unknown")} are unknown`,
    );
    const different = verdicts.filter(({ verdict }) => verdict === "differs").map(({ row }) => row);
    assert.deepEqual(different, []);
    assert.ok(rows.length >= 400 && images.size >= 250, "at least 400 references over 250 images");
    assert.ok(count("agrees") >= 0.9 * rows.length, "nine of ten are known");
  });

  it("have a source each", () => {
    assert.deepEqual(
      rows.filter(({ source }) => !/@[\w./-]+:/.test(source)),
      [],
    );
  });
});
