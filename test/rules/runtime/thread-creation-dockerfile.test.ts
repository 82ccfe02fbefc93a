import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testWithEslint } from "../rule-tester.js";
import { brief, runRule, suggested, type RuleOutcome, type RuleRun } from "../run-rule.js";

const settings = { engine: "20.10.9", date: "2026-08-21" };
const permitting = '{"defaultAction": "SCMP_ACT_ALLOW"}';
const refused = "It creates threads with the syscall clone3, which the seccomp profile of this engine answers with EPERM.";
const nodeCries = "Node.js stops at start: `Assertion failed: (0) == (uv_thread_create(t.get(), start_thread, this))`.";
const goCries =
  "A Go program that is built with cgo stops at start: `runtime/cgo: pthread_create failed: Operation not permitted`; one built without cgo makes its threads by clone itself and runs.";
const plain = "Debian 12 (bookworm) with glibc 2.36";
const made = `${plain} since 2023-06-12; an image pulled before that is Debian 11 and works`;
const others = "or node:20-bullseye (Debian 11 (bullseye) with glibc 2.31); or node:20-alpine (Alpine 3.23 with musl 1.2.5)";
const byService = "for a service of a Compose file, a seccomp profile (`compose-lint --fix` on that file writes it)";

function run(text: string, more: Partial<RuleRun> = {}): RuleOutcome {
  return runRule({ rule: "thread-creation", name: "Dockerfile", text, settings, ...more });
}

function briefs(text: string, more: Partial<RuleRun> = {}): string[] {
  const { findings, output } = run(text, more);
  assert.equal(output, text, "nothing in a Dockerfile is fixed");
  return findings.map(brief);
}

const messages: [name: string, text: string, own: RuleRun["settings"], found: string, message: string][] = [
  [
    "containerCrashes",
    "FROM node:20\n",
    settings,
    "error containerCrashes 1:6-1:13",
    `On Docker Engine 20.10.9, containers of this image will crash: node:20, on which the last stage stands, is ${made}. ${refused} ${nodeCries} To mend it: Docker Engine 20.10.10 or newer; ${others}; or ${byService}.`,
  ],
  [
    "containerDoesNotStart",
    "FROM alpine:3.19\n",
    { ...settings, engine: "20.10.10", runc: "1.0.0-rc10" },
    "error containerDoesNotStart 1:6-1:17",
    `On Docker Engine 20.10.10, containers of this image will not start, whatever they are made of. The container does not start on Docker Engine 20.10.10 (runc 1.0.0-rc10, libseccomp 2.5): the rule for clone3 asks for what is the default action already, which this runc refuses. To mend it: runc 1.0.0-rc93 or newer on that host; or ${byService}.`,
  ],
  [
    "containerThreadsFail",
    'FROM debian:12\nCMD ["/opt/own"]\n',
    settings,
    "error containerThreadsFail 1:6-1:15",
    `On Docker Engine 20.10.9, containers of this image cannot create threads: debian:12, on which the last stage stands, is ${plain}. ${refused} Every program in it that creates a thread through the C library fails. To mend it: Docker Engine 20.10.10 or newer; or ${byService}.`,
  ],
  [
    "containerThreadsMayFail",
    'FROM golang:1.22-bookworm AS build\nRUN go build -o /app .\nFROM debian:12\nCOPY --from=build /app /app\nCMD ["/app"]\n',
    settings,
    "warning containerThreadsMayFail 3:6-3:15",
    `On Docker Engine 20.10.9, containers of this image may crash: debian:12, on which the last stage stands, is ${plain}. ${refused} ${goCries} To mend it: Docker Engine 20.10.10 or newer; or ${byService}.`,
  ],
  [
    "containerThreadsUnused",
    "FROM debian:12\nCMD sleep 1\n",
    settings,
    "warning containerThreadsUnused 1:6-1:15",
    `On Docker Engine 20.10.9, containers of this image cannot create threads through the C library, which their program does not need to start: debian:12, on which the last stage stands, is ${plain}. ${refused} A shell or one of the core utilities creates no threads and runs; another program in it that creates one fails.`,
  ],
  [
    "containerDepends",
    "FROM node:20\n",
    { ...settings, engine: ">=20.10.9 <=20.10.11" },
    "warning containerDepends 1:6-1:13",
    `Whether containers of this image work is open: node:20, on which the last stage stands, is ${made}. It fails on 20.10.9, works on 20.10.10 to 20.10.11; the engine's version decides. Where it fails: ${nodeCries} To mend it: Docker Engine 20.10.10 or newer; ${others}; or ${byService}.`,
  ],
  [
    "containerEngineNotDeclared",
    "FROM node:20\n",
    { date: settings.date },
    "warning containerEngineNotDeclared 1:6-1:13",
    `Containers of this image need Docker Engine 20.10.10 or newer, and no engine is declared: node:20, on which the last stage stands, is ${plain}, whose threads fail on most older engines. ${nodeCries} Declare the engine with \`--engine VERSION\`, or as \`engine\` in the settings of compose-lint, and it is judged.`,
  ],
  [
    "buildEngineNotDeclared",
    "FROM node:20 AS build\nRUN npm ci\nFROM alpine:3.19\nCOPY --from=build /a /b\n",
    { date: settings.date },
    "warning buildEngineNotDeclared 1:6-1:13",
    `The build of this image needs Docker Engine 20.10.10 or newer, and no engine is declared: line 2 (\`RUN npm ci\`) starts Node.js on node:20, which is ${plain}, whose threads fail on most older engines. ${nodeCries} Declare the engine that builds it with \`--engine VERSION\`, or as \`engine\` in the settings of compose-lint, and it is judged.`,
  ],
  [
    "runFails",
    "FROM node:20 AS build\nRUN npm ci\nFROM alpine:3.19\nCOPY --from=build /a /b\n",
    settings,
    "error runFails 1:6-1:13",
    `On Docker Engine 20.10.9, the build will fail: line 2 (\`RUN npm ci\`) starts Node.js on node:20, which is ${made}. ${refused} ${nodeCries} A build gets the engine's own profile, whatever \`security_opt\` says. To mend it: Docker Engine 20.10.10 or newer; ${others}.`,
  ],
  [
    "runDepends",
    "FROM node:20 AS build\nRUN npm ci\nFROM alpine:3.19\nCOPY --from=build /a /b\n",
    { ...settings, engine: ">=20.10.9 <=20.10.11" },
    "warning runDepends 1:6-1:13",
    `Whether this stage can be built is open: line 2 (\`RUN npm ci\`) starts Node.js on node:20, which is ${made}. It fails on 20.10.9, works on 20.10.10 to 20.10.11; the engine's version decides. A build gets the engine's own profile, whatever \`security_opt\` says. To mend it: Docker Engine 20.10.10 or newer; ${others}.`,
  ],
  [
    "engineNotUnderstood",
    "FROM node:20\n",
    { engine: "latest" },
    "error engineNotUnderstood 1:1-1:1",
    'The engine in the settings of compose-lint is not understood, so nothing is judged by it. "latest" is not a Docker Engine version. Write a version such as 20.10.9, or a range such as 20.10.x, 19.03 or ">=19.03 <23".',
  ],
];

describe("thread-creation tells of a Dockerfile", () => {
  for (const [name, text, own, found, message] of messages) {
    it(`${name}, in full`, () => {
      const { findings } = run(text, own === undefined ? {} : { settings: own });
      assert.deepEqual(findings.map(brief), [found]);
      assert.equal(findings[0]?.message, message);
    });
  }

  it("the first line of a long RUN, cut", () => {
    const { findings } = run("FROM node:20\nRUN apt-get update && apt-get install -y --no-install-recommends python3 && \\\n  npm ci\n");
    assert.match(findings[0]?.message ?? "", /line 2 \(`RUN apt-get update && apt-get install -y --no-install-recomm\.\.\.`\) starts Node\.js/);
  });
});

describe("thread-creation judges the containers of a Dockerfile", () => {
  const compose = (...lines: string[]): Record<string, string> => ({
    "compose.yaml": `services:\n  web:\n${lines.map((line) => `    ${line}\n`).join("")}`,
    "permitting.json": permitting,
  });
  const cases: [name: string, text: string, found: string[], more?: Partial<RuleRun>][] = [
    ["by the last stage", "FROM node:20-alpine\nFROM node:20\n", ["2:6-2:13"]],
    ["not by a stage that is not needed", "FROM node:20\nFROM node:20-alpine\n", []],
    ["through a stage, at the last FROM", "FROM node:20 AS a\nFROM a AS b\nFROM b\n", ["3:6-3:7"]],
    ["through ARG", "ARG V=20\nFROM node:${V}-bookworm\n", ["2:6-2:24"]],
    ["not by ARG without a value", "ARG V\nFROM node:$V\n", []],
    ["not by an unknown image", "FROM example.com/own\n", []],
    ["not by scratch", "FROM scratch\n", []],
    ["not by musl", "FROM node:20-alpine3.19\n", []],
    ["with a platform, a name and CRLF", "FROM --platform=linux/amd64 node:20 AS final\r\n", ["1:29-1:36"]],
    ["with continuations", "FROM \\\n  node:20 \\\n  AS final\n", ["2:3-2:10"]],
    ["with a byte order mark", "\ufeffFROM node:20\n", ["1:6-1:13"]],
    ["with the argument of a service", "ARG V\nFROM node:$V\n", ["2:6-2:13"], { files: compose("build: {context: ., args: {V: '20'}}") }],
    ["with the target of a service", "FROM node:20 AS dev\nFROM node:20-alpine\n", ["1:6-1:13"], { files: compose("build: {context: ., target: dev}") }],
    ["with a service that has no profile", "FROM node:20\n", ["1:6-1:13"], { files: compose("build: .") }],
    ["not with a service that has one", "FROM node:20\n", [], { files: compose("build: .", "security_opt: [seccomp=./permitting.json]") }],
    ["with one in a stack, which has no profile", "FROM node:20\n", ["1:6-1:13"], { settings: { ...settings, swarm: true }, files: compose("build: .", "privileged: true") }],
    ["not with a privileged service", "FROM node:20\n", [], { files: compose("build: .", "privileged: true") }],
    ["with a service that builds another Dockerfile", "FROM node:20\n", ["1:6-1:13"], { files: compose("build: other", "privileged: true") }],
    ["in a folder below the Compose file", "FROM node:20\n", [], { name: "app/Dockerfile", files: compose("build: app", "privileged: true") }],
    ["with any name", "FROM node:20\n", [], { name: "app/web.dockerfile", files: compose("build: {context: app, dockerfile: web.dockerfile}", "privileged: true") }],
    [
      "if one of its services has no profile",
      "FROM node:20\n",
      ["1:6-1:13"],
      { files: { "compose.yaml": "services:\n  a: {build: ., privileged: true}\n  b: {build: .}\n" } },
    ],
  ];
  for (const [name, text, found, more] of cases) {
    it(name, () => {
      assert.deepEqual(briefs(text, more), found.map((place) => `error containerCrashes ${place}`));
    });
  }
});

describe("thread-creation knows a program of Go", () => {
  const build = "FROM golang:1.22-bookworm AS build\n";
  const copied = 'FROM debian:12\nCOPY --from=build /out/app /srv/app\n';
  const [mayFail, unused, fails] = ["warning containerThreadsMayFail", "warning containerThreadsUnused", "error containerThreadsFail"];
  const cases: [name: string, text: string, found: string][] = [
    ["of the Go image itself", `${build}CMD ["/app"]\n`, mayFail],
    ["that go runs", `${build}CMD go run .\n`, mayFail],
    ["copied, in the exec form", `${build}RUN go build -o /out/app\n${copied}ENTRYPOINT ["/srv/app", "--port", "80"]\n`, mayFail],
    ["copied, in the shell form", `${build}RUN go build -o /out/app\n${copied}CMD exec /srv/app\n`, mayFail],
    ["copied, by name alone", `${build}RUN go build -o /out/app\n${copied}CMD ["app"]\n`, mayFail],
    ["copied under another name", `${build}FROM debian:12\nCOPY --from=build /out/app /bin/server\nCMD ["server"]\n`, mayFail],
    ["copied with its folder", `${build}FROM debian:12\nCOPY --from=build /out /srv\nCMD ["/srv/app"]\n`, mayFail],
    ["copied by the number of the stage", `${build}FROM debian:12\nCOPY --from=0 /out/app /srv/\nCMD ["/srv/app"]\n`, mayFail],
    ["copied in the stage below", `${build}${copied.replace("debian:12", "debian:12 AS base")}FROM base\nCMD ["/srv/app"]\n`, mayFail],
    ["behind tini", `${build}${copied}ENTRYPOINT ["tini", "--", "/srv/app"]\n`, mayFail],
    ["built without cgo by RUN", `${build}RUN CGO_ENABLED=0 go build -o /out/app\n${copied}CMD ["/srv/app"]\n`, unused],
    ["built without cgo by ENV", `${build}ENV CGO_ENABLED=0\nRUN go build -o /out/app\n${copied}CMD ["/srv/app"]\n`, unused],
    ["built without cgo in the stage below", `FROM golang:1.22-bookworm AS go\nENV CGO_ENABLED=0\nFROM go AS build\n${copied}CMD ["/srv/app"]\n`, unused],
    ["built with cgo", `${build}ENV CGO_ENABLED=1\n${copied}CMD ["/srv/app"]\n`, mayFail],
    ["built on musl", `FROM golang:1.22-alpine AS build\n${copied}CMD ["/srv/app"]\n`, unused],
    ["not another that stands beside it", `${build}${copied}CMD ["/opt/own"]\n`, fails],
    ["not one of another stage", `FROM rust:1.79-bookworm AS build\n${copied}CMD ["/srv/app"]\n`, fails],
    ["not one of an image", "FROM debian:12\nCOPY --from=example.com/own /srv/app /srv/app\nCMD [\"/srv/app\"]\n", fails],
    ["not one that was copied over", `${build}${copied}COPY --from=example.com/own /app /srv/app\nCMD ["/srv/app"]\n`, fails],
    ["not a known one", `${build}${copied}CMD ["node", "/srv/app"]\n`, "error containerCrashes"],
  ];
  for (const [name, text, found] of cases) {
    it(name, () => {
      assert.deepEqual(briefs(text).map((line) => line.replace(/ \S+$/u, "")), [found]);
    });
  }

  it("of the service that builds it", () => {
    const files = { "compose.yaml": "services:\n  web: {build: ., command: [/srv/app]}\n" };
    assert.deepEqual(briefs(`${build}${copied}CMD ["node"]\n`, { files }).length, 1);
  });

  it("and says where no engine is declared that it may need a newer one", () => {
    const [finding] = run(`${build}CMD ["/app"]\n`, { settings: { date: settings.date } }).findings;
    assert.match(finding?.message ?? "", /^Containers of this image may need Docker Engine 20\.10\.10 or newer, /);
  });
});

describe("thread-creation judges the build of a Dockerfile", () => {
  const final = "FROM alpine:3.19\nCOPY --from=build /a /b\n";
  const cases: [name: string, stage: string, line: number | null][] = [
    ["a program that dies at start", "RUN node -e 1", 2],
    ["the exec form", 'RUN ["node", "-e", "1"]', 2],
    ["the second of two", "RUN true\nRUN npm ci", 3],
    ["behind &&", "RUN true && npm ci", 2],
    ["in a heredoc", "RUN <<EOF\nset -e\nnpm ci\nEOF", 2],
    ["with flags", "RUN --mount=type=cache,target=/root/.npm npm ci", 2],
    ["over lines", "RUN true && \\\n    npm ci", 2],
    ["none", "COPY a b", null],
    ["a shell", "RUN mkdir -p /app && chown 1000 /app", null],
    ["an unknown program", "RUN ./build.sh", null],
    ["a word that is no program", "RUN echo node", null],
    ["CMD is not run in the build", 'CMD ["node"]', null],
  ];
  for (const [name, stage, line] of cases) {
    it(`${name}: ${line === null ? "nothing" : `line ${line}`}`, () => {
      const { findings } = run(`FROM node:20 AS build\n${stage}\n${final}`);
      assert.deepEqual(findings.map(brief), line === null ? [] : ["error runFails 1:6-1:13"]);
      if (line !== null) assert.ok(findings[0]?.message.includes(`the build will fail: line ${line} (\``));
    });
  }

  it("of stages that are needed alone", () => {
    assert.deepEqual(briefs("FROM node:20 AS a\nRUN npm ci\nFROM alpine:3.19\n"), []);
    assert.deepEqual(briefs("FROM node:20 AS a\nRUN npm ci\nFROM a AS b\nFROM alpine:3.19\nCOPY --from=b /x /\n"), ["error runFails 1:6-1:13"]);
    assert.deepEqual(briefs("FROM node:20 AS a\nRUN npm ci\nFROM alpine:3.19\nRUN --mount=type=bind,from=a true\n"), ["error runFails 1:6-1:13"]);
  });

  it("of a stage on another one", () => {
    assert.deepEqual(briefs("FROM node:20 AS a\nFROM a AS b\nRUN npm ci\nFROM alpine:3.19\nCOPY --from=b /x /\n"), ["error runFails 2:6-2:7"]);
  });

  it("whatever the profile of its service", () => {
    const files = { "compose.yaml": "services:\n  web:\n    build: .\n    privileged: true\n" };
    assert.deepEqual(briefs("FROM node:20\nRUN npm ci\n", { files }), ["error runFails 1:6-1:13"]);
  });

  it("and the containers, both", () => {
    assert.deepEqual(briefs("FROM node:20\nRUN npm ci\n"), ["error runFails 1:6-1:13", "error containerCrashes 1:6-1:13"]);
  });

  it("of no stage where no engine is declared and the containers say it", () => {
    const own = { settings: { date: settings.date } };
    const [finding, ...others] = run("FROM node:20 AS build\nRUN npm ci\nFROM node:20-slim\nCOPY --from=build /a /b\n", own).findings;
    assert.deepEqual(others, []);
    assert.match(finding?.message ?? "", /: node:20-slim, on which the last stage stands, is /);
    assert.deepEqual(briefs("FROM node:20\nRUN npm ci\n", own), ["warning containerEngineNotDeclared 1:6-1:13"]);
  });
});

describe("the suggestions in a Dockerfile", () => {
  it("are other tags, where the tag is written", () => {
    const text = "FROM --platform=$BUILDPLATFORM docker.io/library/node:20 AS final # no comment\n";
    const name = "docker.io/library/node";
    const plain = "FROM --platform=linux/amd64 docker.io/library/node:20 AS final\n";
    assert.deepEqual(suggested(run(plain).findings[0], plain), {
      [`Use ${name}:20-bullseye, Debian 11 (bullseye) with glibc 2.31`]: plain.replace("node:20", "node:20-bullseye"),
      [`Use ${name}:20-alpine, Alpine 3.23 with musl 1.2.5`]: plain.replace("node:20", "node:20-alpine"),
    });
    assert.equal(run(text).output, text);
  });

  it("are none for a stage, or for an image with variables", () => {
    assert.deepEqual(run("FROM node:20 AS a\nFROM a\n").findings[0]?.suggestions, undefined);
    assert.deepEqual(run("ARG V=20\nFROM node:$V\n").findings[0]?.suggestions, undefined);
  });
});

testWithEslint(
  "thread-creation",
  "dockerfile",
  {
    valid: [
      { name: "musl", code: "FROM node:20-alpine\nRUN npm ci\n" },
      { name: "an empty file", code: "", options: [{ fix: "none" }] },
      { name: "no Dockerfile", code: "services:\n  web:\n    image: node:20\n" },
    ],
    invalid: [
      {
        name: "both findings",
        code: "FROM redis:7-bookworm\nRUN redis-server --version\n",
        output: null,
        errors: [
          { messageId: "runFails", line: 1, column: 6, endLine: 1, endColumn: 22, suggestions: 1 },
          { messageId: "containerCrashes", line: 1, column: 6, endLine: 1, endColumn: 22, suggestions: 1 },
        ],
      },
    ],
  },
  { settings },
);
