// The commands beside what was measured on real engines and collected about platforms, as a user sees it.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import type { InspectedService } from "../../src/cli/inspect-command.js";
import { runCli } from "./run-cli.js";
import { failing } from "./stacks.js";
import { temporaryFolder } from "./temporary-folder.js";

const reference = path.resolve(import.meta.dirname, "../..", process.env.SHARED_DIR ?? "../shared", "reference");

interface Cell {
  engine: string;
  runc: string;
  libseccomp: string;
  result: "works" | "fails" | "does-not-start";
}

interface Platform {
  id: string;
  title: string;
  engine: string | null;
  runc: string | null;
  libseccomp: string | null;
  clone3: "ENOSYS" | "ALLOW" | "EPERM" | "unknown" | "n/a";
  confidence: string;
  source: string;
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(path.join(reference, name), "utf8"));
}

function missing(name: string): string | false {
  return existsSync(path.join(reference, name)) ? false : `no ${path.join(reference, name)}`;
}

async function inspected(folder: string, words: readonly string[]): Promise<InspectedService> {
  const { code, stdout, stderr } = await runCli(folder, ["inspect", "--format", "json", ...words]);
  assert.deepEqual([code, stderr], [0, ""], words.join(" "));
  const [service] = (JSON.parse(stdout) as { services: InspectedService[] }).services;
  assert.ok(service !== undefined);
  return service;
}

describe("inspect", () => {
  it("says of every engine, runc and libseccomp what was measured", { skip: missing("engine-matrix.json") }, async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing });
    const { rows } = read("engine-matrix.json") as { rows: Cell[] };
    for (const { engine, runc, libseccomp, result } of rows) {
      const words = ["--engine", engine, "--runc", runc, "--libseccomp", libseccomp];
      const { verdict, reason } = await inspected(folder, words);
      assert.equal(verdict, result === "works" ? "works" : "fails", `${words.join(" ")}: ${reason}`);
      assert.equal(reason.includes("does not start"), result === "does-not-start", reason);
    }
    test.diagnostic(`${rows.length} measured cells, inspect agrees on all`);
    assert.equal(rows.length, 63);
  });

  it("says of every platform what its sources say", { skip: missing("hosts.json") }, async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing });
    const { hosts } = read("hosts.json") as { hosts: Platform[] };
    const verdicts = { ENOSYS: ["works"], ALLOW: ["works"], EPERM: ["fails"], "n/a": ["fails"], unknown: ["unknown", "depends"] };
    for (const { id, clone3 } of hosts) {
      const { verdict, reason } = await inspected(folder, ["--host", id]);
      assert.ok(verdicts[clone3].includes(verdict), `${id}, ${clone3}: ${verdict}, ${reason}`);
    }
    test.diagnostic(`${hosts.length} platforms, inspect agrees on all`);
    assert.equal(hosts.length, 101);
  });
});

describe("hosts --format json", () => {
  it("lists what was collected, each with the promised keys", { skip: missing("hosts.json") }, async (test) => {
    const { code, stdout } = await runCli(temporaryFolder(test), ["hosts", "--format", "json"]);
    assert.equal(code, 0);
    const { hosts } = read("hosts.json") as { hosts: Platform[] };
    const expected = hosts.map(({ id, title, engine, runc, libseccomp, clone3, confidence, source }) => {
      return { id, title, engine, runc, libseccomp, clone3, confidence, source };
    });
    assert.deepEqual(JSON.parse(stdout), expected);
  });
});
