import assert from "node:assert/strict";
import path from "node:path";
import { describe, it } from "node:test";
import type { InspectedService } from "../../src/cli/inspect-command.js";
import { runCli } from "./run-cli.js";
import { oldEngine } from "./stacks.js";
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
`;

async function inspectJson(folder: string, words: readonly string[]): Promise<InspectedService[]> {
  const { code, stdout, stderr } = await runCli(folder, ["inspect", "--format", "json", ...words]);
  assert.deepEqual([code, stderr], [0, ""]);
  const report = JSON.parse(stdout) as { services: InspectedService[] };
  assert.deepEqual(Object.keys(report), ["services"]);
  return report.services;
}

describe("inspect --format json", () => {
  it("has the promised keys and nothing else", async (test) => {
    const folder = temporaryFolder(test, { "sub/compose.yaml": "services:\n  web:\n    image: node:20-bookworm\n" });
    assert.deepEqual(await inspectJson(folder, [...oldEngine, "sub"]), [
      {
        file: "sub/compose.yaml",
        service: "web",
        image: "node:20-bookworm",
        distribution: { id: "debian", version: "12", codename: "bookworm" },
        libc: { name: "glibc", version: "2.36" },
        verdict: "fails",
        reason:
          "The default seccomp profile of Docker Engine 20.10.9 answers EPERM to clone3, with which glibc 2.36 makes every thread and process; it would fall back to clone on ENOSYS only.",
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
        needs: ">=20.10.10",
      },
      unset: {
        distribution: null,
        libc: null,
        verdict: "unknown",
        reason: "The image of the service depends on `TAG`, which has no value here.",
      },
      built: { image: "node:20-bookworm-slim", distribution: debian("12", "bookworm"), verdict: "fails" },
      gone: { image: null, distribution: null, libc: null, verdict: "unknown" },
      neither: { image: null, verdict: "unknown", reason: "The service names no image." },
      safe: { verdict: "works", needs: "*", reason: "The container runs without a seccomp filter (seccomp=unconfined)." },
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
      if (engine.length === 0) assert.match(service.reason, /^No engine is declared\. /);
    });
  }

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
        "own      own:1               ?                     ?           unknown  >=20.10.10",
        "",
      ],
    );
    assert.equal(lines.filter((line) => line.startsWith("  ")).length, 3);
  });

  it("says so where no engine is declared", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": "services:\n  web:\n    image: alpine:3.19\n" });
    const { stdout } = await runCli(folder, ["inspect"]);
    assert.match(stdout, /\nNo engine is declared: give --engine to have it judged\.\n$/);
  });

  it("paints verdicts in a terminal", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": "services:\n  web:\n    image: node:20-bookworm\n" });
    const { stdout } = await runCli(folder, ["inspect", ...oldEngine], { columns: 100 });
    assert.ok(stdout.includes(" \u001b[31mfails\u001b[39m "));
  });
});
