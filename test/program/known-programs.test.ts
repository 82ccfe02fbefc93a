import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { cries, cry } from "../../src/program/cry.js";
import { asProgramId, knownPrograms } from "../../src/program/known-programs.js";
import type { ProgramId } from "../../src/program/program.js";
import { recordedPrograms, type RecordedCase } from "./recorded.js";

const recordedAs: Partial<Record<ProgramId, string>> = {
  apache: "apache2",
  "apache-prefork": "apache2",
  apt: "apt-get",
  erlang: "erlang",
  go: "go (pure)",
  "go-cgo": "go (cgo)",
  initdb: "initdb (postgresql)",
  mariadb: "mariadbd",
  php: "php-cli",
  python: "python3",
  redis: "redis-server",
  rust: "rust std",
  varnish: "varnishd",
};

// Commands that do no work of the program, so that they prove nothing of its start.
const idle = /--version|-v$|--reinstall|update/;

const { programs, missing } = recordedPrograms();

function refused(id: ProgramId): RecordedCase[] {
  const name = recordedAs[id] ?? id;
  const cases = programs.filter(({ program }) => program === name).flatMap((program) => program.cases);
  const own = cases.filter(({ cause }) => cause === "EPERM");
  if (id === "apache") return own.filter(({ command }) => !command.includes("prefork"));
  return id === "apache-prefork" ? own.filter(({ command }) => command.includes("prefork")) : own;
}

function goesOn({ outcome }: RecordedCase): boolean {
  return outcome === "ok" || outcome === "serves";
}

describe("what is said of a program", () => {
  it("is what the recordings show under the filter", (context) => {
    if (missing !== null) {
      context.skip(missing);
      return;
    }
    let checked = 0;
    for (const { id, startsThreads, spawnsPrograms, evidence } of knownPrograms()) {
      const cases = refused(id).filter(({ command }) => !idle.test(command) || id === "java");
      if (evidence !== "measured" || cases.length === 0) continue;
      checked += 1;
      const harmed = cases.filter((one) => !goesOn(one));
      const fine = cases.filter(goesOn);
      const atStart = startsThreads === "at start" || spawnsPrograms === "at start";
      if (atStart) assert.deepEqual(fine, [], `${id} is said to fail at every start`);
      if (atStart) assert.ok(harmed.length > 0, id);
      if (startsThreads === "never" && spawnsPrograms === "never") assert.deepEqual(harmed, [], `${id} needs neither`);
      const inUse = startsThreads === "in use" || spawnsPrograms === "in use";
      // Recorded only while it served; what its scripts do was recorded with PHP itself.
      if (inUse && id !== "php-fpm") assert.ok(harmed.length > 0, `${id} fails in use`);
    }
    context.diagnostic(`${checked} programs compared with their recordings`);
    assert.ok(checked >= 28);
  });

  it("goes with the cry: one for each that fails, none for those that do not", () => {
    for (const { id, startsThreads, spawnsPrograms } of knownPrograms()) {
      const fails = [startsThreads, spawnsPrograms].some((when) => when !== "never" && when !== "unknown");
      // FPM goes on; its scripts print what PHP's do.
      if (id === "php-fpm") continue;
      assert.equal(cry(id, "seccomp") !== null, fails, id);
    }
  });

  it("has every recorded cry's moment in accordance", () => {
    for (const { id, startsThreads, spawnsPrograms } of knownPrograms()) {
      const [first] = cries(id, "seccomp");
      if (first === undefined) continue;
      const atStart = startsThreads === "at start" || spawnsPrograms === "at start";
      assert.equal(first.when === "at start", atStart, id);
    }
  });

  it("knows its own ids only", () => {
    assert.equal(asProgramId("node"), "node");
    for (const text of ["Node", "", "toString", "__proto__"]) assert.equal(asProgramId(text), null);
  });
});
