import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer, type Server } from "node:http";
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { askDaemon, type AskDaemonOptions, type AskDaemonResult } from "../../src/engine/ask-daemon.js";
import { daemonAddress } from "../../src/engine/daemon-address.js";
import { ordinaryContainer } from "../../src/seccomp/container-security.js";
import { threadCreation } from "../../src/seccomp/thread-creation.js";

const VERSION = {
  Version: "20.10.9",
  Arch: "amd64",
  KernelVersion: "5.4.0-88-generic",
  Components: [
    { Name: "Engine", Version: "20.10.9" },
    { Name: "runc", Version: "1.0.1" },
  ],
};
const INFO = {
  SecurityOptions: ["name=apparmor", "name=seccomp,profile=default"],
  DefaultRuntime: "runc",
  // A path is not run: it is what a socket says.
  Runtimes: { runc: { path: "/nowhere/runc" } },
};

let folder = "";
let stops: (() => void)[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "ask-daemon-"));
});

afterEach(() => {
  for (const stop of stops) stop();
  stops = [];
  rmSync(folder, { recursive: true, force: true });
});

function ask(env: Record<string, string>, options: Partial<AskDaemonOptions> = {}): Promise<AskDaemonResult> {
  return askDaemon({ env, homeFolder: folder, platform: "linux", timeout: 2000, ...options });
}

/** A daemon that answers with the given bodies. */
async function daemon(version: object, info: object, listen: string | number): Promise<Server> {
  const server = createHttpServer((request, response) => {
    const body = request.url === "/version" ? version : request.url === "/info" ? info : null;
    response.statusCode = body === null ? 404 : 200;
    response.end(JSON.stringify(body));
  });
  stops.push(() => server.close());
  await new Promise<void>((resolve) => {
    server.listen(listen, resolve);
  });
  return server;
}

/** A server that does as told with each connection. */
async function anything(handle: (socket: Socket) => void): Promise<string> {
  const server: TcpServer = createTcpServer(handle);
  stops.push(() => server.close());
  const socket = path.join(folder, "other.sock");
  await new Promise<void>((resolve) => {
    server.listen(socket, resolve);
  });
  return `unix://${socket}`;
}

async function askFor(version: object, info: object): Promise<AskDaemonResult> {
  const socket = path.join(folder, `docker${stops.length}.sock`);
  await daemon(version, info, socket);
  return ask({ DOCKER_HOST: `unix://${socket}` });
}

function problemCode(result: AskDaemonResult): string {
  return result.ok ? "none" : result.problem.code;
}

describe("asking the daemon", () => {
  it("tells the engine with its runtime, architecture and kernel", async () => {
    const result = await askFor(VERSION, INFO);
    assert.ok(result.ok);
    const [setup, ...others] = result.target.members;
    assert.equal(others.length, 0);
    assert.deepEqual(
      [setup.engine, setup.runc, setup.architecture, setup.kernel, setup.seccomp],
      ["20.10.9", "1.0.1", "amd64", "5.4.0-88-generic", "default"],
    );
    assert.deepEqual(setup.assumed, ["libseccomp"]);
    assert.match(result.target.text, /^auto \(Docker Engine 20\.10\.9 \(runc 1\.0\.1, libseccomp 2\.5\)\)$/);
  });

  it("works over TCP", async () => {
    const server = await daemon(VERSION, INFO, 0);
    const { port } = server.address() as AddressInfo;
    const result = await ask({ DOCKER_HOST: `tcp://127.0.0.1:${port}` });
    assert.ok(result.ok && result.target.members[0].engine === "20.10.9");
  });

  it("leaves open whether a Debian 11 package is patched", async () => {
    const result = await askFor({ ...VERSION, Version: "20.10.5+dfsg1" }, INFO);
    assert.ok(result.ok);
    assert.equal(result.target.members.length, 2);
  });

  it("knows daemons without seccomp, and those with a default profile of their own", async () => {
    const verdict = (result: AskDaemonResult): string => {
      assert.ok(result.ok, problemCode(result));
      return threadCreation({ name: "glibc", version: "2.36" }, result.target, ordinaryContainer()).verdict;
    };
    assert.equal(verdict(await askFor(VERSION, INFO)), "fails");
    assert.equal(verdict(await askFor(VERSION, { ...INFO, SecurityOptions: [] })), "works");
    assert.equal(
      verdict(await askFor(VERSION, { ...INFO, SecurityOptions: ["name=seccomp,profile=unconfined"] })),
      "works",
    );
    assert.equal(
      verdict(await askFor(VERSION, { ...INFO, SecurityOptions: ["name=seccomp,profile=builtin"] })),
      "fails",
    );
    const file = path.join(folder, "daemon.json");
    const own = { ...INFO, SecurityOptions: [`name=seccomp,profile=${file}`] };
    assert.equal(verdict(await askFor(VERSION, own)), "unknown", "the file cannot be read");
    writeFileSync(file, '{"defaultAction": "SCMP_ACT_ALLOW"}');
    assert.equal(verdict(await askFor(VERSION, own)), "works");
  });

  it("takes Podman for what it is", async () => {
    const result = await askFor({ ...VERSION, Version: "4.3.1", Components: [{ Name: "Podman Engine" }] }, INFO);
    assert.ok(result.ok);
    const [setup] = result.target.members;
    assert.deepEqual([setup.engine, setup.recorded, setup.label], [null, "ALLOW", "Podman 4.3.1"]);
  });

  it("has a clear answer where there is no daemon", async () => {
    assert.equal(problemCode(await ask({ DOCKER_HOST: `unix://${folder}/none.sock` })), "daemon-not-running");
    assert.equal(problemCode(await ask({ DOCKER_HOST: "tcp://127.0.0.1:1" })), "daemon-unreachable");
    assert.equal(problemCode(await ask({ DOCKER_HOST: "docker.example" })), "daemon-address");
    assert.equal(problemCode(await ask({ DOCKER_HOST: "tcp://127.0.0.1:99999" })), "daemon-address");
    writeFileSync(path.join(folder, "file"), "");
    assert.notEqual(problemCode(await ask({ DOCKER_HOST: `unix://${folder}/file` })), "none");
    const result = await ask({ DOCKER_HOST: `unix://${folder}/none.sock` });
    assert.ok(!result.ok);
    assert.match(result.problem.message, /No Docker daemon is running at unix:.*--engine 20\.10\.9/);
  });

  it("never hangs", async () => {
    const silent = await anything(() => undefined);
    const started = performance.now();
    assert.equal(problemCode(await ask({ DOCKER_HOST: silent }, { timeout: 300 })), "daemon-timeout");
    assert.ok(performance.now() - started < 5000);
  });

  it("does not believe everything", async () => {
    const talk = await anything((socket) => {
      socket.on("error", () => undefined);
      socket.end("HTTP/1.1 200 OK\r\n\r\n<html>hello</html>");
    });
    assert.equal(problemCode(await ask({ DOCKER_HOST: talk })), "daemon-not-docker");
    assert.equal(problemCode(await askFor({}, {})), "daemon-not-docker");
    assert.equal(problemCode(await askFor({ ...VERSION, Version: "dev" }, INFO)), "daemon-version");
    assert.equal(problemCode(await askFor({ ...VERSION, Arch: "sparc" }, INFO)), "daemon-architecture");
    for (const odd of [[], "text", null, 7, { Version: 7 }, { ...VERSION, Components: "x" }]) {
      await askFor(odd as object, odd as object);
    }
  });

  it("breaks off an answer without an end", async () => {
    const endless = await anything((socket) => {
      socket.on("error", () => undefined);
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      const more = (): void => {
        if (!socket.destroyed) socket.write("x".repeat(65_536), () => setImmediate(more));
      };
      more();
    });
    assert.notEqual(problemCode(await ask({ DOCKER_HOST: endless })), "none");
  });
});

describe("the daemon's address", () => {
  const address = (env: Record<string, string>, platform: NodeJS.Platform = "linux"): string => {
    const result = daemonAddress({ env, homeFolder: folder, platform });
    return result.ok ? `${result.address.kind} ${result.address.text}` : result.problem.code;
  };

  it("is the default socket, or DOCKER_HOST", () => {
    assert.equal(address({}), "socket unix:///var/run/docker.sock");
    assert.equal(address({}, "win32"), "socket npipe:////./pipe/docker_engine");
    assert.equal(address({ DOCKER_HOST: "tcp://build:2375" }), "tcp tcp://build:2375");
    assert.equal(address({ DOCKER_HOST: "ssh://me@build" }), "client ssh://me@build");
    const tls = daemonAddress({
      env: { DOCKER_HOST: "tcp://build", DOCKER_TLS_VERIFY: "1" },
      homeFolder: folder,
      platform: "linux",
    });
    assert.ok(tls.ok && tls.address.kind === "tcp" && tls.address.port === 2376 && tls.address.tls?.verify === true);
  });

  it("comes from the context of the client's configuration, which DOCKER_CONTEXT overrides", () => {
    const context = (name: string, meta: object): void => {
      const id = createHash("sha256").update(name).digest("hex");
      const place = path.join(folder, ".docker", "contexts", "meta", id);
      mkdirSync(place, { recursive: true });
      writeFileSync(path.join(place, "meta.json"), JSON.stringify(meta));
    };
    context("far", { Name: "far", Endpoints: { docker: { Host: "tcp://far:2375" } } });
    context("near", { Name: "near", Endpoints: { docker: { Host: "unix:///run/near.sock" } } });
    context("broken", { Name: "broken" });
    writeFileSync(path.join(folder, ".docker", "config.json"), JSON.stringify({ currentContext: "far" }));
    assert.equal(address({}), "tcp tcp://far:2375");
    assert.equal(address({ DOCKER_CONTEXT: "near" }), "socket unix:///run/near.sock");
    assert.equal(address({ DOCKER_CONTEXT: "default" }), "socket unix:///var/run/docker.sock");
    assert.equal(address({ DOCKER_HOST: "tcp://build:2375" }), "tcp tcp://build:2375");
    assert.equal(address({ DOCKER_CONTEXT: "broken" }), "docker-context");
    assert.equal(address({ DOCKER_CONTEXT: "none" }), "docker-context");
    writeFileSync(path.join(folder, ".docker", "config.json"), "not JSON");
    assert.equal(address({}), "socket unix:///var/run/docker.sock");
  });
});
