import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import path from "node:path";
import { describe, it, type TestContext } from "node:test";
import { configurationNames } from "../../../src/cli/configuration/configuration-names.js";
import type { PrintedConfiguration } from "../../../src/cli/print-configuration.js";
import { runCli } from "../run-cli.js";
import { failing } from "../stacks.js";
import { temporaryFolder } from "../temporary-folder.js";

const settings = { engine: "20.10.9" };
const asModule = `export default ${JSON.stringify({ settings })};\n`;

/** The same configuration in each of the places that it may stand in. */
const texts: Record<(typeof configurationNames)[number], string> = {
  "compose-lint.config.js": asModule,
  "compose-lint.config.mjs": asModule,
  "compose-lint.config.cjs": `module.exports = ${JSON.stringify({ settings })};\n`,
  "compose-lint.config.ts": `const engine: string = "20.10.9";\nexport default { settings: { engine } };\n`,
  "compose-lint.config.mts": `const engine: string = "20.10.9";\nexport default { settings: { engine } };\n`,
  "compose-lint.config.cts": `const engine: string = "20.10.9";\nmodule.exports = { settings: { engine } };\n`,
  "compose-lint.config.yaml": "settings:\n  engine: 20.10.9\n",
  "compose-lint.config.yml": "settings: { engine: 20.10.9 }\n",
  "compose-lint.config.json": JSON.stringify({ settings }),
  ".compose-lintrc": "# YAML, and so JSON\nsettings: { engine: 20.10.9 }\n",
  "package.json": JSON.stringify({ type: "module", devDependencies: { "compose-lint": "1.0.0" }, "compose-lint": { settings } }),
};

async function printed(folder: string, ...words: string[]): Promise<PrintedConfiguration> {
  const { stdout, stderr, code } = await runCli(folder, ["--print-config", "compose.yaml", ...words]);
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout) as PrintedConfiguration;
}

async function told(folder: string, ...words: string[]): Promise<string> {
  const { stdout, stderr, code } = await runCli(folder, words);
  assert.deepEqual([stdout, code], ["", 2]);
  return stderr.replaceAll(folder, "").replaceAll("compose-lint: ", "");
}

/** A text as PowerShell writes it. */
function utf16(text: string): Buffer {
  return Buffer.from(text, "utf16le");
}

/** Relative to the folder. */
function sourcesOf(folder: string, { sources }: PrintedConfiguration): string[] {
  return sources.map((file) => path.relative(folder, file).replaceAll("\\", "/"));
}

const moduleManifest = JSON.stringify({ type: "module" });

describe("a configuration", () => {
  for (const name of configurationNames) {
    it(`is read from ${name}`, async (test) => {
      const folder = temporaryFolder(test, { "package.json": moduleManifest, [name]: texts[name], "compose.yaml": failing });
      const run = await runCli(folder, []);
      assert.equal(run.code, 1, run.stderr);
      assert.match(run.stdout, /On Docker Engine 20\.10\.9/);
      assert.deepEqual(sourcesOf(folder, await printed(folder)), [name]);
    });
  }

  it("may be TypeScript that is more than types, whatever Node does with it", async (test) => {
    const text = 'enum Engines { old = "20.10.9" }\nexport default { settings: { engine: Engines.old } };\n';
    assert.deepEqual((await printed(temporaryFolder(test, { "compose-lint.config.ts": text }))).settings, settings);
  });

  it("is found from the folder of the file upwards, the nearest for each file", async (test) => {
    const folder = temporaryFolder(test, {
      "compose-lint.config.yaml": "settings: { engine: 20.10.9 }\n",
      "compose.yaml": failing,
      "a/compose.yaml": failing,
      "b/.compose-lintrc": "settings: { engine: '23.0' }\n",
      "b/deep/er/compose.yaml": failing,
      "c/package.json": JSON.stringify({ dependencies: { "compose-lint": "1.0.0" } }),
      "c/compose.yaml": failing,
    });
    const { stdout } = await runCli(folder, [".", "--format", "json"]);
    const counts = (JSON.parse(stdout) as { filePath: string; errorCount: number }[]).map(
      ({ filePath, errorCount }) => [path.relative(folder, filePath).replaceAll("\\", "/"), errorCount],
    );
    assert.deepEqual(Object.fromEntries(counts), { "compose.yaml": 1, "a/compose.yaml": 1, "b/deep/er/compose.yaml": 0, "c/compose.yaml": 1 });
  });

  it("starts from the recommended rules, from another set, or from nothing", async (test) => {
    const rulesWith = async (text: string): Promise<PrintedConfiguration["rules"]> =>
      (await printed(temporaryFolder(test, { ".compose-lintrc": text }))).rules;
    const recommended = (await printed(temporaryFolder(test))).rules;
    assert.equal(recommended["thread-creation"], "error");
    assert.deepEqual(await rulesWith("settings: {}"), recommended);
    assert.deepEqual(await rulesWith("extends: recommended"), recommended);
    const none = await rulesWith("extends: []");
    assert.ok(Object.values(none).every((level) => level === "off"));
    for (const set of ["strict", "all"]) {
      const wider = await rulesWith(`extends: ${set}`);
      for (const [name, level] of Object.entries(recommended)) if (level !== "off") assert.notEqual(wider[name], "off", `${set} ${name}`);
    }
    assert.ok(Object.values(await rulesWith("extends: all")).every((level) => level !== "off"));
  });

  it("starts from the recommended rules where what it extends says nothing of rules", async (test) => {
    const resultWith = (files: Readonly<Record<string, string>>): Promise<PrintedConfiguration> =>
      printed(temporaryFolder(test, { ".compose-lintrc": "extends: ./base.yaml\nrules: { syntax: warn }\n", "compose.yaml": failing, ...files }));
    const recommended = { ...(await printed(temporaryFolder(test))).rules, syntax: "warn" };
    const quiet: Record<string, string>[] = [
      { "base.yaml": "settings: { engine: 20.10.9 }" },
      { "base.yaml": "extends: ./more.yaml", "more.yaml": "settings: { engine: 20.10.9 }" },
      { ".compose-lintrc": "extends: [./base.yaml, ./more.yaml]\nrules: { syntax: warn }", "base.yaml": "ignores: [old]", "more.yaml": "overrides: [{ files: '**', settings: { engine: 20.10.9 } }]" },
    ];
    for (const files of quiet) {
      const { rules, settings } = await resultWith(files);
      assert.deepEqual([rules, settings], [recommended, { engine: "20.10.9" }]);
    }
    const telling: Record<string, string>[] = [
      { "base.yaml": "rules: { security-opt: warn }" },
      { "base.yaml": "extends: []" },
      { "base.yaml": "extends: ./more.yaml", "more.yaml": "extends: []" },
      { "base.yaml": "overrides: [{ files: '**', rules: { security-opt: warn } }]" },
    ];
    for (const files of telling) assert.equal((await resultWith(files)).rules["thread-creation"], "off", JSON.stringify(files));
    assert.equal((await resultWith({ "base.yaml": "extends: strict" })).rules["thread-creation"], "error");
    const ended = await runCli(temporaryFolder(test, { ".compose-lintrc": "extends: ./base.yaml", "base.yaml": "settings: { engine: 20.10.9 }", "compose.yaml": failing }), []);
    assert.match(ended.stdout, /thread-creation/u);
  });

  it("extends files and packages, the later counts more", async (test) => {
    const folder = temporaryFolder(test, {
      ".compose-lintrc": "extends: [recommended, '@acme/lint', ./base/base.json]\nrules: { syntax: warn }\n",
      "base/base.json": JSON.stringify({ extends: "./more.mjs", settings: { engine: "23.0" }, rules: { "single-document": "error" } }),
      "base/more.mjs": 'export default { rules: { "single-document": "off", "file-structure": "warn" } };\n',
      "node_modules/@acme/lint/package.json": JSON.stringify({ name: "@acme/lint", exports: "./index.cjs" }),
      "node_modules/@acme/lint/index.cjs": 'module.exports = { settings: { engine: "18.09" }, rules: { "security-opt": "warn" } };\n',
    });
    const result = await printed(folder);
    const { syntax, ...rules } = result.rules;
    assert.equal(syntax, "warn");
    assert.equal(rules["single-document"], "error");
    assert.equal(rules["file-structure"], "warn");
    assert.equal(rules["security-opt"], "warn");
    assert.equal(rules["thread-creation"], "error");
    assert.deepEqual(result.settings, { engine: "23.0" });
    assert.deepEqual(sourcesOf(folder, result), [".compose-lintrc", "node_modules/@acme/lint/index.cjs", "base/base.json", "base/more.mjs"]);
  });

  it("keeps the options of a rule where only its level is set again", async (test) => {
    const folder = temporaryFolder(test, {
      ".compose-lintrc": "extends: ./base.yaml\nrules: { thread-creation: warn }\n",
      "base.yaml": "rules: { thread-creation: [error, { fix: unconfined }] }\n",
      "compose.yaml": failing,
    });
    assert.deepEqual((await printed(folder)).rules["thread-creation"], ["warn", { fix: "unconfined" }]);
    assert.deepEqual((await printed(folder, "--rule", "thread-creation: error")).rules["thread-creation"], ["error", { fix: "unconfined" }]);
    assert.match((await runCli(folder, ["--engine", "20.10.9", "--fix-dry-run"])).stdout, /\+ +- seccomp=unconfined/);
  });

  it("takes no pattern that its reader never comes to the end of", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing, ".compose-lintrc": JSON.stringify({ overrides: [{ files: ["/\\\\\\\\"], rules: {} }] }) });
    assert.match(await told(folder), /^\S+lintrc: the pattern `\/\\{4}` of `files` has more than two backslashes in a row/u);
  });

  it("has overrides for files, by globs from its folder, the later counts more", async (test) => {
    const folder = temporaryFolder(test, {
      "compose-lint.config.yaml": `
settings: { engine: "23.0" }
overrides:
  - files: [old/**, "*.old.{yaml,yml}"]
    settings: { engine: 20.10.9 }
  - files: ./old/kept/compose.yaml
    rules: { thread-creation: off }
`,
      "compose.yaml": failing,
      "compose.old.yaml": failing,
      "sub/compose.old.yml": failing,
      "sub/old/compose.yaml": failing,
      "old/compose.yaml": failing,
      "old/.hidden/compose.yaml": failing,
      "old/kept/compose.yaml": failing,
    });
    const { stdout } = await runCli(folder, [".", "--format", "json"]);
    const failed = (JSON.parse(stdout) as { filePath: string; errorCount: number }[])
      .filter(({ errorCount }) => errorCount > 0)
      .map(({ filePath }) => path.relative(folder, filePath).replaceAll("\\", "/"));
    assert.deepEqual(failed.sort(), ["compose.old.yaml", "old/.hidden/compose.yaml", "old/compose.yaml", "sub/compose.old.yml"]);
  });

  it("gives way to flags; another engine takes nothing over from the configured host", async (test) => {
    const folder = temporaryFolder(test, {
      ".compose-lintrc": "settings: { engine: 20.10.9, runc: 1.1.12, profilePath: ./p.json }\nrules: { syntax: warn }\n",
    });
    assert.deepEqual((await printed(folder, "--engine", "23.0")).settings, { engine: "23.0", profilePath: "./p.json" });
    assert.deepEqual((await printed(folder, "--runc", "1.0.0")).settings, { engine: "20.10.9", runc: "1.0.0", profilePath: "./p.json" });
    assert.equal((await printed(folder, "--rule", "syntax: off")).rules.syntax, "off");
    assert.deepEqual((await printed(folder, "--no-config")).settings, {});
    assert.deepEqual((await printed(folder, "--no-config")).sources, []);
  });

  it("is the one that --config names, whatever else is there", async (test) => {
    const folder = temporaryFolder(test, {
      ".compose-lintrc": "wrong\n",
      "conf/other.yaml": "settings: { engine: 20.10.9 }\n",
      "compose.yaml": failing,
    });
    assert.equal((await runCli(folder, ["--config", "conf/other.yaml"])).code, 1);
    assert.equal((await runCli(folder, ["-c", "conf/other.yaml"])).code, 1);
  });

  it("counts for inspect and profile too", async (test) => {
    const folder = temporaryFolder(test, { ".compose-lintrc": "settings: { engine: 20.10.9 }\n", "compose.yaml": failing });
    assert.match((await runCli(folder, ["inspect"])).stdout, /\nweb .* fails /);
    assert.match((await runCli(folder, ["profile"])).stdout, /clone3/);
    assert.match((await runCli(folder, ["profile", "--no-config"])).stderr, /Say which engines are meant/);
  });

  it("says what the own images are", async (test) => {
    const compose = "services:\n  web:\n    image: registry.example/app:1\n";
    const folder = temporaryFolder(test, {
      ".compose-lintrc": "settings:\n  engine: 20.10.9\n  images:\n    registry.example/*: debian:12\n",
      "compose.yaml": compose,
      "app/Dockerfile": "FROM registry.example/app:1\nCMD [\"node\"]\n",
    });
    assert.match((await runCli(folder, ["inspect"])).stdout, /\nweb +registry\.example\/app:1 +Debian 12 \(bookworm\) +glibc 2\.36 +fails/);
    const { stdout } = await runCli(folder, ["app/Dockerfile", "--format", "compact"]);
    assert.match(stdout, /registry\.example\/app:1, .* is Debian 12 \(bookworm\)/);
    assert.equal((await runCli(folder, ["app/Dockerfile", "--no-config", "--engine", "20.10.9"])).code, 0);
  });

  it("ignores files in the syntax of .gitignore, and tells of those that were named", async (test) => {
    const folder = temporaryFolder(test, {
      ".compose-lintrc": "settings: { engine: 20.10.9 }\nignores: [old/, '!old/', 'gone/*']\n",
      "compose.yaml": failing,
      "gone/compose.yaml": failing,
    });
    const names = async (...words: string[]): Promise<number> =>
      (JSON.parse((await runCli(folder, ["--format", "json", ...words])).stdout) as unknown[]).length;
    assert.equal(await names("."), 1);
    assert.equal(await names(".", "--no-ignore"), 2);
    const run = await runCli(folder, ["gone/compose.yaml"]);
    assert.deepEqual(run, { code: 0, stdout: "", stderr: "compose-lint: gone/compose.yaml is ignored. With --no-ignore it is linted.\n" });
    const shown = JSON.parse((await runCli(folder, ["--print-config", "gone/compose.yaml"])).stdout) as PrintedConfiguration;
    assert.equal(shown.isIgnored, true);
  });

  it("ends with 2 where all that was found is ignored, but not where the user named it", async (test) => {
    const folder = temporaryFolder(test, { "compose-lint.config.yaml": "ignores: ['*']\n", "compose.yaml": failing, "a/compose.yaml": failing });
    const stderr = "compose-lint: All files that were found are ignored, by `ignores` of the configuration compose-lint.config.yaml. With --no-ignore they are linted.\n";
    for (const words of [[], ["."], ["a"], ["**/compose.yaml"], ["-f", "compose.yaml"], ["--fix", "."]]) {
      assert.deepEqual(await runCli(folder, words), { code: 2, stdout: "", stderr }, words.join(" "));
    }
    for (const words of [["compose.yaml"], ["--fix", "compose.yaml"], ["a", "compose.yaml"]]) assert.equal((await runCli(folder, words)).code, 0, words.join(" "));
  });
});

describe("a configuration that is wrong", () => {
  const parting = "and in a pattern a backslash parts no folders, on Windows neither: it would fit nothing of that name. Write ";
  const cases: [name: string, files: Record<string, string | Uint8Array>, told: string | RegExp, words?: string[]][] = [
    ["no YAML", { ".compose-lintrc": "a: [\n" }, /^\/\.compose-lintrc:2:1: the configuration cannot be read: .*\.\n$/],
    ["no JSON", { "compose-lint.config.json": '{\n  "rules": {,}\n}' }, /^\/compose-lint\.config\.json:2:13: the configuration cannot be read: Expected property name or '}'\.\n$/],
    ["half of JSON", { "compose-lint.config.json": '{\n  "rules"' }, /^\/compose-lint\.config\.json:2:10: the configuration cannot be read: .*\.\n$/],
    ["a broken package.json with our key", { "package.json": '{ "compose-lint" { "rules": {} } }' }, /^\/package\.json:1:18: the configuration cannot be read: .*\.\n$/],
    ["a broken package.json with our word", { "package.json": '{ "name": "x" "compose-lint": "./x.json" }' }, /^\/package\.json:1:15: the configuration cannot be read: .*\.\n$/],
    ["a package.json whose key holds nothing of ours", { "package.json": '{ "compose-lint": "strict" }' }, "/package.json: It must hold keys and values.\n"],
    ["a module that throws", { "compose-lint.config.mjs": '\nthrow new Error("not today");' }, "/compose-lint.config.mjs:2:7: the configuration cannot be read: not today.\n"],
    ["a module without a default", { "compose-lint.config.mjs": "export const a = 1;" }, "/compose-lint.config.mjs: the configuration cannot be read: it has no default export: write `export default { ... };`.\n"],
    ["TypeScript without a default", { "compose-lint.config.ts": "export const a: number = 1;" }, "/compose-lint.config.ts: the configuration cannot be read: it has no default export: write `export default { ... };`.\n"],
    ["TypeScript that exports nothing", { "compose-lint.config.mts": "const a: number = 1;" }, "/compose-lint.config.mts: the configuration cannot be read: it has no default export: write `export default { ... };`.\n"],
    ["CommonJS that exports nothing", { "compose-lint.config.cjs": "const a = 1;" }, "/compose-lint.config.cjs: the configuration cannot be read: it has no default export: write `module.exports = { ... };`.\n"],
    ["a broken module", { "compose-lint.config.mjs": "export default {\n  rules: { : },\n};\n" }, "/compose-lint.config.mjs:2:12: the configuration cannot be read: Unexpected token ':'.\n"],
    ["a module that imports what is not installed", { "compose-lint.config.mjs": 'import x from "nothing-of-this-name";\nexport default x;\n' }, "/compose-lint.config.mjs: the configuration cannot be read: it imports nothing-of-this-name, which is not installed here. Install it: npm install --save-dev nothing-of-this-name\n"],
    ["broken TypeScript", { "compose-lint.config.ts": "export default {\n  rules: { : },\n};\n" }, /^\/compose-lint\.config\.ts:2:12: the configuration cannot be read: .*\.\n$/],
    ["unknown keys", { ".compose-lintrc": "rulez: {}\nsettings: { engin: x }" }, "/.compose-lintrc: There is no key `rulez`. Did you mean `rules`?\n/.compose-lintrc: There is no key `engin` in `settings`. Did you mean `engine`?\n"],
    ["a set that is none", { ".compose-lintrc": "extends: recomended" }, "/.compose-lintrc: `extends` names recomended, which is not installed here. Did you mean recommended?\n"],
    ["a package that is not there", { ".compose-lintrc": "extends: '@acme/lint'" }, "/.compose-lintrc: `extends` names @acme/lint, which is not installed here. Install it, or write a file as ./@acme/lint; the sets are recommended, strict and all.\n"],
    ["a file that is not there", { ".compose-lintrc": "extends: ./base.yaml" }, "/.compose-lintrc: the configuration /base.yaml is not there, or may not be read.\n"],
    ["a circle", { ".compose-lintrc": "extends: ./a.yaml", "a.yaml": "extends: ./b.yaml", "b.yaml": "extends: ./a.yaml" }, "Configurations extend each other in a circle: /.compose-lintrc, /a.yaml, /b.yaml, /a.yaml.\n"],
    ["what is wrong in a base", { ".compose-lintrc": "extends: ./a.yaml", "a.yaml": "rules: { x: off }" }, "/a.yaml: There is no rule `x`.\n"],
    ["no engine", { ".compose-lintrc": "settings: { engine: latest }" }, /^\/\.compose-lintrc: `settings\.engine`: "latest" is not a Docker Engine version\. /],
    ["no engine for files that are not there", { ".compose-lintrc": "overrides: [{ files: none.yaml, settings: { engine: latest } }]" }, /^\/\.compose-lintrc: `overrides\[0\]\.settings\.engine`: "latest" is not /],
    ["no engine in a base", { ".compose-lintrc": "extends: ./base.yaml\nsettings: { engine: 20.10.9 }", "base.yaml": "settings: { engine: latest }" }, /^\/base\.yaml: `settings\.engine`: "latest" is not /],
    ["an engine that is asked for beside a host", { ".compose-lintrc": "settings: { engine: auto, host: debian-11-docker-ce }" }, "/.compose-lintrc: the engine `auto` asks the daemon of this machine: leave out `host`.\n"],
    ["no host", { ".compose-lintrc": "settings: { host: nowhere }" }, /^\/\.compose-lintrc: `settings\.host`: There is no host preset "nowhere"\. /],
    ["no runc", { ".compose-lintrc": "settings: { engine: 20.10.9, runc: new }" }, /^\/\.compose-lintrc: `settings\.runc`: "new" is not a runc version\. /],
    ["no libseccomp", { ".compose-lintrc": "settings: { libseccomp: new }" }, /^\/\.compose-lintrc: `settings\.libseccomp`: "new" is not a libseccomp version\. /],
    ["a day that no calendar has", { ".compose-lintrc": "settings: { date: 2026-02-31 }" }, '/.compose-lintrc: `settings.date`: "2026-02-31" is not a day of the calendar, such as 2023-06-12.\n'],
    ["an image that is none", { ".compose-lintrc": "settings: { images: { 'a/*': 'no:where' } }" }, /^\/\.compose-lintrc: `settings\.images\.a\/\*`: "no:where" is no release /],
    ["images in a list", { ".compose-lintrc": "settings: { images: [debian:12] }" }, "/.compose-lintrc: `settings.images` must hold patterns of images and what they are.\n"],
    ["a blank name", { ".compose-lintrc": "extends: ' '\nplugins: ['']\nignores: [' ']\noverrides: [{files: [a, ' ']}]" }, ["extends", "plugins[0]", "ignores[0]", "overrides[0].files[1]"].map((place) => `/.compose-lintrc: \`${place}\` is empty: leave it out, or write what it is.\n`).join("")],
    ["an empty text", { ".compose-lintrc": "settings: { profilePath: '', runc: ' ' }" }, "/.compose-lintrc: `settings.profilePath` is empty: leave it out, or write what it is.\n/.compose-lintrc: `settings.runc` is empty: leave it out, or write what it is.\n"],
    ["a profile behind a variable", { ".compose-lintrc": "settings: { engine: 20.10.9, profilePath: '${HOME}/p.json' }" }, "/.compose-lintrc: `settings.profilePath`: ${HOME}/p.json holds variables, which are not replaced here: write the path of a file, such as ./seccomp.json.\n", ["--fix"]],
    ["a profile in the folder of a shell's user", { ".compose-lintrc": "settings: { profilePath: ~/p.json }" }, /^\/\.compose-lintrc: `settings\.profilePath`: ~\/p\.json begins with `~`, /],
    ["a profile that is a folder", { ".compose-lintrc": "settings: { profilePath: ./profiles/ }" }, /^\/\.compose-lintrc: `settings\.profilePath`: \.\/profiles\/ is a folder: /],
    ["one of several, before a file is judged", { "a/compose.yaml": failing, "b/compose.yaml": failing, "b/.compose-lintrc": "settings: { engine: latest }" }, /^\/b\/\.compose-lintrc: `settings\.engine`: /, ["--engine", "20.10.9", "--no-ignore", "."]],
    ["runc without an engine", { ".compose-lintrc": "settings: { runc: '1.1.12' }" }, "/.compose-lintrc: `runc`, `libseccomp` and `arch` describe the host of an engine: set `engine` or `host` too.\n"],
    ["options that a rule has not", { ".compose-lintrc": "rules: { thread-creation: [error, { fix: maybe }] }" }, '/.compose-lintrc: it sets thread-creation to what it cannot be. Value "maybe" should be equal to one of the allowed values. `compose-lint explain thread-creation` tells them.\n'],
    [
      "backslashes that are to part folders",
      { ".compose-lintrc": String.raw`{ignores: ['old\dev\*.yaml', 'old\'], overrides: [{files: 'a\_b\compose.yaml'}, {files: [x, './9\1']}]}` },
      [
        ["ignores[0]", String.raw`old\dev\*.yaml`, "old/dev/*.yaml"],
        ["ignores[1]", "old\\", "old/"],
        ["overrides[0].files", String.raw`a\_b\compose.yaml`, "a/_b/compose.yaml"],
        ["overrides[1].files[1]", String.raw`./9\1`, "./9/1"],
      ].map(([place = "", pattern = "", better = ""]) => `/.compose-lintrc: \`${place}\` is ${pattern}, ${parting}${better}.\n`).join(""),
    ],
    ["a named one that is not there", {}, "--config: the configuration /x.yaml is not there, or may not be read.\n", ["--config", "x.yaml"]],
    ["a named one of another kind", { "x.toml": "" }, /^--config: \/x\.toml is no configuration: its name must end in \.js, /, ["--config", "x.toml"]],
    ["a named one that is a folder", { "conf.d/.compose-lintrc": "" }, "--config: /conf.d is a folder. Name the configuration in it, such as /conf.d/.compose-lintrc.\n", ["--config", "conf.d"]],
    ["a named one that is an empty folder", { "conf/x": "" }, "--config: /conf is a folder. Name the configuration in it, such as /conf/compose-lint.config.yaml.\n", ["-c", "conf"]],
    ["UTF-16, as PowerShell writes it", { "compose-lint.config.yaml": utf16("\ufeffsettings: {}\n") }, "/compose-lint.config.yaml: the configuration cannot be read: it is in UTF-16. Write it as UTF-8.\n"],
    ["UTF-16 without a mark", { "compose-lint.config.json": utf16("{}\n") }, "/compose-lint.config.json: the configuration cannot be read: it is in UTF-16. Write it as UTF-8.\n"],
    ["UTF-16 from the other end", { "x.json": utf16("\ufeff{}\n").swap16() }, "/x.json: the configuration cannot be read: it is in UTF-16. Write it as UTF-8.\n", ["-c", "x.json"]],
    ["UTF-16 in a module", { "compose-lint.config.mjs": utf16("\ufeffexport default {};\n") }, "/compose-lint.config.mjs: the configuration cannot be read: it is in UTF-16. Write it as UTF-8.\n"],
    ["two wishes", {}, "--config names a configuration and --no-config wants none: give one of them.\n", ["--config", "x.yaml", "--no-config"]],
  ];
  for (const [name, files, expected, words = []] of cases) {
    it(`is refused: ${name}`, async (test: TestContext) => {
      const folder = temporaryFolder(test, { ...files, "compose.yaml": failing });
      const said = await told(folder, ...words);
      if (typeof expected === "string") assert.equal(said, expected);
      else assert.match(said, expected);
    });
  }

  it("but backslashes that take a character as it is stay", async (test) => {
    const names = ["app [1]/compose.yaml", "app (2)/compose.yaml", "a*b/compose.yaml", "#c/compose.yaml", "!d/compose.yaml", "e.f/compose.yaml", ...(path.sep === "/" ? ["g\\h/compose.yaml"] : [])];
    const escaped = ["app \\[1\\]/*.yaml", "app \\(2\\)/*.yaml", "a\\*b/*.yaml", "\\#c/*.yaml", "\\!d/*.yaml", "e\\.f/*.yaml", "g\\\\h/*.yaml"];
    for (const [index, name] of names.entries()) {
      const files = { [name]: failing, "z/compose.yaml": failing };
      const ignoring = temporaryFolder(test, { ...files, "compose-lint.config.json": JSON.stringify({ ignores: [escaped[index]], settings }) });
      const report = JSON.parse((await runCli(ignoring, [".", "--format", "json"])).stdout) as { filePath: string }[];
      assert.deepEqual(report.map(({ filePath }) => path.relative(ignoring, filePath)), ["z/compose.yaml"], name);
      const overriding = temporaryFolder(test, { ...files, "compose-lint.config.json": JSON.stringify({ overrides: [{ files: escaped[index], settings }] }) });
      const { stdout } = await runCli(overriding, ["--print-config", name]);
      assert.deepEqual((JSON.parse(stdout) as PrintedConfiguration).settings, settings, name);
    }
  });

  it("is refused: a link that leads nowhere, whatever else is there", async (test) => {
    const files = { "compose.yaml": failing, "a/compose.yaml": failing, "compose-lint.config.json": "{}", "package.json": texts["package.json"] };
    for (const name of [".compose-lintrc", "compose-lint.config.ts", "compose-lint.config.yaml"] as const) {
      const folder = temporaryFolder(test, files);
      symlinkSync("base/gone.yaml", path.join(folder, name));
      const expected = name === ".compose-lintrc" ? null : `The configuration /${name} is a symbolic link that leads nowhere: there is no /base/gone.yaml. Mend the link or remove it.\n`;
      for (const word of [".", "a/compose.yaml", "--cache"]) {
        // Of several the first name counts.
        if (expected === null) assert.equal((await runCli(folder, [word])).code, 0);
        else assert.equal(await told(folder, word), expected);
      }
      const named = "a symbolic link that leads nowhere: there is no /base/gone.yaml. Mend the link, or name another file.\n";
      assert.equal(await told(folder, "--config", name), `--config: the configuration /${name} is ${named}`);
      const extending = temporaryFolder(test, { "compose.yaml": failing, ".compose-lintrc": "extends: ./base.yaml" });
      symlinkSync("base/gone.yaml", path.join(extending, "base.yaml"));
      assert.equal(await told(extending), `/.compose-lintrc: the configuration /base.yaml is ${named}`);
    }
  });

  it("is refused: a link that leads to itself", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing });
    symlinkSync(".compose-lintrc", path.join(folder, ".compose-lintrc"));
    assert.equal(await told(folder, "."), "The configuration /.compose-lintrc is a symbolic link that leads to itself. Mend the link or remove it.\n");
    assert.equal(await told(folder, "-c", ".compose-lintrc"), "--config: the configuration /.compose-lintrc is a symbolic link that leads to itself. Mend the link, or name another file.\n");
    assert.equal((await runCli(folder, ["--no-config", "."])).code, 0);
  });

  it("is refused: a new link that leads nowhere, after a run that kept its results", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing });
    assert.equal((await runCli(folder, ["--cache"])).code, 0);
    symlinkSync("gone", path.join(folder, ".compose-lintrc"));
    assert.match(await told(folder, "--cache"), /leads nowhere/u);
  });

  it("is read through a link", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing, "base/x.yaml": texts[".compose-lintrc"] });
    symlinkSync("base/x.yaml", path.join(folder, ".compose-lintrc"));
    assert.deepEqual((await printed(folder)).settings, settings);
  });

  it("but no package.json that cannot be read and does not speak of us", async (test) => {
    const folder = temporaryFolder(test, { "package.json": '{ "name": "x",, }', "compose.yaml": failing });
    assert.equal((await runCli(folder, ["--engine", "20.10.9"])).code, 1);
  });

  it("but flags are told of before it", async (test) => {
    const folder = temporaryFolder(test, { ".compose-lintrc": "settings: { engine: latest }", "compose.yaml": failing });
    assert.match(await told(folder, "--engine", "newest"), /^"newest" is not a Docker Engine version\. /);
    assert.match(await told(folder, "--host", "nowhere"), /^There is no host preset "nowhere"\. /);
    assert.match(await told(folder, "--runc", "new"), /^"new" is not a runc version\. /);
  });

  it("but an empty one is none at all, and starts from the recommended rules", async (test) => {
    const folder = temporaryFolder(test, { ".compose-lintrc": "", "compose.yaml": failing });
    assert.equal((await runCli(folder, ["--engine", "20.10.9"])).code, 1);
  });
});
