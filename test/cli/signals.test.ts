import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { describe, it, type TestContext } from "node:test";
import { pathToFileURL } from "node:url";
import { startProgram } from "./built-program.js";
import { failing, fixed, oldEngine, profileName } from "./stacks.js";
import { temporaryFolder } from "./temporary-folder.js";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const skip = process.platform === "win32" ? "Windows has no such signals" : false;

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await pause(5);
}

describe("a signal ends the program by itself, at once", { skip }, () => {
  for (const signal of signals) {
    it(`${signal} while standard input is read`, async (test) => {
      const { child, end } = startProgram(test, temporaryFolder(test), ["--stdin", ...oldEngine]);
      child.stdin.write("services:\n");
      await pause(200);
      child.kill(signal);
      assert.deepEqual(await end(), { code: null, signal, stdout: "", stderr: "" });
    });

    it(`${signal} while a log is read as it grows`, async (test) => {
      const { child, end } = startProgram(test, temporaryFolder(test), ["diagnose"]);
      child.stdin.write("RuntimeError: can't start new thread\n");
      await pause(200);
      child.kill(signal);
      assert.deepEqual(await end(), { code: null, signal, stdout: "", stderr: "" });
    });

    it(`${signal} while a large file is linted`, async (test) => {
      const services = Array.from({ length: 20_000 }, (_, index) => `  s${index}:\n    image: node:20-bookworm\n`);
      const folder = temporaryFolder(test, { "compose.yaml": `services:\n${services.join("")}` });
      const { child, end } = startProgram(test, folder, [...oldEngine, "-o", "report.txt"]);
      await pause(500);
      child.kill(signal);
      assert.deepEqual(await end(), { code: null, signal, stdout: "", stderr: "" });
      assert.deepEqual(readdirSync(folder), ["compose.yaml"]);
    });

    it(`${signal} while a file is written: it is the old or the new one, and there is no other`, async (test) => {
      const folder = temporaryFolder(test);
      const loader = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
      const child = spawn(process.execPath, ["--import", loader, path.resolve("test/cli/write-forever.ts"), path.join(folder, "file")]);
      test.after(() => child.kill("SIGKILL"));
      await once(child.stdout, "data");
      const ended = once(child, "exit");
      child.kill(signal);
      assert.deepEqual(await ended, [null, signal]);
      assert.deepEqual(readdirSync(folder), ["file"]);
      assert.match(readFileSync(path.join(folder, "file"), "utf8"), /^(?:a{4000000}|b{4000000})$/u);
    });

    it(`${signal} while many files are mended: each has its profile, and no profile is without its file`, async (test) => {
      const names = Array.from({ length: 200 }, (_, index) => `s${index}`);
      const folder = temporaryFolder(test, Object.fromEntries(names.map((name) => [`${name}/compose.yaml`, failing])));
      const { child } = startProgram(test, folder, [".", "--fix", ...oldEngine]);
      const ended = once(child, "exit");
      let told = "";
      child.stderr.on("data", (text: Buffer) => {
        told += text.toString();
        if (told.includes("Wrote ")) child.kill(signal);
      });
      child.stdout.resume();
      assert.deepEqual(await ended, [null, signal]);
      const mended = names.filter((name) => readFileSync(path.join(folder, name, "compose.yaml"), "utf8") === fixed);
      const withProfile = names.filter((name) => existsSync(path.join(folder, name, profileName)));
      assert.deepEqual(withProfile, mended);
      assert.ok(mended.length > 0 && mended.length < names.length, String(mended.length));
    });

    it(`${signal} while another program is asked for the engine, which ends too`, async (test) => {
      const folder = temporaryFolder(test, { "compose.yaml": failing, "bin/docker": '#!/bin/sh\necho $$ >> "$PIDS"\nexec sleep 600\n' });
      chmodSync(path.join(folder, "bin/docker"), 0o755);
      const pids = path.join(folder, "pids");
      const variables = { DOCKER_HOST: "ssh://nowhere.example", PIDS: pids, PATH: `${path.join(folder, "bin")}:${process.env.PATH ?? ""}` };
      const { child, end } = startProgram(test, folder, ["--engine", "auto"], variables);
      await until(() => existsSync(pids) && readFileSync(pids, "utf8").trim().split("\n").length === 2);
      child.kill(signal);
      assert.deepEqual(await end(), { code: null, signal, stdout: "", stderr: "" });
      for (const pid of readFileSync(pids, "utf8").trim().split("\n")) await until(() => !isRunning(Number(pid)));
    });

    it(`${signal} while an image is read: the container for it is removed`, async (test) => {
      const folder = temporaryFolder(test, { "compose.yaml": failing });
      const daemon = await hangingDaemon(test, path.join(folder, "docker.sock"));
      const variables = { DOCKER_HOST: `unix://${path.join(folder, "docker.sock")}`, XDG_CACHE_HOME: path.join(folder, "cache") };
      const { child, end } = startProgram(test, folder, ["--inspect-images", ...oldEngine], variables);
      await until(() => daemon.asked.some((line) => line.includes("/archive")));
      child.kill(signal);
      assert.deepEqual(await end(), { code: null, signal, stdout: "", stderr: "" });
      assert.ok(daemon.asked.includes("DELETE /containers/c0ffee?force=1&v=1"), daemon.asked.join("\n"));
    });
  }

  it("SIGTERM between the files that --fix writes", async (test) => {
    // More is told of so many long names than a pipe holds that nobody reads: the program waits in the midst of them.
    const names = Array.from({ length: 700 }, (_, index) => `${"x".repeat(240)}${index}`);
    const folder = temporaryFolder(test, Object.fromEntries(names.map((name) => [`${name}/compose.yaml`, failing])));
    const rule = "thread-creation: [error, {fix: unconfined}]";
    const { child, end } = startProgram(test, folder, [".", ...oldEngine, "--fix", "--rule", rule, "--format", "json", "-o", "report.json"]);
    const isFixed = (name: string): boolean => readFileSync(path.join(folder, name, "compose.yaml"), "utf8") !== failing;
    await until(() => names.some(isFixed));
    child.kill("SIGTERM");
    const { code, signal } = await end();
    assert.deepEqual([code, signal], [null, "SIGTERM"]);
    assert.ok(names.some((name) => !isFixed(name)), "it did not go on to the last file");
    for (const name of names) assert.deepEqual(readdirSync(path.join(folder, name)), ["compose.yaml"]);
    assert.equal(existsSync(path.join(folder, "report.json")), false);
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** A daemon that has every image, makes containers, and never hands out a file. */
async function hangingDaemon(test: TestContext, socket: string): Promise<{ asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method ?? ""} ${request.url ?? ""}`);
    if (request.url?.includes("/archive") === true) return;
    if (request.method === "DELETE") response.writeHead(204).end();
    else if (request.method === "POST") response.writeHead(201).end(JSON.stringify({ Id: "c0ffee" }));
    else response.end(JSON.stringify({ Id: "sha256:1", Architecture: "amd64", Config: {} }));
  });
  await once(server.listen(socket), "listening");
  test.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { asked };
}
