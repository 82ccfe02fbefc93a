import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { engineReleases } from "../../src/engine/engine-releases.js";
import {
  defaultProfile,
  defaultProfileNames,
  profileWithClone3Rule,
  publishedProfile,
} from "../../src/seccomp/default-profile.js";
import type { SeccompProfile } from "../../src/seccomp/profile.js";
import { readProfile } from "../../src/seccomp/read-profile.js";
import { profileText } from "../../src/seccomp/write-profile.js";

const SHARED = path.resolve(import.meta.dirname, "../..", process.env.SHARED_DIR ?? "../shared");
const FOLDER = path.join(SHARED, "reference", "moby-seccomp");

/** What a profile means, in one spelling: order, grouping, spelling of empty parts and comments do not count. */
function meaning(profile: SeccompProfile): unknown {
  const conditions = ({ caps, arches, minKernel }: SeccompProfile["syscalls"][number]["includes"]): unknown => [
    [...caps].sort(),
    [...arches].sort(),
    minKernel,
  ];
  const rules = profile.syscalls.flatMap(({ names, action, errnoRet, args, includes, excludes }) =>
    names.map((name) =>
      JSON.stringify([
        name,
        action,
        errnoRet,
        args.map(({ index, value, valueTwo, op }) => [index, String(value), String(valueTwo), op]),
        conditions(includes),
        conditions(excludes),
      ]),
    ),
  );
  return {
    defaultAction: profile.defaultAction,
    defaultErrnoRet: profile.defaultErrnoRet,
    architectures: [...profile.architectures].sort(),
    archMap: profile.archMap.map(({ architecture, subArchitectures }) => [architecture, [...subArchitectures].sort()]),
    rules: [...new Set(rules)].sort(),
  };
}

describe("the default profile of every release", () => {
  const index = path.join(FOLDER, "index.json");
  it("is rebuilt as moby has it", { skip: existsSync(index) ? false : `no ${index}` }, () => {
    const { profiles } = JSON.parse(readFileSync(index, "utf8")) as {
      profiles: { file: string; releases: string[] }[];
    };
    const known = new Map(engineReleases().map(({ version, profile }) => [version.release, profile]));
    let equal = 0;
    for (const { file, releases } of profiles) {
      const original = readProfile(readFileSync(path.join(FOLDER, file), "utf8"));
      assert.ok(original.profile, file);
      assert.deepEqual(
        original.problems.filter(({ fatal }) => fatal),
        [],
        file,
      );
      for (const release of releases) {
        const rebuilt = publishedProfile(known.get(release) ?? "");
        assert.ok(rebuilt, release);
        assert.deepEqual(meaning(rebuilt), meaning(original.profile), release);
        equal += 1;
      }
    }
    console.log(`default profiles: ${equal} of ${known.size} known releases are rebuilt as the originals`);
    assert.equal(equal, known.size);
  });

  it("is the same after writing and reading", () => {
    for (const name of defaultProfileNames()) {
      const profile = publishedProfile(name);
      assert.ok(profile);
      const read = readProfile(profileText(profile));
      assert.ok(read.profile, name);
      assert.deepEqual(meaning(read.profile), meaning(profile), name);
      assert.deepEqual(read.problems, [], name);
    }
  });

  it("follows the code of 1.11 and 1.12, which looks at the host and the container", () => {
    const code = defaultProfile("1.12.0");
    assert.ok(code);
    assert.deepEqual(code.architectures, []);
    const mount = code.syscalls.filter(({ names }) => names.includes("mount"));
    assert.deepEqual(
      mount.map(({ includes }) => includes.caps),
      [["CAP_SYS_ADMIN"]],
    );
    assert.equal(
      publishedProfile("1.12.0")?.syscalls.some(({ names }) => names.includes("mount")),
      false,
    );
    assert.equal(defaultProfile("20.10.4"), publishedProfile("20.10.4"));
    assert.equal(defaultProfile("20.10.9"), null, "profiles are named after their first release");
  });

  it("gets a distribution's clone3 rule once", () => {
    const [old, recent] = [publishedProfile("20.10.4"), publishedProfile("20.10.10")];
    assert.ok(old && recent);
    const patched = profileWithClone3Rule(old);
    const rules = (profile: SeccompProfile): string[] =>
      profile.syscalls
        .filter(({ names }) => names.includes("clone3"))
        .map(({ action, errnoRet, includes, excludes }) =>
          [action, errnoRet, includes.caps.join(), excludes.caps.join()].join(" "),
        )
        .sort();
    assert.deepEqual(rules(patched), rules(recent));
    assert.equal(profileWithClone3Rule(recent), recent);
  });
});
