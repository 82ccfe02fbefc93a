import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { engineReleases } from "../../src/engine/engine-releases.js";
import { hostById, hosts } from "../../src/engine/host.js";
import { resolveTarget, type Target, type TargetOptions } from "../../src/engine/target.js";
import { ordinaryContainer } from "../../src/seccomp/container-security.js";
import { threadOutcome } from "../../src/seccomp/thread-outcome.js";

const SHARED = path.resolve(import.meta.dirname, "../..", process.env.SHARED_DIR ?? "../shared");

function target(options: TargetOptions): Target {
  const result = resolveTarget(options);
  assert.ok(result.ok, JSON.stringify(options));
  return result.target;
}

describe("a target", () => {
  it("judges a plain version with its bundled runc, libseccomp 2.5 and amd64", () => {
    const { members, text } = target({ engine: "20.10.9" });
    assert.equal(text, "20.10.9");
    assert.equal(members.length, 1);
    const [member] = members;
    assert.equal(member.engine, "20.10.9");
    assert.equal(member.runc, "1.0.1");
    assert.equal(member.libseccomp, "2.5");
    assert.equal(member.architecture, "amd64");
    assert.deepEqual(member.assumed, ["architecture", "runc", "libseccomp"]);
    assert.equal(member.label, "Docker Engine 20.10.9 (runc 1.0.1, libseccomp 2.5)");
  });

  it("takes what is given and assumes no more than the rest", () => {
    const [member] = target({ engine: "20.10.9", runc: "1.1.5", libseccomp: "2.4.3", arch: "aarch64" }).members;
    assert.deepEqual([member.runc, member.libseccomp, member.architecture], ["1.1.5", "2.4.3", "arm64"]);
    assert.deepEqual(member.assumed, []);
  });

  it("has the releases of a line of libseccomp that differ, so that none is guessed", () => {
    for (const libseccomp of ["2.4", "v2.4", "02.4"]) {
      const { members } = target({ engine: "20.10.9", libseccomp });
      assert.deepEqual(members.map((member) => member.libseccomp), ["2.4.4", "2.4.3", "2.4.1"]);
      assert.deepEqual(members.map((member) => threadOutcome("clone3", member, ordinaryContainer()).result), ["fails", "works", "works"]);
      assert.deepEqual(members.map(({ assumed }) => assumed), members.map(() => ["architecture", "runc"]));
    }
    assert.equal(target({ host: "debian-11-docker-ce", libseccomp: "2.4" }).members.length, 3 * target({ host: "debian-11-docker-ce" }).members.length);
    assert.deepEqual(target({ engine: "20.10.9", libseccomp: "2.5" }).members.map(({ libseccomp }) => libseccomp), ["2.5"]);
    assert.equal(target({ engine: "20.10.9", libseccomp: "02.4.3" }).members.length, 1);
  });

  it("says that a release is not known", () => {
    for (const engine of ["20.10.99", "99"]) assert.ok(target({ engine }).members[0].assumed.includes("release"), engine);
    for (const engine of ["20.10.9", "20.10.5+dfsg1-1+deb11u3", "20"]) assert.ok(!target({ engine }).members[0].assumed.includes("release"), engine);
  });

  it("has every known release of a range, and the nearest earlier one for versions that are not known", () => {
    assert.equal(target({ engine: "20.10.x" }).members.length, 28);
    const [unknown, ...others] = target({ engine: "20.10.99" }).members;
    assert.deepEqual([unknown.engine, unknown.profile, others.length], ["20.10.99", "20.10.26", 0]);
    assert.equal(target({ engine: ">=99" }).members[0].profile, engineReleases().at(-1)?.profile);
  });

  it("leaves a Debian 11 package open that does not say whether it is patched", () => {
    const { members } = target({ engine: "20.10.5+dfsg1" });
    assert.deepEqual(
      members.map(({ backport }) => backport),
      [true, false],
    );
    assert.equal(target({ engine: "20.10.5+dfsg1-1+deb11u3" }).members[0].backport, true);
  });

  it("can be a host preset, also in the place of the engine, and narrowed by one", () => {
    const preset = target({ host: "debian-11-docker-ce" });
    assert.equal(preset.members.length, 10);
    assert.equal(preset.host?.title, "Debian 11 bullseye, docker-ce <= 20.10.9");
    assert.deepEqual(target({ engine: "debian-11-docker-ce" }).members, preset.members);
    const narrowed = target({ host: "debian-11-docker-ce", engine: "20.10.4" });
    assert.deepEqual(
      narrowed.members.map(({ engine, libseccomp }) => [engine, libseccomp]),
      [["20.10.4", "2.5.1"]],
    );
    assert.equal(target({ host: "podman-4" }).members[0].engine, null);
  });

  it("is refused with a message where it cannot be", () => {
    for (const [options, code] of [
      [{}, "engine-missing"],
      [{ engine: "latest" }, "engine-not-a-range"],
      [{ engine: "1.9.1" }, "engine-too-old"],
      [{ engine: "5" }, "engine-never-released"],
      [{ engine: "21.0.1" }, "engine-never-released"],
      [{ engine: ">=2 <17" }, "engine-never-released"],
      [{ host: "debain-11" }, "host-unknown"],
      [{ engine: "20.10.9", runc: "new" }, "runc-not-a-version"],
      [{ engine: "20.10.9", libseccomp: "new" }, "libseccomp-not-a-version"],
      [{ engine: "20.10.9", arch: "mips" }, "architecture-unknown"],
    ] as [TargetOptions, string][]) {
      const result = resolveTarget(options);
      assert.ok(!result.ok, JSON.stringify(options));
      assert.equal(result.problem.code, code);
    }
    const result = resolveTarget({ engine: "debian-11" });
    assert.ok(!result.ok && result.problem.suggestion?.startsWith("debian-11"), "a preset is offered");
  });
});

describe("host presets", () => {
  const expected = { ENOSYS: "works", ALLOW: "works", EPERM: "fails", unknown: "unknown", "n/a": "does-not-start" };

  it("are judged as their sources say", () => {
    const counts = { agreeing: 0, open: 0 };
    for (const host of hosts()) {
      for (const arch of host.architectures) {
        const { members } = target({ host: host.id, arch });
        const results = new Set(members.map((setup) => threadOutcome("clone3", setup, ordinaryContainer()).result));
        if (host.clone3 === "unknown" && results.size > 1) {
          counts.open += 1;
          continue;
        }
        assert.deepEqual([...results], [expected[host.clone3]], `${host.id} on ${arch}`);
        counts.agreeing += 1;
      }
    }
    console.log(`host presets: ${counts.agreeing} agree with their sources, ${counts.open} are open`);
    assert.ok(counts.open <= 6);
  });

  it("are found by name", () => {
    for (const host of hosts()) assert.deepEqual(hostById(host.id), host);
    assert.equal(hostById("debian"), null);
    assert.equal(hostById('","title":"'), null);
  });

  const file = path.join(SHARED, "reference", "hosts.json");
  it("are all that were collected", { skip: existsSync(file) ? false : `no ${file}` }, () => {
    const collected = JSON.parse(readFileSync(file, "utf8")) as { hosts: { id: string; clone3: string }[] };
    const known = hosts().map(({ id, clone3 }) => `${id} ${clone3}`);
    assert.deepEqual(
      known,
      collected.hosts.map(({ id, clone3 }) => `${id} ${clone3}`),
    );
  });
});

describe("bundled runtimes", () => {
  const file = path.join(SHARED, "reference", "engine-facts.json");
  it("are those computed from the tags", { skip: existsSync(file) ? false : `no ${file}` }, () => {
    const facts = JSON.parse(readFileSync(file, "utf8")) as { moby_bundled_runc: Record<string, string> };
    for (const [range, runc] of Object.entries(facts.moby_bundled_runc)) {
      const [first = "", last = first] = range.split("-");
      for (const setup of target({ engine: `${first} - ${last}` }).members) {
        assert.equal(setup.runc.replace("1.0.0-rc", "rc"), runc, setup.label);
      }
    }
  });
});
