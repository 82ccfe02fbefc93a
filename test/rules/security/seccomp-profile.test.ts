import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { resolveTarget } from "../../../src/engine/target.js";
import { generateProfile } from "../../../src/seccomp/generate-profile.js";
import { brief, runRule, type RuleRun } from "../run-rule.js";

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

const allows = '"defaultAction": "SCMP_ACT_ALLOW"';
const refusesClone3 = `{${allows}, "syscalls": [{"names": ["clone3"], "action": "SCMP_ACT_ERRNO"}]}`;
const subject = "The seccomp profile ./profile.json of the service `web`";
const dies = "so its container does not start";
const nodeCries = "Node.js stops at start: `Assertion failed: (0) == (uv_thread_create(t.get(), start_thread, this))`.";
const refused =
  "The container's own seccomp profile answers EPERM to clone3, with which glibc 2.36 makes every thread and process; it would fall back to clone on ENOSYS only.";

/** The whole text of each message, once; at the entry in line 5. */
const messages: [name: string, profile: string | null, more: Partial<RuleRun>, found: string, message: string][] = [
  [
    "unreadable, which --fix writes",
    null,
    {},
    "error unreadable fix",
    `${subject} does not exist, ${dies}. \`compose-lint --fix\` writes it.`,
  ],
  [
    "unreadable, where no engine is declared",
    null,
    { settings: {} },
    "error unreadable",
    `${subject} does not exist, ${dies}. Write the profile, or remove the entry.`,
  ],
  [
    "unreadable, where the engine needs none",
    null,
    { settings: { engine: "20.10.10" } },
    "error unreadable",
    `${subject} does not exist, ${dies}. Write the profile (\`compose-lint profile --engine 20.10.10 --output FILE\` makes one), or remove the entry.`,
  ],
  [
    "notJson",
    `{${allows},\n  "syscalls": [}`,
    {},
    "error notJson",
    `${subject} is not JSON, ${dies}. Line 2: The file is not JSON: A value is expected here. The engine refuses it.`,
  ],
  [
    "notJson of an empty file",
    "",
    {},
    "error notJson",
    `${subject} is not JSON, ${dies}. Line 1: The file is empty, so it is no seccomp profile. The engine refuses it.`,
  ],
  [
    "nameAndNames",
    `{${allows}, "syscalls": [\n{"name": "read", "names": ["write"], "action": "SCMP_ACT_ALLOW"}]}`,
    {},
    "error nameAndNames",
    `${subject} has a rule with \`name\` and \`names\`, ${dies}. Line 2: The rule has both "name" and "names"; the engine refuses that. Keep "names".`,
  ],
  [
    "notAProfile",
    "[]",
    {},
    "error notAProfile",
    `${subject} cannot be used, ${dies}. Line 1: A seccomp profile is a JSON object; this file holds something else.`,
  ],
  [
    "notAProfile of a negative number",
    `{${allows}, "syscalls": [\n\n{"names": ["read"], "action": "SCMP_ACT_ERRNO", "errnoRet": -1}]}`,
    {},
    "error notAProfile",
    `${subject} cannot be used, ${dies}. Line 3: "errnoRet" must be a whole number from 0 to 2^64-1, not -1; the engine refuses it.`,
  ],
  [
    "fault of a syscall that does not exist",
    `{${allows}, "syscalls": [{"names": ["clone4"], "action": "SCMP_ACT_ERRNO"}]}`,
    { settings: {} },
    "warning fault",
    `${subject} has a part without effect. Line 1: No syscall is called "clone4"; it is skipped.`,
  ],
  [
    "fault of a key that stands twice",
    `{${allows}, "syscalls": [],\n${allows}}`,
    { settings: {} },
    "warning fault",
    `${subject} has a part without effect. Line 2: The key "defaultAction" is in the profile twice; the later one counts.`,
  ],
  [
    "ignoredField",
    `{${allows}, "syscalls": [{"names": ["reboot"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38}]}`,
    {},
    "warning ignoredField",
    `${subject} uses \`errnoRet\`, which Docker Engine 20.10.9 drops without a word; it is obeyed since Docker Engine 20.10.10. \`compose-lint profile --engine 20.10.9 --explain\` shows how to do without it.`,
  ],
  [
    "breaksThreads",
    refusesClone3,
    { settings: { engine: "25.0.9" } },
    "error breaksThreads",
    `With the seccomp profile ./profile.json the service \`web\` cannot create threads on Docker Engine 25.0.9. ${refused} ${nodeCries} With the default profile of the engine they work: remove the entry, or add to the profile what \`compose-lint profile --engine 25.0.9\` prints.`,
  ],
  [
    "breaksThreads on any engine, where none is declared",
    refusesClone3,
    { settings: {} },
    "error breaksThreads",
    `With the seccomp profile ./profile.json the service \`web\` cannot create threads on any Docker Engine. ${refused} ${nodeCries} \`compose-lint profile --engine VERSION\` prints one with which they work.`,
  ],
  [
    "wider",
    `{${allows}}`,
    {},
    "warning wider",
    `${subject} permits \`_sysctl\`, \`acct\`, \`add_key\`, \`afs_syscall\`, \`bpf\` and 96 more, which the default profile of Docker Engine 20.10.9 refuses. Permit only what the service needs.`,
  ],
];

function find(profile: string | null, more: Partial<RuleRun> = {}): ReturnType<typeof runRule> {
  const files: Record<string, string> = profile === null ? {} : { "profile.json": profile };
  return runRule({ rule: "seccomp-profile", text, files, settings: { engine: "20.10.9", date: "2026-08-21" }, ...more });
}

describe("seccomp-profile tells", () => {
  for (const [name, profile, more, found, message] of messages) {
    it(`${name}, in full`, () => {
      const { findings } = find(profile, more);
      const [level = "", kind = "", fix] = found.split(" ");
      const finding = findings.find(({ messageId }) => messageId === kind);
      assert.ok(finding !== undefined, findings.map(brief).join(", "));
      assert.equal(brief(finding), `${level} ${kind} 5:9-5:33${fix === undefined ? "" : " fix"}`);
      assert.equal(finding.message, message);
    });
  }

  it("breaksUnusedThreads where the program makes none", () => {
    const idle = text.replace("image: node:20", "image: debian:bookworm");
    const { findings } = find(refusesClone3, { text: idle, settings: { engine: "25.0.9" } });
    assert.deepEqual(findings.map(brief), ["warning breaksUnusedThreads 5:9-5:33", "warning wider 5:9-5:33"]);
  });

  it("notNeeded of a profile that compose-lint wrote, and --fix takes the entry out", () => {
    const { findings, output } = find(ourProfile("20.10.9"), { settings: { engine: "23.0.6" } });
    assert.deepEqual(findings.map(brief), ["warning notNeeded 5:9-5:33 fix"]);
    assert.equal(
      findings[0]?.message,
      `${subject} was written by compose-lint and is not needed: on Docker Engine 23.0.6 threads work with the default profile. Remove this entry, and the file once nothing names it.`,
    );
    assert.equal(output, "services:\n  web:\n    image: node:20\n");
  });

  it("not notNeeded of an entry that another service needs, or that another file writes", () => {
    const named = "security_opt: [seccomp=./profile.json]";
    const base = `services:\n  base:\n    image: node:20\n    ${named}\n`;
    const edge = "  edge:\n    extends: base\n    image: node:20-alpine\n";
    assert.deepEqual(find(ourProfile("20.10.9"), { text: base + edge }).findings, []);
    const idle = base.replace("node:20", "node:20-alpine");
    assert.deepEqual(find(ourProfile("20.10.9"), { text: idle + edge }).findings.map(brief), ["warning notNeeded 4:20-4:42 fix"]);
    const extending = "services:\n  web:\n    extends: {file: base.yaml, service: base}\n";
    const files = { "base.yaml": idle, "profile.json": ourProfile("20.10.9") };
    assert.deepEqual(runRule({ rule: "seccomp-profile", text: extending, files, settings: { engine: "20.10.9" } }).findings, []);
  });

  it("once of a profile that several services share", () => {
    const two = `${text}${text.slice("services:\n".length).replace("web", "edge")}`;
    const { findings } = find("[]", { text: two });
    assert.deepEqual(findings.map(brief), ["error notAProfile 5:9-5:33", "error notAProfile 9:9-9:33"]);
    const shared = "x-o: &o\n  image: node:20\n  security_opt: [seccomp=./profile.json]\nservices:\n  a: *o\n  b: *o\n";
    const [finding] = find("[]", { text: shared }).findings;
    assert.match(finding?.message ?? "", /of the services `a` and `b` cannot be used, so their containers do not start\./);
  });
});

describe("the fix of seccomp-profile", () => {
  it("writes a profile that compose-lint wrote for other engines again", () => {
    const { findings, written, output } = find(ourProfile("20.10.10"));
    assert.deepEqual(findings.map(brief), ["error breaksThreads 5:9-5:33 fix"]);
    assert.match(findings[0]?.message ?? "", /compose-lint wrote it for other engines, and `compose-lint --engine 20\.10\.9 --fix` writes it again\.$/);
    assert.deepEqual(written, { "profile.json": ourProfile("20.10.9") });
    assert.equal(output, text);
  });

  it("writes a missing profile at `extends`, where a file that is extended names it", () => {
    const extending = "services:\n  web:\n    extends: {file: base.yaml, service: base}\n";
    const files = { "base.yaml": text.replace("web", "base") };
    const { findings, written, output, left } = runRule({ rule: "seccomp-profile", text: extending, files, settings: { engine: "20.10.9" } });
    assert.deepEqual(findings.map(brief), ["error unreadable 3:5-3:12 fix"]);
    assert.match(findings[0]?.message ?? "", /does not exist, so its container does not start\. `compose-lint --fix` writes it\.$/);
    assert.deepEqual([written, output, left], [{ "profile.json": ourProfile("20.10.9") }, extending, []]);
    const { findings: newer } = runRule({ rule: "seccomp-profile", text: extending, files, settings: { engine: "23.0.6" } });
    assert.deepEqual(newer.map(brief), ["error unreadable 3:5-3:12"]);
  });

  for (const lineBreak of ["\n", "\r\n"]) {
    it(`leaves the entry as it is written, with ${JSON.stringify(lineBreak)}`, () => {
      const written = text.replace('"seccomp=./profile.json"', "'seccomp=./a/b.json' # ours").replaceAll("\n", lineBreak);
      const outcome = find(null, { text: written });
      assert.equal(outcome.output, written);
      assert.deepEqual(Object.keys(outcome.written), ["a/b.json"]);
      assert.deepEqual(outcome.left, []);
    });
  }

  const elsewhere = ["/etc/docker/profile.json", "../profile.json", "~/profile.json", "https://example.com/a.json", "C:\\a.json", "./new/", "a\u001b.json", '{"defaultAction": 1}', "~a.json", "./profile"];
  for (const name of elsewhere) {
    it(`writes nothing to ${JSON.stringify(name)}`, () => {
      const entry = `      - ${JSON.stringify(`seccomp=${name}`)}\n`;
      const { findings, written, output } = find(null, { text: `${text.split("\n").slice(0, 4).join("\n")}\n${entry}` });
      assert.deepEqual(findings.map(({ messageId, fix }) => [messageId, fix]), [["unreadable", undefined]]);
      assert.deepEqual(written, {});
      assert.match(output, /seccomp=/);
    });
  }
});
