import assert from "node:assert/strict";
import { cpSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it, type TestContext } from "node:test";
import { runCli } from "./cli/run-cli.js";
import { temporaryFolder } from "./cli/temporary-folder.js";

const engine = ["--engine", "20.10.9"];
const profileName = "seccomp-compose-lint.json";

/** A copy of an example, which a test may change. */
function copyOf(example: string, test: TestContext): string {
  const folder = temporaryFolder(test);
  cpSync(path.join("examples", example), folder, { recursive: true });
  return folder;
}

/** `FILE error 4:12 crashes` for each finding in a folder. */
async function findings(folder: string, words: readonly string[]): Promise<string[]> {
  interface Result {
    filePath: string;
    messages: { severity: number; line: number; column: number; messageId?: string }[];
  }
  const { stdout } = await runCli(folder, [...words, "--format", "json"]);
  return (JSON.parse(stdout) as Result[]).flatMap(({ filePath, messages }) =>
    messages.map(({ severity, line, column, messageId }) => {
      const level = severity === 2 ? "error" : "warning";
      return `${path.relative(folder, filePath)} ${level} ${line}:${column} ${messageId ?? "none"}`;
    }),
  );
}

describe("the examples", () => {
  it("have a page of three lines each, with commands that name them", () => {
    const examples = readdirSync("examples");
    assert.ok(examples.includes("node-thread-crash") && examples.includes("build-from-dockerfile"));
    for (const example of examples) {
      const page = readFileSync(path.join("examples", example, "README.md"), "utf8");
      const lines = page.trimEnd().split("\n");
      assert.equal(lines.length, 3, example);
      assert.ok(page.includes(`npx compose-lint --engine 20.10.9 examples/${example}`), example);
    }
  });

  it("are what the commands in their pages say: they can be run from the project's folder", async () => {
    const { code, stdout } = await runCli(process.cwd(), [...engine, "examples/node-thread-crash"]);
    assert.equal(code, 1);
    assert.match(stdout, /^examples\/node-thread-crash\/compose\.yaml$/m);
  });
});

describe("examples/node-thread-crash", () => {
  it("has Node, Python and Redis that fail, and Alpine that does not", async (test) => {
    const found = await findings(copyOf("node-thread-crash", test), engine);
    assert.deepEqual(found.map((line) => line.split(" ").slice(0, 3).join(" ")), [
      "compose.yaml error 4:12",
      "compose.yaml error 12:12",
      "compose.yaml error 16:12",
    ]);
    const { stdout } = await runCli(copyOf("node-thread-crash", test), ["inspect", ...engine, "--format", "json"]);
    const { services } = JSON.parse(stdout) as { services: { service: string; verdict: string }[] };
    assert.deepEqual(services.map(({ service, verdict }) => `${service} ${verdict}`), ["web fails", "jobs fails", "cache fails", "edge works"]);
  });

  it("works on a newer engine", async (test) => {
    const folder = copyOf("node-thread-crash", test);
    assert.deepEqual(await runCli(folder, ["--engine", ">=20.10.10"]), { code: 0, stdout: "", stderr: "" });
  });

  it("is warned of once where no engine is declared", async (test) => {
    assert.deepEqual(await findings(copyOf("node-thread-crash", test), []), ["compose.yaml warning 4:12 engineNotDeclared"]);
  });

  it("is mended by --fix with one profile, comments kept, and is clean then", async (test) => {
    const folder = copyOf("node-thread-crash", test);
    const before = readFileSync(path.join(folder, "compose.yaml"), "utf8");
    const run = await runCli(folder, [...engine, "--fix"]);
    assert.deepEqual([run.code, run.stdout], [0, ""]);
    assert.ok(run.stderr.startsWith(`Wrote ${profileName}\nFixed compose.yaml\nWhat these changes may break:\n`));
    assert.deepEqual(readdirSync(folder).sort(), ["README.md", "compose.yaml", "crash.log", profileName].sort());

    const after = readFileSync(path.join(folder, "compose.yaml"), "utf8");
    const added = "    security_opt:\n      - seccomp=./seccomp-compose-lint.json\n";
    assert.equal(after.split(added).length, 4);
    assert.equal(after.replaceAll(added, ""), before);
    for (const service of ["web", "jobs", "cache"]) {
      assert.match(after, new RegExp(`\\n  ${service}:\\n    image: [^\\n]+\\n    security_opt:\\n`));
    }
    assert.deepEqual(await runCli(folder, engine), { code: 0, stdout: "", stderr: "" });
    assert.deepEqual(await runCli(folder, [...engine, "--fix"]), { code: 0, stdout: "", stderr: "" });
  });
});

describe("examples/build-from-dockerfile", () => {
  it("fails in the build and in the container, through ARG in FROM", async (test) => {
    const folder = copyOf("build-from-dockerfile", test);
    assert.deepEqual((await findings(folder, engine)).sort(), [
      "Dockerfile error 10:6 containerCrashes",
      "Dockerfile error 5:6 runFails",
      "compose.yaml error 3:5 crashes",
    ]);
    const { stdout } = await runCli(folder, engine);
    assert.match(stdout.replaceAll(/\s+/g, " "), /line 8 \(`RUN npm pack --silent`\) starts Node\.js on node:20-bookworm, which is Debian 12/);
    assert.match(stdout.replaceAll(/\s+/g, " "), /the service `api` will crash: node:20-bookworm-slim is Debian 12 \(bookworm\)/);
  });

  it("is mended by --fix but for the build, which no profile reaches", async (test) => {
    const folder = copyOf("build-from-dockerfile", test);
    const dockerfile = readFileSync(path.join(folder, "Dockerfile"), "utf8");
    const run = await runCli(folder, [...engine, "--fix"]);
    assert.equal(run.code, 1);
    assert.ok(run.stderr.startsWith(`Wrote ${profileName}\nFixed compose.yaml\nWhat these changes may break:\n`));
    const compose = readFileSync(path.join(folder, "compose.yaml"), "utf8");
    assert.ok(compose.includes(`        NODE_VERSION: "20"\n    security_opt:\n      - seccomp=./${profileName}\n    ports:\n`));
    assert.equal(readFileSync(path.join(folder, "Dockerfile"), "utf8"), dockerfile);
    assert.deepEqual(await findings(folder, engine), ["Dockerfile error 5:6 runFails"]);
  });

  it("is mended by --fix whatever file is named first", async (test) => {
    for (const names of [["."], ["Dockerfile", "compose.yaml"]]) {
      const folder = copyOf("build-from-dockerfile", test);
      assert.deepEqual(await findings(folder, [...engine, "--fix", ...names]), ["Dockerfile error 5:6 runFails"]);
    }
  });

  it("is found with the files in any order", async (test) => {
    const folder = copyOf("build-from-dockerfile", test);
    const orders = [["Dockerfile", "compose.yaml"], ["compose.yaml"], ["."]];
    const found = await Promise.all(orders.map(async (names) => (await findings(folder, [...engine, ...names])).sort()));
    for (const lines of found) assert.deepEqual(lines, found[0]);
  });
});
