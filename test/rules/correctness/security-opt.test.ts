import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { markedText } from "../marked-text.js";
import { testWithEslint } from "../rule-tester.js";
import { brief, runRule, type RuleOutcome, type RuleRun } from "../run-rule.js";

const on = (engine: string): Partial<RuleRun> => ({ settings: { engine } });
const old = on("20.10.9");

function run(text: string, more: Partial<RuleRun> = {}): RuleOutcome {
  return runRule({ rule: "security-opt", text, ...more });
}

/** A Compose file with one service `web`, from the lines of its settings. */
function service(...lines: string[]): string {
  return `services:\n  web:\n${lines.map((line) => `    ${line}\n`).join("")}`;
}

/** The same with one entry, which stands in line 5 from column 9. */
function withEntry(entry: string): string {
  return service("image: node:20", "security_opt:", `  - ${entry}`);
}

function briefs(text: string, more: Partial<RuleRun> = {}): string[] {
  return run(text, more).findings.map(brief);
}

const options = "The options are apparmor, label, no-new-privileges, seccomp, systempaths, writable-cgroups.";

const messages: [text: string, more: Partial<RuleRun>, found: string, message: string][] = [
  [
    withEntry("no-new-privilege"),
    {},
    "error unknownOption 5:9-5:25",
    `\`no-new-privilege\` is not an option of \`security_opt\`, so the container of the service \`web\` is not created. ${options}`,
  ],
  [
    withEntry("credentialspec=file://x.json"),
    {},
    "error windowsOnly 5:9-5:37",
    "`credentialspec` is for Windows containers; an engine on Linux refuses to create the container of the service `web`. A service for Windows says so with `platform: windows/amd64`.",
  ],
  [
    withEntry("label"),
    {},
    "error missingValue 5:9-5:14",
    "`label` has no value, so the container of the service `web` is not created. Write it as `label=disable`.",
  ],
  [
    withEntry("apparmor="),
    {},
    "warning emptyValue 5:9-5:18",
    "`apparmor=` of the service `web` has an empty value and no effect. Write it as `apparmor=VALUE`, or remove it.",
  ],
  [
    withEntry("no-new-privileges=yes"),
    {},
    "error notBoolean 5:9-5:30",
    "`yes` is neither true nor false, so the container of the service `web` is not created. Write `no-new-privileges=true`.",
  ],
  [
    withEntry("systempaths=all"),
    {},
    "error onlyUnconfined 5:9-5:24",
    "`systempaths=all` is refused, so the container of the service `web` is not created. The one form of this option is `systempaths=unconfined`.",
  ],
  [
    withEntry("apparmor:unconfined"),
    {},
    "warning oldSeparator 5:9-5:28 fix",
    "`apparmor:unconfined` of the service `web` separates option and value with a colon, the form of Docker before 1.11 that newer engines only tolerate. Write `apparmor=unconfined`.",
  ],
  [
    service("image: node:20", "security_opt: [label=disable, label=disable]"),
    {},
    "error duplicate 4:35-4:48 fix",
    "`label=disable` stands twice in `security_opt` of the service `web`, and Docker Compose refuses the file. Once is enough.",
  ],
  [
    service("image: node:20", "security_opt: [no-new-privileges, no-new-privileges=1]"),
    {},
    "warning repeated 4:39-4:58 fix",
    "`no-new-privileges=1` of the service `web` says what `no-new-privileges` says already. Once is enough.",
  ],
  [
    service("image: node:20", "security_opt: [seccomp=unconfined, seccomp=./p.json]"),
    {},
    "error conflict 4:20-4:38",
    "`seccomp` is set twice in `security_opt` of the service `web`, and only `seccomp=./p.json` counts. Keep the one that is meant.",
  ],
  [
    withEntry("writable-cgroups=true"),
    on("27.5.1"),
    "error engineTooOld 5:9-5:30",
    "`writable-cgroups=true` needs Docker Engine 28.0 or newer, so on Docker Engine 27.5.1 the container of the service `web` is not created. Leave the entry out.",
  ],
  [
    withEntry("no-new-privileges=true"),
    on("17.03.2"),
    "error engineTooOld 5:9-5:31",
    "`no-new-privileges=true` needs Docker Engine 17.04 or newer, so on Docker Engine 17.03.2 the container of the service `web` is not created. Write `no-new-privileges` alone, which is the same as true.",
  ],
  [
    withEntry("seccomp=builtin"),
    old,
    "error builtinTooOld 5:9-5:24",
    "`seccomp=builtin` needs Docker Engine 23.0 or newer, so on Docker Engine 20.10.9 the container of the service `web` does not start. Leave the entry out: the built-in profile is the default.",
  ],
  [
    service("image: node:20", "deploy: {replicas: 2}", "security_opt: [label=disable]"),
    { settings: { swarm: true } },
    "warning swarm 5:5-5:17",
    "The service `web` has `deploy` and this file is for Swarm, which ignores `security_opt`: none of its entries has an effect in a stack. Configure the engines of the nodes instead.",
  ],
];

describe("security-opt tells", () => {
  for (const [text, more, found, message] of messages) {
    it(`${found.split(" ")[1] ?? ""}, in full: ${message.slice(0, 40)}`, () => {
      const { findings } = run(text, more);
      assert.deepEqual(findings.map(brief), [found]);
      assert.equal(findings[0]?.message, message);
    });
  }
});

describe("security-opt finds nothing in", () => {
  const fine: [entry: string, more?: Partial<RuleRun>][] = [
    ["no-new-privileges"],
    ["no-new-privileges=true"],
    ["no-new-privileges=False"],
    ["no-new-privileges", on("1.12.6")],
    ["no-new-privileges=true", on("17.04.0")],
    ["apparmor=docker-default"],
    ["label=disable"],
    ["label=type:container_runtime_t"],
    ["seccomp=unconfined"],
    ["seccomp=./p=q.json"],
    ["seccomp=builtin"],
    ["seccomp=builtin", on(">=23")],
    ["systempaths=unconfined"],
    ["writable-cgroups=true"],
    ["writable-cgroups=0", on("28.0.0")],
    // What a variable holds is not known here.
    ["${OPTION}"],
    ["$OPTION=true"],
    ["no-new-privileges=${PRIVILEGES:-true}"],
    ["systempaths=$PATHS"],
    ["seccomp=${PROFILE}", on("20.10.9")],
  ];
  for (const [entry, more] of fine) {
    it(`${entry}${more === undefined ? "" : ` on ${more.settings?.engine ?? ""}`}`, () => {
      assert.deepEqual(briefs(withEntry(entry), more), []);
    });
  }

  const texts: [name: string, text: string, more?: Partial<RuleRun>][] = [
    ["no list at all", service("image: node:20", "security_opt: foo")],
    ["an empty list", service("image: node:20", "security_opt: []"), { settings: { swarm: true } }],
    ["a list that is taken back", service("image: node:20", "security_opt: !reset [foo]")],
    ["several labels", service("image: node:20", "security_opt: [label=user:u, label=role:r, label=disable]")],
    ["a service for Windows", service("image: x", "platform: windows/amd64", "security_opt: ['credentialspec=file://x']")],
    ["a service in Hyper-V", service("image: x", "isolation: hyperv", "security_opt: ['credentialspec=file://x']")],
    ["a stack without `deploy`", service("image: x", "security_opt: [label=disable]"), { settings: { swarm: true } }],
    ["`deploy` outside of Swarm", service("image: x", "deploy: {}", "security_opt: [label=disable]")],
    ["a Dockerfile", "FROM node:20\n", { name: "Dockerfile" }],
  ];
  for (const [name, text, more] of texts) {
    it(name, () => {
      assert.deepEqual(briefs(text, more), []);
    });
  }
});

describe("security-opt judges", () => {
  const entries: [entry: string, found: string, more?: Partial<RuleRun>][] = [
    ["disable", "error unknownOption"],
    ["Seccomp=unconfined", "error unknownOption"],
    ["seccomp =unconfined", "error unknownOption"],
    ["'no-new-privileges '", "error unknownOption"],
    ["'=x'", "error unknownOption"],
    ['""', "error unknownOption"],
    ["foo=$X", "error unknownOption"],
    ["seccomp", "error missingValue"],
    ["seccomp=", "error missingValue"],
    ["no-new-privileges=", "error missingValue"],
    ["writable-cgroups", "error missingValue"],
    ["systempaths", "error missingValue"],
    ["label=", "warning emptyValue"],
    ["writable-cgroups=on", "error notBoolean"],
    ["no-new-privileges:TRuE", "error notBoolean"],
    ["systempaths:unconfined", "error onlyUnconfined fix"],
    ["systempaths:all", "error onlyUnconfined"],
    ["no-new-privileges:true", "warning oldSeparator fix"],
    ["label:type:x", "warning oldSeparator fix"],
    ["seccomp:${PROFILE}", "warning oldSeparator fix"],
    ["seccomp:builtin", "error builtinTooOld", old],
    ["seccomp:builtin", "warning oldSeparator fix", on("23.0.0")],
    ["seccomp=builtin", "error builtinTooOld", on(">=20.10 <25")],
    ["writable-cgroups:true", "error engineTooOld", on("27.0.0")],
    ["writable-cgroups=true", "error engineTooOld", { settings: { host: "debian-11-docker-ce" } }],
    ["credentialspec=x", "error windowsOnly", old],
  ];
  for (const [entry, found, more] of entries) {
    it(`${entry}: ${found}`, () => {
      const [level = "", messageId = "", fix = ""] = found.split(" ");
      const length = entry === '""' ? 2 : entry.length;
      const place = `5:9-5:${9 + length}`;
      assert.deepEqual(briefs(withEntry(entry), more), [[level, messageId, place, fix].join(" ").trimEnd()]);
    });
  }

  const texts: [name: string, text: string, found: string[], more?: Partial<RuleRun>][] = [
    [
      "each entry by itself",
      service("security_opt:", "- foo", "- label:disable", "- seccomp=unconfined"),
      ["error unknownOption 4:7-4:10", "warning oldSeparator 5:7-5:20 fix"],
    ],
    [
      "each service by itself",
      "services:\n  a: {security_opt: [foo]}\n  b: {security_opt: [foo]}\n",
      ["error unknownOption 2:22-2:25", "error unknownOption 3:22-3:25"],
    ],
    ["a shared list once", "x-o: &o [foo]\nservices:\n  a: {security_opt: *o}\n  b: {security_opt: *o}\n", ["error unknownOption 1:10-1:13"]],
    ["a merged list once", "x-s: &s {security_opt: [foo]}\nservices:\n  a: {<<: *s}\n  b: {<<: *s}\n", ["error unknownOption 1:25-1:28"]],
    ["an entry behind an alias once", "x-o: &o foo\nservices:\n  a: {security_opt: [*o]}\n  b: {security_opt: [*o]}\n", ["error unknownOption 1:9-1:12"]],
    ["the same alias twice", "x-o: &o label=disable\nservices:\n  a: {security_opt: [*o, *o]}\n", ["error duplicate 3:26-3:28"]],
    ["the same alias twice, in each list", "x-o: &o label=disable\nservices:\n  a: {security_opt: [*o, *o]}\n  b: {security_opt: [*o, *o, *o]}\n", ["error duplicate 3:26-3:28", "error duplicate 4:26-4:28", "error duplicate 4:30-4:32"]],
    ["an alias beside its anchor", "services:\n  a: {security_opt: [&o label=disable, *o]}\n", ["error duplicate 2:40-2:42"]],
    ["an alias in another form", "x-o: &o no-new-privileges\nservices:\n  a: {security_opt: [no-new-privileges=true, *o]}\n", ["warning repeated 3:46-3:48"]],
    ["an alias that says otherwise", "x-o: &o seccomp=a\nservices:\n  a: {security_opt: [*o, seccomp=b]}\n", ["error conflict 3:22-3:24"]],
    ["a list that has an entry twice once, at its anchor", "x-o: &o [label=disable, label=disable]\nservices:\n  a: {security_opt: *o}\n  b: {security_opt: *o}\n", ["error duplicate 1:25-1:38"]],
    [
      "three of one option",
      service("security_opt: [seccomp=a, seccomp=b, seccomp=a]"),
      ["error conflict 3:31-3:40", "error duplicate 3:42-3:51 fix"],
    ],
    ["an option switched on and off", service("security_opt: [no-new-privileges, no-new-privileges=false]"), ["error conflict 3:20-3:37"]],
    ["the two separators as the same", service("security_opt: ['label:disable', label=disable]"), ["warning oldSeparator 3:20-3:35 fix", "warning repeated 3:37-3:50 fix"]],
    ["`deploy` from a merge key", "x-s: &s {deploy: {}}\nservices:\n  web:\n    <<: *s\n    security_opt: [label=disable]\n", ["warning swarm 5:5-5:17"], { settings: { swarm: true } }],
    ["entries of a stack beside that", service("deploy: {}", "security_opt: [foo]"), ["warning swarm 4:5-4:17", "error unknownOption 4:20-4:23"], { settings: { swarm: true } }],
    ["a block scalar", service("security_opt:", "- >-", "  label:disable"), ["warning oldSeparator 4:7-6:1 fix"]],
    ["a file that is not YAML, without a fix", `${service("security_opt: ['label:disable']")}  x: [\n`, ["warning oldSeparator 3:20-3:35"]],
    ["a file with CRLF", service("security_opt:", "- 'label:disable' # x").replaceAll("\n", "\r\n"), ["warning oldSeparator 4:7-4:22 fix"]],
  ];
  for (const [name, text, found, more] of texts) {
    it(name, () => {
      assert.deepEqual(briefs(text, more), found);
    });
  }
});

describe("the fix of security-opt", () => {
  const cases: [name: string, marked: string][] = [
    [
      "changes the separator and nothing else",
      `# a comment
services:
  web:
    image: node:20 # an image
    security_opt:
      # why
-      - seccomp:./p.json   # a profile
+      - seccomp=./p.json   # a profile
-      - "label:type:x"
+      - "label=type:x"
-      - 'apparmor:unconfined'
+      - 'apparmor=unconfined'
      - no-new-privileges=true
    ports: ['80:80']
`,
    ],
    [
      "changes it in brackets, behind tags and anchors",
      `services:
-  a: {security_opt: [!!str label:disable, "seccomp:./p\\x2ejson", &o 'apparmor:x']}
+  a: {security_opt: [!!str label=disable, "seccomp=./p\\x2ejson", &o 'apparmor=x']}
  b: {security_opt: [*o]}
`,
    ],
    [
      "changes it in block scalars",
      `services:
  web:
    security_opt:
      - >-
-        seccomp:./p.json
+        seccomp=./p.json
      - |-
-        label:disable
+        label=disable
`,
    ],
    [
      "changes it in a list that services share",
      `x-o: &o
-  - label:disable
+  - label=disable
services:
  a: {security_opt: *o}
  b: {security_opt: *o}
`,
    ],
    [
      "changes it in an option that Compose knows with `=` alone",
      `services:
  web:
    security_opt:
-      - systempaths:unconfined
+      - systempaths=unconfined
`,
    ],
    [
      "changes it before a variable",
      `services:
  web:
    security_opt:
-      - seccomp:\${PROFILE:-./p.json}
+      - seccomp=\${PROFILE:-./p.json}
`,
    ],
    [
      "takes the second of two equal entries, and the comment that is about it",
      `services:
  web:
    security_opt:
      # first
      - label=disable # keep
-      # second
-      - label=disable # go
      # third
      - no-new-privileges
-      - no-new-privileges=true
`,
    ],
    [
      "takes it out of brackets",
      `services:
-  web: {security_opt: [label=disable, seccomp=x, label=disable], image: node}
+  web: {security_opt: [label=disable, seccomp=x], image: node}
`,
    ],
    [
      "mends all that can be mended, in any order",
      `services:
  web:
    security_opt:
-      - seccomp:unconfined
+      - seccomp=unconfined
-      - seccomp=unconfined
      - label=disable
-      - label:disable
`,
    ],
  ];
  for (const lineBreak of ["\n", "\r\n"]) {
    for (const [name, marked] of cases) {
      it(`${name}${lineBreak === "\n" ? "" : ", with CRLF"}`, () => {
        const { before, after } = markedText(marked);
        const outcome = run(before.replaceAll("\n", lineBreak));
        assert.equal(outcome.output, after.replaceAll("\n", lineBreak));
        assert.deepEqual(outcome.left, []);
        assert.deepEqual(outcome.written, {});
      });
    }
  }

  it("leaves what only the author knows", () => {
    const text = service("security_opt: [foo, label, seccomp=a, seccomp=b, no-new-privileges=x, systempaths=y]");
    assert.equal(run(text, old).output, text);
  });

  it("leaves a separator that is written as an escape", () => {
    const text = service('security_opt: ["label\\x3adisable"]');
    assert.equal(run(text).output, text);
  });

  it("takes no entry that comes through an alias", () => {
    const text = "x-o: &o label=disable\nservices:\n  a: {security_opt: [*o, *o]}\n";
    assert.equal(run(text).output, text);
  });
});

testWithEslint("security-opt", "compose", {
  valid: [
    { name: "what Docker takes", code: withEntry("no-new-privileges=true") },
    { name: "no service", code: "services: {}\n" },
    { name: "an empty file", code: "" },
  ],
  invalid: [
    {
      name: "the old separator",
      code: withEntry("label:disable"),
      errors: [{ messageId: "oldSeparator", line: 5, column: 9, endLine: 5, endColumn: 22 }],
      output: withEntry("label=disable"),
    },
    {
      name: "an entry twice",
      code: service("security_opt: [label=disable, label=disable]"),
      errors: [{ messageId: "duplicate", line: 3, column: 35 }],
      output: service("security_opt: [label=disable]"),
    },
    {
      name: "an unknown option",
      code: withEntry("foo"),
      errors: [{ messageId: "unknownOption", line: 5, column: 9 }],
    },
    {
      name: "an engine that is too old",
      code: withEntry("seccomp=builtin"),
      settings: { "compose-lint": { engine: "20.10.9" } },
      errors: [{ messageId: "builtinTooOld", line: 5, column: 9 }],
    },
  ],
});

describe("security-opt finds an entry that comes twice", () => {
  const node = "services:\n  web:\n    image: node:20-alpine\n    security_opt: [label=disable]\n";
  const message = (where: string, how = "stands"): string =>
    `\`label=disable\` comes to \`security_opt\` of the service \`web\` a second time: it ${how} in ${where} already, and lists are joined here. Docker Compose refuses a list with an entry that stands twice. Take one of them out.`;
  const cases: [name: string, text: string, found: string, told: string, more?: Partial<RuleRun>][] = [
    ["in an override file", "services:\n  web:\n    security_opt:\n      - label=disable\n", "4:9-4:22", message("compose.yaml, line 4"), { name: "compose.override.yaml", files: { "compose.yaml": node } }],
    ["from a service that is extended", `${node.replace("web", "base")}  web:\n    extends: base\n    security_opt: [apparmor=x, 'label=disable']\n`, "7:32-7:47", message("line 4")],
    ["from a service of another file", "services:\n  web:\n    extends: {file: b.yaml, service: base}\n    security_opt: [label=disable]\n", "4:20-4:33", message("b.yaml, line 4"), { files: { "b.yaml": node.replace("web", "base") } }],
    ["through a list that both have by an alias", "x-o: &o [label=disable]\nservices:\n  base: {image: own, security_opt: *o}\n  web: {extends: base, security_opt: *o}\n", "4:38-4:40", message("line 3", "comes from the alias")],
    ["through a merge key", "x-m: &m\n  security_opt: [label=disable]\nservices:\n  base: {image: own, security_opt: [label=disable]}\n  web:\n    extends: base\n    <<: *m\n", "7:9-7:11", message("line 4")],
    ["through an alias of an entry", "x-o: &o label=disable\nservices:\n  base: {image: own, security_opt: [*o]}\n  web: {extends: base, security_opt: [apparmor=x, *o]}\n", "4:51-4:53", message("line 3", "comes from the alias")],
    ["through an alias in an override file", "x-o: &o [label=disable]\nservices:\n  web:\n    security_opt: *o\n", "4:19-4:21", message("compose.yaml, line 4"), { name: "compose.override.yaml", files: { "compose.yaml": node } }],
    ["beside what comes by an alias", "x-o: &o [label=disable]\nservices:\n  base: {image: own, security_opt: *o}\n  web: {extends: base, security_opt: [label=disable]}\n", "4:39-4:52", message("line 3", "comes from the alias")],
    ["in a second document", `${node}---\nservices:\n  web:\n    security_opt: [label=disable]\n`, "8:20-8:33", message("line 4")],
    ["once variables are replaced", "services:\n  web:\n    image: own\n    security_opt: [label=disable, '${A:-label=disable}']\n", "4:35-4:56", message("line 4")],
    ["with CRLF", `${node.replace("web", "base")}  web:\n    extends: base\n    security_opt: [label=disable]\n`.replaceAll("\n", "\r\n"), "7:20-7:33", message("line 4")],
    ["by `extends` in an override file", "services:\n  web:\n    extends: {file: b.yaml, service: base}\n", "3:14-3:43", message("compose.yaml, line 4"), { name: "compose.override.yaml", files: { "compose.yaml": node, "b.yaml": node.replace("web", "base") } }],
  ];
  for (const [name, text, found, told, more] of cases) {
    it(name, () => {
      const joined = runRule({ rule: "security-opt", text, ...more }).findings.filter(({ messageId }) => messageId === "joined");
      assert.deepEqual(joined.map((finding) => brief(finding).replace(/ fix$/u, "")), [`error joined ${found}`]);
      assert.equal(joined[0]?.message, told);
    });
  }

  it("not where a tag or a merge key replaces the list, and a list by itself is told of once", () => {
    const base = node.replace("web", "base");
    for (const more of [
      "  web: {extends: base, security_opt: !override [label=disable]}\n",
      "  web: {extends: base, security_opt: !reset []}\n",
      "  web: {extends: base, security_opt: []}\n",
    ]) assert.deepEqual(runRule({ rule: "security-opt", text: base + more }).findings, []);
    assert.deepEqual(runRule({ rule: "security-opt", text: "x-m: &m\n  security_opt: [label=disable]\nservices:\n  web: {<<: *m, image: own, security_opt: [label=disable]}\n" }).findings, []);
    const twice = runRule({ rule: "security-opt", text: node.replace("[label=disable]", "[label=disable, label=disable]") });
    assert.deepEqual(twice.findings.map(brief), ["error duplicate 4:35-4:48 fix"]);
  });
});

describe("security-opt mends an entry that comes twice once lists are joined", () => {
  const main = "services:\n  web:\n    image: node:20-alpine\n    security_opt: [label=disable, no-new-privileges]\n";
  const base = main.replace("web", "base");
  const override = { name: "compose.override.yaml", files: { "compose.yaml": main } };
  const right: [name: string, text: string, output: string, more?: Partial<RuleRun>][] = [
    [
      "in an override file, with the comments about it",
      "services:\n  web:\n    security_opt:\n      # of labels\n      - label=type:x # keep\n      # why\n      - label=disable # again\n      # end\n    ports: [] # none\n",
      "services:\n  web:\n    security_opt:\n      # of labels\n      - label=type:x # keep\n      # end\n    ports: [] # none\n",
      override,
    ],
    ["with its key, where it is the only one", "services:\n  web:\n    init: true\n    security_opt:\n      - label=disable\n", "services:\n  web:\n    init: true\n", override],
    ["with its key, where all of several come twice", "services:\n  web:\n    init: true\n    security_opt:\n      - label=disable\n      - no-new-privileges\n", "services:\n  web:\n    init: true\n", override],
    ["and twice in its own list too", "services:\n  web:\n    init: true\n    security_opt:\n      - label=disable\n      - label=disable\n", "services:\n  web:\n    init: true\n", override],
    ["beside one in another form", "services:\n  web:\n    init: true\n    security_opt:\n      - label=disable\n      - label:disable\n", "services:\n  web:\n    init: true\n", override],
    ["in flow style", `${base}  web: {extends: base, security_opt: ["label=disable", apparmor=x]} # web\n`, `${base}  web: {extends: base, security_opt: [apparmor=x]} # web\n`],
    ["beside what comes by an alias", `x-o: &o [label=disable]\nservices:\n  base: {image: own, security_opt: *o}\n  web: {extends: base, security_opt: ['label=disable', apparmor=x]}\n`, `x-o: &o [label=disable]\nservices:\n  base: {image: own, security_opt: *o}\n  web: {extends: base, security_opt: [apparmor=x]}\n`],
    ["with its key in flow style", `${base}  web: {extends: base, security_opt: ['label=disable'], init: true}\n`, `${base}  web: {extends: base, init: true}\n`],
    ["in a second document", `${main}---\nservices:\n  web:\n    init: true\n    security_opt: [label=disable] # too\n`, `${main}---\nservices:\n  web:\n    init: true\n`],
    ["with CRLF", `${base}  web:\n    extends: base\n    security_opt:\n      - apparmor=x\n      - label=disable\n    init: true\n`.replaceAll("\n", "\r\n"), `${base}  web:\n    extends: base\n    security_opt:\n      - apparmor=x\n    init: true\n`.replaceAll("\n", "\r\n")],
    ["beside what an anchor shares", `${base}  web: &web\n    extends: base\n    security_opt: [apparmor=x, label=disable]\n  api: {<<: *web, security_opt: []}\n`, `${base}  web: &web\n    extends: base\n    security_opt: [apparmor=x]\n  api: {<<: *web, security_opt: []}\n`],
    ["below a service that extends this one", `${base}  web: {extends: base, security_opt: [apparmor=x, label=disable]}\n  api: {extends: web}\n`, `${base}  web: {extends: base, security_opt: [apparmor=x]}\n  api: {extends: web}\n`],
    ["from a service of another file", "services:\n  web:\n    extends: {file: b.yaml, service: base}\n    security_opt: [label=disable]\n", "services:\n  web:\n    extends: {file: b.yaml, service: base}\n", { files: { "b.yaml": base } }],
  ];
  for (const [name, text, output, more] of right) {
    it(name, () => {
      const run = runRule({ rule: "security-opt", text, ...more });
      assert.equal(run.output, output);
      assert.deepEqual(run.left, []);
      const joined = run.findings.filter(({ messageId }) => messageId === "joined");
      assert.ok(joined.length > 0);
      assert.ok(joined.every(({ fix, fixKind }) => fix === undefined || fixKind === "entry"));
    });
  }

  const wrong: [name: string, text: string, more?: Partial<RuleRun>][] = [
    ["another service gets it through its map", `${base}  web: &web\n    extends: base\n    security_opt: [apparmor=x, label=disable]\n  api: {<<: *web, image: own}\n`],
    ["its list has an anchor", `${base}  web:\n    extends: base\n    security_opt: &opts [apparmor=x, label=disable]\n`],
    ["it has an anchor", `${base}  web:\n    extends: base\n    security_opt: [apparmor=x, &entry label=disable]\n`],
    ["it stands elsewhere", `x-opts: &opts [apparmor=x, label=disable]\n${base}  web:\n    extends: base\n    security_opt: *opts\n`],
    ["its map stands elsewhere", `x-opts: &opts\n  security_opt: [apparmor=x, label=disable]\n${base}  web:\n    extends: base\n    <<: *opts\n`],
    ["nothing of the service would be left", "services:\n  web:\n    security_opt: [label=disable]\n", override],
    ["a variable makes it so", "services:\n  web:\n    init: true\n    security_opt: ['${A:-label=disable}']\n", override],
    ["a variable makes the first one so", `${base.replace("label=disable", "'${A:-label=disable}'")}  web: {extends: base, security_opt: [label=disable]}\n`],
    ["a variable makes the one behind an alias so", "x-o: &o ['${A:-label=disable}']\nservices:\n  base: {image: own, security_opt: *o}\n  web: {extends: base, security_opt: [label=disable, apparmor=x]}\n"],
    ["one between them says otherwise", `${base.replace("label=disable", "apparmor=x, apparmor=y")}  web: {extends: base, security_opt: [apparmor=x]}\n`],
    ["it comes by `extends`", "services:\n  web:\n    extends: {file: b.yaml, service: base}\n", { name: "compose.override.yaml", files: { "compose.yaml": main, "b.yaml": base } }],
  ];
  for (const [name, text, more] of wrong) {
    it(`not where ${name}`, () => {
      const joined = runRule({ rule: "security-opt", text, ...more }).findings.filter(({ messageId }) => messageId === "joined");
      assert.ok(joined.length > 0);
      assert.ok(joined.every(({ fix }) => fix === undefined));
    });
  }
});
