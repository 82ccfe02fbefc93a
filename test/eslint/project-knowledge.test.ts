import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, it, type TestContext } from "node:test";
import { Linter } from "eslint";
import type { FileContent } from "../../src/compose/file-system.js";
import { NodeFileSystem } from "../../src/compose/node-file-system.js";
import { ProjectFileCache } from "../../src/compose/project-file.js";
import { RememberingFileSystem } from "../../src/compose/remembering-file-system.js";
import { createPlugin } from "../../src/eslint/plugin.js";

class CountingFileSystem extends NodeFileSystem {
  readonly reads: string[] = [];

  override read(file: string): FileContent {
    this.reads.push(path.basename(file));
    return super.read(file);
  }
}

/** An editor: one plugin that lints again and again, over files on the disk. */
class Editor {
  readonly folder: string;
  readonly files = new CountingFileSystem();
  readonly #linter: Linter;
  readonly #plugin = createPlugin({
    fileSystem: new RememberingFileSystem(this.files),
    projectFiles: new ProjectFileCache(),
    variables: {},
    writesFiles: false,
  });
  #time = 1_700_000_000;

  constructor(test: TestContext, files: Readonly<Record<string, string>>) {
    this.folder = realpathSync(mkdtempSync(path.join(tmpdir(), "compose-lint-knowledge-")));
    this.#linter = new Linter({ cwd: this.folder });
    test.after(() => {
      rmSync(this.folder, { recursive: true });
    });
    for (const [name, text] of Object.entries(files)) this.write(name, text);
  }

  write(name: string, text: string): void {
    const file = path.join(this.folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    this.#time += 1;
    utimesSync(file, this.#time, this.#time);
  }

  link(name: string, target: string): void {
    symlinkSync(path.join(this.folder, target), path.join(this.folder, name));
  }

  /** The rules that find something in a buffer. */
  found(name: string, buffer: string): string[] {
    const kind = name.endsWith("Dockerfile") ? "dockerfile" : "compose";
    const config: Linter.Config = {
      files: ["**"],
      plugins: { "compose-lint": this.#plugin },
      language: `compose-lint/${kind}`,
      rules: { "compose-lint/thread-creation": "error" },
      settings: { "compose-lint": { engine: "20.10.9", date: "2026-01-01" } },
    };
    const messages = this.#linter.verify(buffer, [config], { filename: path.join(this.folder, name) });
    return messages.map(({ ruleId, message }) => ruleId?.replace("compose-lint/", "") ?? message);
  }
}

const built = "services:\n  web:\n    build: ./app\n";
const privileged = `${built}    privileged: true\n`;
const affected = "FROM node:20\nCMD node x.js\n";
const unaffected = "FROM node:18-alpine\nCMD node x.js\n";

describe("what the plugin knows of other files", () => {
  it("reads a Dockerfile again only when it has changed", (test) => {
    const editor = new Editor(test, { "compose.yaml": built, "app/Dockerfile": affected });
    const readings = (): number => editor.files.reads.filter((name) => name === "Dockerfile").length;
    assert.deepEqual(editor.found("compose.yaml", built), ["thread-creation"]);
    assert.deepEqual(editor.found("compose.yaml", built), ["thread-creation"]);
    assert.equal(readings(), 1);
    editor.write("app/Dockerfile", unaffected);
    assert.deepEqual(editor.found("compose.yaml", built), []);
    assert.equal(readings(), 2);
  });

  it("reads a profile again only when it has changed", (test) => {
    const text = "services:\n  web:\n    image: node:20\n    security_opt:\n      - seccomp=./p.json\n";
    const editor = new Editor(test, { "compose.yaml": text, "p.json": '{"defaultAction": "SCMP_ACT_ALLOW"}' });
    const readings = (): number => editor.files.reads.filter((name) => name === "p.json").length;
    assert.deepEqual(editor.found("compose.yaml", text), []);
    assert.deepEqual(editor.found("compose.yaml", text), []);
    assert.equal(readings(), 1);
    editor.write("p.json", '{"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["clone3"], "action": "SCMP_ACT_ERRNO"}]}');
    assert.deepEqual(editor.found("compose.yaml", text), ["thread-creation"]);
    assert.equal(readings(), 2);
  });

  it("sees a file that comes and one that goes", (test) => {
    const editor = new Editor(test, { "compose.yaml": built });
    assert.deepEqual(editor.found("compose.yaml", built), []);
    editor.write("app/Dockerfile", affected);
    assert.deepEqual(editor.found("compose.yaml", built), ["thread-creation"]);
    rmSync(path.join(editor.folder, "app"), { recursive: true });
    assert.deepEqual(editor.found("compose.yaml", built), []);
  });

  it("judges a buffer that is not saved, not the file on the disk", (test) => {
    const editor = new Editor(test, { "compose.yaml": built, "app/Dockerfile": unaffected });
    assert.deepEqual(editor.found("app/Dockerfile", affected), ["thread-creation"]);
    editor.write("app/Dockerfile", affected);
    assert.deepEqual(editor.found("app/Dockerfile", unaffected), []);
  });

  describe("with symbolic links", () => {
    it("matches a Dockerfile to the service that builds it through a linked folder", (test) => {
      const editor = new Editor(test, { "compose.yaml": privileged, "parts/app/Dockerfile": affected });
      assert.deepEqual(editor.found("parts/app/Dockerfile", affected), ["thread-creation"]);
      editor.link("app", "parts/app");
      assert.deepEqual(editor.found("parts/app/Dockerfile", affected), []);
      assert.deepEqual(editor.found("app/Dockerfile", affected), []);
    });

    it("matches a Dockerfile that is reached from outside of its project", (test) => {
      const editor = new Editor(test, { "project/compose.yaml": privileged, "project/app/Dockerfile": affected });
      editor.link("elsewhere", "project/app");
      assert.deepEqual(editor.found("elsewhere/Dockerfile", affected), []);
      assert.deepEqual(editor.found("elsewhere/Dockerfile", "FROM node:20\nRUN node x.js\n"), ["thread-creation"]);
    });

    it("judges the buffer also where its service builds it through a link", (test) => {
      // By the file on the disk its service works, and nothing would be said of the containers.
      const editor = new Editor(test, { "compose.yaml": built, "parts/app/Dockerfile": unaffected });
      editor.link("app", "parts/app");
      assert.deepEqual(editor.found("parts/app/Dockerfile", affected), ["thread-creation"]);
    });

    it("finds in a Compose file the same under both of its names", (test) => {
      const editor = new Editor(test, { "project/compose.yaml": built, "project/app/Dockerfile": affected });
      editor.link("elsewhere", "project");
      assert.deepEqual(editor.found("elsewhere/compose.yaml", built), ["thread-creation"]);
      editor.write("project/app/Dockerfile", unaffected);
      assert.deepEqual(editor.found("elsewhere/compose.yaml", built), []);
    });

    it("ends on a loop of links", (test) => {
      const editor = new Editor(test, { "compose.yaml": built });
      editor.link("app", "app");
      assert.deepEqual(editor.found("compose.yaml", built), []);
      assert.deepEqual(editor.found("app/Dockerfile", affected), ["thread-creation"]);
    });
  });
});
