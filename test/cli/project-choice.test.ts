import assert from "node:assert/strict";
import path from "node:path";
import { describe, it } from "node:test";
import type { FileResult } from "../../src/lint/lint-result.js";
import { runCli, type CliSurroundings } from "./run-cli.js";
import { temporaryFolder } from "./temporary-folder.js";

const engine = ["--engine", "20.10.9"];
const files = {
  "deploy/a.yaml": "services:\n  web:\n    image: node:${V:-20}\n  extra:\n    image: redis:7\n    profiles: [debug]\n",
  "deploy/b.yaml": "services:\n  web:\n    environment: [A=b]\n",
  "other.env": "V=22\n",
};

/** For each linted file the rules and places of what was found. */
async function found(folder: string, words: readonly string[], surroundings: CliSurroundings = {}): Promise<Record<string, string[]>> {
  const { stdout, stderr } = await runCli(folder, [...words, "--format", "json"], surroundings);
  assert.equal(stderr, "");
  const results = JSON.parse(stdout) as FileResult[];
  return Object.fromEntries(
    results.map(({ filePath, messages }) => [
      path.relative(folder, filePath),
      messages.map(({ ruleId, line, column }) => `${ruleId?.replace("compose-lint/", "") ?? ""} ${line}:${column}`),
    ]),
  );
}

async function inspected(folder: string, words: readonly string[], surroundings: CliSurroundings = {}): Promise<string[]> {
  const { stdout } = await runCli(folder, ["inspect", "--format", "json", ...words], surroundings);
  const { services } = JSON.parse(stdout) as { services: { service: string; image: string }[] };
  return services.map(({ service, image }) => `${service} ${image}`);
}

describe("the project that the command line chooses", () => {
  for (const [name, words, variables] of [
    ["--file", ["--file", "deploy/a.yaml", "--file", "deploy/b.yaml"], {}],
    ["-f", ["-f", "deploy/a.yaml", "-f", "deploy/b.yaml"], {}],
    ["COMPOSE_FILE", [], { COMPOSE_FILE: ["deploy/a.yaml", "deploy/b.yaml"].join(path.delimiter) }],
    ["COMPOSE_FILE with its separator", [], { COMPOSE_FILE: "deploy/a.yaml;deploy/b.yaml", COMPOSE_PATH_SEPARATOR: ";" }],
  ] as const) {
    it(`is named by ${name}, for lint and inspect`, async (test) => {
      const folder = temporaryFolder(test, files);
      assert.deepEqual(await found(folder, [...words, ...engine], { variables }), {
        [path.join("deploy", "a.yaml")]: ["thread-creation 3:12", "thread-creation 5:12"],
        [path.join("deploy", "b.yaml")]: [],
      });
      assert.deepEqual(await inspected(folder, words, { variables }), ["web node:20", "extra redis:7"]);
    });
  }

  it("takes variables of --env-file, in their order", async (test) => {
    const folder = temporaryFolder(test, { ...files, "deploy/.env": "V=18\n", "more.env": "V=24\n" });
    assert.deepEqual(await inspected(folder, ["deploy/a.yaml"]), ["web node:18", "extra redis:7"]);
    assert.deepEqual(await inspected(folder, ["-f", "deploy/a.yaml", "--env-file", "other.env"]), ["web node:22", "extra redis:7"]);
    assert.deepEqual(await inspected(folder, ["deploy/a.yaml", "--env-file", "other.env", "--env-file", "more.env"]), ["web node:24", "extra redis:7"]);
  });

  it("has all services, unless profiles are chosen", async (test) => {
    const folder = temporaryFolder(test, { ...files, "c.yaml": "services:\n  web: {image: a, profiles: [x]}\n  db: {image: b, profiles: [y]}\n  api: {image: c}\n" });
    assert.deepEqual(await inspected(folder, ["c.yaml"]), ["web a", "db b", "api c"]);
    assert.deepEqual(await inspected(folder, ["c.yaml", "--profile", "x"]), ["web a", "api c"]);
    assert.deepEqual(await inspected(folder, ["c.yaml"], { variables: { COMPOSE_PROFILES: "y" } }), ["db b", "api c"]);
    assert.deepEqual(await inspected(folder, ["c.yaml", "--profile", "x", "--profile", "y"]), ["web a", "db b", "api c"]);
    assert.deepEqual(await found(folder, ["-f", "deploy/a.yaml", ...engine, "--profile", "none"]), { [path.join("deploy", "a.yaml")]: ["thread-creation 3:12"] });
  });

  it("starts at --project-directory", async (test) => {
    const folder = temporaryFolder(test, { "sub/compose.yaml": "services: {web: {image: 'a:${V}'}}\n", "sub/.env": "V=1\n", "k.yaml": "services: {web: {image: 'a:${V}'}}\n" });
    assert.deepEqual(await inspected(folder, ["--project-directory", "sub"]), ["web a:1"]);
    assert.deepEqual(await inspected(folder, ["--project-directory", "sub", "-f", "k.yaml"]), ["web a:1"]);
  });

  it("lints what it includes, extends and builds with it, as a part of it", async (test) => {
    const folder = temporaryFolder(test, {
      "compose.yaml": "include:\n  - {path: sub/inc.yaml, env_file: inc.env}\nservices:\n  web:\n    extends: {file: base.yaml, service: base}\n    build: .\n",
      "inc.env": "TAG=7\n",
      "sub/inc.yaml": "services:\n  cache:\n    image: redis:${TAG}\n",
      "base.yaml": "services:\n  base:\n    labels: {a: $GONE}\n",
      Dockerfile: "FROM node:20\n",
    });
    assert.deepEqual(await found(folder, engine), {
      "compose.yaml": ["thread-creation 6:12"],
      [path.join("sub", "inc.yaml")]: ["thread-creation 3:12"],
      "base.yaml": ["undefined-variable 3:17"],
      Dockerfile: ["thread-creation 1:6"],
    });
  });

  it("is printed merged by inspect --resolved", async (test) => {
    const folder = temporaryFolder(test, files);
    const { code, stdout } = await runCli(folder, ["inspect", "--resolved", "--format", "json", "-f", "deploy/a.yaml", "-f", "deploy/b.yaml"]);
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(stdout), {
      name: "deploy",
      services: { web: { image: "node:20", environment: { A: "b" }, networks: { default: null } } },
      networks: { default: { name: "deploy_default" } },
    });
  });

  for (const [words, message] of [
    [["-f", "gone.yaml"], /^compose-lint: --file names .*gone\.yaml, and there is nothing of that name\.\n$/u],
    [["-f", "json"], /For the format of the report, give --format json\.\n$/u],
    [["-f", "deploy"], /^compose-lint: --file names .*deploy, which is a folder and not a file\.\n$/u],
    [["-f", "oci://x/y"], /^compose-lint: --file leads to no Compose file on this machine\.\n$/u],
    [["--env-file", "gone.env"], /^compose-lint: --env-file names .*gone\.env, and there is nothing of that name\.\n$/u],
    [["--project-directory", "other.env"], /^compose-lint: --project-directory names .*other\.env, which is no folder\.\n$/u],
    [["inspect", "--resolved"], /^compose-lint: --resolved prints JSON: give --format json with it\.\n$/u],
    [["inspect", "--resolved", "--format", "json", "deploy/a.yaml", "deploy/b.yaml"], /^compose-lint: --resolved prints one project, and these files make 2\. /u],
  ] as const) {
    it(`is refused: ${words.join(" ")}`, async (test) => {
      const { code, stdout, stderr } = await runCli(temporaryFolder(test, files), words);
      assert.match(stderr, message);
      assert.deepEqual([code, stdout], [2, ""]);
    });
  }
});
