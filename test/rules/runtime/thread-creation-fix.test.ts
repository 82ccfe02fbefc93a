import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { resolveTarget } from "../../../src/engine/target.js";
import { containerChoices } from "../../../src/facts/thread-advice.js";
import { generateProfile } from "../../../src/seccomp/generate-profile.js";
import { markedText } from "../marked-text.js";
import { brief, runRule, suggested, type RuleOutcome, type RuleRun } from "../run-rule.js";

const settings = { engine: "20.10.9", date: "2026-08-21" };
const profileName = "seccomp-compose-lint.json";
const ours = run("services:\n  web:\n    image: node:20\n").written[profileName] ?? "";
/** Another author's profile that permits no more, and with which threads work too. */
const foreign = ours.replace(/ *"comment": .*\n/, "");
const refusing = '{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["clone"], "action": "SCMP_ACT_ALLOW"}]}';

function run(text: string, more: Partial<RuleRun> = {}): RuleOutcome {
  return runRule({ rule: "thread-creation", text, settings, ...more });
}

/** Runs the fix over a text in which the wanted change is marked, and expects that change and nothing left. */
function checkFix(marked: string, more: Partial<RuleRun> = {}, written: readonly string[] = [profileName]): void {
  const { before, after } = markedText(marked);
  const outcome = run(before, more);
  assert.equal(outcome.output, after);
  assert.deepEqual(Object.keys(outcome.written), written);
  assert.deepEqual(outcome.left.map(brief), []);
}

/** Why there is no fix: what the message says behind the choices. */
function whyNot(text: string, more: Partial<RuleRun> = {}): string[] {
  const outcome = run(text, more);
  assert.equal(outcome.output, text);
  assert.deepEqual(outcome.written, {});
  assert.ok(outcome.findings.every(({ fix }) => fix === undefined));
  return outcome.findings.map(({ message }) => message.split("`seccomp=unconfined`. ")[1] ?? "");
}

describe("the fix is written as the file is", () => {
  const cases: [name: string, marked: string][] = [
    [
      "below the image",
      `services:
  web:
    image: node:20
+    security_opt:
+      - seccomp=./seccomp-compose-lint.json
    ports:
      - "80:80"
`,
    ],
    [
      "without a line break at the end",
      `services:
  web:
-    image: node:20
+    image: node:20
+    security_opt:
+      - seccomp=./seccomp-compose-lint.json`,
    ],
    [
      "four spaces",
      `services:
    web:
        image: node:20
+        security_opt:
+            - seccomp=./seccomp-compose-lint.json
`,
    ],
    [
      "lists without an indent",
      `services:
  web:
    image: node:20
+    security_opt:
+    - seccomp=./seccomp-compose-lint.json
    ports:
    - "80:80"
`,
    ],
    [
      "lists without an indent elsewhere in the file",
      `services:
  web:
    image: node:20
+    security_opt:
+    - seccomp=./seccomp-compose-lint.json
  db:
    image: postgres:16-alpine
    ports:
    - "5432:5432"
`,
    ],
    [
      "single quotes",
      `services:
  web:
    image: 'node:20'
+    security_opt:
+      - 'seccomp=./seccomp-compose-lint.json'
`,
    ],
    [
      "double quotes, of keys too",
      `"services":
  "web":
    "image": "node:20"
+    "security_opt":
+      - "seccomp=./seccomp-compose-lint.json"
`,
    ],
    [
      "comments stay where they are",
      `# stack
services: # all of them
  web: # the site
    # not alpine
    image: node:20 # Debian
+    security_opt:
+      - seccomp=./seccomp-compose-lint.json
    # ports follow
    ports: ["80:80"]
  # the end
`,
    ],
    [
      "below the image where that is the last key",
      `services:
  web:
    ports:
      - "80:80"
    image: node:20 # Debian
+    security_opt:
+      - seccomp=./seccomp-compose-lint.json

  edge:
    image: node:20-alpine
`,
    ],
    [
      "below a build in lines",
      `services:
  web:
    build:
      dockerfile_inline: |
        FROM node:20
+    security_opt:
+      - seccomp=./seccomp-compose-lint.json

    ports: ["80:80"]
`,
    ],
    [
      "below a block scalar that keeps its empty lines",
      `services:
  web:
    build:
      dockerfile_inline: |+
        FROM node:20

+    security_opt:
+      - seccomp=./seccomp-compose-lint.json
    ports: ["80:80"]
`,
    ],
    [
      "below a block scalar",
      `services:
  web:
    image: >-
      node:20
+    security_opt:
+      - seccomp=./seccomp-compose-lint.json
    ports: ["80:80"]
`,
    ],
    [
      "an explicit key",
      `services:
  web:
    ? image
    : node:20
+    security_opt:
+      - seccomp=./seccomp-compose-lint.json
`,
    ],
    [
      "flow style in one line",
      `-services: {web: {image: node:20, ports: ["80:80"]}, db: {ports: []}}
+services: {web: {image: node:20, security_opt: [seccomp=./seccomp-compose-lint.json], ports: ["80:80"]}, db: {ports: []}}
`,
    ],
    [
      "flow style in lines",
      `services:
  web: {
-    image: node:20, # Debian
+    image: node:20, security_opt: [seccomp=./seccomp-compose-lint.json], # Debian
    ports: ["80:80"],
  }
`,
    ],
    [
      "JSON",
      `{
  "services": {
    "web": {
-      "image": "node:20",
+      "image": "node:20", "security_opt": ["seccomp=./seccomp-compose-lint.json"],
      "ports": ["80:80"]
    }
  }
}
`,
    ],
    [
      "documents of their own",
      `---
services:
  web:
    image: node:20
+    security_opt:
+      - seccomp=./seccomp-compose-lint.json
---
services:
  api:
    image: redis:7-bookworm
+    security_opt:
+      - seccomp=./seccomp-compose-lint.json
`,
    ],
  ];
  for (const [name, marked] of cases) {
    it(name, () => {
      checkFix(marked);
    });
    it(`${name}, with CRLF`, () => {
      const { before, after } = markedText(marked);
      assert.equal(run(before.replaceAll("\n", "\r\n")).output, after.replaceAll("\n", "\r\n"));
    });
  }

  it("behind a byte order mark", () => {
    const { before, after } = markedText("services:\n  web:\n    image: node:20\n+    security_opt:\n+      - seccomp=./seccomp-compose-lint.json\n");
    assert.equal(run(`\ufeff${before}`).output, `\ufeff${after}`);
  });

  it("in JSON stays JSON", () => {
    const { output } = run('{"services":{"web":{"image":"node:20"}}}');
    const parsed = JSON.parse(output) as { services: { web: unknown } };
    assert.deepEqual(parsed.services.web, { image: "node:20", security_opt: ["seccomp=./seccomp-compose-lint.json"] });
  });
});

describe("the fix takes security_opt as it is", () => {
  const cases: [name: string, marked: string, more?: Partial<RuleRun>][] = [
    [
      "a list",
      `services:
  web:
    image: node:20
    security_opt:
      # why
      - no-new-privileges=true # this
+      - seccomp=./seccomp-compose-lint.json
    ports: ["80:80"]
`,
    ],
    [
      "a list of quoted entries",
      `services:
  web:
    image: node:20
    security_opt:
      - "no-new-privileges=true"
+      - "seccomp=./seccomp-compose-lint.json"
`,
    ],
    [
      "a list without an indent above the image",
      `services:
  web:
    security_opt:
    - no-new-privileges=true
+    - seccomp=./seccomp-compose-lint.json
    image: node:20
`,
    ],
    [
      "a list in flow style",
      `services:
  web:
    image: node:20
-    security_opt: [ 'no-new-privileges=true' ] # why
+    security_opt: [ 'no-new-privileges=true', 'seccomp=./seccomp-compose-lint.json' ] # why
`,
    ],
    [
      "an empty list",
      `services:
  web:
    image: node:20
-    security_opt: []
+    security_opt: [seccomp=./seccomp-compose-lint.json]
`,
    ],
    [
      "nothing yet",
      `services:
  web:
    image: node:20
    security_opt: # to do
+      - seccomp=./seccomp-compose-lint.json
    ports: ["80:80"]
`,
    ],
    [
      "nothing yet in flow style",
      `-services: {web: {image: node:20, security_opt: , ports: []}}
+services: {web: {image: node:20, security_opt: [seccomp=./seccomp-compose-lint.json] , ports: []}}
`,
    ],
    [
      "null in words",
      `services:
  web:
    image: node:20
-    security_opt: ~ # to do
+    security_opt: [seccomp=./seccomp-compose-lint.json] # to do
`,
    ],
    [
      "a list behind an alias, right for all who have it",
      `x-opts: &opts
  - no-new-privileges=true
+  - seccomp=./seccomp-compose-lint.json
services:
  web:
    image: node:20
    security_opt: *opts
  db:
    image: redis:7-bookworm
    security_opt: *opts
`,
    ],
  ];
  for (const [name, marked, more] of cases) {
    it(name, () => {
      checkFix(marked, more);
    });
  }

  const refused: [name: string, text: string, why: string, more?: Partial<RuleRun>][] = [
    ["a word", "security_opt: no-new-privileges=true", "No fix is offered: its `security_opt` is not a list. Make it one, or add the entry by hand."],
    ["a map", "security_opt: {seccomp: x}", "No fix is offered: its `security_opt` is not a list. Make it one, or add the entry by hand."],
  ];
  for (const [name, setting, why, more] of refused) {
    it(`offers none for ${name}`, () => {
      assert.deepEqual(whyNot(`services:\n  web:\n    image: node:20\n    ${setting}\n`, more), [why]);
    });
  }
});

describe("the fix of shared settings", () => {
  const entry = "security_opt:\n+    - seccomp=./seccomp-compose-lint.json";
  const right: [name: string, marked: string, more?: Partial<RuleRun>, written?: string[]][] = [
    ["stands in the merged map", `x-base: &base\n  image: node:20\n+  ${entry}\nservices:\n  web: {<<: *base}\n  api:\n    <<: *base\n    ports: []\n`],
    ["stands in the service that is an alias elsewhere", `services:\n  web: &web\n    image: node:20\n+    security_opt:\n+      - seccomp=./seccomp-compose-lint.json\n  api: *web\n`],
    [
      "stands in the service that others extend",
      `services:\n  base:\n    image: node:20\n+    security_opt:\n+      - seccomp=./seccomp-compose-lint.json\n  web: {extends: base}\n  api:\n    extends: {service: web}\n    security_opt: [no-new-privileges=true]\n`,
    ],
    [
      "stands once, not again in a service that extends with another image",
      `services:\n  web: {extends: base, image: redis:7-bookworm}\n  base:\n    image: node:20\n+    security_opt:\n+      - seccomp=./seccomp-compose-lint.json\n  api:\n    extends: web\n    image: node:20-bookworm\n`,
    ],
    [
      "stands where the image is chosen",
      `services:\n  base:\n    ports: []\n  web:\n    extends: base\n    image: node:20\n+    security_opt:\n+      - seccomp=./seccomp-compose-lint.json\n`,
    ],
    [
      "stands in this file for a service of another",
      `services:\n  web:\n    extends:\n      file: common.yaml\n      service: base\n+    security_opt:\n+      - seccomp=./seccomp-compose-lint.json\n`,
      { files: { "common.yaml": "services:\n  base:\n    image: node:20\n" } },
    ],
    [
      "takes the same entry out of a service that extends, which would have it twice",
      `services:\n  base:\n    image: node:20 # base\n+    security_opt:\n+      - seccomp=./seccomp-compose-lint.json\n  web:\n    extends: base\n-    security_opt: [seccomp=./seccomp-compose-lint.json]\n  api:\n    extends: base\n    security_opt:\n      - no-new-privileges=true # why\n-      - seccomp=./seccomp-compose-lint.json\n    ports: []\n`,
      { files: { [profileName]: ours } },
      [],
    ],
    ["stands in each service that has an alias of the image", `x-image: &image node:20\nservices:\n  web:\n    image: *image\n+    security_opt:\n+      - seccomp=./seccomp-compose-lint.json\n  api:\n    image: *image\n+    security_opt:\n+      - seccomp=./seccomp-compose-lint.json\n`],
    ["stands in the file that chooses the image", `services:\n  web:\n    image: node:20\n+    security_opt:\n+      - seccomp=./seccomp-compose-lint.json\n`, { name: "compose.override.yaml", files: { "compose.yaml": "services:\n  web:\n    image: node:20-alpine\n" } }],
  ];
  for (const [name, marked, more, written] of right) {
    it(name, () => {
      checkFix(marked, more, written);
    });
  }

  it("stands where it is needed alone, below a service whose program needs no threads", () => {
    const text = "services:\n  base:\n    image: debian:12\n  web:\n    extends: base\n    image: node:20\n";
    const { output, left } = run(text);
    assert.equal(output, `${text}    security_opt:\n      - seccomp=./seccomp-compose-lint.json\n`);
    assert.deepEqual(left.map(brief), ["warning threadsUnused 3:12-3:21"]);
  });

  it("is the same edit for a service that extends another one and has an image of its own", () => {
    const { findings } = run("services:\n  base:\n    image: node:20\n  web:\n    extends: base\n    image: redis:7-bookworm\n");
    assert.deepEqual(findings.map(brief), ["error crashes 3:12-3:19 fix", "error crashes 6:12-6:28 fix"]);
    assert.deepEqual(findings[0]?.fix, findings[1]?.fix);
  });

  const alsoMake = (names: string): string =>
    `No fix is offered: these lines also make ${names}, where the entry is not needed or not right. Add it to the services that need it by hand.`;
  const twice = "No fix is offered: `web` would have the entry twice, which Docker Compose refuses: once from the service that it extends. Take its own seccomp entry out by hand.";
  const wrong: [name: string, text: string, why: string, more?: Partial<RuleRun>][] = [
    [
      "one that has the entry in a list with an anchor",
      "services:\n  base:\n    image: node:20\n  web:\n    extends: base\n    security_opt: &opts [seccomp=./seccomp-compose-lint.json]\n",
      twice,
      { files: { [profileName]: ours } },
    ],
    [
      "one whose entry other services have through its map",
      "services:\n  base:\n    image: node:20\n  web: &web\n    extends: base\n    security_opt: [seccomp=./seccomp-compose-lint.json]\n  api: {<<: *web, image: node:20-alpine}\n",
      twice.replace("`web` would", "`web` and `api` would"),
      { files: { [profileName]: ours } },
    ],
    ["another image for one of them", "x-base: &base\n  image: node:20\nservices:\n  web: {<<: *base}\n  edge:\n    <<: *base\n    image: node:20-alpine\n", alsoMake("`edge`")],
    ["one that is privileged", "x-base: &base\n  image: node:20\nservices:\n  web: {<<: *base}\n  a: {<<: *base, privileged: true}\n  b: {<<: *base, privileged: true}\n", alsoMake("`a` and `b`")],
    ["one that extends it with another image", "services:\n  base:\n    image: node:20\n  edge:\n    extends: base\n    image: node:20-alpine\n", "No fix is offered: `edge` extends `base` and gets the entry too, where it is not needed or not right. Add it by hand if it may stand there, else let both extend a service that has the rest."],
    ["several that extend it with other images", "services:\n  base:\n    image: node:20\n    security_opt: [no-new-privileges=true]\n  edge: {extends: base, image: 'node:20-alpine'}\n  own: {extends: base, image: own}\n", "No fix is offered: `edge` and `own` extend `base` and get the entry too, where it is not needed or not right. Add it by hand if it may stand there, else let all extend a service that has the rest."],
    ["one whose image is not known", "x-base: &base\n  image: node:20\nservices:\n  web: {<<: *base}\n  own: {<<: *base, image: own}\n", alsoMake("`own`")],
    ["a list that another service has through an alias", "services:\n  web:\n    image: node:20\n    security_opt: &opts [no-new-privileges=true]\n  edge:\n    image: node:20-alpine\n    security_opt: *opts\n", alsoMake("`edge`")],
    ["a list in a map that another service merges", "x-opts: &opts\n  security_opt: [no-new-privileges=true]\nservices:\n  web: {<<: *opts, image: node:20}\n  edge: {<<: *opts, image: node:20-alpine}\n", alsoMake("`edge`")],
    [
      "one with a list of its own",
      "x-base: &base\n  image: node:20\nservices:\n  web: {<<: *base}\n  api: {<<: *base, security_opt: [no-new-privileges=true]}\n",
      "No fix is offered: no single place gives the entry to `api` too. Add it by hand.",
    ],
  ];
  const resets: [value: string, why: string][] = [
    ["!reset []", "No fix is offered: compose.override.yaml, line 3, takes `security_opt` of `web` away (`!reset`), so that an entry here would not count. Change that by hand."],
    ["!override [no-new-privileges=true]", "No fix is offered: compose.override.yaml, line 3, puts a list of its own (`!override`) in the place of all that this file says of `security_opt` of `web`. Add the entry there by hand."],
  ];
  for (const [value, why] of resets) {
    it(`is none where a later file has ${value}`, () => {
      const files = { "compose.override.yaml": `services:\n  web:\n    security_opt: ${value}\n` };
      assert.deepEqual(whyNot("services:\n  web:\n    image: node:20\n", { files }), [why]);
    });
  }

  it("is none where this file itself has !reset, and one in its own !override", () => {
    assert.match(whyNot("services:\n  web:\n    image: node:20\n    security_opt: !reset []\n")[0] ?? "", /^No fix is offered: line 4 takes `security_opt` of `web` away/);
    checkFix("services:\n  web:\n    image: node:20\n-    security_opt: !override [no-new-privileges=true]\n+    security_opt: !override [no-new-privileges=true, seccomp=./seccomp-compose-lint.json]\n");
  });

  for (const [name, text, why, more] of wrong) {
    it(`is none where it is not right for all: ${name}`, () => {
      assert.deepEqual(whyNot(text, more), [why]);
    });
  }

  it("is none while the file is not valid YAML", () => {
    const text = "services:\n  web:\n    image: node:20\n    security_opt:    - seccomp=unconfined\n";
    assert.deepEqual(whyNot(text), ["A fix is offered once the file is valid YAML."]);
  });
});

describe("the profile", () => {
  const plain = "services:\n  web:\n    image: node:20\n";
  const marked = `${plain}+    security_opt:\n+      - seccomp=./seccomp-compose-lint.json\n`;

  it("is written for the engine, and makes threads work on it", () => {
    const { written, left } = run(plain);
    const profile = JSON.parse(written[profileName] ?? "") as { comment?: string; defaultAction?: string };
    assert.match(profile.comment ?? "", /^Written by compose-lint\b.*\b20\.10\.9\b/);
    assert.equal(profile.defaultAction, "SCMP_ACT_ERRNO");
    assert.deepEqual(left, []);
  });

  it("is used without writing where it exists and works, whoever wrote it", () => {
    checkFix(marked, { files: { [profileName]: ours } }, []);
    checkFix(marked, { files: { [profileName]: foreign } }, []);
  });

  it("is never overwritten where someone else wrote it", () => {
    const why = /^No fix is offered: \.\/seccomp-compose-lint\.json exists, was not written by compose-lint, and does not help here.* Name another file in the setting `profilePath`\.$/;
    for (const text of [refusing, "not JSON", "", ours.replace('"clone3"', '"clone4"')]) {
      const [told, ...others] = whyNot(plain, { files: { [profileName]: text } });
      assert.match(told ?? "", why);
      assert.deepEqual(others, []);
    }
  });

  it("is written again where we wrote it for engines that need another", () => {
    const newer = resolveTarget({ engine: "20.10.10" });
    assert.ok(newer.ok);
    const old = generateProfile(newer.target);
    assert.ok(old.ok);
    const outcome = run(plain, { files: { [profileName]: old.text } });
    assert.deepEqual(outcome.written, { [profileName]: ours });
    assert.equal(outcome.output, markedText(marked).after);
    assert.deepEqual(outcome.left, []);
  });

  it("has the path that the settings name", () => {
    const paths: [profilePath: string, entry: string, file: string][] = [
      ["./seccomp/threads.json", "seccomp=./seccomp/threads.json", "seccomp/threads.json"],
      ["../shared/p.json", "seccomp=../shared/p.json", "/shared/p.json"],
      ["/etc/docker/p.json", "seccomp=/etc/docker/p.json", "/etc/docker/p.json"],
      ["./my profile.json", '"seccomp=./my profile.json"', "my profile.json"],
    ];
    for (const [profilePath, entry, file] of paths) {
      const { output, written, left } = run(plain, { settings: { ...settings, profilePath } });
      assert.equal(output, `${plain}    security_opt:\n      - ${entry}\n`);
      assert.deepEqual(Object.keys(written), [file]);
      assert.deepEqual(left, []);
    }
  });

  it("is one for all services of a file, also for a range of engines", () => {
    const text = "services:\n  a: {image: node:20}\n  b: {image: redis:7-bookworm, cap_add: [NET_ADMIN]}\n";
    for (const engine of ["20.10.9", ">=19.03.14 <20.10.10", ">=20.10.9 <23"]) {
      const { written, left } = run(text, { settings: { ...settings, engine } });
      assert.deepEqual(Object.keys(written), [profileName], engine);
      assert.deepEqual(left, [], engine);
    }
  });
});

describe("the option fix", () => {
  const plain = "services:\n  web:\n    image: node:20\n";
  const comment =
    "# No seccomp sandbox: this container may call every syscall of the kernel. Remove on Docker Engine 20.10.10 or newer.";

  it("unconfined inserts the entry with a comment that names the risk", () => {
    const options = [{ fix: "unconfined" }];
    checkFix(`${plain}+    security_opt:\n+      ${comment}\n+      - seccomp=unconfined\n`, { options }, []);
    checkFix(`${plain}    security_opt:\n      - no-new-privileges=true\n+      ${comment}\n+      - seccomp=unconfined\n`, { options }, []);
    checkFix(`${plain}    security_opt:\n-      - seccomp=./mine.json\n+      ${comment}\n+      - seccomp=unconfined\n`, { options, files: { "mine.json": refusing } }, []);
  });

  it("unconfined breaks a flow list for the comment", () => {
    const options = [{ fix: "unconfined" }];
    assert.equal(run("services: {web: {image: node:20}}\n", { options }).output, `services: {web: {image: node:20, security_opt: [\n  ${comment}\n  seccomp=unconfined]}}\n`);
    assert.equal(run(`${plain}    security_opt: [no-new-privileges=true] # c\n`, { options }).output, `${plain}    security_opt: [no-new-privileges=true,\n      ${comment}\n      seccomp=unconfined] # c\n`);
  });

  it("unconfined says why there is no fix, too", () => {
    const text = "x-base: &base\n  image: node:20\nservices:\n  web: {<<: *base}\n  edge: {<<: *base, image: alpine}\n";
    assert.match(whyNot(text, { options: [{ fix: "unconfined" }] })[0] ?? "", /^No fix is offered: these lines also make `edge`/);
  });

  it("none offers none, and no suggestion but other images", () => {
    const { findings, output, written } = run(plain, { options: [{ fix: "none" }] });
    assert.deepEqual(findings.map(brief), ["error crashes 3:12-3:19"]);
    assert.equal(output, plain);
    assert.deepEqual(written, {});
    assert.ok(findings[0]?.message.endsWith("as the last resort `seccomp=unconfined`."));
    assert.deepEqual(findings[0]?.suggestions?.map(({ messageId }) => messageId), ["useImage", "useImage"]);
  });

  it("is profile by default", () => {
    assert.equal(run(plain, { options: [{}] }).output, run(plain).output);
    assert.equal(run(plain, { options: [{ fix: "profile" }] }).output, run(plain).output);
  });
});

describe("the suggestions", () => {
  const unconfined = "Add `seccomp=unconfined`, which switches the sandbox of seccomp off";
  const bullseye = "Use node:20-bullseye, Debian 11 (bullseye) with glibc 2.31";
  const alpine = "Use node:20-alpine, Alpine 3.23 with musl 1.2.5";

  it("are other tags and unconfined", () => {
    const text = "services:\n  web:\n    image: node:20 # Debian\n";
    assert.deepEqual(suggested(run(text).findings[0], text), {
      [bullseye]: "services:\n  web:\n    image: node:20-bullseye # Debian\n",
      [alpine]: "services:\n  web:\n    image: node:20-alpine # Debian\n",
      [unconfined]:
        "services:\n  web:\n    image: node:20 # Debian\n    security_opt:\n      # No seccomp sandbox: this container may call every syscall of the kernel. Remove on Docker Engine 20.10.10 or newer.\n      - seccomp=unconfined\n",
    });
  });

  it("say of a tag that it gets no security updates, and have it last", () => {
    const text = "services:\n  web:\n    image: node:20\n";
    const { message, suggestions = [] } = run(text, { settings: { engine: "20.10.9", date: "2026-11-27" } }).findings[0] ?? {};
    assert.match(message ?? "", /or newer; or node:20-alpine \(Alpine 3\.23 with musl 1\.2\.5\); or node:20-bullseye \(Debian 11 \(bullseye\) with glibc 2\.31, without security updates since 2026-08-31\); or a seccomp/u);
    assert.deepEqual(suggestions.map(({ desc }) => desc).filter((desc) => desc.startsWith("Use")), [alpine, `${bullseye}, without security updates since 2026-08-31`]);
  });

  it("take of two tags of a kind the one that gets security updates", () => {
    const text = "services:\n  web:\n    image: node:20.5.0\n";
    const tags = (date: string): (string | undefined)[] => {
      const { suggestions = [] } = run(text, { settings: { engine: "20.10.9", date } }).findings[0] ?? {};
      return suggestions.filter(({ messageId }) => messageId === "useImage").map(({ fix }) => fix.text);
    };
    assert.deepEqual(tags("2026-08-31"), ["node:20.5-bullseye", "node:20-alpine"]);
    assert.deepEqual(tags("2026-11-27"), ["node:20-alpine", "node:20.5-bullseye"]);
  });

  it("keep registry, quotes and style", () => {
    const changed = (image: string): string | undefined => {
      const text = `services: {web: {image: ${image}}}\n`;
      const [first] = run(text).findings;
      const tag = first?.suggestions?.find(({ messageId }) => messageId === "useImage");
      return tag?.fix.text;
    };
    assert.equal(changed("node:20"), "node:20-bullseye");
    assert.equal(changed("'node:20'"), "'node:20-bullseye'");
    assert.equal(changed('"docker.io/library/node:20"'), '"docker.io/library/node:20-bullseye"');
  });

  it("are no tags where the tag has no one place", () => {
    const kinds = (text: string, more: Partial<RuleRun> = {}): string[][] =>
      run(text, more).findings.map(({ suggestions = [] }) => suggestions.map(({ messageId }) => messageId ?? ""));
    assert.deepEqual(kinds("services:\n  web:\n    image: node:${V:-20}\n"), [["addUnconfined"]]);
    assert.deepEqual(kinds("x-i: &i node:20\nservices:\n  web:\n    image: *i\n"), [["addUnconfined"]]);
    assert.deepEqual(kinds("services:\n  web:\n    image: |-\n      node:20\n"), [["addUnconfined"]]);
    assert.deepEqual(kinds("services:\n  web:\n    build: .\n", { files: { Dockerfile: "FROM node:20\n" } }), [["addUnconfined"]]);
    assert.deepEqual(kinds("x-b: &b {image: node:20}\nservices:\n  a: {<<: *b}\n  b: {<<: *b}\n"), [["useImage", "useImage", "addUnconfined"]]);
  });

  it("tell of the profile that is there already", () => {
    const text = "services:\n  web:\n    image: node:20\n";
    const { findings, output } = run(text, { files: { [profileName]: foreign } });
    assert.equal(suggested(findings[0], text)[`Add \`seccomp=./${profileName}\``], output);
  });
});

describe("the message tells that `--fix` does something only where it does", () => {
  const writes = "--fix` writes it";
  const byHand = "a seccomp profile, which keeps the sandbox (`compose-lint profile --engine 20.10.9` prints it); or as the last resort `seccomp=unconfined`";
  const web = "services:\n  web:\n    image: node:20\n";
  const shared = "x-a: &a {image: 'node:20'}\nservices:\n  web:\n    <<: *a\n  api:\n    image: node:20-alpine\n    <<: *a\n";
  const cases: [name: string, text: string, more: Partial<RuleRun>, said: string][] = [
    ["a fix", web, {}, "a seccomp profile, which keeps the sandbox (`compose-lint --fix` writes it); or as the last resort `seccomp=unconfined`."],
    ["no fix, by the option", web, { options: [{ fix: "none" }] }, `${byHand}.`],
    ["the fix that switches the sandbox off", web, { options: [{ fix: "unconfined" }] }, `${byHand} (\`--fix\` writes it).`],
    ["a place in which no entry can stand", `${web}  - x\n`, {}, `${byHand}. A fix is offered once`],
    ["a file of somebody else in the place of the profile", web, { files: { [profileName]: refusing } }, `${byHand}. No fix is offered: ./${profileName} exists`],
    ["an entry that would be another service's too", shared, {}, `${byHand}. No fix is offered:`],
  ];
  for (const [name, text, more, said] of cases) {
    it(`with ${name}`, () => {
      const [finding] = run(text, more).findings;
      assert.ok(finding?.message.includes(said), finding?.message);
      assert.equal(finding?.message.includes(writes), said.includes(writes));
    });
  }

  it("and names no profile where none would help", () => {
    const unwanted = containerChoices({ kind: "none" });
    assert.deepEqual(unwanted, ["as the last resort `seccomp=unconfined`"]);
  });
});
