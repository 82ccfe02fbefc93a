import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { writeProjects } from "../../tools/bench/many-projects.js";
import { failing, oldEngine, working } from "./stacks.js";
import { temporaryFolder } from "./temporary-folder.js";

const program = path.resolve("dist", "bin.cjs");
const skip = existsSync(program) ? false : "needs a build (npm run build)";

describe("the start of the published program", { skip }, () => {
  function run(cwd: string, variables: Record<string, string>, words: readonly string[]): string {
    const env = { ...process.env, NO_COLOR: "1", ...variables };
    const { stdout, stderr, status } = spawnSync(process.execPath, [program, ...words], { cwd, env, encoding: "utf8" });
    return `${stdout}${stderr}exit ${String(status)}`;
  }

  it("prints the same with compiled code, without it, and with code of another build", (test) => {
    const folder = temporaryFolder(test, { "bad/compose.yaml": failing, "good/compose.yaml": working });
    const cache = path.join(folder, "cache");
    const bad = [...oldEngine, "bad"];
    const expected = run(folder, { NODE_DISABLE_COMPILE_CACHE: "1" }, bad);
    assert.match(expected, /1 problem .*exit 1$/su);
    assert.equal(existsSync(cache), false);
    // The first run sees less of the program than the later ones.
    assert.match(run(folder, { NODE_COMPILE_CACHE: cache }, [...oldEngine, "good"]), /exit 0$/u);
    for (let count = 0; count < 5; count += 1) assert.equal(run(folder, { NODE_COMPILE_CACHE: cache }, bad), expected);
    const kept = path.join(cache, "compose-lint");
    const [file = ""] = readdirSync(kept);
    assert.match(file, /^[0-9a-f]{16}-v[\d.]+-\w+-lint$/u);
    const bytes = readFileSync(path.join(kept, file));
    // V8's own check of its version, which follows our header.
    bytes.writeUInt32LE(0, 16);
    bytes.writeUInt32LE(1, 20);
    writeFileSync(path.join(kept, file), bytes);
    for (let count = 0; count < 2; count += 1) assert.equal(run(folder, { NODE_COMPILE_CACHE: cache }, bad), expected);
  });

  it("keeps compiled code that the next run takes, also of a run over many files", (test) => {
    const folder = temporaryFolder(test);
    writeProjects(path.join(folder, "projects"), 600);
    for (const threads of ["off", "2"]) {
      const cache = path.join(folder, `cache-${threads}`);
      // Who had to compile all anew begins to count again.
      for (const generation of [0, 1, 2]) {
        assert.match(run(folder, { NODE_COMPILE_CACHE: cache }, [...oldEngine, "--concurrency", threads, "projects"]), /exit 1$/u);
        const kept = path.join(cache, "compose-lint");
        const files = readdirSync(kept);
        assert.deepEqual(files.map((file) => file.replace(/^.*?-lint/u, "")).sort(), ["", "-rest", "-seldom"]);
        for (const file of files) assert.equal(readFileSync(path.join(kept, file)).readUInt32LE(8), generation, `${threads} ${file}`);
      }
    }
  });

  it("reads no more than the half of the program that most runs need", (test) => {
    const folder = temporaryFolder(test, { "a/compose.yaml": failing, "b/compose.yaml": working, "b/Dockerfile": "FROM node:20\n" });
    const [whole, half] = [path.join(folder, "whole"), path.join(folder, "half")];
    for (const copy of [whole, half]) cpSync(path.dirname(program), copy, { recursive: true });
    rmSync(path.join(half, "rest.cjs"));
    for (const words of [[...oldEngine, "."], [...oldEngine, "a/compose.yaml"], ["b"], [...oldEngine, "--quiet"]]) {
      const [expected, got] = [whole, half].map((copy) => {
        const { stdout, stderr, status } = spawnSync(process.execPath, [path.join(copy, "bin.cjs"), ...words], { cwd: folder, encoding: "utf8" });
        return { stdout, stderr, status };
      });
      assert.deepEqual(got, expected, words.join(" "));
    }
    const { stderr } = spawnSync(process.execPath, [path.join(half, "bin.cjs"), "init", "--help"], { cwd: folder, encoding: "utf8" });
    assert.match(stderr, /rest\.cjs/u, "the rest is a file of its own");
  });

  it("does not load what is seldom called", (test) => {
    const usual = `${failing}    ports:
      - "127.0.0.1:8080:80"
    volumes:
      - data:/data
    environment:
      LEVEL: \${LEVEL:-info}
volumes:
  data: {}
`;
    const folder = temporaryFolder(test, { "compose.yaml": usual, "b/compose.yaml": working, "b/Dockerfile": "FROM node:20\n" });
    const copy = path.join(folder, "copy");
    cpSync(path.dirname(program), copy, { recursive: true });
    rmSync(path.join(copy, "seldom.cjs"));
    for (const [words, expected] of [[[...oldEngine, "compose.yaml"], /1 problem .*exit 1$/su], [[...oldEngine, "b"], /seldom\.cjs.*exit 2$/su]] as const) {
      const { stdout, stderr, status } = spawnSync(process.execPath, [path.join(copy, "bin.cjs"), ...words], {
        cwd: folder,
        encoding: "utf8",
      });
      assert.match(`${stdout}${stderr}exit ${String(status)}`, expected, words.join(" "));
    }
  });

  it("works where nothing can be kept", (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing, file: "" });
    const expected = run(folder, { NODE_DISABLE_COMPILE_CACHE: "1" }, oldEngine);
    for (const cache of [path.join(folder, "file"), path.join(folder, "file", "below"), "/sys/nowhere"]) {
      assert.equal(run(folder, { NODE_COMPILE_CACHE: cache }, oldEngine), expected, cache);
    }
    // Node 22 and 24 themselves never end with /proc/nowhere for NODE_COMPILE_CACHE: there a parent is not there although it is.
    for (const cache of [path.join(folder, "file"), "/proc/nowhere"]) {
      assert.equal(run(folder, { NODE_COMPILE_CACHE: "", HOME: cache, XDG_CACHE_HOME: cache }, oldEngine), expected, cache);
    }
  });
});
