// `--inspect-images` against real daemons: what an image is, read from a container that is made and never started.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { debianRoot } from "./debian-image.js";
import { type Engine, startEngine } from "./engine.js";
import { repository } from "./places.js";
import { runOrThrow, runProgram } from "./run-program.js";
import { unavailable } from "./unavailable.js";

const SKIP = unavailable();
const VERSIONS = ["20.10.9", "29.4.2"];

interface Inspected {
  service: string;
  distribution: { id: string; version: string | null; codename: string | null } | null;
  libc: { name: string; version: string | null } | null;
  since: string | null;
  source: string | null;
  verdict: string;
}

for (const version of VERSIONS) {
  describe(`--inspect-images with Docker Engine ${version}`, { skip: SKIP ?? false }, () => {
    let engine: Engine;
    let project: string;

    before(async () => {
      engine = await startEngine(version);
      project = path.join(engine.folder, "project");
      mkdirSync(project);
      await importDebian(engine, "node:20-alpine");
      await importMusl(engine, "registry.example/alpine-like:1");
      await importFolder(engine, "registry.example/static:1", (root) => {
        writeFileSync(path.join(root, "program"), "static");
      });
    });
    after(() => engine.stop());

    const run = (args: readonly string[]): ReturnType<typeof runProgram> => {
      const env = { ...engine.environment, XDG_CACHE_HOME: path.join(engine.folder, "cache") };
      return runProgram(process.execPath, [path.join(repository, "dist/bin.cjs"), ...args], { env, timeout: 60_000 });
    };
    const inspect = async (services: Readonly<Record<string, string>>): Promise<{ found: Inspected[]; told: string }> => {
      const file = path.join(project, "compose.yaml");
      const lines = Object.entries(services).map(([name, image]) => `  ${name}:\n    image: ${image}\n`);
      writeFileSync(file, `services:\n${lines.join("")}`);
      const { stdout, stderr } = await run(["inspect", "--inspect-images", "--engine", "20.10.9", "--format", "json", file]);
      return { found: (JSON.parse(stdout) as { services: Inspected[] }).services, told: stderr };
    };

    it("believes the image, not its name", { timeout: 120_000 }, async () => {
      const { found, told } = await inspect({ debian: "node:20-alpine" });
      const [service] = found;
      const { VERSION_ID: debian, VERSION_CODENAME: codename } = osRelease("/etc/os-release");
      assert.deepEqual(service?.distribution, { id: "debian", version: debian, codename });
      const local = /(\d+\.\d+)$/m.exec(await runOrThrow("ldd", ["--version"]).then((text) => text.split("\n")[0] ?? ""));
      assert.deepEqual(service.libc, { name: "glibc", version: local?.[1] });
      assert.equal(service.verdict, "fails");
      assert.match(service.source ?? "", /^the image sha256:[0-9a-f]{12} of the local daemon$/);
      assert.equal(told, "");
    });

    it("finds musl, and images without a C library", { timeout: 120_000 }, async () => {
      const { found } = await inspect({ musl: "registry.example/alpine-like:1", static: "registry.example/static:1" });
      assert.deepEqual(found[0]?.distribution, { id: "alpine", version: "3.20", codename: null });
      assert.equal(found[0].libc?.name, "musl");
      assert.match(found[0].libc.version ?? "", /^1\.\d+\.\d+$/);
      assert.deepEqual([found[1]?.distribution, found[1]?.libc?.name, found[1]?.verdict], [null, "none", "works"]);
    });

    it("judges by name what the daemon does not have, and says so", { timeout: 120_000 }, async () => {
      const { found, told } = await inspect({ web: "node:20" });
      assert.equal(found[0]?.distribution?.codename, "bookworm");
      assert.equal(told, "Not on the daemon, so judged by name: docker.io/library/node:20.\n");
    });

    it("lints by what it read", { timeout: 120_000 }, async () => {
      const file = path.join(project, "compose.yaml");
      writeFileSync(file, "services:\n  web:\n    image: node:20-alpine\n");
      const { code, stdout } = await run(["--inspect-images", "--engine", "20.10.9", file]);
      assert.equal(code, 1);
      assert.match(stdout.replaceAll(/\s+/g, " "), /node:20-alpine is Debian \d+ /);
    });

    it("leaves no container behind and keeps what it read under the image's id", { timeout: 120_000 }, async () => {
      const { stdout } = await engine.docker(["ps", "-aq"]);
      assert.equal(stdout, "");
      const cache = path.join(engine.folder, "cache/compose-lint/images.json");
      const kept = JSON.parse(readFileSync(cache, "utf8")) as { images: Record<string, { distribution: { id: string } | null }> };
      assert.equal(Object.keys(kept.images).length, 3);
      for (const [id, findings] of Object.entries(kept.images)) {
        assert.match(id, /^sha256:[0-9a-f]{64}$/);
        // What is kept is not read again.
        if (findings.distribution !== null) findings.distribution.id = `kept-${findings.distribution.id}`;
      }
      writeFileSync(cache, JSON.stringify(kept));
      assert.equal((await inspect({ a: "node:20-alpine" })).found[0]?.distribution?.id, "kept-debian");
      writeFileSync(cache, "no JSON");
      assert.equal((await inspect({ a: "node:20-alpine" })).found[0]?.distribution?.id, "debian");
    });
  });
}

describe("--inspect-images without a daemon", () => {
  it("says what is missing, with status 2", async () => {
    const env = { ...process.env, DOCKER_HOST: "unix:///nowhere/docker.sock" };
    const args = [path.join(repository, "dist/bin.cjs"), "--inspect-images", "examples/node-thread-crash"];
    const { code, stdout, stderr } = await runProgram(process.execPath, args, { env, cwd: repository });
    assert.equal(code, 2);
    assert.match(stdout, /thread-creation/u);
    assert.match(stderr, /^compose-lint: Not inspected, so judged by name and tag: .* No Docker daemon is running at unix:\/\/\/nowhere\/docker\.sock\. Start it, /mu);
  });
});

function osRelease(file: string): Record<string, string> {
  const pairs = readFileSync(file, "utf8").matchAll(/^(\w+)="?([^"\n]*)"?$/gm);
  return Object.fromEntries([...pairs].map(([, name = "", value = ""]) => [name, value]));
}

/** Debian's C library and base files from its own packages, under a name that says something else. */
async function importDebian(engine: Engine, image: string): Promise<void> {
  const root = await debianRoot("libc6", ["base-files", "libc6"]);
  const archive = path.join(engine.folder, "debian.tar");
  await runOrThrow("tar", ["-C", root, "-cf", archive, "."]);
  await runOrThrow("docker", ["import", archive, image], { env: engine.environment });
  rmSync(archive);
}

/** Debian's package of musl where Alpine has it, with Alpine's words about the release. */
async function importMusl(engine: Engine, image: string): Promise<void> {
  const musl = await debianRoot("musl", ["musl"]);
  await importFolder(engine, image, (root) => {
    mkdirSync(path.join(root, "lib"));
    mkdirSync(path.join(root, "etc"));
    mkdirSync(path.join(root, "usr/lib"), { recursive: true });
    const loader = ["usr/lib/x86_64-linux-musl/libc.so", "lib/x86_64-linux-musl/libc.so", "lib/ld-musl-x86_64.so.1"]
      .map((name) => path.join(musl, name))
      .find((file) => existsSync(file));
    writeFileSync(path.join(root, "lib/ld-musl-x86_64.so.1"), readFileSync(loader ?? ""));
    writeFileSync(path.join(root, "usr/lib/os-release"), 'NAME="Alpine Linux"\nID=alpine\nVERSION_ID=3.20.3\n');
    symlinkSync("../usr/lib/os-release", path.join(root, "etc/os-release"));
  });
}

async function importFolder(engine: Engine, image: string, fill: (root: string) => void): Promise<void> {
  const root = path.join(engine.folder, "root");
  mkdirSync(root);
  fill(root);
  await runOrThrow("tar", ["-C", root, "-cf", `${root}.tar`, "."]);
  await runOrThrow("docker", ["import", `${root}.tar`, image], { env: engine.environment });
  rmSync(root, { recursive: true });
  rmSync(`${root}.tar`);
}
