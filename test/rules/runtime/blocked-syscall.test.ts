import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { blockedSyscalls } from "../../../src/data/blocked-syscalls.js";
import { testWithEslint } from "../rule-tester.js";
import { brief, runRule, type RuleRun } from "../run-rule.js";

type More = Partial<RuleRun>;

function run(text: string, engine: string | null, more: More = {}): ReturnType<typeof runRule> {
  const settings = { ...(engine === null ? {} : { engine }), ...more.settings };
  return runRule({ rule: "blocked-syscall", text, ...more, settings });
}

/** A Compose file with one service `web`, from the lines of its settings. */
function service(...lines: string[]): string {
  return `services:\n  web:\n${lines.map((line) => `    ${line}\n`).join("")}`;
}

const chromium = ["image: alpine:3.20", "command: [chromium, --headless]"];
const ring = ["image: postgres:18-alpine", "command: postgres -c io_method=io_uring"];
const alpine = "image: alpine:3.20";
const minor: More = { options: [{ minor: true }] };
const arm: More = { settings: { arch: "arm" } };

const messages: [name: string, text: string, engine: string | null, found: string, message: string, more?: More][] = [
  [
    "fails",
    service(...ring),
    "25.0.9",
    "error fails 4:14-4:44",
    "On Docker Engine 25.0.9, the service `web` will fail: PostgreSQL with `io_method=io_uring` calls io_uring_setup, which the seccomp profile of the engine answers with EPERM. It ends at its start: `FATAL: could not setup io_uring queue`. To mend it: `io_method=worker`; or a seccomp profile of its own that allows io_uring_setup.",
  ],
  [
    "inUse",
    service("image: alpine:3.18"),
    "19.03.15",
    "warning inUse 3:12-3:23",
    "On Docker Engine 19.03.15, some of what the service `web` can do fails: the C library musl since 1.2.2 calls faccessat2, which the seccomp profile of the engine answers with EPERM. Permissions cannot be tested: `test -x`, `-r` and `-w` of shells say no, and make does not find its shell. To mend it: Docker Engine 20.10.0 or newer; or a seccomp profile of its own that allows faccessat2.",
    minor,
  ],
  [
    "degrades",
    service("image: mariadb:11.4"),
    "25.0.9",
    "warning degrades 3:12-3:24",
    "On Docker Engine 25.0.9, the service `web` works less well: MariaDB since 10.6 calls io_uring_setup, which the seccomp profile of the engine answers with EPERM. It warns (`io_uring_queue_init() failed`), and reads and writes its files in another, slower way. To mend it: a seccomp profile of its own that allows io_uring_setup.",
    minor,
  ],
  [
    "partly",
    service(...ring),
    ">=24 <25.0.1",
    "warning partly 4:14-4:44",
    "Whether the service `web` will work is open: PostgreSQL with `io_method=io_uring` calls io_uring_setup, which the seccomp profile of the engine answers with EPERM on 25.0.0, and not on the other engines of Docker Engine >=24 <25.0.1. Where it does: It ends at its start: `FATAL: could not setup io_uring queue`. To mend it: `io_method=worker`; or a seccomp profile of its own that allows io_uring_setup.",
  ],
  [
    "everywhere",
    service(...chromium),
    null,
    "warning everywhere 4:5-4:12",
    "The default seccomp profile of every Docker Engine answers EPERM to unshare, which the sandbox of Chromium calls in the service `web`. It ends at its start, since it may not make a user namespace (`Operation not permitted`). To mend it: `--no-sandbox`, which gives up Chromium's own sandbox and keeps Docker's; or `cap_add: [SYS_ADMIN]`, which permits more than this call; or a seccomp profile of its own that allows unshare.",
  ],
];

describe("blocked-syscall tells", () => {
  for (const [name, text, engine, found, message, more] of messages) {
    it(`${name}, in full`, () => {
      const { findings } = run(text, engine, more);
      assert.deepEqual(findings.map(brief), [found]);
      assert.equal(findings[0]?.message, message);
    });
  }
});

describe("the table of blocked syscalls", () => {
  it("names a source and somebody who makes the call, and every C library since the release that its source has", () => {
    for (const { id, source, users } of blockedSyscalls) {
      assert.notEqual(source, "", id);
      assert.ok(users.length > 0, id);
    }
    const since = (id: string): string[] =>
      (blockedSyscalls.find((entry) => entry.id === id)?.users ?? []).map(({ glibc, musl }) => `${glibc === undefined ? "musl" : "glibc"} ${glibc ?? musl ?? ""}`);
    assert.deepEqual(since("faccessat2"), ["glibc 2.33", "musl 1.2.2"]);
    assert.deepEqual(since("fchmodat2"), ["glibc 2.39", "musl 1.2.5"]);
    assert.deepEqual(since("time64"), ["glibc 2.31", "musl 1.2.0"]);
    assert.deepEqual(since("close_range"), ["glibc 2.34"]);
  });
});

describe("blocked-syscall finds", () => {
  const own = { "p.json": '{"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["io_uring_setup"], "action": "SCMP_ACT_ERRNO"}]}' };
  const killing = { "p.json": own["p.json"].replace("SCMP_ACT_ERRNO", "SCMP_ACT_KILL_PROCESS") };
  const named = "security_opt: [seccomp=./p.json]";
  const test = 'command: sh -c "[ -x /run.sh ] && exec /run.sh"';
  const cases: [name: string, text: string, engine: string | null, found: string[], more?: More][] = [
    ["nothing where io_uring is allowed", service(...ring), "24.0.9", []],
    ["nothing without io_uring", service("image: postgres:18", "command: postgres -c io_method=worker"), "25.0.9", []],
    ["nothing in a container without a filter", service(...ring, "security_opt: [seccomp=unconfined]"), "25.0.9", []],
    ["nothing in a privileged container", service(...ring, "privileged: true"), "25.0.9", []],
    ["nothing with a PostgreSQL that has no io_uring", service("image: postgres:17-alpine", "command: postgres -c io_method=io_uring"), "25.0.9", []],
    ["nothing in an image that is built on one", service("build: { dockerfile_inline: 'FROM postgres:16' }", "command: postgres -c io_method=io_uring"), "25.0.9", []],
    ["nothing in other images of an older PostgreSQL", service("image: pgvector/pgvector:pg17", "command: postgres -c io_method=io_uring"), "25.0.9", []],
    ["images of a newer PostgreSQL", service("image: pgvector/pgvector:pg18", "command: postgres -c io_method=io_uring"), "25.0.9", ["error fails 4:14-4:44"]],
    ["images that do not tell the version", service("image: own/db:17", "command: postgres -c io_method=io_uring"), "25.0.9", ["error fails 4:14-4:44"]],
    ["a profile of the service's own", service(...ring, named), "24.0.9", ["error fails 4:14-4:44"], { files: own }],
    ["a profile that kills", service(...ring, named), "24.0.9", ["error fails 4:14-4:44"], { files: killing }],
    ["nothing with the capability", service(...chromium, "cap_add: [SYS_ADMIN]"), "25.0.9", []],
    ["nothing without Chromium's sandbox", service("image: alpine:3.20", "command: chromium --no-sandbox"), "25.0.9", []],
    ["programs behind a launcher", service(alpine, "entrypoint: [tini, --, bwrap]"), "20.10.10", ["error fails 4:5-4:15"]],
    ["programs in a script", service(alpine, "command: sh -c 'exec chromium --headless'"), "25.0.9", ["error fails 4:14-4:46"]],
    ["rootless images", service("image: docker:27-dind-rootless"), "25.0.9", ["error fails 3:12-3:35"]],
    ["rootless BuildKit", service("image: moby/buildkit:rootless"), null, ["warning everywhere 3:12-3:34"]],
    ["no other BuildKit", service("image: moby/buildkit:v0.20"), null, []],
    ["nothing for an image that is built on one", service("build: { dockerfile_inline: 'FROM docker:27-dind-rootless' }"), null, []],
    ["socketcall of 32-bit images on 29.4.2", service("image: i386/debian:12"), "29.4.2", ["error fails 3:12-3:26"]],
    ["socketcall of a 32-bit platform", service("image: debian:12", "platform: linux/386"), "29.4.2", ["error fails 3:12-3:21"]],
    ["no socketcall before and after", service("image: i386/debian:12"), "29.4.1 || 29.4.3", []],
    ["no socketcall of musl", service("image: i386/alpine:3.20"), "29.4.2", []],
    ["no socketcall of 64-bit images", service("image: debian:12"), "29.4.2", []],
    ["time64 on 32-bit ARM", service(alpine), "19.03.8", ["error fails 3:12-3:23"], arm],
    ["time64 of glibc", service("image: debian:11"), "19.03.8", ["error fails 3:12-3:21"], arm],
    ["no time64 of an older glibc", service("image: debian:10"), "19.03.8", [], arm],
    ["no time64 on newer engines", service(alpine), "19.03.9", [], arm],
    ["time64 with an old libseccomp", service(alpine), "19.03.9", ["error fails 3:12-3:23"], { settings: { arch: "arm", libseccomp: "2.3.3" } }],
    ["no time64 on 64 bits", service(alpine), "19.03.8", []],
    ["a test of permission", service("image: debian:12", test), "19.03.15", ["error fails 4:14-4:52"]],
    ["no test of permission with an older glibc", service("image: debian:11", test), "19.03.15", []],
    ["no other use of the C library by default", service(alpine), "19.03.15", []],
    ["numactl, on every engine", service("image: debian:12", "command: numactl --interleave=all mongod"), ">=18.09", ["error fails 4:14-4:45"]],
    ["nothing of numactl that only shows", service("image: debian:12", "command: numactl --hardware"), "25.0.9", []],
    ["debuggers on old engines", service("image: debian:10", "command: strace -f ./x"), "18.09.9", ["error fails 4:14-4:27"]],
    ["a debugger that a script starts", service("image: debian:10", "command: sh -c 'sleep 1 && exec strace ./x'"), "18.09.9", ["error fails 4:14-4:48"]],
    ["no debugger that is only named", service("image: debian:10", "command: echo strace is not used"), "18.09.9", []],
    ["no debugger that is only installed", service("image: debian:10", "command: sh -c 'apt-get install -y strace && ./x'"), "18.09.9", []],
    ["no debuggers on newer engines", service("image: debian:10", "command: strace -f ./x"), "19.03.0", []],
    ["nothing without a declared engine that some engines allow", service(...ring), null, []],
    ["nothing where the engine is not understood", service(...chromium), "latest", []],
    ["nothing for close_range", service("image: debian:12"), "20.10.3", [], minor],
    ["statx on engines before 18.04", service("image: debian:12"), "18.03.1", ["warning inUse 3:12-3:21", "warning inUse 3:12-3:21"], minor],
    ["one finding of the C library for all services", `services:\n  a: {image: "alpine:3.18"}\n  b: {image: "alpine:3.17"}\n`, "19.03.15", ["warning inUse 2:14-2:27"], minor],
    ["CRLF", service(...ring).replaceAll("\n", "\r\n"), "25.0.9", ["error fails 4:14-4:44"]],
    ["one finding for services that merge it", "x-a: &a\n  image: docker:dind-rootless\nservices:\n  a: { <<: *a }\n  b: { <<: *a }\n", "25.0.9", ["error fails 2:10-2:30"]],
  ];
  for (const [name, text, engine, found, more] of cases) {
    it(name, () => {
      assert.deepEqual(run(text, engine, more).findings.map(brief), found);
    });
  }
});

describe("blocked-syscall under ESLint", () => {
  testWithEslint(
    "blocked-syscall",
    "compose",
    { valid: [{ code: service(alpine) }], invalid: [{ code: service(...ring), errors: [{ messageId: "fails" }] }] },
    { settings: { engine: "25.0.9" } },
  );
});
