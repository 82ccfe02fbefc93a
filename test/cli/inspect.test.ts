import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import path from "node:path";
import { describe, it, type TestContext } from "node:test";
import { officialImagesSource } from "../../src/image/official-image.js";
import type { InspectedService } from "../../src/cli/inspect-command.js";
import { runCli } from "./run-cli.js";
import { failing, oldEngine } from "./stacks.js";
import { temporaryFolder } from "./temporary-folder.js";

const stack = `services:
  web:
    image: node:20-bookworm
  edge:
    image: node:20-alpine3.19
  old:
    image: node:20-bullseye
  base:
    image: scratch
  own:
    image: registry.example.com/own:1
  unset:
    image: node:\${TAG}
  built:
    build: .
  gone:
    build: gone
  neither: {}
  safe:
    image: node:20-bookworm
    security_opt: [seccomp=unconfined]
  rolling:
    image: debian:sid
    command: [node]
  go:
    image: golang:1.22-bookworm
  static:
    image: telegraf:1.30
  nested:
    image: docker:19.03.15-dind
`;

function refusedTo(glibc: string): string {
  return `The default seccomp profile of Docker Engine 20.10.9 answers EPERM to clone3, with which glibc ${glibc} makes every thread and process; it would fall back to clone on ENOSYS only.`;
}

async function inspectJson(folder: string, words: readonly string[]): Promise<InspectedService[]> {
  const { code, stdout, stderr } = await runCli(folder, ["inspect", "--format", "json", ...words]);
  assert.deepEqual([code, stderr], [0, ""]);
  const report = JSON.parse(stdout) as { services: InspectedService[] };
  assert.deepEqual(Object.keys(report), ["services"]);
  return report.services;
}

describe("inspect of standard input", () => {
  it("takes it for compose.yaml of the folder, or by another name, in place of what is there", async (test) => {
    const folder = temporaryFolder(test, { ".env": "TAG=20-bookworm\n", "compose.yaml": "services:\n  other:\n    image: redis\n", "a/base.yaml": "services:\n  base:\n    image: node:20-bullseye\n" });
    const stdin = "services:\n  web:\n    image: node:${TAG}\n";
    for (const words of [["-"], ["--stdin"], ["--stdin", "--stdin-filename", "compose.yaml"]]) {
      const { code, stdout, stderr } = await runCli(folder, ["inspect", "--format", "json", ...oldEngine, ...words], { stdin });
      assert.deepEqual([code, stderr], [0, ""]);
      const { services } = JSON.parse(stdout) as { services: InspectedService[] };
      assert.deepEqual(services.map(({ file, service, image, verdict }) => [file, service, image, verdict]), [["compose.yaml", "web", "node:20-bookworm", "fails"]]);
    }
    const extending = "services:\n  web:\n    extends: {file: base.yaml, service: base}\n";
    const { stdout } = await runCli(folder, ["inspect", "--resolved", "--format", "json", "--stdin", "--stdin-filename", "a/stack.yaml"], { stdin: extending });
    assert.match(stdout, /"image": "node:20-bullseye"/u);
  });

  it("is read alone", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing, "-": failing });
    const beside = await runCli(folder, ["inspect", "--stdin", "compose.yaml"], { stdin: failing });
    assert.deepEqual([beside.code, beside.stderr], [2, "compose-lint: --stdin inspects the text on standard input: give no files beside it, or leave it out.\n"]);
    const named = await runCli(folder, ["inspect", "--stdin-filename", "x.yaml"]);
    assert.deepEqual([named.code, named.stderr], [2, "compose-lint: --stdin-filename names the text of --stdin: give --stdin too.\n"]);
    assert.match((await runCli(folder, ["inspect", "./-"])).stdout, /^web /mu);
  });
});

describe("inspect --format json", () => {
  it("has the services of the files that a project includes, and none of those that it only extends", async (test) => {
    const folder = temporaryFolder(test, {
      "compose.yaml": "include: [{path: ops/db.yaml, env_file: ops/db.env}]\nservices:\n  web:\n    extends: {file: base.yaml, service: node}\n",
      "base.yaml": "services:\n  node:\n    image: node:20\n",
      "ops/db.yaml": "services:\n  db:\n    image: redis:${TAG}\n",
      "ops/db.env": "TAG=7\n",
    });
    const services = await inspectJson(folder, oldEngine);
    const found = services.map(({ file, service, image }) => [file, service, image]);
    assert.deepEqual(found, [
      ["compose.yaml", "web", "node:20"],
      ["ops/db.yaml", "db", "redis:7"],
    ]);
  });

  it("has the promised keys, and from where and since when that is known", async (test) => {
    const folder = temporaryFolder(test, { "sub/compose.yaml": "services:\n  web:\n    image: node:20-bookworm\n" });
    assert.deepEqual(await inspectJson(folder, [...oldEngine, "sub"]), [
      {
        file: "sub/compose.yaml",
        service: "web",
        image: "node:20-bookworm",
        distribution: { id: "debian", version: "12", codename: "bookworm" },
        libc: { name: "glibc", version: "2.36" },
        since: null,
        before: null,
        byTagOnly: false,
        confidence: "named",
        source: officialImagesSource(),
        verdict: "fails",
        reason: refusedTo("2.36"),
        needs: ">=20.10.10",
      },
    ]);
  });

  it("tells of each service what is known, and never guesses", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": stack, Dockerfile: "ARG V=20\nFROM node:$V-bookworm-slim\n" });
    const debian = (version: string, codename: string) => ({ id: "debian", version, codename });
    const expected: Record<string, Partial<InspectedService>> = {
      web: { image: "node:20-bookworm", verdict: "fails", needs: ">=20.10.10" },
      edge: {
        image: "node:20-alpine3.19",
        distribution: { id: "alpine", version: "3.19", codename: null },
        libc: { name: "musl", version: "1.2.4" },
        verdict: "works",
        needs: "*",
      },
      old: { distribution: debian("11", "bullseye"), libc: { name: "glibc", version: "2.31" }, verdict: "works", needs: "*" },
      base: { image: "scratch", distribution: null },
      own: {
        image: "registry.example.com/own:1",
        distribution: null,
        libc: null,
        verdict: "unknown",
        needs: null,
      },
      unset: {
        distribution: null,
        libc: null,
        verdict: "unknown",
        reason: "The image of the service depends on `TAG`, which has no value here.",
        needs: null,
      },
      built: { image: "node:20-bookworm-slim", distribution: debian("12", "bookworm"), verdict: "fails" },
      gone: { image: null, distribution: null, libc: null, verdict: "unknown" },
      neither: { image: null, verdict: "unknown", reason: "The service names no image." },
      safe: { verdict: "works", needs: "*", reason: "The container runs without a seccomp filter (seccomp=unconfined)." },
      rolling: { libc: { name: "glibc", version: null }, verdict: "fails", needs: ">=20.10.10" },
      go: {
        verdict: "fails",
        reason: `${refusedTo("2.36")} A Go program that is built with cgo stops at start: \`runtime/cgo: pthread_create failed: Operation not permitted\`; one built without cgo makes its threads by clone itself and runs.`,
      },
      static: {
        verdict: "fails",
        reason: `${refusedTo("2.36")} Go (without cgo) makes its threads by clone itself and runs; another program in it may fail.`,
      },
      nested: {
        verdict: "works",
        reason:
          "musl 1.2.2 makes threads with clone, which the default seccomp profile of Docker Engine 20.10.9 allows. It is a Docker Engine of its own, 19.03.15: programs with glibc 2.34 or newer in its containers cannot create threads.",
      },
    };
    const services = await inspectJson(folder, oldEngine);
    assert.deepEqual(services.map(({ service }) => service), Object.keys(expected));
    for (const service of services) {
      for (const [key, value] of Object.entries(expected[service.service] ?? {})) {
        assert.deepEqual(service[key as keyof InspectedService], value, `${key} of ${service.service}`);
      }
      assert.match(service.reason, /^\S.*\.$/, `the reason of ${service.service} is a sentence`);
    }
  });

  const verdicts: [engine: string[], verdict: string][] = [
    [["--engine", "20.10.9"], "fails"],
    [["--engine", "20.10.10"], "works"],
    [["--engine", ">=20.10.9 <23"], "depends"],
    [["--engine", "20.10.9", "--libseccomp", "2.4.3", "--runc", "1.0.0-rc93"], "works"],
    [[], "depends"],
  ];
  for (const [engine, verdict] of verdicts) {
    it(`judges by ${engine.join(" ") || "no engine"}: ${verdict}`, async (test) => {
      const folder = temporaryFolder(test, { "compose.yaml": "services:\n  web:\n    image: node:20-bookworm\n" });
      const [service] = await inspectJson(folder, engine);
      assert.equal(service?.verdict, verdict);
      if (engine.length === 0) assert.match(service.reason, /^No engine is declared\. Threads need Docker Engine 20\.10\.10 or newer\. The default seccomp profile of Docker Engine 20\.10\.9 answers EPERM to clone3, /u);
    });
  }

  it("judges stacks of Swarm without what Swarm ignores", async (test) => {
    const text = "services:\n  web:\n    image: node:20-bookworm\n    security_opt: [seccomp=unconfined]\n";
    const folder = temporaryFolder(test, { "compose.yaml": text });
    assert.equal((await inspectJson(folder, [...oldEngine]))[0]?.verdict, "works");
    assert.equal((await inspectJson(folder, [...oldEngine, "--swarm"]))[0]?.verdict, "fails");
  });

  it("has an empty list where there is no service", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": "volumes: {}\n", Dockerfile: "FROM node:20\n" });
    assert.deepEqual(await inspectJson(folder, ["."]), []);
  });

  it("names files outside the current folder by their whole path", async (test) => {
    const folder = temporaryFolder(test, { "here/x": "", "compose.yaml": "services:\n  web:\n    image: alpine:3.19\n" });
    const [service] = await inspectJson(path.join(folder, "here"), [".."]);
    assert.equal(service?.file, path.join(folder, "compose.yaml"));
  });
});

describe("inspect --format table", () => {
  it("has aligned columns, and the reason below each service", async (test) => {
    const folder = temporaryFolder(test, {
      "compose.yaml": "services:\n  web:\n    image: node:20-bookworm\n  edge:\n    image: node:20-alpine3.19\n  own:\n    image: own:1\n",
    });
    const { code, stdout, stderr } = await runCli(folder, ["inspect", ...oldEngine]);
    assert.deepEqual([code, stderr], [0, ""]);
    const lines = stdout.split("\n");
    assert.deepEqual(
      lines.filter((line) => !line.startsWith("  ")),
      [
        "SERVICE  IMAGE               DISTRIBUTION          LIBC        VERDICT  NEEDS",
        "web      node:20-bookworm    Debian 12 (bookworm)  glibc 2.36  fails    >=20.10.10",
        "edge     node:20-alpine3.19  Alpine 3.19           musl 1.2.4  works    any engine",
        "own      own:1               ?                     ?           unknown  -",
        "Judged with runc 1.0.1 and libseccomp 2.5, which were not given; with libseccomp 2.4.3 or older (--libseccomp) threads work.",
        "",
      ],
    );
    assert.equal(lines.filter((line) => line.startsWith("  ")).length, 3);
  });

  it("says what is assumed where no engine is declared, and judges the newest one too", async (test) => {
    const refusing = '{"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["clone3"], "action": "SCMP_ACT_ERRNO"}]}';
    const folder = temporaryFolder(test, {
      "compose.yaml": "services:\n  edge:\n    image: alpine:3.19\n  own:\n    image: node:20\n    security_opt: [seccomp=./own.json]\n  shell:\n    image: debian:12\n    command: sleep 1\n",
      "own.json": refusing,
    });
    const { stdout } = await runCli(folder, ["inspect"]);
    assert.match(stdout, /\n {2}musl 1\.2\.4 makes threads with clone, which the default seccomp profile of Docker Engine 20\.10\.9 and \d+\.\d+\.\d+ allows\.\n/u);
    // A profile of the project's own fails on each engine.
    assert.match(stdout, /^own .* fails +no engine$/mu);
    assert.match(stdout, /^shell .* depends +>=20\.10\.10\n.* A shell or one of the core utilities creates no threads and runs;/mu);
    assert.match(stdout, /\nNo engine is declared: judged are Docker Engine 20\.10\.9, the last one whose default seccomp profile has no answer for clone3, and \d+\.\d+\.\d+\. Name yours with --engine or --host for a verdict\.\n$/u);
  });

  const open: [words: string[], note: string][] = [
    [["--engine", "20.10.9"], "Judged with runc 1.0.1 and libseccomp 2.5, which were not given; with libseccomp 2.4.3 or older (--libseccomp) threads work.\n"],
    [["--engine", "19.03.15"], "Judged with runc 1.0.0-rc10 and libseccomp 2.5, which were not given; with runc 1.0.0-rc93 or newer (--runc) threads work.\n"],
    [
      ["--engine", "20.10.0"],
      "Judged with runc 1.0.0-rc92 and libseccomp 2.5, which were not given; with runc 1.0.0-rc93 or newer (--runc) and libseccomp 2.4.3 or older (--libseccomp) threads work.\n",
    ],
    [["--engine", "20.10.9", "--libseccomp", "2.5.5"], ""],
    [["--engine", "19.03.15", "--runc", "1.0.0-rc92"], ""],
    [["--engine", "20.10.9", "--arch", "arm"], ""],
    [["--engine", "20.10.10"], ""],
    [["--engine", "19.03.x"], ""],
    [["--host", "dind-19.03"], ""],
  ];
  for (const [words, note] of open) {
    it(`says what ${words.join(" ")} leaves open: ${note === "" ? "nothing" : "what would decide"}`, async (test) => {
      const folder = temporaryFolder(test, { "compose.yaml": "services:\n  web:\n    image: node:20-bookworm\n" });
      const { stdout } = await runCli(folder, ["inspect", ...words]);
      assert.equal(/^Judged .*\n/m.exec(stdout)?.[0] ?? "", note);
    });
  }

  it("paints verdicts in a terminal", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": "services:\n  web:\n    image: node:20-bookworm\n" });
    const { stdout } = await runCli(folder, ["inspect", ...oldEngine], { columns: 100 });
    assert.ok(stdout.includes(" \u001b[31mfails\u001b[39m "));
  });
});

describe("inspect of images over time", () => {
  const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
  const inspectText = async (test: TestContext, image: string, words: readonly string[] = []): Promise<string> => {
    const folder = temporaryFolder(test, { "compose.yaml": `services:\n  web:\n    image: ${image}\n` });
    const { code, stdout, stderr } = await runCli(folder, ["inspect", ...oldEngine, ...words]);
    assert.deepEqual([code, stderr], [0, ""]);
    return stdout;
  };

  it("says since when a tag is what it is", async (test) => {
    const text = await inspectText(test, "node:20");
    assert.match(text, /^ {2}node:20 is Debian 12 since 2023-06-12; an image pulled before that is Debian 11\.$/m);
  });

  it("judges as on another day", async (test) => {
    assert.match(await inspectText(test, "node:20", ["--date", "2023-06-11"]), /^web .* Debian 11 \(bullseye\) .* works /m);
    assert.match(await inspectText(test, "node:20", ["--date", "2023-06-12"]), /^web .* Debian 12 \(bookworm\) .* fails /m);
    assert.match(await inspectText(test, "node:20", ["--date", "2023-01-01"]), /did not exist on 2023-01-01, but since 2023-04-20\./);
  });

  it("knows no less on a day after the tables end", async (test) => {
    const image = "grafana/grafana";
    assert.equal(await inspectText(test, image, ["--date", "2031-01-01"]), await inspectText(test, image));
  });

  it("says that a digest may be older than its tag", async (test) => {
    const text = await inspectText(test, `node:20@${digest}`);
    assert.match(text, /node:20@sha256:0123456789ab\.\.\. is Debian 12 since .* The digest pins one image, which may be older/);
    assert.match(await inspectText(test, `node@${digest}`), /A digest without a tag says nothing of the release/);
  });

  it("says what of busybox is not known, and no move from BusyBox to BusyBox", async (test) => {
    const text = await inspectText(test, "busybox");
    assert.match(text, /The version of glibc in the image is not known\./);
    assert.doesNotMatch(text, /since/);
  });

  it("takes what the user says of images", async (test) => {
    const base = ["--image", "registry.example/base/*=alpine:3.20"];
    const hub = ["--image", "registry.example/hub/*=docker.io/library/*"];
    assert.match(await inspectText(test, "registry.example/base/app:1", base), /^web .* Alpine 3\.20 +musl 1\.2\.5 +works /m);
    assert.match(await inspectText(test, "registry.example/hub/node:20", hub), /^web .* Debian 12 \(bookworm\) .* fails /m);
  });

  it("refuses days and patterns that are none", async (test) => {
    const folder = temporaryFolder(test, {});
    const cases: [words: string[], stderr: RegExp][] = [
      [["--date", "2023-02-30"], /^compose-lint: --date: "2023-02-30" is not a day of the calendar, such as 2023-06-12\.\n$/],
      [["--date", "tomorrow"], /is not a day/],
      [["--image", "app"], /^compose-lint: --image app names no release: write it as 'PATTERN=RELEASE'/],
      [["--image", "app=debian:99"], /"debian:99" is no release/],
      [["--image", "=debian:12"], /The pattern is empty\./],
    ];
    for (const [words, stderr] of cases) {
      const run = await runCli(folder, ["inspect", ...words]);
      assert.equal(run.code, 2);
      assert.match(run.stderr, stderr);
    }
  });

  it("keeps to the width of the terminal", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": `${failing}  other:\n    image: registry.example/a/long/name/of/an/image\n` });
    for (const columns of [60, 80, 100, 200]) {
      const { stdout } = await runCli(folder, ["inspect", ...oldEngine], { columns, variables: { TERM: "dumb" } });
      const lines = stdout.split("\n");
      assert.deepEqual(lines.filter((line) => line.length > columns), []);
      assert.equal(lines.some((line) => line.startsWith("SERVICE  ")), columns === 200);
      assert.match(stdout.replaceAll(/\s+/gu, " "), /\bweb:? node:20-bookworm,? Debian 12 \(bookworm\),? glibc 2\.36,? fails,? (?:needs )?>=20\.10\.10 The default/);
    }
  });
});

describe("inspect of what is not there, ignored, or linked elsewhere", () => {
  it("speaks of inspecting", async (test) => {
    const empty = await runCli(temporaryFolder(test), ["inspect"]);
    assert.deepEqual([empty.code, empty.stderr], [2, "compose-lint: This folder has no Compose file (compose.yaml, docker-compose.yml, ...). Name the files or folders to inspect; `.` stands for all below this one.\n"]);
    const folder = temporaryFolder(test, { "a/compose.yaml": failing, ".compose-lintignore": "a/\n", "b/compose.yaml": failing });
    const all = await runCli(folder, ["inspect", "a", "b"]);
    assert.match(all.stderr, /are ignored, by \.gitignore, \.git\/info\/exclude or \.compose-lintignore\. With --no-ignore they are inspected\.\n$/u);
    const named = await runCli(folder, ["inspect", "a/compose.yaml", "b"]);
    assert.deepEqual([named.code, named.stderr], [0, "compose-lint: a/compose.yaml is ignored. With --no-ignore it is inspected.\n"]);
    symlinkSync(temporaryFolder(test, { "compose.yaml": failing }), path.join(folder, "b/out"));
    assert.match((await runCli(folder, ["inspect", "b"])).stderr, /it is a link that leads out of what is inspected, to \S+\. To have it inspected, name it;/u);
  });
});
