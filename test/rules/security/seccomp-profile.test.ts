import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { resolveTarget } from "../../../src/engine/target.js";
import { generateProfile } from "../../../src/seccomp/generate-profile.js";
import { runRule } from "../run-rule.js";

const text = `services:
  web:
    image: node:20
    security_opt:
      - "seccomp=./profile.json"
`;

function ourProfile(engine: string): string {
  const resolved = resolveTarget({ engine });
  assert.ok(resolved.ok);
  const generated = generateProfile(resolved.target);
  assert.ok(generated.ok);
  return generated.text;
}

function run(profile: string | null, engine: string): ReturnType<typeof runRule> {
  const files: Record<string, string> = profile === null ? {} : { "profile.json": profile };
  return runRule({ rule: "seccomp-profile", text, files, settings: { engine } });
}

describe("seccomp-profile", () => {
  it("accepts the profile that compose-lint writes for the engine", () => {
    assert.deepEqual(run(ourProfile("20.10.9"), "20.10.9").findings, []);
  });

  it("reports a missing profile at its entry, and --fix writes it", () => {
    const { findings, output, written, left } = run(null, "20.10.9");
    const [finding] = findings;
    assert.deepEqual(
      [finding?.messageId, finding?.severity, finding?.line, finding?.column, finding?.endColumn],
      ["unreadable", 2, 5, 9, 33],
    );
    assert.match(finding?.message ?? "", /\.\/profile\.json of the service `web` does not exist, so its container does not start/);
    assert.equal(output, text);
    assert.deepEqual(Object.keys(written), ["profile.json"]);
    assert.deepEqual(left, []);
  });

  it("reports what is no profile, and leaves a file of somebody else alone", () => {
    for (const profile of ["not json", "[]", '{"defaultAction": "SCMP_ACT_NONSENSE"}']) {
      const { findings, written } = run(profile, "20.10.9");
      assert.deepEqual(findings.map(({ severity, line }) => [severity, line]), [[2, 5]], profile);
      assert.match(findings[0]?.message ?? "", /\.\/profile\.json/);
      assert.deepEqual(written, {});
    }
  });

  it("warns of fields that the engine drops and of syscalls that its default refuses", () => {
    const profile = JSON.stringify({
      defaultAction: "SCMP_ACT_ALLOW",
      syscalls: [{ names: ["clone3"], action: "SCMP_ACT_ERRNO", errnoRet: 38 }],
    });
    const { findings } = run(profile, "20.10.9");
    assert.deepEqual(findings.map(({ messageId, severity }) => [messageId, severity]), [
      ["ignoredField", 1],
      ["wider", 1],
    ]);
    assert.match(findings[0]?.message ?? "", /uses `errnoRet`, which Docker Engine 20\.10\.9 drops/);
  });

  it("reports a profile that breaks threads where the default would not", () => {
    const profile = JSON.stringify({
      defaultAction: "SCMP_ACT_ALLOW",
      syscalls: [{ names: ["clone3"], action: "SCMP_ACT_ERRNO", errnoRet: 1 }],
    });
    const ids = run(profile, "25.0.9").findings.map(({ messageId }) => messageId);
    assert.ok(ids.includes("breaksThreads"), ids.join(", "));
  });
});
