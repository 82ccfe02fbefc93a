import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { lintTexts } from "../../../src/lint/lint-files.js";
import { MemoryFileSystem } from "../../memory-file-system.js";
import { markedText } from "../marked-text.js";
import { testWithEslint } from "../rule-tester.js";
import { brief, runRule, type RuleOutcome, type RuleRun } from "../run-rule.js";

const old = { settings: { engine: "20.10.9" } };
const newer = { settings: { engine: "20.10.10" } };
const comment = "# No seccomp sandbox: this container may call every syscall of the kernel. Remove on Docker Engine 20.10.10 or newer.";

function run(text: string, more: Partial<RuleRun> = {}): RuleOutcome {
  return runRule({ rule: "no-unconfined-seccomp", text, ...more });
}

/** A Compose file with one service `web`, from the lines of its settings. */
function service(...lines: string[]): string {
  return `services:\n  web:\n${lines.map((line) => `    ${line}\n`).join("")}`;
}

const node = "image: node:20-bookworm";
const unconfined = "security_opt: [seccomp=unconfined]";

const messages: [name: string, text: string, more: Partial<RuleRun>, found: string, message: string][] = [
  [
    "unconfined",
    service(node, unconfined),
    {},
    "error unconfined 4:20-4:38",
    "The service `web` runs without the seccomp sandbox, so a program in it may call every syscall of the kernel. Remove this entry, or name a profile that permits what the service needs.",
  ],
  [
    "otherCall",
    service("image: postgres:18-alpine", "command: postgres -c io_method=io_uring", unconfined),
    { settings: { engine: "25.0.9" } },
    "error otherCall 5:20-5:38",
    "The service `web` runs without the seccomp sandbox. PostgreSQL with `io_method=io_uring` calls io_uring_setup there, which the default profile of Docker Engine 25.0.9 refuses. A profile of its own that allows this call keeps the rest of the sandbox: name it in the place of this entry.",
  ],
  [
    "notNeeded",
    service(node, unconfined),
    newer,
    "error notNeeded 4:20-4:38 fix",
    "The service `web` runs without the seccomp sandbox, and on Docker Engine 20.10.10 its threads work with it too. Remove this entry.",
  ],
  [
    "profileWouldDo",
    service(node, unconfined),
    old,
    "error profileWouldDo 4:20-4:38 fix",
    "The service `web` runs without the seccomp sandbox, and its threads fail with the default profile of Docker Engine 20.10.9. A profile with the one missing answer keeps the sandbox: put `seccomp=./seccomp-compose-lint.json` in the place of this entry.",
  ],
  [
    "profileStands",
    "services:\n  base:\n    image: own\n    security_opt: [seccomp=./seccomp-compose-lint.json]\n  web:\n    extends: base\n    image: node:20-bookworm\n    security_opt: [seccomp=unconfined]\n",
    old,
    "error profileStands 8:20-8:38 fix",
    "The service `web` runs without the seccomp sandbox, though it has `seccomp=./seccomp-compose-lint.json` too, with which its threads work on Docker Engine 20.10.9: of both the last one counts. Remove this entry.",
  ],
  [
    "chosen",
    service(node, "security_opt:", `  ${comment}`, "  - seccomp=unconfined"),
    old,
    "error chosen 6:9-6:27",
    "The service `web` runs without the seccomp sandbox, as the comment above says. Remove the entry when its engine is Docker Engine 20.10.10 or newer, or use a profile, which keeps the sandbox.",
  ],
];

describe("no-unconfined-seccomp tells", () => {
  for (const [name, text, more, found, message] of messages) {
    it(`${name}, in full`, () => {
      const { findings } = run(text, more);
      assert.deepEqual(findings.map(brief), [found]);
      assert.equal(findings[0]?.message, message);
    });
  }
});

describe("no-unconfined-seccomp finds", () => {
  const refusing = { "p.json": '{"defaultAction": "SCMP_ACT_ERRNO"}' };
  const cases: [name: string, text: string, found: string[], more?: Partial<RuleRun>][] = [
    ["nothing without security_opt", service(node), []],
    ["no other option", service(node, "security_opt: [apparmor=unconfined, label=disable, seccomp=builtin]"), []],
    ["nothing in a stack of Swarm, where the entry has no effect", service(node, unconfined), [], { settings: { engine: "20.10.9", swarm: true } }],
    ["no profile", service(node, "security_opt: [seccomp=./p.json]"), [], { files: refusing }],
    ["the old form", service(node, "security_opt: ['seccomp:unconfined']"), ["profileWouldDo 4:20-4:40"], old],
    ["a service that needs another call than those of threads", service("image: postgres:18-alpine", "command: postgres -c io_method=io_uring", unconfined), ["otherCall 5:20-5:38"], { settings: { engine: "25.0.9" } }],
    ["an image that is not known", service("image: own", unconfined), ["unconfined 4:20-4:38"], old],
    ["musl", service("image: alpine:3.19", unconfined), ["notNeeded 4:20-4:38"], old],
    ["a range of engines", service(node, unconfined), ["profileWouldDo 4:20-4:38"], { settings: { engine: ">=20.10.9 <23" } }],
    ["an engine that is not understood", service(node, unconfined), ["unconfined 4:20-4:38"], { settings: { engine: "latest" } }],
    ["not an entry that another one overrides", service(node, "security_opt: [seccomp=unconfined, seccomp=./p.json]"), [], { ...old, files: refusing }],
    ["the one that counts, of two", service(node, "security_opt: [seccomp=unconfined, seccomp=unconfined]"), ["notNeeded 4:40-4:58"], newer],
    ["not an entry that an override file overrides", service(node, unconfined), [], { ...old, files: { ...refusing, "compose.override.yaml": service("security_opt: [seccomp=./p.json]") } }],
    ["a list behind an alias", `x-opts: &opts [seccomp=unconfined]\n${service(node, "security_opt: *opts")}`, ["notNeeded 1:16-1:34"], newer],
    ["each service that merges it", "x-opts: &opts\n  security_opt: [seccomp=unconfined]\nservices:\n  a: {<<: *opts, image: own}\n  b: {<<: *opts, image: own}\n", ["unconfined 2:18-2:36", "unconfined 2:18-2:36"], old],
    ["CRLF", service(node, "security_opt:", "  - seccomp=unconfined").replaceAll("\n", "\r\n"), ["unconfined 5:9-5:27"]],
  ];
  for (const [name, text, found, more] of cases) {
    it(name, () => {
      const briefs = run(text, more).findings.map((finding) => brief(finding).replace(" fix", ""));
      assert.deepEqual(briefs, found.map((place) => `error ${place}`));
    });
  }

  it("nothing in a Dockerfile", () => {
    assert.deepEqual(run("FROM node:20-bookworm\n", { ...old, name: "Dockerfile" }).findings, []);
  });
});

describe("the fix of no-unconfined-seccomp", () => {
  const profile = "seccomp-compose-lint.json";
  const cases: [name: string, more: Partial<RuleRun>, marked: string, written: string[]][] = [
    [
      "takes the entry away where the profile comes from the service that is extended, in this file or another",
      { ...old, files: { "base.yaml": `services:\n  base:\n    image: node:20-bookworm\n    security_opt: [seccomp=./${profile}]\n` } },
      `services:
  web: # web
    extends: {file: base.yaml, service: base}
-    security_opt:
-      - seccomp=unconfined
    ports: ["80:80"]
  api:
    extends: {file: base.yaml, service: base}
-    security_opt: [no-new-privileges=true, seccomp=unconfined]
+    security_opt: [no-new-privileges=true]
`,
      [profile],
    ],
    [
      "takes the entry away where the profile stands before it",
      old,
      `services:
  web:
    image: node:20-bookworm
    security_opt:
      - seccomp=./${profile}
-      - seccomp=unconfined
`,
      [profile],
    ],
    [
      "takes the key away with its only entry",
      newer,
      `services:
  web:
    image: node:20-bookworm # Debian
-    security_opt:
-      - seccomp=unconfined
    ports: ["80:80"]
`,
      [],
    ],
    [
      "takes an entry away with the comment above it",
      newer,
      `services:
  web:
    image: node:20-bookworm
    security_opt:
      - no-new-privileges=true
-      # threads failed
-      - seccomp=unconfined # sorry
`,
      [],
    ],
    [
      "takes it out of a list in flow style",
      newer,
      `services:
-  web: {image: node:20-bookworm, security_opt: [no-new-privileges=true, seccomp=unconfined]}
+  web: {image: node:20-bookworm, security_opt: [no-new-privileges=true]}
`,
      [],
    ],
    [
      "puts a profile in its place where the engine needs one",
      old,
      `services:
  web:
    image: node:20-bookworm
    security_opt:
-      - "seccomp=unconfined" # sorry
+      - "seccomp=./seccomp-compose-lint.json" # sorry
      - no-new-privileges=true
`,
      ["seccomp-compose-lint.json"],
    ],
    [
      "puts it where the services share the entry",
      old,
      `x-opts: &opts
-  security_opt: [seccomp=unconfined]
+  security_opt: [seccomp=./seccomp-compose-lint.json]
services:
  web: {<<: *opts, image: node:20-bookworm}
  edge: {<<: *opts, image: node:20-alpine3.19}
`,
      ["seccomp-compose-lint.json"],
    ],
  ];
  for (const [name, more, marked, written] of cases) {
    for (const lineBreak of ["\n", "\r\n"]) {
      it(`${name}${lineBreak === "\n" ? "" : ", with CRLF"}`, () => {
        const { before, after } = markedText(marked);
        const outcome = run(before.replaceAll("\n", lineBreak), more);
        assert.equal(outcome.output, after.replaceAll("\n", lineBreak));
        assert.deepEqual(Object.keys(outcome.written), written);
        assert.deepEqual(outcome.left, []);
      });
    }
  }

  it("uses a profile that is there and works, and writes none over one that is not ours", () => {
    const text = service(node, unconfined);
    const path = "seccomp-compose-lint.json";
    const ours = run(text, old).written[path] ?? "";
    const used = run(text, { ...old, files: { [path]: ours.replace(/ *"comment": .*\n/, "") } });
    assert.deepEqual(used.written, {});
    assert.equal(used.output, text.replace("seccomp=unconfined", `seccomp=./${path}`));
    const kept = run(text, { ...old, files: { [path]: '{"defaultAction": "SCMP_ACT_ERRNO"}' } });
    assert.equal(kept.output, text);
    assert.deepEqual(kept.left.map(brief), ["error profileWouldDo 4:20-4:38"]);
  });

  describe("leaves what the fix of thread-creation chose in the same run", () => {
    const chosen: [name: string, text: string][] = [
      ["block style", "services:\n  web:\n    image: node:20\n"],
      ["a flow service", "services:\n  web: {image: node:20} # c\n"],
      ["flow services in one line", "services: {a: {image: node:20}, b: {image: 'redis:7', security_opt: [no-new-privileges=true,]}}\n"],
      ["JSON", '{"services": {"web": {"image": "node:20"}}}\n'],
      ["a flow list", "services:\n  web:\n    image: node:20\n    security_opt: [no-new-privileges=true] # c\n"],
      ["a flow list in lines", "services:\n  web:\n    image: node:20\n    security_opt: [\n      no-new-privileges=true, # a\n      apparmor=x # b\n    ]\n"],
      ["an entry that is replaced", "services:\n  web: {image: node:20, security_opt: [seccomp=./own.json, apparmor=x]}\n"],
      ["an entry below its dash", "services:\n  web:\n    image: node:20\n    security_opt:\n      -\n        seccomp=./own.json # c\n"],
      ["a key without a value", "services:\n  a: {image: node:20, security_opt: }\n  b:\n    image: node:20\n    security_opt: ~ # c\n"],
      ["a list behind an alias", "x-o: &o [no-new-privileges=true] # c\nservices:\n  a: {image: node:20, security_opt: *o}\n  b: {image: node:20, security_opt: *o}\n"],
      ["a map behind a merge key", "x-s: &s {image: node:20}\nservices:\n  a: {<<: *s}\n  b: {<<: *s}\n"],
      ["a service that is extended", "services:\n  a: {image: node:20}\n  b: {extends: a}\n"],
    ];
    for (const [name, text] of chosen) {
      for (const lineBreak of ["\n", "\r\n"]) {
        it(`${name}, ${JSON.stringify(lineBreak)}`, () => {
          const before = text.replaceAll("\n", lineBreak);
          const { output, left } = fixAll(before);
          assert.match(output, /seccomp=unconfined/u);
          assert.doesNotMatch(output, /seccomp=\.\//u);
          assert.deepEqual([...new Set(left)], ["compose-lint/no-unconfined-seccomp chosen"]);
          assert.equal(fixAll(output).output, output, "a second run changes nothing");
          for (const [kept] of before.matchAll(/# \w\b|&\w|\*\w/gu)) assert.ok(output.includes(kept), kept);
          assert.equal(output.split(lineBreak).length, output.split("\n").length, "line breaks as they were");
        });
      }
    }

    function fixAll(text: string): { output: string; left: string[] } {
      const path = "/project/compose.yaml";
      const own = { "/project/own.json": '{"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["clone3"], "action": "SCMP_ACT_ERRNO"}]}' };
      const { results } = lintTexts([{ path, text }], {
        cwd: "/project",
        fileSystem: new MemoryFileSystem({ [path]: text, ...own }),
        settings: { engine: "20.10.9", date: "2026-08-01" },
        variables: {},
        rules: { "thread-creation": ["error", { fix: "unconfined" }] },
        fix: true,
        writesFiles: true,
      });
      const [result] = results;
      return { output: result?.output ?? text, left: result?.messages.map(({ ruleId, messageId }) => `${ruleId ?? ""} ${messageId ?? ""}`) ?? [] };
    }
  });

  const none: [name: string, text: string, more: Partial<RuleRun>][] = [
    ["no engine is declared", service(node, unconfined), {}],
    ["it was chosen", service(node, "security_opt:", `  ${comment}`, "  - seccomp=unconfined"), newer],
    ["the file is not valid YAML", service(node, unconfined, "x: ["), newer],
    ["an alias of the entry stands elsewhere", `x: &x seccomp=unconfined\n${service(node, "security_opt: [*x]")}`, newer],
    [
      "another service has the list and is not known",
      "services:\n  web:\n    image: node:20-bookworm\n    security_opt: &opts [seccomp=unconfined]\n  own:\n    image: own\n    security_opt: *opts\n",
      newer,
    ],
    [
      "a service that extends it is not known",
      "services:\n  web:\n    image: node:20-bookworm\n    security_opt: [seccomp=unconfined]\n  own:\n    extends: web\n    image: own\n",
      old,
    ],
    [
      "a service that shares the list needs another call",
      "x-opts: &opts [seccomp=unconfined]\nservices:\n  a: {image: 'postgres:18-alpine', command: postgres -c io_method=io_uring, security_opt: *opts}\n  b: {image: 'alpine:3.19', security_opt: *opts}\n",
      { settings: { engine: "25.0.9" } },
    ],
  ];
  for (const [name, text, more] of none) {
    it(`is none where ${name}`, () => {
      const { findings, output } = run(text, more);
      assert.equal(output, text);
      assert.ok(findings.length > 0 && findings.every(({ fix }) => fix === undefined));
    });
  }
});

testWithEslint(
  "no-unconfined-seccomp",
  "compose",
  {
    valid: [
      { name: "a profile", code: service(node, "security_opt: [seccomp=./seccomp-compose-lint.json]") },
      { name: "no list", code: service(node, "security_opt: seccomp=unconfined") },
    ],
    invalid: [
      {
        name: "a host that writes no files offers no profile that is not there",
        code: service(node, unconfined),
        output: null,
        errors: [{ messageId: "profileWouldDo", line: 4, column: 20, endLine: 4, endColumn: 38 }],
      },
      {
        name: "removal needs no file",
        code: service("image: alpine:3.19", unconfined),
        output: service("image: alpine:3.19"),
        errors: [{ messageId: "notNeeded", line: 4, column: 20, endLine: 4, endColumn: 38 }],
      },
    ],
  },
  old,
);
