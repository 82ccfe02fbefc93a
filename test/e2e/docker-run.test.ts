// The corrected command lines of `compose-lint docker-run` against a real client and daemon: the client accepts them
// with `docker create`, and what died runs.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { flagsOfClient } from "../../src/docker-run/known-flags.js";
import { valueProblem } from "../../src/docker-run/value-problem.js";
import { clientValues } from "../docker-run/client-values.js";
import { runCli } from "../cli/run-cli.js";
import { composeV2 } from "./compose-program.js";
import { startEngine, type Engine } from "./engine.js";
import { describeOutcome, runProgram, type Outcome } from "./run-program.js";
import { unavailable } from "./unavailable.js";

const ENGINE = "20.10.9";
const assertion = /Assertion failed: \(0\) == \(uv_thread_create\(/;

/** Lines as people write them; each dies on the old engine as it is, and prints `node ok` when it is mended. */
const lines: readonly string[] = [
  `docker run --rm --network none node:20 node -e 'console.log("node ok")'`,
  `docker run --rm \\
  --network none \\
  -e "GREETING=node ok" \\
  node:20 \\
  node -e "console.log(process.env.GREETING)"`,
  `TAG=20; docker container run --rm --net=none --memory 256m --ulimit nofile=1024:2048 -i node:$TAG node -e 'console.log("node ok")' < /dev/null`,
  `docker run --rm --network none --security-opt no-new-privileges -v "$PWD:/work:ro" -w /work node:$(echo 20) node -p '"node ok"' 2>&1 | cat`,
];

describe("corrected docker run lines on a real engine", { skip: unavailable() ?? false, concurrency: false }, () => {
  let engine: Engine;
  let folder: string;
  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "compose-lint-run-"));
    engine = await startEngine(ENGINE);
    await engine.importNodeImage("node:20");
  });
  after(async () => {
    rmSync(folder, { recursive: true });
    await engine.stop();
  });

  const shell = (line: string): Promise<Outcome> =>
    runProgram("bash", ["-c", line], { cwd: folder, env: engine.environment, timeout: 120_000 });

  for (const [at, line] of lines.slice(0, 3).entries()) {
    it(`is accepted and runs: line ${at + 1}`, { timeout: 180_000 }, async () => {
      const before = await shell(line);
      assert.match(before.stdout + before.stderr, assertion, describeOutcome(before));
      const fixed = await runCli(folder, ["docker-run", "--engine", ENGINE, "--fix", line]);
      assert.equal(fixed.code, 0, fixed.stderr + fixed.stdout);
      assert.equal(fixed.stdout.replace(/\s*(?:\\\n)?\s*--security-opt seccomp=\.\/seccomp-compose-lint\.json/u, ""), `${line}\n`);
      const created = await shell(fixed.stdout.replace(/ run /u, " create "));
      assert.equal(created.code, 0, describeOutcome(created));
      assert.match(created.stdout, /^[0-9a-f]{64}$/mu);
      const ran = await shell(fixed.stdout);
      assert.equal(ran.code, 0, describeOutcome(ran));
      assert.match(ran.stdout, /node ok/);
    });
  }

  it("leaves a line alone whose image only the shell knows", async () => {
    const linted = await runCli(folder, ["docker-run", "--engine", ENGINE, lines[3] ?? ""]);
    assert.equal(linted.code, 0, linted.stdout + linted.stderr);
    assert.doesNotMatch(linted.stdout, /Mended/);
  });

  it("mends the lines of a page in place", async () => {
    const page = path.join(folder, "README.md");
    writeFileSync(page, `# Start\n\n\`\`\`sh\n$ ${lines[1] ?? ""}\n\`\`\`\n`);
    const fixed = await runCli(folder, ["docker-run", "--engine", ENGINE, "--fix", "--file", "README.md"]);
    assert.equal(fixed.code, 0, fixed.stdout + fixed.stderr);
    const mended = /\$ (docker[^`]*)```/u.exec(readFileSync(page, "utf8"))?.[1] ?? "";
    const ran = await shell(mended);
    assert.match(ran.stdout, /node ok/, describeOutcome(ran));
  });

  it("knows every flag that this machine's client lists, and whether it takes a value", async () => {
    const help = await engine.docker(["run", "--help"]);
    const listed = [...help.stdout.matchAll(/^ {2,6}(?:-(\w), )?--([a-z0-9-]+)(?: (\S+))?(?: {2,}|$)/gmu)];
    assert.ok(listed.length > 80, "the help was read");
    const wrong = listed.flatMap(([, short, name = "", value]) => {
      const flag = flagsOfClient("docker").long.get(name);
      const isSwitch = value === undefined;
      const known = flag !== undefined && (flag.kind === "switch") === isSwitch;
      const shortKnown = short === undefined || flagsOfClient("docker").short.get(short)?.name === name;
      return known && shortKnown ? [] : [name];
    });
    assert.deepEqual(wrong, []);
  });

  it("refuses the values of options that this machine's client refuses, and takes the others", { timeout: 400_000 }, async () => {
    const sizes = ["abc", "-5", "-1", "", "64.5m", "512 mb", "5x", "64M", ".5g", "1e9", "0"].flatMap((value) => ["memory", "memory-swap", "shm-size"].map((name) => [name, value]));
    const numbers = ["x", "1.5", "0x10", "1_0", "08", "-1", "", "+5", "1e3", "0b1", "0_7", "_7"].flatMap((value) => ["pids-limit", "oom-score-adj", "stop-timeout"].map((name) => [name, value]));
    const limits = ["nofile=900:800", "nofile", "nosuch=4", "nofile=", "nofile=x", "NOFILE=5", "as=5", "nofile=-1:5", "nofile=5:-1", "nproc=1:2:3", "core=0", "nproc=9", "=5", "nofile=0x5", "nofile=5:"].map((value) => ["ulimit", value]);
    const cpus = ["x", "1/2", "1.5", ".5", ""].map((value) => ["cpus", value]);
    const others = Object.entries(clientValues).flatMap(([name, { taken, refused }]) => [...taken, ...refused].map((value) => [name, value]));
    const wrong: string[] = [];
    for (const [name = "", value = ""] of [...sizes, ...numbers, ...limits, ...cpus, ...others]) {
      // What the engine says of it does not matter, nor that it has no such image.
      const real = await engine.docker(["create", "--pull", "never", `--${name}=${value}`, "no-such-image", "true"]);
      const isRefused = !/Error response from daemon|No such image|Unable to find image|requires API version/u.test(real.stderr);
      const ours = valueProblem(name, value) !== null;
      if (ours !== isRefused) wrong.push(`${name}=${value}: ${ours ? "refused by us" : "taken by us"}, ${real.stderr.split("\n")[0] ?? ""}`);
    }
    assert.deepEqual(wrong, []);
  });

  it("prints a Compose file that the real Compose accepts", { skip: composeV2.unavailable() ?? false }, async () => {
    const line =
      "docker run -dit --name web --hostname h -p 80:80 -p 443:443/udp -e A=b -e 'C=$5' -v data:/data -v /tmp:/x:ro --mount type=tmpfs,dst=/t,tmpfs-size=1000 " +
      "--ulimit nofile=1:2 --ulimit nproc=9 --cap-drop ALL --cap-add NET_BIND_SERVICE --restart on-failure:3 --memory 64m --cpus 0.5 --pids-limit 20 " +
      "--health-cmd 'curl -f localhost || exit 1' --health-interval 5s --health-retries 3 --log-driver json-file --log-opt max-size=10m --init --read-only " +
      "--tmpfs /run --dns 1.1.1.1 --add-host a:1.2.3.4 --label a=b --user 1:2 -w /w --entrypoint sh --stop-timeout 20 --shm-size 1g --sysctl net.core.somaxconn=1 " +
      "--device /dev/null --group-add 5 --network back --network-alias w --ip 10.0.0.9 --blkio-weight 300 --device-read-bps /dev/sda:1mb --gpus all --security-opt no-new-privileges " +
      "--userns host --ipc private --pid host --platform linux/amd64 --pull always --cgroup-parent x --runtime runc --oom-score-adj 5 --storage-opt size=1G nginx -c 'echo $HOME'";
    const printed = await runCli(folder, ["docker-run", "--to-compose", line]);
    assert.equal(printed.code, 0, printed.stderr);
    writeFileSync(path.join(folder, "made.yaml"), printed.stdout);
    const config = await composeV2.run(engine, folder, ["-f", "made.yaml", "config", "--format", "json"]);
    assert.equal(config.code, 0, `${printed.stdout}\n${describeOutcome(config)}`);
    const { services } = JSON.parse(config.stdout) as { services: { web: Record<string, unknown> } };
    const { web } = services;
    assert.deepEqual(web.environment, { A: "b", C: "$$5" });
    assert.deepEqual(web.command, ["-c", "echo $$HOME"]);
    assert.deepEqual(web.ulimits, { nofile: { soft: 1, hard: 2 }, nproc: 9 });
    assert.equal(web.mem_limit, String(64 * 1024 * 1024));
    assert.equal(web.stop_grace_period, "20s");
  });
});
