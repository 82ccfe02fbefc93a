import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { failing, fixed, harmless, oldEngine, profileName } from "../stacks.js";
import { assertCode, cli, messagesOf, type Contract, type ContractRun } from "./contract.js";

const json = ["--format", "json"] as const;
const log = "RuntimeError: can't start new thread\n";
const rulesOf = (run: ContractRun): (string | null)[] => messagesOf(run).map(({ ruleId }) => ruleId);
const threads = "compose-lint/thread-creation";
const two = { "a.yaml": failing, "b.yaml": "services:\n  web:\n    image: alpine:3.20\n" };
const plugin = 'export default { meta: { namespace: "acme" }, rules: { none: { meta: { languages: ["*"] }, create: (c) => ({ root: (node) => c.report({ node, message: "seen" }) }) } } };\n';
const variable = { "compose.yaml": "services:\n  web:\n    image: ${IMAGE}\n", ".env": "IMAGE=alpine:3.20\n", "other.env": "IMAGE=node:20-bookworm\n" };
const profiled = { "compose.yaml": "services:\n  web:\n    image: node:20-bookworm\n    profiles: [debug]\n  ok:\n    image: alpine:3.20\n" };
const verdictsOf = ({ stdout }: ContractRun): string[] => (JSON.parse(stdout) as { services: { verdict: string }[] }).services.map(({ verdict }) => verdict);

const init = ["init", "--yes", ...oldEngine, "--no-pre-commit", "--ci", "none"];

/** What each flag does. */
export const flagEffects: Contract = {
  "flag-engine": async (test) => {
    assertCode(await cli(test, ["--engine", "20.10.9"]), 1);
    assertCode(await cli(test, ["--engine", ">=20.10.10 <30"]), 0);
    assertCode(await cli(test, ["--engine", "auto"], { variables: { DOCKER_HOST: "unix:///nowhere" } }), 2);
  },
  "flag-host": async (test) => {
    assertCode(await cli(test, ["--host", "debian-11-docker.io"]), 0);
    assertCode(await cli(test, ["--host", "nowhere"]), 2);
  },
  "flag-runc": async (test) => {
    assertCode(await cli(test, [...oldEngine, "--runc", "1.0.0-rc92", "--libseccomp", "2.4.3"]), 1);
    assertCode(await cli(test, [...oldEngine, "--runc", "1.0.0", "--libseccomp", "2.4.3"]), 0);
  },
  "flag-libseccomp": async (test) => {
    assertCode(await cli(test, [...oldEngine, "--libseccomp", "2.4.3"]), 0);
    assert.equal((await cli(test, [...oldEngine, "--libseccomp", "2.5", ...json])).stdout.includes("will crash"), true);
  },
  "flag-arch": async (test) => {
    assertCode(await cli(test, [...oldEngine, "--arch", "arm64"]), 1);
    assertCode(await cli(test, [...oldEngine, "--arch", "vax"]), 2);
  },
  "flag-image": async (test) => {
    const files = { "compose.yaml": "services:\n  web:\n    image: my/web\n  db:\n    image: my/db\n" };
    assert.deepEqual(verdictsOf(await cli(test, ["inspect", ...oldEngine, ...json, "--image", "my/w*=debian:12", "--image", "my/*=alpine:3.20"], { files })), ["fails", "works"]);
  },
  "flag-date": async (test) => {
    const files = { "compose.yaml": "services:\n  web:\n    image: node:20\n" };
    assert.deepEqual(verdictsOf(await cli(test, ["inspect", ...oldEngine, ...json, "--date", "2023-06-11"], { files })), ["works"]);
  },
  "flag-inspect-images": async (test) => {
    const run = await cli(test, [...oldEngine, "--inspect-images"], { variables: { DOCKER_HOST: "unix:///nowhere" } });
    assertCode(run, 2);
    assert.match(run.stdout, /the service `web` will crash/u);
    assert.equal(
      run.stderr,
      "compose-lint: Not inspected, so judged by name and tag: docker.io/library/node:20-bookworm. No Docker daemon is running at unix:///nowhere. Start it, get access to it, or name another with DOCKER_HOST or DOCKER_CONTEXT; or leave out --inspect-images.\n",
    );
    const inspected = await cli(test, ["inspect", ...oldEngine, ...json, "--inspect-images"], { variables: { DOCKER_HOST: "unix:///nowhere" } });
    assert.deepEqual([inspected.code, inspected.stderr, verdictsOf(inspected)], [2, run.stderr, ["fails"]]);
  },
  "flag-swarm": async (test) => {
    const files = { "compose.yaml": "services:\n  web:\n    image: node:20-bookworm\n    security_opt: [seccomp=unconfined]\n" };
    assert.equal(rulesOf(await cli(test, [...oldEngine, ...json], { files })).includes(threads), false);
    assert.equal(rulesOf(await cli(test, [...oldEngine, ...json, "--swarm"], { files })).includes(threads), true);
  },
  "flag-fix": async (test) => {
    const { folder } = await cli(test, [...oldEngine, "--fix"]);
    assert.equal(readFileSync(path.join(folder, "compose.yaml"), "utf8"), fixed);
    assert.ok(existsSync(path.join(folder, profileName)));
  },
  "flag-fix-dry-run": async (test) => {
    const { folder, stdout } = await cli(test, [...oldEngine, "--fix-dry-run"]);
    assert.match(stdout, /^\+ {4}security_opt:$/mu);
    assert.equal(readFileSync(path.join(folder, "compose.yaml"), "utf8"), failing);
  },
  "flag-fix-type": async (test) => {
    const { folder } = await cli(test, [...oldEngine, "--fix", "--fix-type", "layout", "--fix-type", "suggestion"]);
    assert.equal(readFileSync(path.join(folder, "compose.yaml"), "utf8"), failing);
    assertCode(await cli(test, ["--fix-type", "layout"]), 2);
  },
  "flag-interactive": async (test) => {
    const run = await cli(test, [...oldEngine, "--interactive"]);
    assertCode(run, 2);
    assert.match(run.stderr, /--interactive asks at a terminal/);
  },
  "flag-rule": async (test) => {
    assertCode(await cli(test, [...oldEngine, "--rule", "thread-creation: off", "--rule", "syntax: warn"]), 0);
    assertCode(await cli(test, ["docker-run", ...oldEngine, "--rule", "thread-creation: off", "docker run node:20-bookworm"]), 0);
    for (const words of [[], ["docker-run", "docker run node"]]) {
      const wrong = await cli(test, [...words, "--rule", "thread-creation: [error, {fix: maybe}]"]);
      assertCode(wrong, 2);
      assert.match(wrong.stderr, /^compose-lint: --rule sets thread-creation to what it cannot be\. /u);
    }
  },
  "flag-plugin": async (test) => {
    const run = await cli(test, [...oldEngine, ...json, "--plugin", "./p.mjs", "--rule", "thread-creation: off"], { files: { "compose.yaml": failing, "p.mjs": plugin } });
    assertCode(run, 0);
    assertCode(await cli(test, ["--plugin", "./gone.mjs"]), 2);
  },
  "flag-file": async (test) => {
    assert.deepEqual(verdictsOf(await cli(test, ["inspect", ...oldEngine, ...json, "-f", "a.yaml", "--file", "b.yaml"], { files: two })), ["works"]);
    assert.deepEqual(verdictsOf(await cli(test, ["inspect", ...oldEngine, ...json, "-f", "b.yaml", "--file", "a.yaml"], { files: two })), ["fails"]);
  },
  "flag-project-directory": async (test) => {
    const files = { "app/compose.yaml": "services:\n  web:\n    build: ./x\n", "other/x/Dockerfile": "FROM node:20-bookworm\n", "app/x/Dockerfile": "FROM alpine:3.20\n" };
    assert.deepEqual(verdictsOf(await cli(test, ["inspect", ...oldEngine, ...json, "-f", "app/compose.yaml", "--project-directory", "other"], { files })), ["fails"]);
  },
  "flag-env-file": async (test) => {
    assert.deepEqual(verdictsOf(await cli(test, ["inspect", ...oldEngine, ...json, "--env-file", ".env", "--env-file", "other.env"], { files: variable })), ["fails"]);
  },
  "flag-profile": async (test) => {
    assertCode(await cli(test, [...oldEngine, "--profile", "none"], { files: profiled }), 0);
    assertCode(await cli(test, [...oldEngine, "--profile", "none", "--profile", "debug"], { files: profiled }), 1);
  },
  "flag-resolved": async (test) => {
    const { stdout } = await cli(test, ["inspect", "--resolved", ...json]);
    assert.deepEqual(Object.keys((JSON.parse(stdout) as { services: object }).services), ["web"]);
    assertCode(await cli(test, ["inspect", "--resolved"]), 2);
  },
  "flag-format": async (test) => {
    assert.match((await cli(test, [...oldEngine, "--format", "compact"])).stdout, /: line 3, col 12, Error - /);
    assertCode(await cli(test, ["--format", "json", "--format", "compact"]), 2);
    for (const [command, format] of [["inspect", "json"], ["hosts", "json"], ["rules", "json"], ["diagnose", "json"]] as const) {
      assert.doesNotThrow(async () => JSON.parse((await cli(test, [command, "--format", format])).stdout) as unknown);
      assertCode(await cli(test, [command, "--format", "sarif"]), 2);
      assertCode(await cli(test, [command, "--format", "json", "--format", "json"]), 2);
    }
  },
  "flag-output-file": async (test) => {
    const { folder, stdout } = await cli(test, [...oldEngine, "--format", "json", "-o", "r/a.json", "--format", "compact", "--output-file", "b.txt", "--format", "stylish"]);
    assert.match(stdout, /^\ncompose\.yaml\n/u);
    assert.ok(readFileSync(path.join(folder, "r/a.json"), "utf8").startsWith("[{"));
    assert.match(readFileSync(path.join(folder, "b.txt"), "utf8"), /line 3/);
  },
  "flag-code-frame": async (test) => {
    assert.match((await cli(test, [...oldEngine, "--code-frame"])).stdout, /3 \| {5}image: node:20-bookworm/);
  },
  "flag-config": async (test) => {
    const files = { "compose.yaml": failing, ".compose-lintrc": "settings: { engine: 20.10.9 }", "other.yaml": "settings: { engine: 20.10.10 }" };
    assertCode(await cli(test, [], { files }), 1);
    assertCode(await cli(test, ["-c", "other.yaml"], { files }), 0);
  },
  "flag-no-config": async (test) => {
    assertCode(await cli(test, ["--no-config"], { files: { "compose.yaml": failing, ".compose-lintrc": "settings: { engine: 20.10.9 }" } }), 0);
  },
  "flag-print-config": async (test) => {
    const { stdout } = await cli(test, ["--print-config", "compose.yaml"], { files: { ".compose-lintrc": "settings: { engine: 20.10.9 }" } });
    assert.equal((JSON.parse(stdout) as { settings: { engine: string } }).settings.engine, "20.10.9");
    assertCode(await cli(test, ["--print-config", "compose.yaml", "compose.yaml"]), 2);
    const folder = await cli(test, ["--print-config", "app"], { files: { "app/.compose-lintrc": "settings: { engine: 20.10.9 }" } });
    assertCode(folder, 2);
    assert.match(folder.stderr, /^compose-lint: --print-config prints what holds for a file, and \S+app is a folder\. Name a file in it, there or not, such as \S+app\/compose\.yaml\.\n$/u);
  },
  "flag-detect": async (test) => {
    assertCode(await cli(test, [".", ...oldEngine, "--detect"], { files: { "stack.yaml": failing } }), 1);
    assertCode(await cli(test, [".", ...oldEngine], { files: { "stack.yaml": failing } }), 2);
  },
  "flag-no-ignore": async (test) => {
    const files = { "a/compose.yaml": failing, "b/compose.yaml": harmless, ".compose-lintignore": "a/\n" };
    assertCode(await cli(test, [".", ...oldEngine], { files }), 0);
    assertCode(await cli(test, [".", ...oldEngine, "--no-ignore"], { files }), 1);
  },
  "flag-with-builders": async (test) => {
    const files = { "compose.yaml": `services:\n  web:\n    build: ./app\n  db:\n    image: redis:7-bookworm\n`, "app/Dockerfile": "FROM alpine:3.20\n" };
    assertCode(await cli(test, ["app/Dockerfile", ...oldEngine], { files }), 0);
    assertCode(await cli(test, ["app/Dockerfile", ...oldEngine, "--with-builders"], { files }), 1);
    const lacking = { "compose.yaml": "include: [app/compose.yaml]\n", "app/compose.yaml": `${harmless}    security_opt: [seccomp=./own.json]\n`, "app/own.json": JSON.stringify({ defaultAction: "SCMP_ACT_ALLOW" }) };
    const runs = [["app/compose.yaml"], ["app/compose.yaml", "--with-builders"]].map((words) => cli(test, words, { files: lacking }));
    assert.deepEqual((await Promise.all(runs)).map(({ code }) => code), [0, 1]);
  },
  "flag-baseline": async (test) => {
    const known = JSON.stringify({ "compose.yaml": { [threads]: { count: 1 } } });
    assertCode(await cli(test, [...oldEngine, "--baseline", "b.json"], { files: { "compose.yaml": failing, "b.json": known } }), 0);
    assertCode(await cli(test, [...oldEngine, "--baseline", "b.json"]), 2);
  },
  "flag-update-baseline": async (test) => {
    const { folder } = await cli(test, [...oldEngine, "--baseline", "b.json", "--update-baseline"]);
    assert.deepEqual(JSON.parse(readFileSync(path.join(folder, "b.json"), "utf8")), { "compose.yaml": { [threads]: { count: 1 } } });
    assertCode(await cli(test, ["--update-baseline"]), 2);
  },
  "flag-max-warnings": async (test) => {
    assertCode(await cli(test, [...oldEngine, "--max-warnings", "0"], { files: { "compose.yaml": harmless } }), 1);
    assertCode(await cli(test, ["--max-warnings", "-1"]), 2);
  },
  "flag-quiet": async (test) => {
    assert.equal((await cli(test, [...oldEngine, "--quiet"], { files: { "compose.yaml": harmless } })).stdout, "");
    assertCode(await cli(test, [...oldEngine, "--quiet", "--max-warnings", "0"], { files: { "compose.yaml": harmless } }), 1);
  },
  "flag-stdin": async (test) => {
    assertCode(await cli(test, [...oldEngine, "--stdin"], { files: {}, stdin: failing }), 1);
  },
  "flag-stdin-filename": async (test) => {
    const { stdout } = await cli(test, [...oldEngine, "--stdin", "--stdin-filename", "x/Dockerfile"], { files: {}, stdin: "FROM debian:8\n" });
    assert.match(stdout, /^\nx\/Dockerfile\n/u);
    assert.match((await cli(test, [...oldEngine, "--stdin"], { files: {}, stdin: failing })).stdout, /^\ncompose\.yaml\n/u);
  },
  "flag-output": async (test) => {
    const { folder, stdout, stderr } = await cli(test, ["profile", ...oldEngine, "-o", "p.json"]);
    assert.deepEqual([stdout, stderr], ["", "Wrote p.json\n"]);
    assert.ok("syscalls" in (JSON.parse(readFileSync(path.join(folder, "p.json"), "utf8")) as object));
  },
  "flag-strategy": async (test) => {
    const texts = await Promise.all(["errno", "trace"].map(async (name) => (await cli(test, ["profile", "--engine", "20.10.10", "--strategy", name])).stdout));
    assert.notEqual(texts[0], texts[1]);
    assertCode(await cli(test, ["profile", ...oldEngine, "--strategy", "magic"]), 2);
  },
  "flag-explain": async (test) => {
    const { stdout, stderr } = await cli(test, ["profile", ...oldEngine, "--explain"]);
    assert.match(stderr, /clone3/);
    assert.equal((await cli(test, ["profile", ...oldEngine])).stdout, stdout);
  },
  "flag-debug": async (test) => {
    assertCode(await cli(test, [...oldEngine, "--debug"]), 1);
  },
  "flag-compose": async (test) => {
    const { stdout } = await cli(test, ["diagnose", ...oldEngine, "--compose", "stack.yaml", ...json], { files: { "stack.yaml": failing }, stdin: log });
    assert.equal((JSON.parse(stdout) as { service: string }).service, "web");
    assertCode(await cli(test, ["diagnose", "--compose", "gone.yaml"], { stdin: log }), 2);
  },
  "flag-service": async (test) => {
    const files = { "compose.yaml": "services:\n  a:\n    image: my/a\n  b:\n    image: my/b\n" };
    const { stdout } = await cli(test, ["diagnose", ...oldEngine, "--service", "b", ...json], { files, stdin: log });
    assert.equal((JSON.parse(stdout) as { service: string }).service, "b");
  },
  "flag-file-docker-run": async (test) => {
    assertCode(await cli(test, ["docker-run", ...oldEngine, "--file", "run.sh"], { files: { "run.sh": "docker run node:20-bookworm\n" } }), 1);
  },
  "flag-to-compose": async (test) => {
    assert.match((await cli(test, ["docker-run", "--to-compose", "docker run --name web nginx"])).stdout, /^services:\n {2}web:\n {4}image: nginx$/mu);
  },
  "flag-format-init": async (test) => {
    const { folder } = await cli(test, [...init, "--format", "json"]);
    const { settings } = JSON.parse(readFileSync(path.join(folder, "compose-lint.config.json"), "utf8")) as { settings: unknown };
    assert.deepEqual(settings, { engine: "20.10.9" });
    assertCode(await cli(test, [...init, "--format", "sarif"]), 2);
  },
  "flag-hook": async (test) => {
    const { folder } = await cli(test, ["init", "--yes", ...oldEngine, "--ci", "none", "--hook", "pre-commit"]);
    assert.match(readFileSync(path.join(folder, ".pre-commit-config.yaml"), "utf8"), /id: compose-lint/u);
    assertCode(await cli(test, ["init", "--yes", "--hook", "magic"]), 2);
  },
  "flag-no-pre-commit": async (test) => {
    const { folder } = await cli(test, ["init", "--yes", ...oldEngine, "--ci", "none", "--no-pre-commit"]);
    assert.equal(existsSync(path.join(folder, ".pre-commit-config.yaml")), false);
  },
  "flag-ci": async (test) => {
    const { folder } = await cli(test, ["init", "--yes", ...oldEngine, "--no-pre-commit", "--ci", "github"]);
    assert.ok(existsSync(path.join(folder, ".github/workflows/compose-lint.yml")));
    assertCode(await cli(test, ["init", "--yes", "--ci", "magic"]), 2);
  },
  "flag-baseline-init": async (test) => {
    const { folder } = await cli(test, [...init, "--baseline", "known.json"]);
    assert.deepEqual(JSON.parse(readFileSync(path.join(folder, "known.json"), "utf8")), { "compose.yaml": { [threads]: { count: 1 } } });
  },
  "flag-yes": async (test) => {
    assertCode(await cli(test, init), 0);
    assertCode(await cli(test, ["init", ...oldEngine]), 2);
  },
  "flag-concurrency": async (test) => {
    const texts = await Promise.all(["off", "auto"].map(async (threadCount) => (await cli(test, [...oldEngine, "--concurrency", threadCount])).stdout));
    assert.equal(texts[0], texts[1]);
    assertCode(await cli(test, ["--concurrency", "many"]), 2);
  },
  "flag-shard": async (test) => {
    const files = { "a/compose.yaml": failing, "b/compose.yaml": failing };
    const parts = await Promise.all(["1/2", "2/2"].map(async (shard) => messagesOf(await cli(test, [".", ...oldEngine, ...json, "--shard", shard], { files })).length));
    assert.deepEqual(parts, [1, 1]);
    assertCode(await cli(test, ["--shard", "3/2"]), 2);
  },
  // That it watches is tested with the real program, in test/e2e/watch.test.ts: a run of it does not end.
  "flag-watch": async (test) => {
    const run = await cli(test, ["--watch", "--fix"]);
    assertCode(run, 2);
    assert.match(run.stderr, /--watch reports what it finds at each change/u);
  },
  "flag-cache": async (test) => {
    const { folder } = await cli(test, [...oldEngine, "--cache"]);
    assert.ok(existsSync(path.join(folder, ".compose-lintcache")));
  },
  "flag-cache-location": async (test) => {
    const { folder } = await cli(test, [...oldEngine, "--cache", "--cache-location", "kept"]);
    assert.ok(existsSync(path.join(folder, "kept")));
    assertCode(await cli(test, ["--cache-location", "kept"]), 2);
  },
  "flag-color": async (test) => {
    assert.ok((await cli(test, [...oldEngine, "--color"], { variables: { NO_COLOR: "1" } })).stdout.includes("\u001b["));
  },
  "flag-no-color": async (test) => {
    assert.equal((await cli(test, [...oldEngine, "--no-color"], { columns: 80, variables: { FORCE_COLOR: "1" } })).stdout.includes("\u001b["), false);
  },
  "flag-version": async (test) => {
    assert.equal((await cli(test, ["-v"])).stdout, (await cli(test, ["--version"])).stdout);
  },
  "flag-help": async (test) => {
    assert.match((await cli(test, ["-h"])).stdout, /^Usage: compose-lint \[options\]/u);
  },
};
