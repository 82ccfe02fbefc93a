import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { cry } from "../../src/program/cry.js";
import { chooseProgram, programOf, type Command } from "../../src/program/program-of.js";
import { assertEvenGrowth } from "../even-growth.js";

function id(name: string, tag?: string, command?: Command, entrypoint?: Command): string | null {
  return programOf({ name, tag }, command, entrypoint)?.id ?? null;
}

describe("the program of an image", () => {
  const images: [name: string, tag: string | undefined, program: string | null][] = [
    ["node", "20", "node"],
    ["docker.io/library/node", undefined, "node"],
    ["public.ecr.aws/docker/library/python", "3.11", "python"],
    ["redis", "7", "redis"],
    ["bitnami/redis", undefined, "redis"],
    ["bitnamilegacy/mariadb", undefined, "mariadb"],
    ["linuxserver/mariadb", undefined, "mariadb"],
    ["lscr.io/linuxserver/sonarr", undefined, "dotnet"],
    ["gcr.io/distroless/nodejs22-debian12", "nonroot", "node"],
    ["gcr.io/distroless/static", undefined, null],
    ["registry.access.redhat.com/ubi9/python-311", undefined, "python"],
    ["quay.io/jupyter/scipy-notebook", undefined, "python"],
    ["php", "8.2-apache", "apache-prefork"],
    ["php", "8.2-fpm-bookworm", "php-fpm"],
    ["php", "8.2-cli", "php"],
    ["wordpress", "6", "apache-prefork"],
    ["wordpress", "6-fpm", "php-fpm"],
    ["httpd", "2.4", "apache"],
    ["postgres", "16", "postgres"],
    ["rabbitmq", "3-management", "erlang"],
    ["prom/prometheus", undefined, "go"],
    ["grafana/grafana", "10", "go-cgo"],
    ["jc21/nginx-proxy-manager", undefined, "node"],
    ["debian", "12", "shell"],
    ["mycompany/node", undefined, null],
    ["other.example/bitnami/redis", undefined, null],
    ["*/redis", undefined, "redis"],
    ["", undefined, null],
    [" node ", undefined, null],
    ["linuxserver/plex", undefined, null],
  ];
  for (const [name, tag, program] of images.filter(([name]) => !name.startsWith("*"))) {
    it(`${name}:${tag ?? ""} runs ${program ?? "something unknown"}`, () => {
      assert.equal(id(name, tag), program);
    });
  }
});

describe("the program of a command", () => {
  const commands: [image: string, command: Command, program: string | null, by: string][] = [
    ["node", "nginx -g 'daemon off;'", "nginx", "command"],
    ["node", ["sleep", "infinity"], "shell", "command"],
    ["node", "./start.sh", "node", "image"],
    ["redis", "--appendonly yes", "redis", "image"],
    ["redis", "redis-server --appendonly yes", "redis", "command"],
    ["mariadb", "mysqld --innodb-buffer-pool-size=1G", "mariadb", "command"],
    ["mysql", "mysqld --innodb-buffer-pool-size=1G", "mysql", "command"],
    ["debian", "python3.11 -m http.server", "python", "command"],
    ["debian", "/usr/local/bin/python3 app.py", "python", "command"],
    ["debian", 'sh -c "npm ci && npm start"', "node", "command"],
    ["node", ["bash", "-lc", "echo hello; sleep 5"], "shell", "command"],
    ["node", ["sh", "-c", "cd /app && ./run"], "node", "image"],
    ["debian", ["sh", "-c", "./prepare && node app.js"], "node", "command"],
    ["debian", "tini -- gosu redis redis-server /etc/redis.conf", "redis", "command"],
    ["debian", "env A=b LANG=C java -jar x.jar", "java", "command"],
    ["debian", "./wait-for-it.sh db:5432 -- node server.js", "node", "command"],
    ["debian", "timeout 10 exec ruby x.rb", "ruby", "command"],
    ["php", "/app/artisan queue:work", "php", "command"],
    ["python", "manage.py runserver", "python", "command"],
    ["node", "", "node", "image"],
    ["node", [], "node", "image"],
    ["node", null, "node", "image"],
    ["postgres", "postgres -c max_connections=200", "postgres", "command"],
    ["debian", "while true; do sleep 1; done", "shell", "image"],
    ["node", ["sh", "-c", "while true; do sleep 1; done # npm start"], "shell", "command"],
    ["node", ["sh", "-c", "echo 'a && python x' 2>&1"], "shell", "command"],
    ["node", ["sh", "-c"], "shell", "command"],
  ];
  for (const [image, command, program, by] of commands) {
    it(`${image} with ${JSON.stringify(command)} runs ${program ?? "something unknown"}`, () => {
      const choice = chooseProgram({ name: image }, command);
      assert.equal(choice?.program.id ?? null, program);
      assert.equal(choice?.by, by);
    });
  }

  it("puts the entrypoint before the command", () => {
    assert.equal(id("node", undefined, ["app.py"], ["python"]), "python");
    assert.equal(id("node", undefined, "redis-server", "/run-app.sh"), "node");
    assert.equal(id("node", undefined, "redis-server", "docker-entrypoint.sh"), "redis");
    assert.equal(chooseProgram({ name: "node" }, "x", "python app.py")?.by, "entrypoint");
  });

  it("knows a command without an image", () => {
    assert.equal(programOf(null, "node x.js")?.id, "node");
    assert.equal(programOf(null, "./x"), null);
  });

  it("never throws and stays quick for any command", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.array(fc.string()), (text, words) => {
        programOf({ name: text, tag: text }, text, words);
        programOf({ name: "debian" }, ["sh", "-c", text]);
      }),
      { seed: 7, numRuns: 500 },
    );
    assertEvenGrowth((size) => {
      programOf({ name: "1".repeat(size) }, `sh -c ${"sh -c ".repeat(size / 10)}`, "9".repeat(size));
      programOf({ name: "debian" }, ["sh", "-c", `${"a=".repeat(size / 2)}; ${"; ".repeat(size / 2)}`]);
    }, 40_000);
  });
});

describe("the cry of a program", () => {
  it("has the words of the measurements", () => {
    assert.deepEqual(cry("node", "seccomp"), {
      words: "Assertion failed: (0) == (uv_thread_create(t.get(), start_thread, this))",
      exit: 134,
      when: "at start",
      then: "exits",
      seenWith: "20.20.2",
      source: "measured",
    });
    assert.equal(cry("python", "seccomp")?.when, "when it creates a thread");
    assert.equal(cry("redis", "seccomp")?.words, "Fatal: Can't initialize Background Jobs.");
    assert.equal(cry("java", "seccomp")?.words, "pthread_create failed (EPERM)");
    assert.equal(cry("postgres", "seccomp")?.when, "at first start");
    assert.equal(cry("memcached", "seccomp")?.words, "Can't start logger thread: Operation not permitted");
  });

  it("names the report where nothing was measured", () => {
    assert.equal(cry("dotnet", "seccomp")?.source, "dotnet/sdk#37661");
    assert.equal(cry("mysql", "seccomp")?.words, "Can't create thread to handle bootstrap (errno: 1)");
  });

  it("has no words where the program says nothing", () => {
    assert.equal(cry("haproxy", "seccomp")?.words, "");
    assert.equal(cry("haproxy", "seccomp")?.then, "hangs");
  });

  it("has the wording of the release", () => {
    const old = "Assertion `(0) == (uv_thread_create(t.get(), start_thread, this))' failed.";
    const current = "Assertion failed: (0) == (uv_thread_create(t.get(), start_thread, this))";
    const forms: [version: string | null, words: string][] = [
      ["8", old],
      ["10", old],
      ["18-bookworm", old],
      ["20.9.0", old],
      ["20.10", old],
      ["20.11.1", current],
      ["20", current],
      ["21.0.0", old],
      ["22.1", current],
      ["v24", current],
      ["99", current],
      ["lts-alpine", current],
      ["", current],
      [null, current],
    ];
    for (const [version, words] of forms) assert.equal(cry("node", "seccomp", version)?.words, words, String(version));
    assert.equal(cry("python", "seccomp", "2.7")?.words, "thread.error: can't start new thread");
    assert.equal(cry("python", "seccomp", "3.13-slim")?.words, "RuntimeError: can't start new thread");
  });

  it("is null where a program goes on or nobody measured it", () => {
    assert.equal(cry("go", "seccomp"), null);
    assert.equal(cry("apache-prefork", "seccomp"), null);
    assert.equal(cry("shell", "seccomp"), null);
    assert.equal(cry("mosquitto", "seccomp"), null);
  });
});
