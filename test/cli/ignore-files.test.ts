import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it, type TestContext } from "node:test";
import fc from "fast-check";
import { discoverFiles } from "../../src/cli/discover-files.js";
import { IgnoreFiles } from "../../src/cli/ignore-files.js";
import { UsageError } from "../../src/cli/usage-error.js";
import { runCli } from "./run-cli.js";
import { failing, working } from "./stacks.js";
import { temporaryFolder } from "./temporary-folder.js";

function repository(test: TestContext, files: Record<string, string>): string {
  const folder = temporaryFolder(test, files);
  execFileSync("git", ["init", "-q", folder]);
  return folder;
}

async function found(folder: string, given: string[], options: Parameters<typeof discoverFiles>[2] = {}): Promise<string[]> {
  return (await discoverFiles(given, folder, options)).map((file) => path.relative(folder, file).replaceAll("\\", "/"));
}

const files = {
  ".gitignore": "/build/\n*.local.yaml\n!kept.local.yaml\n",
  "compose.yaml": "",
  "compose.local.yaml": "",
  "build/compose.yaml": "",
  "a/build/compose.yaml": "",
  "a/.gitignore": "sub/*\n!sub/compose.yml\n",
  "a/sub/compose.yml": "",
  "a/sub/Dockerfile": "",
  "b/.compose-lintignore": "Dockerfile*\n",
  "b/Dockerfile.dev": "",
  "b/compose.yml": "",
};

describe("what is ignored", () => {
  it("is passed over in folders and globs, as in git, in every folder of the repository", async (test) => {
    const folder = repository(test, files);
    const left = ["a/build/compose.yaml", "a/sub/compose.yml", "b/compose.yml", "compose.yaml"];
    assert.deepEqual(await found(folder, ["."]), left);
    assert.deepEqual(await found(folder, ["**/*"]), left);
    assert.deepEqual(await found(path.join(folder, "a"), ["."]), ["build/compose.yaml", "sub/compose.yml"]);
    assert.deepEqual(await found(folder, []), ["compose.yaml"]);
    assert.equal((await found(folder, ["."], { noIgnore: true })).length, 8);
  });

  it("is what .git/info/exclude names too, below all files of ignores and in the whole repository, as in git", async (test) => {
    const folder = repository(test, { "compose.yaml": "", "own/compose.yaml": "", "own/.gitignore": "!compose.yaml\n", "mine/compose.yaml": "", "a/mine/compose.yaml": "", "a/compose.local.yaml": "", "a/compose.yaml": "", "b/Dockerfile.dev": "", "b/.compose-lintignore": "!Dockerfile.dev\n" });
    writeFileSync(path.join(folder, ".git/info/exclude"), "# mine\n/mine/\n*.local.yaml\nown/compose.yaml\nDockerfile.dev\n");
    const left = ["a/compose.yaml", "a/mine/compose.yaml", "b/Dockerfile.dev", "compose.yaml", "own/compose.yaml"];
    assert.deepEqual(await found(folder, ["."]), left);
    assert.deepEqual(await found(folder, ["**/*"]), left);
    assert.deepEqual(await found(path.join(folder, "a"), ["."]), ["compose.yaml", "mine/compose.yaml"]);
    assert.deepEqual(await found(folder, ["mine/compose.yaml"]), ["mine/compose.yaml"]);
    assert.equal((await found(folder, ["."], { noIgnore: true })).length, 7);
    for (const file of left) if (!file.startsWith("b/")) assert.throws(() => execFileSync("git", ["check-ignore", "-q", file], { cwd: folder }), file);
  });

  it("is that of the repository in its worktrees and submodules", async (test) => {
    const folder = temporaryFolder(test, { "main/compose.yaml": "", "lib/compose.yaml": "", "lib/compose.dev.yaml": "" });
    const git = (at: string, ...words: string[]): void => void execFileSync("git", ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "protocol.file.allow=always", ...words], { cwd: path.join(folder, at), stdio: "ignore" });
    for (const at of ["main", "lib"]) {
      git(at, "init", "-q", ".");
      git(at, "add", ".");
      git(at, "commit", "-qm", "all");
    }
    git("main", "worktree", "add", "../further");
    git("main", "submodule", "add", "../lib", "lib");
    writeFileSync(path.join(folder, "main/.git/info/exclude"), "compose.local.yaml\n");
    writeFileSync(path.join(folder, "main/.git/modules/lib/info/exclude"), "compose.dev.yaml\n");
    for (const at of ["main", "further", "main/lib"]) writeFileSync(path.join(folder, at, "compose.local.yaml"), "");
    assert.deepEqual(await found(path.join(folder, "further"), ["."]), ["compose.yaml"]);
    assert.deepEqual(await found(path.join(folder, "main"), ["."]), ["compose.yaml", "lib/compose.local.yaml", "lib/compose.yaml"]);
  });

  it("is nothing where .git leads nowhere, and no file of comments is asked", async (test) => {
    for (const text of ["gitdir: gone\n", "gitdir:\n", "\0", ""]) {
      const folder = temporaryFolder(test, { ".git": text, "compose.yaml": "" });
      assert.deepEqual(await found(folder, ["."]), ["compose.yaml"]);
    }
    const folder = repository(test, { "compose.yaml": "" });
    writeFileSync(path.join(folder, ".git/info/exclude"), "# *\n\n");
    const ignores = new IgnoreFiles(folder, { git: true });
    assert.equal(await ignores.ignoresFolder(folder), false);
    assert.equal(ignores.ignoresFile(path.join(folder, "compose.yaml")), false);
  });

  it("is looked for from the working directory down outside of a repository", async (test) => {
    const folder = temporaryFolder(test, { ".gitignore": "*.yaml\n", "in/compose.yaml": "", "in/.gitignore": "", "in/deep/compose.yml": "" });
    assert.deepEqual(await found(path.join(folder, "in"), ["."]), ["compose.yaml", "deep/compose.yml"]);
  });

  it("begins anew in a repository below, also in one that the repository above leaves out", async (test) => {
    const inner = { "compose.yaml": "", "deep/compose.yaml": "", "deep/compose.dev.yaml": "" };
    const below = (folder: string): Record<string, string> => Object.fromEntries(Object.entries(inner).map(([name, text]) => [`${folder}/${name}`, text]));
    const folder = repository(test, { ".gitignore": "lib/\n*.dev.yaml\nold/\n", "compose.dev.yaml": "", ...below("lib"), ...below("a/sub"), ...below("old") });
    for (const name of ["lib", "a/sub"]) execFileSync("git", ["init", "-q", path.join(folder, name)]);
    const all = ["a/sub", "lib"].flatMap((name) => ["compose.yaml", "deep/compose.dev.yaml", "deep/compose.yaml"].map((file) => `${name}/${file}`));
    assert.deepEqual(await found(folder, ["."]), all);
    assert.deepEqual(await found(folder, ["**/*"]), all);
    assert.deepEqual(await found(path.join(folder, "a"), ["."]), all.slice(0, 3).map((file) => file.slice(2)));
  });

  it("is linted where git alone ignores it and it is named, and told of where .compose-lintignore does", async (test) => {
    const folder = repository(test, files);
    const told: string[] = [];
    const given = ["compose.local.yaml", "build/compose.yaml", "b/Dockerfile.dev", "b/compose.yml"];
    assert.deepEqual(await found(folder, given, { tellIgnored: (name) => told.push(name) }), ["compose.local.yaml", "build/compose.yaml", "b/compose.yml"]);
    assert.deepEqual(told, ["b/Dockerfile.dev"]);
  });

  it("is told of where nothing else is there", async (test) => {
    const folder = repository(test, { ".gitignore": "*\n", "compose.yaml": "", "in/compose.yaml": "" });
    const refused = async (...given: string[]): Promise<string> => {
      const error: unknown = await discoverFiles(given, folder).then(() => null, (reason: unknown) => reason);
      assert.ok(error instanceof UsageError);
      return error.message;
    };
    assert.match(await refused(), /^The Compose files of this folder are ignored/);
    assert.match(await refused("in"), /^All files of the folder in are ignored/);
    assert.match(await refused("in/*"), /^All files that match in\/\* are ignored/);
  });

  it("is what git says is ignored, for any patterns", async (test) => {
    const names = ["compose.yaml", "a/compose.yaml", "a/b/compose.yaml", "ab/Dockerfile", "b/a/Dockerfile"];
    const folder = repository(test, Object.fromEntries(names.map((name) => [name, ""])));
    const piece = fc.constantFrom("a", "b", "ab", "*", "**", "compose.yaml", "Dockerfile", "?", "c*", "*.yaml", "[ab]");
    const pattern = fc
      .tuple(fc.constantFrom("", "!", "/", "!/"), fc.array(piece, { minLength: 1, maxLength: 3 }), fc.constantFrom("", "/"))
      .map(([start, pieces, end]) => start + pieces.join("/") + end);
    await fc.assert(
      fc.asyncProperty(fc.array(pattern, { maxLength: 4 }), fc.array(pattern, { maxLength: 2 }), async (top, below) => {
        writeFileSync(path.join(folder, ".gitignore"), `# patterns\n${top.join("\n")}\n`);
        writeFileSync(path.join(folder, "a/.gitignore"), below.join("\n"));
        const ignored = await ignoredByGit(folder, names);
        const ignores = new IgnoreFiles(folder, { git: true });
        for (const name of names) {
          assert.equal(await ignores.ignoresFile(path.join(folder, name)), ignored.includes(name), `${name}: ${JSON.stringify([top, below])}`);
        }
      }),
      { seed: 20261127, numRuns: 150 },
    );
  });
});

function ignoredByGit(folder: string, names: readonly string[]): Promise<string[]> {
  try {
    const args = ["-C", folder, "check-ignore", "--no-index", ...names];
    return Promise.resolve(execFileSync("git", args, { encoding: "utf8" }).trim().split("\n"));
  } catch (error) {
    // 1: none is ignored.
    if (error instanceof Error && "status" in error && error.status === 1) return Promise.resolve([]);
    throw error;
  }
}

describe("a pattern that is too long for the library that reads it", () => {
  const long = "a".repeat(40_000);

  it("is told of with its line, and the other patterns count", async (test) => {
    const folder = temporaryFolder(test, { ".gitignore": `\ufeffb/\n${long}*\n*.yml\n`, "compose.yaml": working, "compose.yml": failing, "b/compose.yaml": failing });
    for (const words of [["."], ["inspect", "."]]) {
      const run = await runCli(folder, [...words, "--engine", "20.10.9"]);
      assert.deepEqual([run.code, run.stderr], [0, "compose-lint: .gitignore:2: This pattern is too long to be read, so it leaves nothing out. Make it shorter.\n"]);
    }
  });

  it("is an error in a configuration", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": working });
    for (const [key, configuration] of Object.entries({ ignores: { ignores: ["x", long] }, files: { overrides: [{ files: ["x", long], rules: {} }] } })) {
      const file = path.join(folder, "compose-lint.config.json");
      writeFileSync(file, JSON.stringify(configuration));
      const stderr = `compose-lint: ${file}: a pattern of \`${key}\` is too long to be read: ${"a".repeat(40)}... Make it shorter.\n`;
      assert.deepEqual(await runCli(folder, []), { code: 2, stdout: "", stderr });
    }
  });
});

describe("--detect", () => {
  const stacks = {
    "stack.yml": "services:\n  web:\n    image: node:20-bookworm\n",
    "deploy/app.yaml": "x-a: &a\n  image: node:20\nservices: { web: { <<: *a } }\n",
    "deploy/built.yaml": "version: '3'\n\"services\":\n  web: { build: . }\n",
    ".gitlab-ci.yml": "services:\n  - docker:dind\n",
    "symfony.yaml": "services:\n  App\\Foo: { class: x }\n",
    "action.yml": "jobs:\n  a:\n    services:\n      db: { image: x }\n",
    "broken.yaml": "services:\n  web: [\n    image: x\n",
    "empty.yaml": "services:\n",
    "text.yaml": "services: web\n",
    "twice.yaml": "services:\n  web: { image: a, image: b }\n",
    "deep.yaml": `${"? - ".repeat(3000)}x\nservices: {web: {image: x}}\n`,
    "other.txt": "services:\n  web:\n    image: x\n",
  };

  it("takes YAML files of any name that hold services", async (test) => {
    const folder = temporaryFolder(test, { ...stacks, "compose.yaml": "" });
    assert.deepEqual(await found(folder, ["."]), ["compose.yaml"]);
    assert.deepEqual(await found(folder, ["."], { detect: true }), ["compose.yaml", "deploy/app.yaml", "deploy/built.yaml", "stack.yml", "twice.yaml"]);
    assert.deepEqual(await found(folder, [], { detect: true }), ["compose.yaml", "stack.yml", "twice.yaml"]);
  });

  it("works on the command line, and says where nothing is found", async (test) => {
    const folder = temporaryFolder(test, stacks);
    assert.equal((await runCli(folder, ["--engine", "20.10.9"])).code, 2);
    assert.equal((await runCli(folder, ["--engine", "20.10.9", "--detect"])).code, 1);
    const empty = temporaryFolder(test, { "a.yaml": "a: 1\n" });
    assert.match((await runCli(empty, ["--detect", "."])).stderr, /^compose-lint: The folder \. has no Compose file and no Dockerfile\.\n$/);
  });
});

describe("--with-builders", () => {
  it("lints the Compose files of the repository that build the Dockerfiles given", async (test) => {
    const folder = repository(test, {
      "deploy/compose.yaml": "services:\n  web:\n    build: ../app\n",
      "compose.yaml": "services:\n  api:\n    build:\n      context: .\n      dockerfile: app/Dockerfile\n  db:\n    image: postgres:16-bookworm\n",
      "other/compose.yaml": "services:\n  web:\n    build: ../lib\n",
      "ignored/compose.yaml": "services:\n  web:\n    build: ../app\n",
      ".gitignore": "ignored\n",
      "app/Dockerfile": "FROM alpine:3.19\n",
      "lib/Dockerfile": "FROM alpine:3.19\n",
    });
    const linted = async (cwd: string, ...words: string[]): Promise<string[]> => {
      const { stdout } = await runCli(cwd, [...words, "--format", "json"]);
      return (JSON.parse(stdout) as { filePath: string }[]).map(({ filePath }) => path.relative(folder, filePath)).sort();
    };
    assert.deepEqual(await linted(folder, "app/Dockerfile"), ["app/Dockerfile"]);
    const all = ["app/Dockerfile", "compose.yaml", "deploy/compose.yaml"];
    assert.deepEqual(await linted(folder, "--with-builders", "app/Dockerfile"), all);
    assert.deepEqual(await linted(path.join(folder, "app"), "--with-builders", "Dockerfile"), all);
    assert.equal((await runCli(folder, ["--with-builders", "app/Dockerfile", "--engine", "20.10.9"])).code, 1);
  });
});

describe("a Dockerfile that is built through a link", { skip: process.platform === "win32" }, () => {
  const words = ["--engine", "20.10.9", "--format", "json"];
  const base = "FROM node:20-bookworm\nCMD [\"node\"]\n";
  const linted = async (folder: string, ...more: string[]): Promise<Record<string, number>> => {
    const { stdout } = await runCli(folder, [...words, ...more]);
    return Object.fromEntries((JSON.parse(stdout) as { filePath: string; errorCount: number }[]).map(({ filePath, errorCount }) => [path.relative(folder, filePath), errorCount]));
  };

  it("brings the Compose files that build it, under whichever name it is given", async (test) => {
    const folder = repository(test, { "shared.Dockerfile": base, "web/x": "", "real/Dockerfile": base, "deploy/compose.yaml": "services:\n  web:\n    build: ../web\n", "other/compose.yaml": "services:\n  web:\n    build: ../linked\n" });
    symlinkSync("../shared.Dockerfile", path.join(folder, "web/Dockerfile"));
    symlinkSync("real", path.join(folder, "linked"));
    for (const [given, builder] of [["shared.Dockerfile", "deploy"], ["web/Dockerfile", "deploy"], ["real/Dockerfile", "other"], ["linked/Dockerfile", "other"]] as const) {
      assert.deepEqual(await linted(folder, "--with-builders", given), { [given]: 1, [`${builder}/compose.yaml`]: 1 }, given);
    }
  });

  it("is judged by all services that build it, under each of its names", async (test) => {
    const service = (name: string, build: string, more = ""): string => `  ${name}:\n    build: ${build}\n${more}`;
    const unconfined = "    security_opt: [seccomp=unconfined]\n";
    const [own, linked] = ["{context: ., dockerfile: shared.Dockerfile}", "./web"];
    for (const [builds, errors] of [
      [service("a", own) + service("b", linked, unconfined), 1],
      [service("a", own, unconfined) + service("b", linked), 1],
      [service("a", own, unconfined) + service("b", linked, unconfined), 0],
    ] as const) {
      const folder = repository(test, { "compose.yaml": `services:\n${builds}`, "shared.Dockerfile": base, "web/x": "" });
      symlinkSync("../shared.Dockerfile", path.join(folder, "web/Dockerfile"));
      for (const name of ["shared.Dockerfile", "web/Dockerfile"]) {
        assert.deepEqual(await linted(folder, name), { [name]: errors }, builds);
        assert.equal((await linted(folder, "compose.yaml", name))[name], errors, builds);
      }
    }
  });
});

describe("--with-builders for Compose files", () => {
  const failing = "services:\n  web:\n    image: node:20\n";
  const including = "include: [app/compose.yaml]\nservices:\n  old:\n    image: node:20\n";

  it("judges those given in the projects that include them, and tells of no other file", async (test) => {
    const folder = repository(test, { "compose.yaml": including, "app/compose.yaml": failing, "other/compose.yaml": including });
    const words = ["--engine", "20.10.9", "--with-builders", "--fix", "app/compose.yaml"];
    const { code, stdout } = await runCli(folder, words);
    assert.deepEqual([code, stdout], [0, ""]);
    for (const name of ["app/seccomp-compose-lint.json", "seccomp-compose-lint.json"]) assert.ok(existsSync(path.join(folder, name)), name);
    assert.equal(readFileSync(path.join(folder, "compose.yaml"), "utf8"), including);
    rmSync(path.join(folder, "seccomp-compose-lint.json"));
    assert.deepEqual(await runCli(folder, ["--engine", "20.10.9", "app/compose.yaml"]), { code: 0, stdout: "", stderr: "" });
    const told = await runCli(path.join(folder, "app"), ["--engine", "20.10.9", "--with-builders"]);
    assert.equal(told.code, 1);
    assert.match(told.stdout.replaceAll(/\s+/gu, " "), /^ compose\.yaml 5:9 error The seccomp profile \S+ of the service `web` does not exist in \.\., .* 1 problem \(/u);
  });

  it("gives none an entry that a service which extends it has already", async (test) => {
    const own = "services:\n  web:\n    extends: {file: part.yaml, service: web}\n    security_opt: ['seccomp=./seccomp-compose-lint.json']\n";
    const folder = repository(test, { "compose.yaml": own, "part.yaml": failing });
    const { code, stdout } = await runCli(folder, ["--engine", "20.10.9", "--with-builders", "--fix", "--format", "compact", "part.yaml"]);
    assert.equal(code, 1);
    assert.match(stdout, / No fix is offered: `web` has the entry from compose\.yaml, line 4 already, and Docker Compose refuses one that stands twice\./u);
  });
});

describe("many files", () => {
  it("are found, each once, however links go around them", { skip: process.platform === "win32" }, async (test) => {
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`d${index % 60}/s${index}/compose.yaml`, working]));
    const folder = temporaryFolder(test, { ...many, "node_modules/p/compose.yaml": failing });
    for (let index = 0; index < 60; index += 1) symlinkSync("..", path.join(folder, `d${index}/up`));
    assert.equal((await found(folder, ["."])).length, 1000);
    const run = await runCli(folder, [".", "--engine", "20.10.9"]);
    assert.deepEqual(run, { code: 0, stdout: "", stderr: "" });
  });
});
