import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, lstatSync, mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it, type TestContext } from "node:test";
import { discoverFiles } from "../../src/cli/discover-files.js";
import { randomNumbers } from "../random-numbers.js";
import { UsageError } from "../../src/cli/usage-error.js";
import { builtProgram } from "./built-program.js";
import { runCli } from "./run-cli.js";
import { oldEngine, working } from "./stacks.js";
import { temporaryFolder } from "./temporary-folder.js";

const isRoot = process.getuid?.() === 0;
const noLinks = process.platform === "win32" ? "Windows needs a right to make links" : false;

const names = [
  "compose.yaml", "docker-compose.prod.yml", "other.yaml", "notes.txt", "Dockerfile", "README.md",
  "app/Dockerfile.dev", "app/Dockerfile.md", "app/deep/compose.yml", "app/deep/x.yml",
  "node_modules/p/compose.yaml", ".git/compose.yaml", "app/node_modules/q/Dockerfile", ".hidden/compose.yaml",
];

function project(test: TestContext, files: readonly string[] = names): string {
  return temporaryFolder(test, Object.fromEntries(files.map((name) => [name, ""])));
}

/** The files found, relative to the folder. */
async function found(folder: string, ...given: string[]): Promise<string[]> {
  const files = await discoverFiles(given, folder);
  assert.ok(files.every((file) => path.isAbsolute(file)));
  return files.map((file) => path.relative(folder, file).replaceAll("\\", "/"));
}

async function refused(folder: string, ...given: string[]): Promise<string> {
  const error: unknown = await discoverFiles(given, folder).then(() => null, (reason: unknown) => reason);
  assert.ok(error instanceof UsageError, "a usage error");
  return error.message;
}

describe("discoverFiles without names", () => {
  it("gives the Compose files of the folder, sorted, and no others", async (test) => {
    assert.deepEqual(await found(project(test)), ["compose.yaml", "docker-compose.prod.yml"]);
  });

  it("takes no folder for a file", async (test) => {
    const folder = project(test, ["docker-compose.yml", "compose.yaml/inside"]);
    assert.deepEqual(await found(folder), ["docker-compose.yml"]);
  });

  it("says what to do in a folder without any", async (test) => {
    assert.match(await refused(project(test, ["Dockerfile"])), /has no Compose file.*Name the files or folders/u);
    assert.match(await refused(path.join(project(test, []), "not-there")), /has no Compose file/u);
  });
});

const noBytes = process.platform === "linux" ? false : "file systems of this system take no names but in Unicode";

describe("names that are not valid UTF-8", { skip: noBytes }, () => {
  const odd = (folder: string, ...names: string[]): Buffer => Buffer.concat([Buffer.from(`${folder}/`), ...names.map((name) => Buffer.from(name, "latin1"))]);
  const projectWithOdd = (test: TestContext): string => {
    const folder = temporaryFolder(test, { "compose.yaml": working, "valid \ufffd/compose.yaml": working });
    mkdirSync(odd(folder, "caf\xe9/in"), { recursive: true });
    writeFileSync(odd(folder, "caf\xe9/in/compose.yaml"), working);
    writeFileSync(odd(folder, "compose.\xff.yaml"), working);
    writeFileSync(odd(folder, "other.\xff"), working);
    return folder;
  };
  const aboutFolder = String.raw`compose-lint: The folder caf\xe9 was not looked into: its name is not valid UTF-8. Rename it. To leave it out without a word, name it in .compose-lintignore.`;
  const aboutFile = String.raw`compose-lint: compose.\xff.yaml was not linted: its name is not valid UTF-8. Rename it.`;

  it("are told where they are found, with their bytes, and the others are linted", async (test) => {
    const folder = projectWithOdd(test);
    for (const words of [["."], ["**/compose*.yaml"], [".", "--fix"], [".", "--concurrency", "2"]]) {
      const run = await runCli(folder, [...words, ...oldEngine, "--format", "json"]);
      assert.equal(run.code, 2);
      assert.deepEqual(run.stderr.split("\n").filter((line) => line.includes("UTF-8")), [aboutFolder, aboutFile]);
      assert.deepEqual((JSON.parse(run.stdout) as { filePath: string }[]).map(({ filePath }) => path.relative(folder, filePath)), ["compose.yaml", "valid \ufffd/compose.yaml"]);
    }
    const alone = await runCli(folder, oldEngine);
    assert.deepEqual([alone.code, alone.stderr], [2, `${aboutFile}\n`]);
    const inspected = await runCli(folder, ["inspect", ".", ...oldEngine]);
    assert.deepEqual([inspected.code, inspected.stderr], [2, `${aboutFolder}\n${aboutFile.replace("linted", "inspected")}\n`]);
  });

  it("end nothing where a folder has one, as where it is closed, and are not told where they are ignored", async (test) => {
    const folder = projectWithOdd(test);
    rmSync(odd(folder, "compose.\xff.yaml"));
    const run = await runCli(folder, [".", ...oldEngine]);
    assert.deepEqual([run.code, run.stderr], [0, `${aboutFolder}\n`]);
    writeFileSync(path.join(folder, ".compose-lintignore"), "caf*\n");
    const ignored = await runCli(folder, [".", ...oldEngine]);
    assert.deepEqual([ignored.code, ignored.stderr], [0, ""]);
  });

  it("are told of a link to a folder too, and not of one to a file or to nothing", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": working, "real/compose.yaml": working });
    symlinkSync("real", odd(folder, "caf\xe9"));
    symlinkSync("real", path.join(folder, "valid \ufffd"));
    symlinkSync("real/compose.yaml", odd(folder, "file\xe9"));
    symlinkSync("gone", odd(folder, "gone\xe9"));
    for (const words of [["."], ["**/compose.yaml"]]) {
      const run = await runCli(folder, [...words, ...oldEngine]);
      assert.deepEqual([run.code, run.stderr.split("\n").filter((line) => line.includes("UTF-8"))], [0, [aboutFolder]], words.join());
    }
    writeFileSync(path.join(folder, ".compose-lintignore"), "caf*\n");
    assert.equal((await runCli(folder, [".", ...oldEngine])).stderr, "");
  });

  it("are refused where they are named", (test) => {
    const folder = projectWithOdd(test);
    const says = (words: string, verb = "linted"): string => String.raw`compose-lint: ${words} cannot be ${verb}: its name is not valid UTF-8. Rename it.` + "\n";
    const cases: [line: string, told: string][] = [
      [String.raw`$'caf\xe9'`, says(String.raw`caf\xe9`)],
      [String.raw`$'caf\xe9/in/compose.yaml'`, says(String.raw`caf\xe9/in/compose.yaml`)],
      [String.raw`$'compose.\xff.yaml'`, says(String.raw`compose.\xff.yaml`)],
      [String.raw`inspect $'caf\xe9'`, says(String.raw`caf\xe9`, "inspected")],
      [String.raw`$'gone\xe9'`, "compose-lint: There is no file or folder gone\ufffd.\n"],
    ];
    for (const [line, told] of cases) {
      const { status, stderr } = spawnSync("bash", ["-c", `"$NODE" "$PROGRAM" ${line}`], { cwd: folder, encoding: "utf8", env: { ...process.env, NODE: process.execPath, PROGRAM: builtProgram } });
      assert.deepEqual([status, stderr], [2, told]);
    }
  });
});

describe("discoverFiles with files", () => {
  it("takes them as they are, whatever their names, in the order given, each once", async (test) => {
    const folder = project(test);
    const given = ["other.yaml", "./notes.txt", "app/../compose.yaml", path.join(folder, "other.yaml"), "node_modules/p/compose.yaml"];
    assert.deepEqual(await found(folder, ...given), ["other.yaml", "notes.txt", "compose.yaml", "node_modules/p/compose.yaml"]);
  });

  it("takes a file that has several names once, under the first", { skip: noLinks }, async (test) => {
    const folder = project(test, ["a/compose.yaml"]);
    symlinkSync("a", path.join(folder, "b"));
    symlinkSync("a/compose.yaml", path.join(folder, "compose.yaml"));
    assert.deepEqual(await found(folder, "compose.yaml", "a/compose.yaml", "./b/compose.yaml", "."), ["compose.yaml"]);
    assert.deepEqual(await found(folder, "./a/compose.yaml", "compose.yaml"), ["a/compose.yaml"]);
    assert.deepEqual(await found(folder, "."), ["a/compose.yaml"]);
    assert.deepEqual(await found(folder, "**/*.yaml"), ["a/compose.yaml"]);
  });

  it("takes names with the characters of patterns, where there are such files", async (test) => {
    const folder = project(test, ["a[1].yaml", "b*.yaml", "{c}.yaml", "d(1).yaml"]);
    assert.deepEqual(await found(folder, "a[1].yaml", "{c}.yaml", "d(1).yaml"), ["a[1].yaml", "{c}.yaml", "d(1).yaml"]);
  });

  it("refuses what is not there", async (test) => {
    const folder = project(test);
    assert.equal(await refused(folder, "compose.yaml", "missing.yaml"), "There is no file or folder missing.yaml.");
    assert.equal(await refused(folder, "compose.yaml/x"), "There is no file or folder compose.yaml/x.");
    assert.match(await refused(folder, "x".repeat(5000)), /^There is no file or folder x/u);
  });

  it("refuses a link that leads to itself", { skip: noLinks }, async (test) => {
    const folder = project(test, []);
    symlinkSync("loop.yaml", path.join(folder, "loop.yaml"));
    assert.match(await refused(folder, "loop.yaml"), /symbolic link that leads to itself/u);
  });

  it("refuses what lies in a folder without permission", { skip: isRoot ? "root may read everything" : noLinks }, async (test) => {
    const folder = project(test, ["closed/compose.yaml"]);
    chmodSync(path.join(folder, "closed"), 0);
    const message = await refused(folder, "closed/compose.yaml");
    chmodSync(path.join(folder, "closed"), 0o755);
    assert.match(message, /permission denied/u);
  });
});

describe("discoverFiles with folders", () => {
  it("gives the Compose files and Dockerfiles below them, sorted, not those of packages and repositories", async (test) => {
    const folder = project(test);
    assert.deepEqual(await found(folder, "."), [
      ".hidden/compose.yaml", "Dockerfile", "app/Dockerfile.dev", "app/deep/compose.yml", "compose.yaml", "docker-compose.prod.yml",
    ]);
    assert.deepEqual(await found(folder, "app", "app/deep", "compose.yaml"), ["app/Dockerfile.dev", "app/deep/compose.yml", "compose.yaml"]);
  });

  it("looks into a folder of packages that is named", async (test) => {
    assert.deepEqual(await found(project(test), "node_modules"), ["node_modules/p/compose.yaml"]);
  });

  it("refuses a folder without any", async (test) => {
    const folder = project(test, ["app/x.yml"]);
    mkdirSync(path.join(folder, "empty"));
    assert.equal(await refused(folder, "app"), "The folder app has no Compose file and no Dockerfile.");
    assert.equal(await refused(folder, "empty"), "The folder empty has no Compose file and no Dockerfile.");
  });

  it("says that a folder may not be read", { skip: isRoot ? "root may read everything" : noLinks }, async (test) => {
    const folder = project(test, ["closed/compose.yaml"]);
    chmodSync(path.join(folder, "closed"), 0);
    const message = await refused(folder, "closed");
    chmodSync(path.join(folder, "closed"), 0o755);
    assert.equal(message, "The folder closed cannot be read: permission denied.");
  });

  it("follows links to folders and files, and each folder once", { skip: noLinks }, async (test) => {
    const folder = project(test, ["a/compose.yaml", "b/other.txt"]);
    symlinkSync("..", path.join(folder, "a/up"));
    symlinkSync(".", path.join(folder, "a/self"));
    symlinkSync("../a", path.join(folder, "b/a"));
    symlinkSync("../b", path.join(folder, "a/b"));
    symlinkSync("../a/compose.yaml", path.join(folder, "b/compose.yml"));
    assert.deepEqual(await found(folder, "."), ["a/compose.yaml"]);
    assert.deepEqual(await found(folder, "b"), ["b/compose.yml"]);
  });

  it("follows no link that leads out of the current folder and of what is named", { skip: noLinks }, async (test) => {
    const folder = project(test, ["own/compose.yaml", "other/compose.yaml", "other/deep/Dockerfile"]);
    const own = path.join(folder, "own");
    symlinkSync("../other", path.join(own, "linked"));
    symlinkSync("../other/deep/Dockerfile", path.join(own, "Dockerfile"));
    symlinkSync("../other/compose.yaml", path.join(own, "compose.b.yaml"));
    symlinkSync("../other/compose.yaml", path.join(own, "notes.txt"));
    const told: string[] = [];
    const tellLeadingOut = (link: string, real: string, isFolder: boolean): void => void told.push(`${path.relative(own, link)} ${path.relative(folder, real)} ${String(isFolder)}`);
    const files = async (...names: string[]): Promise<string[]> => (await discoverFiles(names, own, { tellLeadingOut })).map((file) => path.relative(own, file));
    assert.deepEqual(await files("."), ["compose.yaml"]);
    assert.deepEqual(told.splice(0).sort(), ["Dockerfile other/deep/Dockerfile false", "compose.b.yaml other/compose.yaml false", "linked other true"]);
    assert.deepEqual(await files(), ["compose.yaml"]);
    assert.deepEqual(await files("**/*"), ["compose.yaml"]);
    assert.deepEqual(told.splice(0).sort(), ["Dockerfile other/deep/Dockerfile false", "compose.b.yaml other/compose.yaml false", "compose.b.yaml other/compose.yaml false"]);
    assert.deepEqual(await files(".", "../other"), ["Dockerfile", "compose.b.yaml", "compose.yaml"]);
    assert.deepEqual(await files("linked", "compose.b.yaml"), ["linked/compose.yaml", "linked/deep/Dockerfile"]);
    // With a file the folder that it lies in is a place of the user's.
    assert.deepEqual(await files("linked/compose.yaml", "."), ["linked/compose.yaml", "Dockerfile", "compose.yaml"]);
    assert.deepEqual(await found(folder, "own"), ["own/Dockerfile", "own/compose.b.yaml", "own/compose.yaml"]);
  });

  it("says that all there is lies behind links that lead out", { skip: noLinks }, async (test) => {
    const folder = project(test, ["own/.keep", "other/compose.yaml"]);
    const own = path.join(folder, "own");
    symlinkSync("../other/compose.yaml", path.join(own, "compose.yaml"));
    const said = "lies behind links that lead out of it, and these are not followed. Name what is to be linted, such as compose.yaml.";
    assert.equal(await refused(own), `What is to lint in this folder ${said}`);
    assert.equal(await refused(own, "."), `What is to lint in the folder . ${said}`);
    assert.equal(await refused(own, "*.yaml"), `What matches *.yaml ${said}`);
    assert.deepEqual(await found(own, "compose.yaml"), ["compose.yaml"]);
  });

  it("passes over an ignored link that leads out without a word", { skip: noLinks }, async (test) => {
    const folder = project(test, ["own/compose.yaml", "other/compose.yaml"]);
    const own = path.join(folder, "own");
    symlinkSync("../other", path.join(own, "linked"));
    symlinkSync("../other/compose.yaml", path.join(own, "compose.b.yaml"));
    writeFileSync(path.join(own, ".compose-lintignore"), "linked\ncompose.b.yaml\n");
    const tellLeadingOut = (): void => assert.fail("told");
    assert.equal((await discoverFiles(["."], own, { tellLeadingOut })).length, 1);
    assert.equal((await discoverFiles([], own, { tellLeadingOut })).length, 1);
  });

  it("is not led out of a folder by a link to a folder above it", { skip: noLinks }, async (test) => {
    const folder = project(test, ["compose.yaml", "in/compose.yaml"]);
    symlinkSync("..", path.join(folder, "in/up"));
    assert.deepEqual(await found(folder, "in"), ["in/compose.yaml"]);
  });

  it("passes over links that lead nowhere and folders that may not be read", { skip: noLinks }, async (test) => {
    const folder = project(test, ["compose.yaml", "closed/compose.yaml"]);
    symlinkSync("nowhere", path.join(folder, "link"));
    chmodSync(path.join(folder, "closed"), 0);
    const files = await found(folder, ".");
    chmodSync(path.join(folder, "closed"), 0o755);
    assert.deepEqual(files, isRoot ? ["closed/compose.yaml", "compose.yaml"] : ["compose.yaml"]);
  });

  it("walks a folder as deep as paths may be", async (test) => {
    const deep = Array.from({ length: 120 }, (_, index) => `d${index}`).join("/");
    const folder = project(test, [`${deep}/compose.yaml`]);
    assert.deepEqual(await found(folder, "."), [`${deep}/compose.yaml`]);
  });
});

describe("discoverFiles with patterns", () => {
  it("gives the YAML files and Dockerfiles that match, sorted, not those of packages and repositories", async (test) => {
    const folder = project(test);
    assert.deepEqual(await found(folder, "*.yaml"), ["compose.yaml", "other.yaml"]);
    assert.deepEqual(await found(folder, "**/*"), [
      ".hidden/compose.yaml", "Dockerfile", "app/Dockerfile.dev", "app/deep/compose.yml", "app/deep/x.yml", "compose.yaml",
      "docker-compose.prod.yml", "other.yaml",
    ]);
    assert.deepEqual(await found(folder, "app/**/*.{yml,yaml}"), ["app/deep/compose.yml", "app/deep/x.yml"]);
    assert.deepEqual(await found(folder, "*.prod.yml", "*.yml", "D?ckerfile"), ["docker-compose.prod.yml", "Dockerfile"]);
    assert.deepEqual(await found(path.join(folder, "app"), "../*.yaml"), ["../compose.yaml", "../other.yaml"]);
  });

  it("refuses a pattern that matches nothing that could be linted", async (test) => {
    const folder = project(test);
    assert.equal(await refused(folder, "*.json"), "No Compose file or Dockerfile matches *.json.");
    assert.equal(await refused(folder, "*.txt"), "No Compose file or Dockerfile matches *.txt.");
    assert.match(await refused(folder, "node_modules/**"), /matches node_modules/u);
    assert.match(await refused(folder, "["), /matches \[/u);
  });

  it("comes to an end where links lead in circles", { skip: noLinks }, async (test) => {
    const folder = project(test, ["a/compose.yaml"]);
    symlinkSync("..", path.join(folder, "a/up"));
    symlinkSync(".", path.join(folder, "a/self"));
    const files = await found(folder, "**/*.yaml");
    assert.ok(files.includes("a/compose.yaml"));
    assert.equal(files.length, 1, files.slice(0, 5).join(" "));
  });
});

describe("discoverFiles in random trees with links", { skip: noLinks }, () => {
  for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
    it(`finds each file once and none that lies outside: ${seed}`, async (test) => {
      const random = randomNumbers(seed);
      const top = temporaryFolder(test);
      const folders = ["own", "own/a", "own/a/b", "own/c", "out", "out/d"];
      for (const folder of folders) mkdirSync(path.join(top, folder), { recursive: true });
      const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
      const direct = new Set<string>();
      for (let count = 0; count < 12; count += 1) {
        const file = path.join(pick(folders), pick(["compose.yaml", "Dockerfile", "compose.x.yaml", "notes.txt"]));
        writeFileSync(path.join(top, file), "");
        if (file.startsWith("own/") && !file.endsWith(".txt")) direct.add(path.relative("own", file));
      }
      for (let count = 0; count < 14; count += 1) {
        const [from, to] = [path.join(top, pick(folders), pick(["compose.l.yaml", "Dockerfile.l", "link", "link2"])), path.join(top, pick(folders), pick(["", "compose.yaml", "link", "notes.txt"]))];
        if (lstatSync(from, { throwIfNoEntry: false }) === undefined) symlinkSync(path.relative(path.dirname(from), to) || ".", from);
      }
      const own = path.join(top, "own");
      for (const name of [".", "**/*"]) {
        const files = await found(own, name);
        // A link that leads nowhere is found, and told of when it is read.
        const reals = files.filter((file) => existsSync(path.join(own, file))).map((file) => path.relative(own, realpathSync(path.join(own, file))));
        assert.deepEqual(reals.filter((real) => real.startsWith("..")), [], name);
        assert.equal(new Set(reals).size, reals.length, files.join(" "));
        for (const file of direct) assert.ok(files.includes(file), `${file} is missing in ${files.join(" ")}`);
      }
    });
  }
});

describe("a backslash, which parts names on Windows alone", { skip: process.platform === "win32" ? "there it does" : false }, () => {
  it("takes their meaning from the characters of a glob, and stays one in the names of files and in patterns of ignores", async (test) => {
    const folder = project(test, ["a[1]/compose.yaml", "a1/compose.yaml", String.raw`x\y/compose.yaml`, "x/y/compose.yaml"]);
    assert.deepEqual((await discoverFiles([String.raw`a\[1\]/*.yaml`], folder)).map((file) => path.relative(folder, file)), ["a[1]/compose.yaml"]);
    writeFileSync(path.join(folder, ".compose-lintignore"), "/x/y/\n");
    const files = (await discoverFiles(["."], folder)).map((file) => path.relative(folder, file));
    assert.deepEqual(files, ["a1/compose.yaml", "a[1]/compose.yaml", String.raw`x\y/compose.yaml`]);
  });
});
