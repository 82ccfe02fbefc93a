import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { LintSettings } from "../../../src/eslint/settings.js";
import { testWithEslint } from "../rule-tester.js";
import { brief, runRule, type RuleRun } from "../run-rule.js";

const engine = { engine: "20.10.9", date: "2026-08-21" };

function run(text: string, more: Partial<RuleRun> = {}): ReturnType<typeof runRule> {
  return runRule({ rule: "thread-creation", text, settings: engine, ...more });
}

/** A Compose file with one service `web`, from the lines of its settings. */
function service(...lines: string[]): string {
  return `services:\n  web:\n${lines.map((line) => `    ${line}\n`).join("")}`;
}

function briefs(text: string, more: Partial<RuleRun> = {}): string[] {
  return run(text, more).findings.map((finding) => brief(finding).replace(" fix", ""));
}

const mend =
  "To mend it: Docker Engine 20.10.10 or newer; or node:20-bullseye (Debian 11 (bullseye) with glibc 2.31); or node:20-alpine (Alpine 3.23 with musl 1.2.5); or a seccomp profile, which keeps the sandbox (`compose-lint --fix` writes it); or as the last resort `seccomp=unconfined`.";
const plain = "node:20 is Debian 12 (bookworm) with glibc 2.36";
const made = `${plain} since 2023-06-12; an image pulled before that is Debian 11 and works`;
const refused = "It creates threads with the syscall clone3, which the seccomp profile of this engine answers with EPERM.";
const nodeCries = "Node.js stops at start: `Assertion failed: (0) == (uv_thread_create(t.get(), start_thread, this))`.";

const goCries =
  "A Go program that is built with cgo stops at start: `runtime/cgo: pthread_create failed: Operation not permitted`; one built without cgo makes its threads by clone itself and runs.";

const goMend =
  "To mend it: Docker Engine 20.10.10 or newer; or golang:1.22-bullseye (Debian 11 (bullseye) with glibc 2.31); or golang:1.22-alpine (Alpine 3.21 with musl 1.2.5); or a seccomp profile, which keeps the sandbox (`compose-lint --fix` writes it); or as the last resort `seccomp=unconfined`.";

/** The whole text of each message, once. */
const messages: [name: string, text: string, settings: NonNullable<RuleRun["settings"]>, found: string, message: string][] = [
  [
    "crashes",
    service("image: node:20"),
    engine,
    "error crashes 3:12-3:19",
    `On Docker Engine 20.10.9, the service \`web\` will crash: ${made}. ${refused} ${nodeCries} ${mend}`,
  ],
  [
    "doesNotStart",
    service("image: alpine:3.19"),
    { ...engine, engine: "20.10.10", runc: "1.0.0-rc10" },
    "error doesNotStart 3:12-3:23",
    `On Docker Engine 20.10.10, the service \`web\` will not start, whatever image it has. The container does not start on Docker Engine 20.10.10 (runc 1.0.0-rc10, libseccomp 2.5): the rule for clone3 asks for what is the default action already, which this runc refuses. To mend it: runc 1.0.0-rc93 or newer on that host; or a seccomp profile, which keeps the sandbox (\`compose-lint --fix\` writes it); or as the last resort \`seccomp=unconfined\`.`,
  ],
  [
    "depends, of a runtime that starts containers of one engine alone",
    service("image: alpine:3.19"),
    { ...engine, engine: "20.10.9 || 20.10.10", runc: "1.0.0-rc10" },
    "warning depends 3:12-3:23",
    "Whether the service `web` works is open: alpine:3.19 is Alpine 3.19 with musl 1.2.4. It does not start on 20.10.10, works on 20.10.9; the engine's version decides. Where it fails: No program in it runs. To mend it: a seccomp profile, which keeps the sandbox (`compose-lint --fix` writes it); or as the last resort `seccomp=unconfined`.",
  ],
  [
    "threadsFail",
    service("image: debian:12", "command: [/opt/own]"),
    engine,
    "error threadsFail 3:12-3:21",
    `On Docker Engine 20.10.9, the service \`web\` cannot create threads: debian:12 is Debian 12 (bookworm) with glibc 2.36. ${refused} Every program in it that creates a thread through the C library fails. To mend it: Docker Engine 20.10.10 or newer; or a seccomp profile, which keeps the sandbox (\`compose-lint --fix\` writes it); or as the last resort \`seccomp=unconfined\`.`,
  ],
  [
    "threadsMayFail",
    service("image: golang:1.22", "command: go run ."),
    engine,
    "warning threadsMayFail 3:12-3:23",
    `On Docker Engine 20.10.9, the service \`web\` may crash: golang:1.22 is Debian 12 (bookworm) with glibc 2.36. ${refused} ${goCries} ${goMend}`,
  ],
  [
    "threadsUnused",
    service("image: debian:12", "command: [sleep, infinity]"),
    engine,
    "warning threadsUnused 3:12-3:21",
    `On Docker Engine 20.10.9, the service \`web\` cannot create threads through the C library, which its program does not need to start: debian:12 is Debian 12 (bookworm) with glibc 2.36. ${refused} A shell or one of the core utilities creates no threads and runs; another program in it that creates one fails.`,
  ],
  [
    "depends",
    service("image: node:20"),
    { ...engine, engine: ">=20.10.9 <=20.10.11" },
    "warning depends 3:12-3:19",
    `Whether the service \`web\` works is open: ${made}. It fails on 20.10.9, works on 20.10.10 to 20.10.11; the engine's version decides. Where it fails: ${nodeCries} ${mend}`,
  ],
  [
    "engineNotDeclared",
    service("image: node:20"),
    { date: engine.date },
    "warning engineNotDeclared 3:12-3:19",
    `The service \`web\` needs Docker Engine 20.10.10 or newer, and no engine is declared: ${plain}, whose threads fail on most older engines. ${nodeCries} Declare the engine with \`--engine VERSION\`, or as \`engine\` in the settings of compose-lint, and it is judged.`,
  ],
  [
    "engineNotUnderstood",
    service("image: node:20"),
    { engine: "latest" },
    "error engineNotUnderstood 1:1-1:1",
    'The engine in the settings of compose-lint is not understood, so nothing is judged by it. "latest" is not a Docker Engine version. Write a version such as 20.10.9, or a range such as 20.10.x, 19.03 or ">=19.03 <23".',
  ],
];

describe("thread-creation tells", () => {
  for (const [name, text, settings, found, message] of messages) {
    it(`${name}, in full`, () => {
      const { findings } = run(text, { settings });
      assert.deepEqual(findings.map((finding) => brief(finding).replace(" fix", "")), [found]);
      assert.equal(findings[0]?.message, message);
    });
  }

  it("the names of all services that share an image", () => {
    const text = "x-a: &a\n  image: node:20\nservices:\n  a: {<<: *a}\n  b: {<<: *a}\n  c: {<<: *a}\n";
    assert.match(run(text).findings[0]?.message ?? "", /, the services `a`, `b` and `c` will crash: /);
    const undeclared = run(text, { settings: { date: engine.date } });
    assert.match(undeclared.findings[0]?.message ?? "", /^The services `a`, `b` and `c` need Docker Engine 20\.10\.10 or newer, /);
  });

  it("the range as it was written, or the host's title", () => {
    const [range] = run(service("image: node:20"), { settings: { ...engine, engine: ">=19.03 <20.10.4" } }).findings;
    assert.match(range?.message ?? "", /^On Docker Engine >=19\.03 <20\.10\.4, the service/);
    const [host] = run(service("image: node:20"), { settings: { host: "unraid-6.10" } }).findings;
    assert.match(host?.message ?? "", /^On Unraid 6\.10, the service/);
  });

  it("braces of a name as they are, and control characters so that a terminal does not obey them", () => {
    const { findings } = run('services:\n  "a{{image}}\\e[1m`":\n    image: node:20\n');
    assert.ok(findings[0]?.message.includes("the service `a{{image}}\\u001b[1m``"));
  });
});

describe("thread-creation tells of settings that are none", () => {
  const settings: [given: unknown, problem: RegExp][] = [
    [{ engine: 23 }, /`engine` is 23, not a text: write it in quotes, such as "20\.10\.9"\.$/],
    [{ engine: null }, /`engine` is null, not a text/],
    [{ engine: ["20.10.9"] }, /`engine` is \["20\.10\.9"\], not a text/],
    [{ engine: "20.10.9", runc: 1.1 }, /`runc` is 1\.1, not a text: write it in quotes, such as "1\.1\.12"\.$/],
    [{ host: { id: "x".repeat(90) } }, /`host` is \{"id":"x{33}\.\.\., not a text/],
    [{ engine: "20.10.9", profilePath: 5 }, /`profilePath` is 5, not a text/],
    [{ engine: "20.10.9", profilePath: "" }, /`profilePath` is empty: leave it out, or write what it is, such as "\.\/seccomp\.json"\.$/],
    [{ engine: "20.10.9", runc: " " }, /`runc` is empty: /],
    [{ engine: "20.10.9", profilePath: "${HOME}/p.json" }, /^The settings of compose-lint are not understood, so nothing is judged by them\. `profilePath`: \$\{HOME\}\/p\.json holds variables, which are not replaced here/],
    [{ engine: "20.10.9", profilePath: "./profiles/" }, /`profilePath`: \.\/profiles\/ is a folder: /],
    [{ engine: "20.10.9", date: 20230612 }, /`date` is 20230612, not a text/],
    [{ engine: "20.10.9", swarm: "yes" }, /`swarm` is "yes": write true or false\.$/],
    [{ engin: "20.10.9" }, /`engin` is no setting\. The settings are engine, host, runc, libseccomp, arch, profilePath, date, images, swarm\.$/],
    ["20.10.9", /`settings\["compose-lint"\]` is not an object/],
    [["20.10.9"], /`settings\["compose-lint"\]` is not an object/],
    [null, /`settings\["compose-lint"\]` is not an object/],
  ];
  for (const [given, problem] of settings) {
    it(JSON.stringify(given).slice(0, 60), () => {
      const { findings, output } = run(service("image: node:20"), { settings: given as NonNullable<RuleRun["settings"]> });
      assert.deepEqual(findings.map(brief), ["error settingsNotUnderstood 1:1-1:1"]);
      assert.match(findings[0]?.message ?? "", problem);
      assert.equal(output, service("image: node:20"));
    });
  }
});

describe("thread-creation judges by the image", () => {
  const images: [image: string, found: string[]][] = [
    ["node:20-bookworm", ["error crashes"]],
    ["node:20-bullseye", []],
    ["node:20-alpine", []],
    ["docker.io/library/node:20-bookworm", ["error crashes"]],
    ["redis:7-bookworm", ["error crashes"]],
    ["python:3.11-bookworm", ["error threadsFail"]],
    ["ubuntu:22.04", ["warning threadsUnused"]],
    ["ubuntu:20.04", []],
    ["debian:sid", ["warning threadsUnused"]],
    ["golang:1.22-bookworm", ["warning threadsMayFail"]],
    ["golang:1.22-alpine", []],
    ["telegraf:1.30", ["warning threadsUnused"]],
    ["scratch", []],
    ["registry.example.com/own/app:1.2", []],
    ["node@sha256:0123456789012345678901234567890123456789012345678901234567890123", []],
    ["No/Reference", []],
    ['""', []],
  ];
  for (const [image, found] of images) {
    it(`${image}: ${found[0] ?? "nothing"}`, () => {
      const places = briefs(service(`image: ${image}`));
      assert.deepEqual(places, found.map((kind) => `${kind} 3:12-3:${12 + image.length}`));
    });
  }

  it("of the day that the settings name", () => {
    const on = (date: string): string[] => briefs(service("image: node:20"), { settings: { ...engine, date } });
    assert.deepEqual(on("2023-05-01"), []);
    assert.deepEqual(on("2023-07-15"), ["error crashes 3:12-3:19"]);
  });

  const variables: [name: string, image: string, more: Partial<RuleRun>, found: number][] = [
    ["from the environment", "node:${TAG}", { variables: { TAG: "20-bookworm" } }, 1],
    ["from .env", "node:${TAG}", { files: { ".env": "TAG=20-bookworm\n" } }, 1],
    ["from the environment before .env", "node:$TAG", { variables: { TAG: "20-bullseye" }, files: { ".env": "TAG=20-bookworm\n" } }, 0],
    ["with a default", "node:${TAG:-20-bookworm}", {}, 1],
    ["with a default that does not count", "node:${TAG-20-bookworm}", { variables: { TAG: "20-bullseye" } }, 0],
    ["with an alternative", "node:20${TAG:+-bookworm}", { variables: { TAG: "x" } }, 1],
    ["for the whole reference", "${IMAGE}", { variables: { IMAGE: "node:20-bookworm" } }, 1],
    ["without a value", "node:${TAG}", {}, 0],
    ["required and missing", "node:${TAG:?tell me}", {}, 0],
    ["escaped", "node:$${TAG}", { variables: { TAG: "20-bookworm" } }, 0],
  ];
  for (const [name, image, more, count] of variables) {
    it(`with variables: ${name}`, () => {
      const { findings } = run(service(`image: ${image}`), more);
      assert.equal(findings.length, count);
      assert.ok(findings.every(({ message }) => /node:20-bookworm \(`.+?` .+?\) is Debian 12/u.test(message)));
    });
  }
});

describe("thread-creation judges by the program", () => {
  const programs: [image: string, settings: string[], found: string | null][] = [
    ["node:20-bookworm", ["command: [sh, -c, 'sleep 1']"], "warning threadsUnused"],
    ["node:20-bookworm", ["entrypoint: [sleep]", "command: ['1']"], "warning threadsUnused"],
    ["debian:12", ["command: [node, server.js]"], "error crashes"],
    ["debian:12", ["command: [/opt/own]"], "error threadsFail"],
    ["debian:12", ["entrypoint: /opt/own"], "error threadsFail"],
    ["debian:12", [], "warning threadsUnused"],
    ["nginx:1.25-bookworm", [], "warning threadsUnused"],
    ["nginx:1.25-bookworm", ["command: [/opt/own]"], "error threadsFail"],
  ];
  for (const [image, settings, found] of programs) {
    it(`${image} ${settings.join(" ")}: ${found ?? "nothing"}`, () => {
      assert.deepEqual(briefs(service(`image: ${image}`, ...settings)), [`${found ?? ""} 3:12-3:${12 + image.length}`]);
    });
  }
});

describe("thread-creation judges by how the container is confined", () => {
  const permitting = '{"defaultAction": "SCMP_ACT_ALLOW"}';
  const refusing = '{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["clone"], "action": "SCMP_ACT_ALLOW"}]}';
  const cases: [name: string, settings: string[], more: Partial<RuleRun>, fails: boolean][] = [
    ["privileged", ["privileged: true"], {}, false],
    ["not privileged", ["privileged: false"], {}, true],
    ["SYS_ADMIN alone does not help", ["cap_add: [SYS_ADMIN]"], {}, true],
    ["SYS_ADMIN on 20.10.10", ["cap_add: [SYS_ADMIN]"], { settings: { ...engine, engine: "20.10.10" } }, false],
    ["seccomp=unconfined", ["security_opt: [seccomp=unconfined]"], {}, false],
    ["seccomp:unconfined", ["security_opt: ['seccomp:unconfined']"], {}, false],
    ["the last seccomp entry counts", ["security_opt: [seccomp=unconfined, seccomp=./p.json]"], { files: { "p.json": refusing } }, true],
    ["other options", ["security_opt: [no-new-privileges=true, apparmor=unconfined]"], {}, true],
    ["a profile that permits clone3", ["security_opt: [seccomp=./p.json]"], { files: { "p.json": permitting } }, false],
    ["a profile that refuses clone3", ["security_opt: [seccomp=./p.json]"], { files: { "p.json": refusing } }, true],
    ["seccomp=builtin before 23.0, of which security-opt tells", ["security_opt: [seccomp=builtin]"], {}, false],
    ["a profile that is not there", ["security_opt: [seccomp=./p.json]"], {}, false],
    ["a profile that is none", ["security_opt: [seccomp=./p.json]"], { files: { "p.json": "{" } }, false],
    ["a profile in another folder", ["security_opt: [seccomp=/etc/p.json]"], { files: { "/etc/p.json": permitting } }, false],
  ];
  for (const [name, settings, more, fails] of cases) {
    it(`${name}: ${fails ? "fails" : "nothing is found"}`, () => {
      assert.deepEqual(briefs(service("image: node:20-bookworm", ...settings), more), fails ? ["error crashes 3:12-3:28"] : []);
    });
  }

  it("by the default profile in any case where threads work with it", () => {
    assert.deepEqual(briefs(service("image: node:20-bookworm"), { settings: { engine: ">=20.10.10" } }), []);
  });

  const hosts: [settings: NonNullable<RuleRun["settings"]>, found: string[]][] = [
    [{ engine: "20.10.9", runc: "1.0.0-rc93", libseccomp: "2.4.3" }, []],
    [{ engine: "20.10.9", runc: "1.0.0-rc93", libseccomp: "2.5.1" }, ["error crashes 3:12-3:28"]],
    [{ engine: "20.10.9", arch: "arm" }, ["error crashes 3:12-3:28"]],
    [{ engine: "20.10.8 - 20.10.10" }, ["warning depends 3:12-3:28"]],
    [{ engine: "20.10.7-0ubuntu5~20.04.2" }, []],
  ];
  for (const [settings, found] of hosts) {
    it(`and by the host: ${JSON.stringify(settings)}`, () => {
      assert.deepEqual(briefs(service("image: node:20-bookworm"), { settings }), found);
    });
  }
});

describe("thread-creation in a stack of Swarm", () => {
  const stack = { settings: { ...engine, swarm: true } };
  for (const confined of ["security_opt: [seccomp=unconfined]", "privileged: true", "security_opt: [seccomp=./p.json]"]) {
    it(`does not believe ${confined}, and offers no fix`, () => {
      const text = service("image: node:20", confined);
      const { findings, output, written } = run(text, { ...stack, files: { "p.json": '{"defaultAction": "SCMP_ACT_ALLOW"}' } });
      assert.deepEqual(findings.map(brief), ["error crashes 3:12-3:19"]);
      assert.ok(
        findings[0]?.message.endsWith(
          "or the profile that `compose-lint profile` prints as the default of the nodes (`dockerd --seccomp-profile FILE`), since Swarm ignores `security_opt`.",
        ),
      );
      assert.deepEqual([output, written], [text, {}]);
    });
  }

  it("knows capabilities, which Swarm has", () => {
    const text = service("image: node:20", "cap_add: [SYS_ADMIN]");
    assert.deepEqual(briefs(text, { settings: { ...stack.settings, engine: "20.10.10" } }), []);
  });
});

describe("thread-creation reports where the image is written", () => {
  const others = { "common.yaml": "services:\n  base:\n    image: node:20-bookworm\n" };
  const cases: [name: string, text: string, found: string[], more?: Partial<RuleRun>][] = [
    ["the value, CRLF", service("image: node:20-bookworm").replaceAll("\n", "\r\n"), ["3:12-3:28"]],
    ["the value behind a byte order mark", "\ufeffservices: {web: {image: node:20-bookworm}}\n", ["1:25-1:41"]],
    ["a quoted value", service('image: "node:20-bookworm" # x'), ["3:12-3:30"]],
    ["a value in an explicit pair", service("? image", ": node:20-bookworm"), ["4:7-4:23"]],
    ["a block scalar", service("image: >-", "  node:20-bookworm"), ["3:12-5:1"]],
    ["once for services that share it", "x-a: &a\n  image: node:20-bookworm\nservices:\n  a: {<<: *a}\n  b: {<<: *a}\n", ["2:10-2:26"]],
    ["once for a service that is an alias", "services:\n  a: &a\n    image: node:20-bookworm\n  b: *a\n", ["3:12-3:28"]],
    ["at each alias of a value", "x-i: &i node:20-bookworm\nservices:\n  a: {image: *i}\n  b: {image: *i}\n", ["3:14-3:16", "4:14-4:16"]],
    ["once for services that extend", "services:\n  a:\n    image: node:20-bookworm\n  b: {extends: a}\n  c: {extends: {service: b}}\n", ["3:12-3:28"]],
    ["at `extends` for another file", service("extends: {file: common.yaml, service: base}"), ["3:5-3:12"], { files: others }],
    ["nowhere for an image of another file", service("ports: ['80:80']"), [], { name: "compose.override.yaml", files: { "compose.yaml": service("image: node:20-bookworm") } }],
    ["in each document", `${service("image: node:20-bookworm")}---\n${service("image: node:20-bookworm").replace("web", "api")}`, ["3:12-3:28", "7:12-7:28"]],
  ];
  for (const [name, text, found, more] of cases) {
    it(name, () => {
      assert.deepEqual(briefs(text, more), found.map((place) => `error crashes ${place}`));
    });
  }

  it("with other files of the project merged", () => {
    const files = { "compose.override.yaml": service("image: node:20-alpine") };
    assert.deepEqual(briefs(service("image: node:20-bookworm"), { files }), []);
    assert.deepEqual(briefs(service("image: node:20-bookworm"), { files, name: "compose.prod.yaml" }), ["error crashes 3:12-3:28"]);
    const harmless = { "compose.override.yaml": service("privileged: true") };
    assert.deepEqual(briefs(service("image: node:20-bookworm"), { files: harmless }), []);
  });

  it("once per file where no engine is declared", () => {
    const text = "services:\n  edge: {image: alpine}\n  web: {image: node:20-bookworm}\n  db: {image: redis:7-bookworm}\n";
    const { findings } = run(text, { settings: {} });
    assert.deepEqual(findings.map(brief), ["warning engineNotDeclared 3:16-3:32"]);
    assert.match(findings[0]?.message ?? "", /^The services `web` and `db` need /);
    assert.deepEqual(findings[0]?.suggestions, undefined);
    assert.deepEqual(briefs(service("image: debian:12"), { settings: {} }), []);
  });

  it("where the engine is to be asked for, which a rule does not", () => {
    const { findings } = run(service("image: node:20"), { settings: { engine: "auto" } });
    assert.deepEqual(findings.map(brief), ["error engineNotUnderstood 1:1-1:1"]);
    assert.match(findings[0]?.message ?? "", /`engine` is auto, and no daemon is asked here: name its version, such as 20\.10\.9/u);
  });

  it("once per file where the engine is not understood", () => {
    const text = "services:\n  web: {image: node:20-bookworm}\n  db: {image: alpine}\n";
    for (const settings of [{ engine: "latest" }, { engine: ">=30 <1" }, { host: "nowhere" }, { engine: "20.10.9", runc: "x" }, { engine: "20.10.9", arch: "vax" }]) {
      assert.deepEqual(briefs(text, { settings }), ["error engineNotUnderstood 1:1-1:1"]);
    }
  });
});

describe("thread-creation judges a built service by its Dockerfile", () => {
  const cases: [name: string, settings: string[], more: Partial<RuleRun>, found: string[]][] = [
    ["a context", ["build: ."], { files: { Dockerfile: "FROM node:20-bookworm\n" } }, ["3:12-3:13"]],
    ["a map", ["build:", "  context: ."], { files: { Dockerfile: "FROM node:20-bookworm\n" } }, ["3:5-3:10"]],
    ["a map in flow style", ["build: {context: .}"], { files: { Dockerfile: "FROM node:20-bookworm\n" } }, ["3:5-3:10"]],
    ["another file", ["build: {context: app, dockerfile: prod.df}"], { files: { "app/prod.df": "FROM node:20-bookworm\n" } }, ["3:5-3:10"]],
    ["the last stage counts", ["build: ."], { files: { Dockerfile: "FROM node:20-bookworm\nFROM alpine\n" } }, []],
    ["a target", ["build: {context: ., target: dev}"], { files: { Dockerfile: "FROM node:20-bookworm AS dev\nFROM alpine\n" } }, ["3:5-3:10"]],
    ["a target that is not there", ["build: {context: ., target: gone}"], { files: { Dockerfile: "FROM node:20-bookworm\n" } }, []],
    ["a stage on a stage", ["build: ."], { files: { Dockerfile: "FROM node:20-bookworm AS a\nFROM a\n" } }, ["3:12-3:13"]],
    ["arguments as a map", ["build: {context: ., args: {V: 20-bookworm}}"], { files: { Dockerfile: "ARG V=20-alpine\nFROM node:$V\n" } }, ["3:5-3:10"]],
    ["arguments as a list", ["build: {context: ., args: [V=20-bookworm]}"], { files: { Dockerfile: "ARG V\nFROM node:$V\n" } }, ["3:5-3:10"]],
    [
      "an argument from the environment",
      ["build: {context: ., args: [V]}"],
      { files: { Dockerfile: "ARG V\nFROM node:$V\n" }, variables: { V: "20-bookworm" } },
      ["3:5-3:10"],
    ],
    ["an argument without a value", ["build: {context: ., args: [V]}"], { files: { Dockerfile: "ARG V\nFROM node:$V\n" } }, []],
    ["an argument's default", ["build: ."], { files: { Dockerfile: "ARG V=20-bookworm\nFROM node:${V}\n" } }, ["3:12-3:13"]],
    ["a Dockerfile in the file", ["build:", "  dockerfile_inline: |", "    FROM node:20-bookworm"], {}, ["3:5-3:10"]],
    ["an additional context in the place of an image", ["build: {context: ., additional_contexts: {base: 'docker-image://node:20-bookworm'}}"], { files: { Dockerfile: "FROM base\n" } }, ["3:5-3:10"]],
    ["an additional context in the place of a stage", ["build: {context: ., additional_contexts: [base=docker-image://node:20-bookworm]}"], { files: { Dockerfile: "FROM alpine AS base\nFROM base\n" } }, ["3:5-3:10"]],
    ["an additional context of another name", ["build: {context: ., additional_contexts: {other: 'docker-image://node:20-bookworm'}}"], { files: { Dockerfile: "FROM alpine\n" } }, []],
    ["an additional context that is a folder", ["build: {context: ., additional_contexts: {'node:20-bookworm': ./rootfs}}"], { files: { Dockerfile: "FROM node:20-bookworm\n" } }, []],
    ["a Dockerfile that is not there", ["build: ."], {}, []],
    ["a broken Dockerfile", ["build: ."], { files: { Dockerfile: "FORM node:20-bookworm\n" } }, []],
    ["a context of another machine", ["build: https://github.com/docker/rootfs.git"], {}, []],
    ["an image beside it is only a name", ["image: node:20-bookworm", "build: ."], { files: { Dockerfile: "FROM alpine\n" } }, []],
  ];
  for (const [name, settings, more, found] of cases) {
    it(name, () => {
      assert.deepEqual(briefs(service(...settings, "command: [node, x]"), more), found.map((place) => `error crashes ${place}`));
    });
  }

  it("and by what the Dockerfile runs", () => {
    const found = (dockerfile: string): string[] => briefs(service("build: ."), { files: { Dockerfile: dockerfile } });
    assert.deepEqual(found("FROM debian:12\nCMD [\"node\", \"x\"]\n"), ["error crashes 3:12-3:13"]);
    assert.deepEqual(found("FROM debian:12\nCMD [\"./own\"]\n"), ["error threadsFail 3:12-3:13"]);
    assert.deepEqual(found("FROM debian:12\nCMD sleep 1\n"), ["warning threadsUnused 3:12-3:13"]);
    assert.deepEqual(found("FROM debian:12\nENTRYPOINT [\"node\"]\nCMD [\"x\"]\n"), ["error crashes 3:12-3:13"]);
  });
});

testWithEslint(
  "thread-creation",
  "compose",
  {
    valid: [
      { name: "musl", code: service("image: node:20-alpine3.19") },
      { name: "an older glibc", code: service("image: node:20-bullseye"), options: [{ fix: "profile" }] },
      { name: "no service", code: "services: {}\n", options: [{ fix: "unconfined" }] },
      { name: "an empty file", code: "", options: [{ fix: "none" }] },
      { name: "no options in the list", code: "", options: [{}] },
      { name: "a newer engine", code: service("image: node:20"), settings: { "compose-lint": { engine: "23.0" } } },
    ],
    invalid: [
      {
        name: "glibc 2.36 without a fix",
        code: service("image: node:20"),
        options: [{ fix: "none" }],
        errors: [{ messageId: "crashes", line: 3, column: 12, endLine: 3, endColumn: 19, suggestions: 2 }],
      },
      {
        name: "a place for an alias, whose target is an ancestor of it",
        code: "services: &all\n  web:\n    image: node:20\n    x-all: *all\n",
        options: [{ fix: "none" }],
        errors: [{ messageId: "crashes", line: 3, column: 12, suggestions: 2 }],
      },
      {
        name: "an engine that is not understood",
        code: service("image: node:20"),
        settings: { "compose-lint": { engine: "20.10.9 or so" } },
        errors: [{ messageId: "engineNotUnderstood", line: 1, column: 1 }],
      },
    ],
  },
  { settings: engine },
);

describe("thread-creation and the settings about images", () => {
  const run = (text: string, settings: LintSettings): string[] =>
    runRule({ rule: "thread-creation", text, settings: { engine: "20.10.9", ...settings } }).findings.map(({ message }) => message);
  const web = (image: string): string => `services:\n  web:\n    image: ${image}\n`;

  it("judges as on the day that is set", () => {
    assert.deepEqual(run(web("node:20"), { date: "2023-06-11" }), []);
    assert.equal(run(web("node:20"), { date: "2023-06-12" }).length, 1);
  });

  it("believes what the user says of images", () => {
    assert.deepEqual(run(web("node:20"), { images: { node: "alpine:3.20" } }), []);
    assert.match(run(web("registry.example/a/node:20"), { images: { "registry.example/a/*": "*" } })[0] ?? "", /Node\.js stops at start/);
  });

  it("says what it does not understand, and judges the rest", () => {
    const [problem, finding] = run(web("node:20"), { images: { node: "debian:99" } });
    assert.equal(
      problem,
      'The settings of compose-lint about images are not understood, so they are left out. `images` has the pattern "node". "debian:99" is no release ("debian:12"), nor "musl", "glibc" or "scratch", nor an image.',
    );
    assert.match(finding ?? "", /^On Docker Engine 20\.10\.9/);
    assert.match(run(web("alpine"), { date: "12.6.2023" })[0] ?? "", /"12\.6\.2023" is not a day of the calendar/);
  });

  it("tells of the newest image that worked, and of the digest's age", () => {
    assert.match(run(web("python:3.11"), {})[0] ?? "", /glibc 2\.41; an image pulled before 2023-06-14 is Debian 11 and works\./);
    const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
    assert.match(
      run(web(`node:20@${digest}`), {})[0] ?? "",
      /node:20@sha256:0123456789ab\.\.\. is Debian 12 \(bookworm\) with glibc 2\.36 by its tag since 2023-06-12; a digest from before that is Debian 11 and works\./,
    );
    assert.match(run(web(`node:22@${digest}`), {})[0] ?? "", /by its tag \(the digest may be an older build\)\./);
  });

  it("believes what was read in the image itself", () => {
    const inspected = {
      "docker.io/library/node:20": {
        id: `sha256:${"0".repeat(64)}`,
        distribution: { id: "debian", version: "11", codename: "bullseye" },
        libc: { name: "glibc", version: "2.31" },
        entrypoint: [],
        command: [],
      },
    } as const;
    assert.deepEqual(run(web("node:20"), { inspected }), []);
  });
});
