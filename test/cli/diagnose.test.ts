import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { runCli } from "./run-cli.js";
import { temporaryFolder } from "./temporary-folder.js";

const NODE = "Assertion failed: (0) == (uv_thread_create(t.get(), start_thread, this))";

interface Printed {
  cause: string | null;
  program: string | null;
  service: string | null;
  decidedBy: string | null;
  matches: { line: number; column: number; text: string; signature: string }[];
  advice: string[];
  services: { service: string | null; possibleServices: string[] }[];
}

async function diagnosed(folder: string, words: readonly string[], stdin = ""): Promise<Printed> {
  const { code, stdout, stderr } = await runCli(folder, ["diagnose", "--format", "json", ...words], { stdin });
  assert.ok(code < 2, stderr);
  return JSON.parse(stdout) as Printed;
}

const TWO = "services:\n  web:\n    image: node:20\n    pids_limit: 3   # small\n  db:\n    image: mariadb:11\n";

describe("compose-lint diagnose", () => {
  it("names the likeliest cause where the log and nothing else is known, and says so", async (test) => {
    const { code, stdout } = await runCli(temporaryFolder(test), ["diagnose"], { stdin: `x\n  ${NODE}\n` });
    assert.equal(code, 0);
    assert.match(stdout, /^<stdin>:2:3 {2}Assertion failed/);
    assert.match(stdout, /Node\.js: a seccomp filter or another security module refused it, most likely\.\n/);
    assert.match(stdout, /Why: The log names no error/);
    assert.match(stdout, /Less likely \(20 in 100\): a limit on processes/);
    assert.match(stdout, /Docker Engine 20\.10\.10 or newer/);
  });

  it("lets the errno decide", async (test) => {
    const folder = temporaryFolder(test);
    const eperm = await diagnosed(folder, [], "pthread_create failed (EPERM)\n");
    assert.deepEqual([eperm.cause, eperm.decidedBy, eperm.program], ["seccomp", "errno", "java"]);
    const eagain = await diagnosed(folder, [], "pthread_create failed (EAGAIN)\n");
    assert.deepEqual([eagain.cause, eagain.decidedBy], ["process-limit", "errno"]);
  });

  it("lets the engine and the Compose file decide where the log does not", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": TWO });
    const log = `web-1  | ${NODE}\n`;
    const limit = await diagnosed(folder, ["--engine", "20.10.10"], log);
    assert.deepEqual([limit.cause, limit.decidedBy, limit.service], ["process-limit", "evidence", "web"]);
    assert.match(limit.advice[0] ?? "", /^Raise `pids_limit` from 3 to at least 11/);
    const unlimited = temporaryFolder(test, { "compose.yaml": TWO.replace(/^.*pids.*\n/mu, "") });
    const engine = await diagnosed(unlimited, ["--engine", "20.10.9"], log);
    assert.deepEqual([engine.cause, engine.decidedBy], ["seccomp", "evidence"]);
    assert.ok(engine.advice.some((text) => text.includes("node:20-bullseye")));
  });

  it("says that `--fix` does it only where it does", async (test) => {
    const refusing = '{"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["clone3"], "action": "SCMP_ACT_ERRNO"}]}';
    const own = "services:\n  web:\n    image: node:20\n    security_opt: [seccomp=./own.json]\n";
    const log = `web-1  | ${NODE}\n`;
    const seccomp = async (text: string, ...words: string[]): Promise<string> =>
      (await diagnosed(temporaryFolder(test, { "compose.yaml": text, "own.json": refusing }), words, log)).advice.join("\n");
    assert.match(await seccomp(own, "--engine", "20.10.9"), /^Or in `syscalls` of \.\/own\.json, in the place of its own answer to clone3, the rule `\{/mu);
    for (const words of [["--engine", "20.10.9"], []]) {
      assert.doesNotMatch(await seccomp(own, ...words), /`(?:--engine VERSION )?--fix` writes it/u);
      assert.match(await seccomp(own.replace(/ {4}security_opt.*\n/u, ""), ...words), /`(?:--engine VERSION )?--fix` writes it/u);
    }
    const [variable, hint] = (await diagnosed(temporaryFolder(test, { "compose.yaml": TWO.replace("3 ", "${PIDS:-3} ") }), ["--engine", "20.10.10"], log)).advice;
    assert.match(variable ?? "", /^Raise `pids_limit` from 3 to at least 11\. /u);
    assert.equal(hint, "`pids_limit` comes from a variable: set that to 11.");
  });

  it("points at the place of each match, lines and columns from 1", async (test) => {
    const { matches } = await diagnosed(temporaryFolder(test), [], `a\r\n\u001b[36mweb-1  |\u001b[0m ${NODE}\r\n`);
    assert.deepEqual(matches.map(({ line, column, signature }) => ({ line, column, signature })), [
      { line: 2, column: 19, signature: "node-thread" },
    ]);
  });

  it("tells a line once in which two signatures lie over each other, and twice where they stand side by side", async (test) => {
    const rows = async (log: string): Promise<string[]> => {
      const { stdout } = await runCli(temporaryFolder(test), ["diagnose"], { stdin: log });
      return stdout.split("\n").filter((line) => line.startsWith("<stdin>"));
    };
    assert.deepEqual(await rows("fork/exec /usr/bin/true: resource temporarily unavailable\n"), [
      "<stdin>:1:1  fork/exec /usr/bin/true: resource temporarily unavailable  [go-exec, exec-limit]",
    ]);
    assert.equal((await rows("can't create Thread: Operation not permitted\n")).length, 1);
    assert.deepEqual(await rows("RuntimeError: can't start new thread; pthread_create failed (EPERM)\n"), [
      "<stdin>:1:15  can't start new thread  [python-thread]",
      "<stdin>:1:39  pthread_create failed (EPERM)  [java-thread]",
    ]);
  });

  it("finds the service by its name, by what it runs, or asks for it", async (test) => {
    const two = temporaryFolder(test, { "compose.yaml": TWO });
    assert.equal((await diagnosed(two, [], `${NODE}\n`)).service, "web");
    const alike = temporaryFolder(test, { "compose.yaml": TWO.replace("mariadb:11", "node:18") });
    const asked = await diagnosed(alike, [], `${NODE}\n`);
    assert.deepEqual([asked.service, asked.services[0]?.possibleServices], [null, ["web", "db"]]);
    assert.equal((await diagnosed(alike, ["--service", "db"], `${NODE}\n`)).service, "db");
    const wrong = await runCli(alike, ["diagnose", "--service", "nope"], { stdin: `${NODE}\n` });
    assert.deepEqual([wrong.code, wrong.stderr], [2, "compose-lint: compose.yaml has no service nope. It has web, db.\n"]);
  });

  it("tells of the service that is named, where the log names more, and refuses one that the log does not name", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": TWO });
    const log = `shop-web-1  | ${NODE}\nshop-db-1  | ${NODE}\n`;
    const told = await diagnosed(folder, ["--service", "db"], log);
    assert.deepEqual([told.service, ...told.services.map(({ service }) => service)], ["db", "db"]);
    const wrong = await runCli(folder, ["diagnose", "--service", "nope"], { stdin: log });
    assert.deepEqual([wrong.code, wrong.stdout], [2, ""]);
    assert.equal(
      wrong.stderr,
      "compose-lint: In <stdin> nothing was found of a service nope. What was found is of shop-web, shop-db. compose.yaml has no service of this name.\n",
    );
    const silent = await runCli(folder, ["diagnose", "--service", "db"], { stdin: `web-1  | ${NODE}\n` });
    assert.deepEqual([silent.code, silent.stderr], [2, "compose-lint: In <stdin> nothing was found of a service db. What was found is of web.\n"]);
    const alone = await runCli(temporaryFolder(test), ["diagnose", "--service", "nope"], { stdin: log });
    assert.equal(alone.code, 2);
  });

  it("raises a limit on processes with --fix, and nothing else", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": TWO });
    const words = ["diagnose", "--engine", "20.10.10"];
    const dry = await runCli(folder, [...words, "--fix-dry-run"], { stdin: `web-1 | ${NODE}\n` });
    assert.match(dry.stdout, /^\+ {4}pids_limit: 11 {3}# small$/m);
    assert.equal(readFileSync(path.join(folder, "compose.yaml"), "utf8"), TWO);
    const fixed = await runCli(folder, [...words, "--fix"], { stdin: `web-1 | ${NODE}\n` });
    assert.equal(fixed.code, 0);
    assert.match(fixed.stderr, /^Fixed compose\.yaml\nWhat these changes may break:\n {2}limit {2}[^\n]+\nRaised `pids_limit` from 3 to 11\n$/);
    assert.equal(readFileSync(path.join(folder, "compose.yaml"), "utf8"), TWO.replace("pids_limit: 3 ", "pids_limit: 11 "));
  });

  it("keeps the byte order mark of a file that it mends", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": `\ufeff${TWO}` });
    const written = (): string => readFileSync(path.join(folder, "compose.yaml"), "utf8");
    await runCli(folder, ["diagnose", "--engine", "20.10.10", "--fix"], { stdin: `web-1 | ${NODE}\n` });
    assert.equal(written(), `\ufeff${TWO.replace("pids_limit: 3 ", "pids_limit: 11 ")}`);
    await runCli(folder, ["diagnose", "--engine", "20.10.9", "--fix"], { stdin: `web-1 | ${NODE}\n` });
    assert.match(written(), /^\ufeff[^\ufeff]*\n {4}security_opt:\n {6}- seccomp=\.\/seccomp-compose-lint\.json\n[^\ufeff]*$/u);
  });

  it("raises both limits of nproc, and every limit that is too low", async (test) => {
    const text = "services:\r\n  a:\r\n    image: node:20\r\n    user: node\r\n    ulimits: {nproc: {soft: 2, hard: 3}}\r\n    deploy: {resources: {limits: {pids: '4'}}}\r\n";
    const folder = temporaryFolder(test, { "c.yaml": text });
    const fixed = await runCli(folder, ["diagnose", "--compose", "c.yaml", "--engine", "23.0.0", "--fix"], { stdin: `${NODE}\n` });
    assert.equal(fixed.code, 0, fixed.stderr);
    assert.equal(readFileSync(path.join(folder, "c.yaml"), "utf8"), text.replace("soft: 2, hard: 3", "soft: 11, hard: 11").replace("'4'", "'11'"));
  });

  it("raises memory to what the service's settings take, and swap with it", async (test) => {
    const text = "services:\n  db:\n    image: mariadb:11\n    mem_limit: 64m\n    memswap_limit: \"64m\"\n    command: --innodb-buffer-pool-size=512M\n";
    const folder = temporaryFolder(test, { "compose.yaml": text });
    const fixed = await runCli(folder, ["diagnose", "--fix"], { stdin: "db-1 exited with code 137\n" });
    assert.equal(fixed.code, 0, fixed.stdout + fixed.stderr);
    assert.equal(readFileSync(path.join(folder, "compose.yaml"), "utf8"), text.replaceAll("64m", "640m"));
  });

  it("names the limit that a runtime sets itself, before that of the container", async (test) => {
    const heap = "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory\n";
    const own = "V8 reached the limit of its own heap: raise it with `NODE_OPTIONS=--max-old-space-size=MEGABYTES`.";
    const text = "services:\n  web:\n    image: node:20\n";
    const { advice } = await diagnosed(temporaryFolder(test, { "compose.yaml": text }), [], heap);
    assert.deepEqual(advice, [own]);
    const limited = await diagnosed(temporaryFolder(test, { "compose.yaml": `${text}    mem_limit: 512m\n` }), [], heap);
    assert.deepEqual(limited.advice.slice(0, 2), [own, "Raise `mem_limit` from 512m to at least 1024m (`--fix` does)."]);
  });

  it("says that there are more matches than it keeps", async (test) => {
    const { stdout } = await runCli(temporaryFolder(test), ["diagnose"], { stdin: `${NODE}\n`.repeat(20_000) });
    assert.match(stdout, /^\.\.\. and at least 195 more$/m);
    const few = await runCli(temporaryFolder(test), ["diagnose"], { stdin: `${NODE}\n`.repeat(20) });
    assert.match(few.stdout, /^\.\.\. and 15 more$/m);
  });

  it("leaves a limit from a variable or an anchor, and says what to set", async (test) => {
    const folder = temporaryFolder(test, {
      "compose.yaml": "x-l: &l 3\nservices:\n  web:\n    image: node:20\n    pids_limit: ${PIDS:-3}\n  b:\n    image: node:20\n    pids_limit: *l\n",
    });
    const before = readFileSync(path.join(folder, "compose.yaml"), "utf8");
    const fixed = await runCli(folder, ["diagnose", "--engine", "23.0.0", "--fix"], { stdin: `web-1 | ${NODE}\nb-1 | ${NODE}\n` });
    assert.equal(fixed.code, 2);
    assert.match(fixed.stderr, /`pids_limit` comes from a variable: set that to 11\./);
    assert.match(fixed.stderr, /`pids_limit` is shared through an anchor: set it to 11 where it is written\./);
    assert.equal(readFileSync(path.join(folder, "compose.yaml"), "utf8"), before);
  });

  it("tells why the rule offers no fix, such as a profile of the user's own", async (test) => {
    const own = '{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["clone"], "action": "SCMP_ACT_ALLOW"}]}';
    const text = "services:\n  web:\n    image: node:20\n    security_opt: [seccomp=./mine.json]\n";
    const folder = temporaryFolder(test, { "compose.yaml": text, "mine.json": own });
    const fixed = await runCli(folder, ["diagnose", "--fix", "--engine", "20.10.9"], { stdin: `web-1 | ${NODE}\n` });
    assert.equal(fixed.code, 2);
    assert.match(fixed.stderr, /No fix is offered: compose-lint did not write \.\/mine\.json, and its own profile in that place is wider/);
    assert.equal(readFileSync(path.join(folder, "compose.yaml"), "utf8"), text);
  });

  it("leaves a limit that something else than a limit has too, and one of another service", async (test) => {
    for (const other of ["  b:\n    image: node:20\n    environment: {WORKERS: *l}\n", "  b:\n    image: node:20\n    pids_limit: *l\n"]) {
      const text = `services:\n  web:\n    image: node:20\n    pids_limit: &l 3\n${other}`;
      const folder = temporaryFolder(test, { "compose.yaml": text });
      const fixed = await runCli(folder, ["diagnose", "--engine", "23.0.0", "--fix"], { stdin: `web-1 | ${NODE}\n` });
      assert.deepEqual([fixed.code, fixed.stderr], [2, "compose-lint: `pids_limit` is shared through an anchor: set it to 11 where it is written.\n"]);
      assert.equal(readFileSync(path.join(folder, "compose.yaml"), "utf8"), text);
    }
  });

  it("raises a limit in the file of the project that says it", async (test) => {
    const override = "services:\n  web:\n    pids_limit: 3 # few\n";
    const folder = temporaryFolder(test, { "compose.yaml": "services:\n  web:\n    image: node:20\n", "compose.override.yaml": override });
    const fixed = await runCli(folder, ["diagnose", "--engine", "23.0.0", "--fix"], { stdin: `web-1 | ${NODE}\n` });
    assert.equal(fixed.code, 0, fixed.stderr);
    assert.match(fixed.stderr, /^Fixed compose\.override\.yaml\n/u);
    assert.equal(readFileSync(path.join(folder, "compose.override.yaml"), "utf8"), override.replace("3", "11"));
  });

  it("leaves a file whose fixes are found wrong when they are judged again", async (test) => {
    // The entry would become a label of the other service too.
    const text = "x-base: &b\n  image: node:20\nservices:\n  web:\n    <<: *b\n  other:\n    image: alpine:3.20\n    labels: *b\n";
    const folder = temporaryFolder(test, { "compose.yaml": text });
    const fixed = await runCli(folder, ["diagnose", "--engine", "20.10.9", "--fix"], { stdin: `web-1 | ${NODE}\n` });
    assert.equal(fixed.code, 2);
    assert.match(fixed.stderr, /^compose-lint: compose\.yaml is left as it is\. Its fixes would also change `services\.other\.labels\.security_opt`, which they are not meant to change\. Mend it by hand\./u);
    assert.deepEqual(readdirSync(folder), ["compose.yaml"]);
    assert.equal(readFileSync(path.join(folder, "compose.yaml"), "utf8"), text);
  });

  it("overwrites no file that was changed while the log was read, and says of nothing that it was raised", async (test) => {
    const seccomp = "services:\n  web:\n    image: node:20\n";
    for (const [text, engine] of [[TWO, "20.10.10"], [seccomp, "20.10.9"]] as const) {
      const folder = temporaryFolder(test, { "compose.yaml": text });
      const file = path.join(folder, "compose.yaml");
      const whileReading = (): void => {
        writeFileSync(file, `# mine\n${text}`);
      };
      const fixed = await runCli(folder, ["diagnose", "--engine", engine, "--fix"], { stdin: `web-1 | ${NODE}\n`, whileReading });
      assert.deepEqual([fixed.code, fixed.stderr], [2, "compose-lint: compose.yaml was not written: it was changed by something else since it was read. Run this again.\n"]);
      assert.equal(readFileSync(file, "utf8"), `# mine\n${text}`);
      assert.deepEqual(readdirSync(folder), ["compose.yaml"], "no profile for a file that is not written");
    }
  });

  it("says where there is nothing that a fix could change", async (test) => {
    const text = "services:\n  web:\n    image: node:20\n";
    const cases: [log: string, engine: string, words: string][] = [
      ["node[7]: pthread_create: Resource temporarily unavailable", "20.10.10", "There is nothing in the Compose file that a fix could change for this cause."],
      ["pthread_create failed (EPERM)", "20.10.10", "The seccomp profile of the services is left as it is: with this engine their threads work, or no profile can mend it."],
    ];
    for (const [log, engine, words] of cases) {
      const folder = temporaryFolder(test, { "compose.yaml": text });
      const fixed = await runCli(folder, ["diagnose", "--engine", engine, "--fix"], { stdin: `web-1 | ${log}\n` });
      assert.deepEqual([fixed.code, fixed.stderr], [2, `compose-lint: ${words}\n`]);
      assert.equal(readFileSync(path.join(folder, "compose.yaml"), "utf8"), text);
    }
  });

  it("writes no Compose file whose profile cannot be written", async (test) => {
    const text = "services:\n  web:\n    image: node:20\n";
    const folder = temporaryFolder(test, { "compose.yaml": text, "seccomp-compose-lint.json/x": "" });
    const fixed = await runCli(folder, ["diagnose", "--engine", "20.10.9", "--fix"], { stdin: `web-1 | ${NODE}\n` });
    assert.equal(fixed.code, 2, fixed.stderr);
    assert.equal(readFileSync(path.join(folder, "compose.yaml"), "utf8"), text);
  });

  it("writes the seccomp profile with --fix, and asks for the engine it needs", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": "services:\n  web:\n    image: node:20\n" });
    const unknown = await runCli(folder, ["diagnose", "--fix"], { stdin: `${NODE}\n` });
    assert.equal(unknown.code, 2);
    assert.match(unknown.stderr, /--fix needs to know the engine/);
    const fixed = await runCli(folder, ["diagnose", "--fix", "--engine", "20.10.9"], { stdin: `${NODE}\n` });
    assert.equal(fixed.code, 0);
    assert.match(fixed.stderr, /^Wrote seccomp-compose-lint\.json\nFixed compose\.yaml\nWhat these changes may break:\n {2}profile {2}/);
    assert.match(readFileSync(path.join(folder, "compose.yaml"), "utf8"), /security_opt:\n {6}- seccomp=\.\/seccomp-compose-lint\.json\n/);
  });

  it("mends the services that the log is from, and no other", async (test) => {
    const text = "services:\n  a:\n    image: node:20\n  web:\n    image: node:20\n  b:\n    image: python:3.11\n  c:\n    image: node:18\n";
    const entry = "    security_opt:\n      - seccomp=./seccomp-compose-lint.json\n";
    const words = ["diagnose", "--fix", "--engine", "20.10.9"];
    const mended = async (log: string, more: readonly string[] = []): Promise<string> => {
      const folder = temporaryFolder(test, { "compose.yaml": text });
      const { code, stderr } = await runCli(folder, [...words, ...more], { stdin: log });
      assert.equal(code, 0, stderr);
      return readFileSync(path.join(folder, "compose.yaml"), "utf8");
    };
    const web = text.replace("  web:\n    image: node:20\n", (all) => all + entry);
    assert.equal(await mended(`web-1 | ${NODE}\n`), web);
    assert.equal(await mended(`${NODE}\n`, ["--service", "web"]), web);
    assert.equal(await mended(`web-1 | ${NODE}\nc-1 | ${NODE}\n`), web + entry);
    // It may have been each of those that run Node.
    assert.equal(await mended(`${NODE}\n`), text.replaceAll(/image: node:.*\n/gu, (all) => all + entry));
    const folder = temporaryFolder(test, { "compose.yaml": text });
    const foreign = await runCli(folder, words, { stdin: `other-1 | ${NODE}\n` });
    assert.equal(foreign.code, 2);
    assert.match(foreign.stderr, /No service of compose\.yaml is known to have written this log: name it with --service\./);
    assert.equal(readFileSync(path.join(folder, "compose.yaml"), "utf8"), text);
  });

  it("takes a bare exit code 137 for memory, whatever other limits there are", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": TWO });
    const { stdout } = await runCli(folder, ["diagnose", "--engine", "20.10.9"], { stdin: "web-1 exited with code 137\n" });
    assert.match(stdout, /web \(Node\.js\): memory ran out, most likely\./);
    assert.match(stdout.replaceAll(/\s+/g, " "), /137 is SIGKILL: the kernel's, for memory, unless somebody killed the container or it did not stop in time\. The service sets no limit on memory\./);
    assert.match(stdout.replaceAll(/\s+/g, " "), /Less likely \(\d+ in 100\): a limit on processes and threads was reached\. A limit on processes kills nothing;/);
  });

  it("does not hold root to nproc", async (test) => {
    const text = "services:\n  web:\n    image: node:20\n    ulimits: {nproc: 3}\n";
    const root = await diagnosed(temporaryFolder(test, { "compose.yaml": text }), ["--engine", "20.10.9"], `${NODE}\n`);
    assert.equal(root.cause, "seccomp");
    const user = await diagnosed(temporaryFolder(test, { "compose.yaml": `${text}    user: "1000"\n` }), ["--engine", "20.10.10"], `${NODE}\n`);
    assert.equal(user.cause, "process-limit");
  });

  it("tells of one failure once where a CI job repeats the exit status", async (test) => {
    const log = `2026-11-27T10:00:00.1234567Z web-1  | ${NODE}\n2026-11-27T10:00:01.1234567Z ##[error]Process completed with exit code 137.\n`;
    const { services } = await diagnosed(temporaryFolder(test), [], log);
    assert.deepEqual(services.map(({ service }) => service), ["web"]);
  });

  it("guesses nothing where nothing matches", async (test) => {
    const { code, stdout } = await runCli(temporaryFolder(test), ["diagnose"], { stdin: "all is well\n" });
    assert.equal(code, 1);
    assert.match(stdout, /^<stdin> has no known sign of a refused thread/);
    const printed = await diagnosed(temporaryFolder(test), [], "");
    assert.deepEqual([printed.cause, printed.matches, printed.advice], [null, [], []]);
  });

  it("reads UTF-16 and gzip", async (test) => {
    const log = `${NODE}\n`;
    const folder = temporaryFolder(test, {
      "powershell.log": Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(log, "utf16le")]),
      "rotated.log.gz": gzipSync(log),
      "cut.gz": gzipSync(log.repeat(50)).subarray(0, 40),
      "compose.yaml": "services: {web: {image: node:20}}\n",
    });
    assert.equal((await diagnosed(folder, ["powershell.log"])).matches.length, 1);
    assert.equal((await diagnosed(folder, ["rotated.log.gz"])).matches.length, 1);
    const cut = await runCli(folder, ["diagnose", "cut.gz"]);
    assert.deepEqual([cut.code, cut.stderr], [2, "compose-lint: cut.gz cannot be read: unexpected end of file.\n"]);
  });

  it("says what cannot be read, and where", async (test) => {
    const folder = temporaryFolder(test, {
      binary: Buffer.from("text\nab\0\0\0\0\0\0\0\0"),
      "bad.yaml": "services:\n  a: [\n",
      log: `${NODE}\n`,
    });
    for (const [words, message] of [
      [["binary"], "binary looks like a binary file (the first such character is at 2:3). diagnose reads the text that a program printed."],
      [["nowhere"], "nowhere cannot be read: it is not there."],
      [["."], ". cannot be read: it is a folder."],
      [["log", "log"], "diagnose reads one log, but log log was given."],
      [["log", "--compose", "nowhere.yaml"], "--compose names nowhere.yaml, and there is nothing of that name. Name the Compose file of the container that wrote the log."],
      [["log", "--compose", "."], /^compose-lint: --compose names .*, which is no file but a folder, a pipe or a device\. Name the Compose file of/u],
      [["log", "--fix"], "--fix needs a Compose file: there is none here. Give it with --compose."],
      [["log", "--format", "xml"], "There is no format xml for diagnose. The formats are text and json."],
    ] as const) {
      const { code, stderr } = await runCli(folder, ["diagnose", ...words]);
      assert.equal(code, 2);
      if (typeof message === "string") assert.equal(stderr, `compose-lint: ${message}\n`);
      else assert.match(stderr, message);
    }
    const bad = await runCli(folder, ["diagnose", "log", "--compose", "bad.yaml"]);
    assert.equal(bad.code, 2);
    assert.match(bad.stderr, /^compose-lint: bad\.yaml:\d+:\d+: /);
  });

  it("never prints control characters of a log", async (test) => {
    const { stdout } = await runCli(temporaryFolder(test), ["diagnose"], { stdin: "\u001b]0;title\u0007 pthread_create failed (EP\u0007ERM)\n" });
    // eslint-disable-next-line no-control-regex -- they are what must not be there
    assert.doesNotMatch(stdout, /[\u0000-\u0008\u000b-\u001f]/);
  });
});
