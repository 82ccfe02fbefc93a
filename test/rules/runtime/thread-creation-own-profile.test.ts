import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { brief, runRule, suggested, type RuleOutcome, type RuleRun } from "../run-rule.js";

const settings = { engine: "20.10.9", date: "2026-08-21" };
const profileName = "seccomp-compose-lint.json";
const refusing = '{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["clone"], "action": "SCMP_ACT_ALLOW"}]}';
const plain = "services:\n  web:\n    image: node:20\n";

function run(text: string, more: Partial<RuleRun> = {}): RuleOutcome {
  return runRule({ rule: "thread-creation", text, settings, ...more });
}

const ours = run(plain).written[profileName] ?? "";

/** Runs over a text whose service names a profile of the user's own, which no fix may touch. Returns the one finding's message. */
function unfixed(text: string, more: Partial<RuleRun> = {}): string {
  const { findings, output, written } = run(text, { files: { "mine.json": refusing }, ...more });
  assert.equal(output, text);
  assert.deepEqual(written, {});
  assert.equal(findings.length, 1);
  assert.equal(findings[0]?.fix, undefined);
  return findings[0]?.message ?? "";
}

function ruleIn(message: string): string {
  return /the rule `(?<rule>\{.*?\})`;/u.exec(message)?.groups?.rule ?? "none";
}

function withRule(profile: string, rule: string): string {
  const parsed = JSON.parse(profile) as { syscalls: unknown[] };
  return JSON.stringify({ ...parsed, syscalls: [...parsed.syscalls, JSON.parse(rule)] });
}

describe("a profile of the user's own", () => {
  const text = `${plain}    security_opt: [seccomp=./mine.json]\n`;

  it("is not replaced, and the message tells the rule that it lacks and how much wider ours is", () => {
    const message = unfixed(text);
    assert.ok(message.includes('; or in `syscalls` of ./mine.json the rule `{"names": ["clone3"], "action": "SCMP_ACT_TRACE"}`; or as the last resort `seccomp=unconfined`. '), message);
    assert.match(message, / No fix is offered: compose-lint did not write \.\/mine\.json, and its own profile in that place is wider: it permits 3\d\d syscalls that yours refuses, and refuses 1 syscall that yours permits\.$/);
    assert.ok(!message.includes("keeps the sandbox"));
  });

  it("works with the rule that the message shows", () => {
    for (const engine of ["20.10.9", "20.10.6", ">=19.03.14 <20.10.10", ">=20.10.9 <23"]) {
      const message = unfixed(text, { settings: { ...settings, engine } });
      const files = { "mine.json": withRule(refusing, ruleIn(message)) };
      assert.deepEqual(run(text, { files, settings: { ...settings, engine } }).findings, [], engine);
    }
  });

  it("with an answer of its own to clone3 has the rule in the place of that", () => {
    const own = withRule(refusing, '{"names": ["clone3"], "action": "SCMP_ACT_KILL"}');
    const message = unfixed(text, { files: { "mine.json": own } });
    assert.ok(message.includes('in `syscalls` of ./mine.json, in the place of its own answer to clone3, the rule `{"names": ["clone3"], "action": "SCMP_ACT_TRACE"}`'), message);
    const mended = withRule(refusing, ruleIn(message));
    assert.deepEqual(run(text, { files: { "mine.json": mended } }).findings, []);
  });

  it("for which one rule is not enough gets none", () => {
    const message = unfixed(text, { files: { "mine.json": '{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": []}' } });
    assert.ok(!message.includes("the rule `"));
    assert.match(message, /it permits 3\d\d syscalls that yours refuses\.$/);
  });

  it("with which no container starts is compared with nothing", () => {
    const own = withRule(refusing, '{"names": ["clone3"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38}');
    const message = unfixed(text, { files: { "mine.json": own } });
    assert.match(message, /will not start, .* in the place of its own answer to clone3, the rule .* in that place permits what the default profile of the engine permits\.$/);
  });

  it("that permits as much is told so", () => {
    const own = ours.replace(/ *"comment": .*\n/, "").replace('"clone3"', '"clone4"');
    assert.match(unfixed(text, { files: { "mine.json": own } }), /its own profile in that place permits nothing that yours refuses\.$/);
  });

  it("is replaced by a suggestion, which says what comes with it", () => {
    const compared = /that profile is wider: it permits 3\d\d syscalls that yours refuses, and refuses 1 syscall that yours permits$/;
    const cases: [files: Record<string, string>, start: string][] = [
      [{ [profileName]: ours }, "Put `seccomp=./seccomp-compose-lint.json` in the place of ./mine.json: "],
      [{}, "Put `seccomp=./seccomp-compose-lint.json` in the place of ./mine.json, then write it with `npx compose-lint profile --engine 20.10.9 --output ./seccomp-compose-lint.json`: "],
    ];
    for (const [files, start] of cases) {
      const { findings } = run(text, { files: { "mine.json": refusing, ...files } });
      const [[words, changed] = ["", ""]] = Object.entries(suggested(findings[0], text));
      assert.ok(words.startsWith(start), words);
      assert.match(words, compared);
      assert.equal(changed, text.replace("mine", "seccomp-compose-lint"));
      assert.deepEqual(run(changed, { files: { [profileName]: ours } }).findings, []);
    }
  });

  const written: [name: string, before: string, after: string][] = [
    ["with a comment", '    security_opt:\n      - "seccomp=./mine.json" # mine\n      - no-new-privileges=true\n', '    security_opt:\n      - "seccomp=./seccomp-compose-lint.json" # mine\n      - no-new-privileges=true\n'],
    ["in the old form", "    security_opt: [seccomp:./mine.json, no-new-privileges=true]\n", "    security_opt: [seccomp=./seccomp-compose-lint.json, no-new-privileges=true]\n"],
    ["in a block scalar", "    security_opt:\n      - >-\n        seccomp=./mine.json\n      - no-new-privileges=true\n", "    security_opt:\n      - seccomp=./seccomp-compose-lint.json\n      - no-new-privileges=true\n"],
    ["as the last of several", "    security_opt:\n      - seccomp=unconfined\n      - seccomp=./mine.json\n", "    security_opt:\n      - seccomp=unconfined\n      - seccomp=./seccomp-compose-lint.json\n"],
    ["with CRLF", "    security_opt:\r\n      - seccomp=./mine.json\r\n", "    security_opt:\r\n      - seccomp=./seccomp-compose-lint.json\r\n"],
  ];
  for (const [name, before, after] of written) {
    it(`is replaced in its place: ${name}`, () => {
      const files = { "mine.json": refusing, [profileName]: ours };
      unfixed(plain + before, { files });
      const [changed] = Object.values(suggested(run(plain + before, { files }).findings[0], plain + before));
      assert.equal(changed, plain + after);
    });
  }

  it("keeps its place where it is named by an anchor, in a file that is extended, in an override file, and beside a service without", () => {
    unfixed(`${plain}    security_opt: [&entry seccomp=./mine.json]\n`);
    const files = { "mine.json": refusing, "common.yaml": `${plain.replace("web", "base")}    security_opt: [seccomp=./mine.json]\n` };
    unfixed("services:\n  web:\n    extends:\n      file: common.yaml\n      service: base\n", { files });
    unfixed(plain, { files: { "mine.json": refusing, "compose.override.yaml": "services:\n  web:\n    security_opt: [seccomp=./mine.json]\n" } });
    unfixed("services:\n  base:\n    image: node:20\n  web:\n    extends: base\n    security_opt: [seccomp=./mine.json]\n");
  });

  it("does not keep a service that it extends from being mended", () => {
    const both = "services:\n  base:\n    image: node:20\n  web:\n    extends: base\n    image: redis:7-bookworm\n    security_opt: [seccomp=./mine.json]\n";
    const { output, left } = run(both, { files: { "mine.json": refusing } });
    assert.equal(output, both.replace("node:20\n", "node:20\n    security_opt:\n      - seccomp=./seccomp-compose-lint.json\n"));
    assert.deepEqual(left.map(brief), ["error crashes 8:12-8:28"]);
  });

  it("is replaced by the fix `unconfined` alone, which is asked for by name, and not where another entry counts", () => {
    const options = [{ fix: "unconfined" }];
    assert.ok(run(text, { options, files: { "mine.json": refusing } }).output.includes("seccomp=unconfined"));
    const override = { "mine.json": refusing, "compose.override.yaml": "services:\n  web:\n    security_opt: [seccomp=./mine.json]\n" };
    assert.match(unfixed(plain, { options, files: override }), /No fix is offered: `web` has its seccomp entry in compose\.override\.yaml, line 3, and the last one counts\. Change that one by hand\.$/);
    const anchored = `${plain}    security_opt: [&entry seccomp=./mine.json]\n`;
    assert.match(unfixed(anchored, { options }), /No fix is offered: the entry to replace has an anchor, or is an alias\. Change it by hand\.$/);
    const twice = "services:\n  base:\n    image: node:20\n    security_opt: [seccomp=./mine.json]\n  web:\n    extends: base\n    security_opt: [seccomp=./mine.json, seccomp=unconfined]\n";
    assert.equal(run(twice, { options, files: { "mine.json": refusing } }).findings.length, 1);
  });
});
