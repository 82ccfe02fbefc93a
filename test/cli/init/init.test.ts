import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it, type TestContext } from "node:test";
import { parse } from "yaml";
import { lefthookPatterns, lintStagedPattern } from "../../../src/cli/init/hook-patterns.js";
import { packageVersion } from "../../../src/eslint/plugin.js";
import { repository } from "../../e2e/places.js";
import { runCli, type CliRun } from "../run-cli.js";
import { failing } from "../stacks.js";
import { temporaryFolder } from "../temporary-folder.js";

/** A git repository as far as `init` looks at one. */
function project(test: TestContext, files: Record<string, string> = {}): string {
  return temporaryFolder(test, { ".git/config": "", "compose.yaml": failing, ...files });
}

const yes = (folder: string, ...words: string[]): Promise<CliRun> => runCli(folder, ["init", "--yes", ...words]);
const read = (folder: string, name: string): string => readFileSync(path.join(folder, name), "utf8");

// That of the package in the built program.
const version = packageVersion;

describe("init", () => {
  it("writes a configuration, the entry of pre-commit and the job of the pipeline, and says what comes next", async (test) => {
    const folder = project(test, { ".git/config": '[remote "origin"]\n\turl = git@github.com:me/x.git\n' });
    const run = await yes(folder, "--engine", "20.10.9");
    assert.deepEqual(run, {
      code: 0,
      stdout: "",
      stderr: "Wrote compose-lint.config.yaml\nWrote .pre-commit-config.yaml\nWrote .github/workflows/compose-lint.yml\n\nNext:\n  npx compose-lint\n  pre-commit install   # where there is no pre-commit: pipx install pre-commit\n",
    });
    assert.deepEqual(parse(read(folder, ".pre-commit-config.yaml")), {
      repos: [{ repo: "https://github.com/compose-lint/compose-lint", rev: `v${version}`, hooks: [{ id: "compose-lint" }] }],
    });
  });

  it("changes nothing the second time, and says so", async (test) => {
    const folder = project(test, { ".gitlab-ci.yml": "test:\n  script: [a]\n" });
    await yes(folder);
    const names = ["compose-lint.config.yaml", ".pre-commit-config.yaml", ".gitlab-ci.yml"];
    const before = names.map((name) => read(folder, name));
    const run = await yes(folder, "--engine", "27.0");
    assert.equal(run.code, 0);
    assert.equal(
      run.stderr,
      "Configured already: compose-lint.config.yaml is left as it is.\nThe engine was not written: set `engine` to \"27.0\" in `settings` of compose-lint.config.yaml.\n.pre-commit-config.yaml has compose-lint already.\n.gitlab-ci.yml has compose-lint already.\nNothing was changed.\n",
    );
    assert.deepEqual(names.map((name) => read(folder, name)), before);
  });

  it("says what it would need where there is no terminal, and writes nothing", async (test) => {
    const folder = project(test);
    const { code, stderr } = await runCli(folder, ["init"]);
    assert.equal(code, 2);
    assert.match(stderr, /init asks at a terminal, and there is none\. With --yes it asks nothing and writes .*\(--hook: pre-commit\).*\(--ci: none\)/);
    assert.equal(existsSync(path.join(folder, "compose-lint.config.yaml")), false);
  });

  it("ends with 2 and tells of no next steps where something could not be written, and goes on later", async (test) => {
    const folder = project(test, { ".github": "" });
    const run = await yes(folder, "--engine", "20.10.9", "--ci", "github", "--hook", "none", "--baseline", "compose.yaml/known.json");
    assert.deepEqual(run, {
      code: 2,
      stdout: "",
      stderr:
        "Wrote compose-lint.config.yaml\ncompose-lint: compose.yaml/known.json was not written: a part of its path is a file.\ncompose-lint: .github/workflows/compose-lint.yml was not written: a part of its path is a file.\n" +
        "\nNot all was written. Mend what is told above; `compose-lint init` then goes on with the rest.\n",
    });
  });

  it("refuses answers that there are not, before anything is written", async (test) => {
    const folder = project(test);
    for (const words of [["--format", "toml"], ["--hook", "precommit"], ["--ci", "jenkins"], ["--engine", "99x"], ["--host", "nowhere"], ["--hook", "husky", "--no-pre-commit"], ["sub"]]) {
      assert.equal((await yes(folder, ...words)).code, 2, words.join(" "));
    }
    assert.equal(existsSync(path.join(folder, "compose-lint.config.yaml")), false);
  });

  it("leaves a configuration further up as it is", async (test) => {
    const folder = project(test, { "package.json": '{ "compose-lint": { "rules": {} } }', "deploy/compose.yaml": failing });
    const run = await yes(path.join(folder, "deploy"), "--no-pre-commit");
    assert.equal(run.stderr, `Configured already: ${path.join(folder, "package.json")} is left as it is.\nNothing was changed.\n`);
  });

  it("says what to set where the configuration that is there keeps the engine of a flag from being written", async (test) => {
    const folder = project(test, { "package.json": '{ "compose-lint": { "settings": { "host": "debian-11-docker-ce" } } }', "deploy/compose.yaml": failing });
    const file = path.join(folder, "package.json");
    const cases: [words: string[], advice: string][] = [
      [["--engine", "20.10.9"], `The engine was not written: set \`engine\` to "20.10.9" in \`settings\` under \`compose-lint\` in ${file}.\n`],
      [["--engine", "20.10.9", "--host", "debian-11-docker-ce"], `The engine was not written: set \`engine\` to "20.10.9" in \`settings\` under \`compose-lint\` in ${file}.\n`],
      [["--engine", "20.10.9", "--host", "ubuntu-20.04-docker-ce"], `The engine and the host were not written: set \`engine\` to "20.10.9" and \`host\` to "ubuntu-20.04-docker-ce" in \`settings\` under \`compose-lint\` in ${file}.\n`],
      [["--engine", "auto"], `The engine was not written: set \`engine\` in \`settings\` under \`compose-lint\` in ${file} to what \`docker version --format '{{.Server.Version}}'\` prints where the services run.\n`],
      // It says so already.
      [["--host", "debian-11-docker-ce"], ""],
    ];
    for (const [words, advice] of cases) {
      const { code, stderr } = await yes(path.join(folder, "deploy"), "--no-pre-commit", ...words);
      assert.equal(code, 0);
      assert.equal(stderr, `Configured already: ${file} is left as it is.\n${advice}Nothing was changed.\n`, words.join(" "));
    }
  });

  it("says so where there is nothing for a baseline to hold", async (test) => {
    const folder = temporaryFolder(test, { "compose-lint.config.yaml": "extends: recommended\n" });
    const { code, stderr } = await yes(folder, "--no-pre-commit", "--baseline", "known problems.json");
    assert.equal(code, 0);
    assert.match(stderr, /^known problems\.json was not written: there is nothing to lint here yet\. Once there is, run `compose-lint --baseline 'known problems\.json' --update-baseline \.`\.$/mu);
    assert.equal(existsSync(path.join(folder, "known problems.json")), false);
  });
});

describe("the configuration that init writes", () => {
  for (const [format, name] of [["yaml", "compose-lint.config.yaml"], ["json", "compose-lint.config.json"], ["js", "compose-lint.config.mjs"], ["ts", "compose-lint.config.mts"]] as const) {
    it(`is read as ${format}`, async (test) => {
      const folder = project(test);
      await yes(folder, "--engine", ">=19.03 <23", "--format", format, "--no-pre-commit");
      assert.ok(existsSync(path.join(folder, name)));
      const { code, stdout } = await runCli(folder, ["--print-config", "compose.yaml"]);
      assert.equal(code, 0);
      assert.deepEqual((JSON.parse(stdout) as { settings: unknown }).settings, { engine: ">=19.03 <23" });
    });
  }

  it("imports the package's own helper where it is installed", async (test) => {
    const folder = project(test, { "node_modules/compose-lint/package.json": '{ "name": "compose-lint", "version": "0.1.0" }' });
    await yes(folder, "--format", "ts", "--no-pre-commit", "--host", "debian-11-docker-ce");
    assert.match(read(folder, "compose-lint.config.mts"), /^import \{ defineConfig \} from "compose-lint\/config";\n\nexport default defineConfig\(\{\n {2}extends: "recommended",\n {2}settings: \{\n {4}host: "debian-11-docker-ce"\n/);
  });

  it("is read too where the engine is left open, and says how to set it", async (test) => {
    const folder = project(test);
    const { stderr } = await yes(folder, "--no-pre-commit");
    assert.match(stderr, /names no engine yet: set `engine` to what `docker version/);
    assert.equal((await runCli(folder, ["--print-config", "compose.yaml"])).code, 0);
  });

  it("tells where no daemon answers for --engine auto", async (test) => {
    const folder = project(test);
    const { code, stderr } = await runCli(folder, ["init", "--yes", "--engine", "auto"], { variables: { DOCKER_HOST: "unix:///nowhere/docker.sock" } });
    assert.equal(code, 2);
    assert.match(stderr, /nowhere\/docker\.sock/);
    assert.equal(existsSync(path.join(folder, "compose-lint.config.yaml")), false);
  });
});

const config = ".pre-commit-config.yaml";

describe("the hook that init sets up", () => {
  const cases: [what: string, before: string, after: string][] = [
    [
      "is added in the style of the others, and all else stays",
      "# ours\nrepos:\n-   repo: https://x/y\n    rev: v4 # old\n    hooks:\n    -   id: a\n\n# end\nfail_fast: true\n",
      `# ours\nrepos:\n-   repo: https://x/y\n    rev: v4 # old\n    hooks:\n    -   id: a\n-   repo: https://github.com/compose-lint/compose-lint\n    rev: v${version}\n    hooks:\n      - id: compose-lint\n\n# end\nfail_fast: true\n`,
    ],
    [
      "is added behind a comment on the last line, without a line break at the end",
      "repos:\n  - repo: local\n    hooks:\n      - id: a # last",
      `repos:\n  - repo: local\n    hooks:\n      - id: a # last\n  - repo: https://github.com/compose-lint/compose-lint\n    rev: v${version}\n    hooks:\n      - id: compose-lint\n`,
    ],
    ["keeps CRLF", "repos:\r\n  - repo: local\r\n    hooks: []\r\n", `repos:\r\n  - repo: local\r\n    hooks: []\r\n  - repo: https://github.com/compose-lint/compose-lint\r\n    rev: v${version}\r\n    hooks:\r\n      - id: compose-lint\r\n`],
    ["is added to a file without hooks", "fail_fast: true\n", `fail_fast: true\nrepos:\n  - repo: https://github.com/compose-lint/compose-lint\n    rev: v${version}\n    hooks:\n      - id: compose-lint\n`],
  ];
  for (const [what, before, after] of cases) {
    it(what, async (test) => {
      const folder = project(test, { [config]: before });
      assert.equal((await yes(folder)).code, 0);
      assert.equal(read(folder, config), after);
    });
  }

  it("is added to an empty list", async (test) => {
    const folder = project(test, { [config]: "repos: [] # none yet\n" });
    await yes(folder);
    const { repos } = parse(read(folder, config)) as { repos: { hooks: unknown }[] };
    assert.deepEqual(repos.map(({ hooks }) => hooks), [[{ id: "compose-lint" }]]);
    assert.match(read(folder, config), /# none yet/);
  });

  it("is added to a key with nothing behind it, whose comments stay", async (test) => {
    const added = `  - repo: https://github.com/compose-lint/compose-lint\r\n    rev: v${version}\r\n    hooks:\r\n      - id: compose-lint\r\n`;
    for (const [before, after] of [["repos:\r\n", `repos:\r\n${added}`], ["# a\r\nrepos: # b\r\n  # c\r\n", `# a\r\nrepos:\r\n  # b\r\n  # c\r\n${added}`]]) {
      const folder = project(test, { [config]: before ?? "" });
      assert.equal((await yes(folder)).code, 0);
      assert.equal(read(folder, config), after);
    }
    for (const before of ["pre-commit:\n", "pre-commit: # x\n  commands:\n"]) {
      const folder = project(test, { "lefthook.yml": before });
      assert.equal((await yes(folder)).code, 0);
      const hooks = parse(read(folder, "lefthook.yml")) as { "pre-commit": { commands: object } };
      assert.deepEqual(Object.keys(hooks["pre-commit"].commands), ["compose-lint"]);
      assert.equal(read(folder, "lefthook.yml").includes("# x"), before.includes("# x"));
    }
  });

  const odd: [file: string, text: string][] = [
    ...["x: &a\n  - repo: local\n    hooks: []\nrepos: *a\n", "- repo: x\n", "repos: abc\n", "repos: {a: 1}\n", "repos: [*x]\n", "abc\n", "repos: &a\n"].map((text): [string, string] => [config, text]),
    ...["pre-commit: x\n", "pre-commit: {commands: [a]}\n", "- a\n", "pre-commit:\n  jobs:\n", "a: *b\n"].map((text): [string, string] => ["lefthook.yml", text]),
    ...["abc\n", "a: *b\n", "- a\n"].map((text): [string, string] => [".gitlab-ci.yml", text]),
  ];
  for (const [file, text] of odd) {
    it(`is told of, and no fault of ours, where ${file} holds ${JSON.stringify(text)}`, async (test) => {
      const folder = project(test, { [file]: text });
      const { stderr, code } = await yes(folder);
      assert.equal(code, 0);
      assert.ok(stderr.includes(`${file} cannot be changed safely by a program. Add to it:\n`), stderr);
      assert.equal(read(folder, file), text);
    });
  }

  it("is told of where the file cannot be changed safely", async (test) => {
    const folder = project(test, { [config]: "repos: [\n" });
    const { stderr, code } = await yes(folder);
    assert.equal(code, 0);
    assert.match(stderr, /\.pre-commit-config\.yaml cannot be changed safely by a program\. Add to it:\n\n- repo: https/);
    assert.equal(read(folder, config), "repos: [\n");
  });

  it("goes into the root of the repository, with the baseline as seen from there", async (test) => {
    const folder = project(test, { "deploy/compose.yaml": failing });
    const run = await yes(path.join(folder, "deploy"), "--engine", "20.10.9", "--baseline", "known.json", "--ci", "github");
    // What lies below the current folder is named from there, the rest in full.
    assert.equal(
      run.stderr,
      [
        "Wrote compose-lint.config.yaml",
        "Wrote known.json: 1 problem is known, and new ones fail.",
        `Wrote ${path.join(folder, config)}`,
        `Wrote ${path.join(folder, ".github/workflows/compose-lint.yml")}`,
        "",
        "Next:",
        "  npx compose-lint --baseline known.json .",
        "  pre-commit install   # where there is no pre-commit: pipx install pre-commit",
        "",
      ].join("\n"),
    );
    assert.match(read(folder, config), / {6}- id: compose-lint\n {8}args: \[--baseline, deploy\/known\.json\]\n/);
    const workflow = parse(read(folder, ".github/workflows/compose-lint.yml")) as { jobs: Record<string, { steps: { uses: string; with?: unknown }[] }> };
    assert.deepEqual(workflow.jobs["compose-lint"]?.steps[1]?.with, { "working-directory": "deploy", args: "--baseline\nknown.json\n" });
    assert.equal((await runCli(path.join(folder, "deploy"), ["--baseline", "known.json"])).code, 0);
  });

  it("is that of lefthook where it is used", async (test) => {
    const folder = project(test, { "lefthook.yml": "# ours\npre-push:\n  commands:\n    test:\n      run: npm test\n" });
    await yes(folder);
    const text = read(folder, "lefthook.yml");
    assert.match(text, /^# ours\npre-push:/);
    const { "pre-commit": hook } = parse(text) as { "pre-commit": unknown };
    assert.deepEqual(hook, { commands: { "compose-lint": { ...lefthookPatterns, run: `npx --yes compose-lint@${version} --with-builders {staged_files}` } } });
    assert.equal(existsSync(path.join(folder, config)), false);
  });

  it("is a job of lefthook where its configuration has jobs", async (test) => {
    const folder = project(test, { "lefthook.yml": "pre-commit:\n  parallel: true # fast\n  jobs:\n    - name: test\n      run: npm test\n" });
    await yes(folder);
    const text = read(folder, "lefthook.yml");
    assert.match(text, /parallel: true # fast/);
    const value = parse(text) as { "pre-commit": { jobs: unknown[] } };
    assert.deepEqual(value["pre-commit"].jobs, [{ name: "test", run: "npm test" }, { name: "compose-lint", ...lefthookPatterns, run: `npx --yes compose-lint@${version} --with-builders {staged_files}` }]);
  });

  it("is told of, in its language, where lefthook is configured in TOML or JSON", async (test) => {
    const toml = await yes(project(test, { "lefthook.toml": "[pre-push]\n" }));
    assert.match(toml.stderr, /lefthook\.toml cannot be changed safely by a program\. Add to it:\n\n\[pre-commit\.commands\.compose-lint\]\nglob = \["[^\n]+"\]\nexclude = \["[^\n]+"\]\nrun = "npx [^\n]+"\n/u);
    const json = await yes(project(test, { "lefthook.json": "{}" }));
    const [, text = ""] = /lefthook\.json cannot be changed safely by a program\. Add to the object that it holds:\n\n([^]*?)\n\n/u.exec(json.stderr) ?? [];
    assert.deepEqual(JSON.parse(`{${text}}`), { "pre-commit": { commands: { "compose-lint": { ...lefthookPatterns, run: `npx --yes compose-lint@${version} --with-builders {staged_files}` } } } });
  });

  const entry = { [lintStagedPattern]: `npx --yes compose-lint@${version} --with-builders` };

  it("is that of lint-staged where it is used, in package.json", async (test) => {
    const before = '{\n  "name": "x",\n  "lint-staged": {\n    "*.js": "eslint"\n  }\n}\n';
    const folder = project(test, { "package.json": before, ".husky/pre-commit": "npx lint-staged\n" });
    await yes(folder);
    const [[pattern, command] = []] = Object.entries(entry);
    assert.equal(read(folder, "package.json"), before.replace('{\n    "*.js"', () => `{\n    ${JSON.stringify(pattern)}: ${JSON.stringify(command)},\n    "*.js"`));
    assert.match((await yes(folder)).stderr, /package\.json has compose-lint already\./);
  });

  it("gets a configuration of lint-staged where there is none", async (test) => {
    const before = '{ "devDependencies": { "lint-staged": "^16.0.0" } }';
    const folder = project(test, { "package.json": before, ".husky/pre-commit": "npx lint-staged\n" });
    assert.match((await yes(folder)).stderr, /Wrote \.lintstagedrc\.json\n/);
    assert.deepEqual(JSON.parse(read(folder, ".lintstagedrc.json")), entry);
    assert.equal(read(folder, "package.json"), before);
    assert.match((await yes(folder)).stderr, /\.lintstagedrc\.json has compose-lint already\./);
  });

  for (const [name, before] of [[".lintstagedrc", "# ours\n'*.js': eslint\n"], [".lintstagedrc.yml", "'*.js': # two\n  - eslint\n  - prettier"], [".lintstagedrc", '{ "*.js": "eslint" }\n'], [".lintstagedrc.json", "{}"]] as const) {
    it(`is added to ${name} with ${JSON.stringify(before)}`, async (test) => {
      const folder = project(test, { [name]: before });
      assert.match((await yes(folder)).stderr, /Added compose-lint to \.lintstagedrc/);
      assert.deepEqual(parse(read(folder, name)), { ...(parse(before) as object), ...entry });
      for (const comment of before.match(/#.*/gu) ?? []) assert.ok(read(folder, name).includes(comment));
    });
  }

  it("is told of, whole and with its place, where lint-staged is configured by a program", async (test) => {
    const folder = project(test, { "lint-staged.config.js": "export default {};\n" });
    const { stderr } = await yes(folder);
    const [, text = ""] = /lint-staged\.config\.js cannot be changed safely by a program\. Add to the object that holds the commands:\n\n([^]*?)\n\n/u.exec(stderr) ?? [];
    assert.deepEqual(parse(`{${text}}`), entry);
  });

  it("is a line of husky's hook where it is used alone", async (test) => {
    const folder = project(test, { ".husky/pre-commit": "npm test\n", "node_modules/compose-lint/package.json": "{}" });
    await yes(folder);
    assert.equal(read(folder, ".husky/pre-commit"), "npm test\nnpx compose-lint .\n");
  });
});

describe("the hook tool that --yes picks", () => {
  const uses = (...names: string[]): string => JSON.stringify({ devDependencies: Object.fromEntries(names.map((name) => [name, "*"])) });
  const cases: [files: Record<string, string>, written: string][] = [
    [{}, ".pre-commit-config.yaml"],
    [{ "package.json": uses("eslint") }, ".pre-commit-config.yaml"],
    [{ ".husky/commit-msg": "x\n" }, ".husky/pre-commit"],
    [{ "package.json": uses("husky") }, ".husky/pre-commit"],
    [{ "package.json": uses("husky", "lint-staged") }, ".lintstagedrc.json"],
    [{ "package.json": '{"lint-staged":{"*.js":"eslint"}}' }, "package.json"],
    [{ "package.json": uses("lefthook") }, "lefthook.yml"],
    [{ "package.json": uses("husky"), ".pre-commit-config.yaml": "repos: []\n" }, ".pre-commit-config.yaml"],
    [{ "package.json": "{ broken" }, ".pre-commit-config.yaml"],
  ];
  for (const [files, written] of cases) {
    it(`is the one of ${written} with ${JSON.stringify(files)}`, async (test) => {
      const folder = project(test, files);
      const { stderr } = await yes(folder, "--ci", "none");
      assert.match(stderr, new RegExp(`(?:Wrote|Added compose-lint to) ${written.replaceAll(".", "\\.")}\n`, "u"));
      const others = cases.map(([, name]) => name).filter((name) => name !== written && !Object.hasOwn(files, name));
      for (const other of others) assert.equal(existsSync(path.join(folder, other)), false, other);
    });
  }
});

describe("what comes next after init", () => {
  const next = async (folder: string, ...words: string[]): Promise<string[]> => {
    const { stderr } = await yes(folder, "--ci", "none", ...words);
    return stderr.slice(stderr.indexOf("\nNext:\n") + "\nNext:\n".length).split("\n").map((line) => line.trim()).filter((line) => line !== "");
  };
  const prepare = "npm pkg set scripts.prepare=husky   # sets the hooks up in every clone";
  const cases: [hook: string, files: Record<string, string>, steps: string[]][] = [
    ["husky", {}, ["npm install --save-dev husky", prepare, "npx husky"]],
    ["husky", { "package.json": '{"scripts":{"prepare":"tsc"}}', "pnpm-lock.yaml": "" }, ["pnpm add --save-dev husky", "npm pkg set 'scripts.prepare=tsc && husky'   # sets the hooks up in every clone", "npx husky"]],
    ["husky", { "package.json": '{"scripts":{"prepare":"husky"},"devDependencies":{"husky":"9"}}', ".husky/_/h": "" }, []],
    ["lint-staged", { "package.json": "{}" }, ["npm install --save-dev husky lint-staged", prepare, "npx husky", 'echo "npx lint-staged" > .husky/pre-commit']],
    ["lint-staged", { "package.json": '{"scripts":{"prepare":"husky"},"devDependencies":{"husky":"9"}}', "yarn.lock": "", ".husky/_/h": "", ".husky/pre-commit": "npm test\n" }, ["yarn add --dev lint-staged", 'echo "npx lint-staged" >> .husky/pre-commit']],
    ["lint-staged", { "package.json": '{"simple-git-hooks":{"pre-commit":"npx lint-staged"},"devDependencies":{"lint-staged":"16"}}' }, []],
    ["lint-staged", { "package.json": '{"devDependencies":{"lint-staged":"16"}}', ".husky/pre-commit": "npx lint-staged\n" }, []],
    ["lefthook", { "package.json": "{}" }, ["npm install --save-dev lefthook", "npx lefthook install"]],
    ["lefthook", { "package.json": '{"devDependencies":{"lefthook":"2"}}' }, ["npx lefthook install"]],
    ["lefthook", {}, ["lefthook install   # where there is no lefthook: https://lefthook.dev/installation"]],
    ["none", {}, []],
  ];
  for (const [hook, files, steps] of cases) {
    it(`is what ${hook} still lacks with ${JSON.stringify(files)}`, async (test) => {
      assert.deepEqual(await next(project(test, files), "--hook", hook), ["npx compose-lint", ...steps]);
    });
  }

  it("stays in a package below the root that uses husky and lint-staged, and is what husky wants there", async (test) => {
    const uses = '{"devDependencies":{"husky":"9","lint-staged":"16"}}';
    const folder = project(test, { "app/package.json": uses, "app/deploy/compose.yaml": failing });
    const { stderr } = await yes(path.join(folder, "app"), "--ci", "none");
    assert.match(stderr, /^Wrote \.lintstagedrc\.json$/mu);
    assert.deepEqual(stderr.slice(stderr.indexOf("Next:")).trim().split(/\n {2}/u).slice(1), [
      "npx compose-lint .",
      "npm pkg set 'scripts.prepare=cd .. && husky app/.husky'   # sets the hooks up in every clone",
      "npm run prepare",
      'echo "cd app && npx lint-staged" > .husky/pre-commit',
    ]);
    assert.equal(existsSync(path.join(folder, config)), false);
    const below = await next(path.join(folder, "app/deploy"), "--hook", "husky");
    assert.deepEqual(below.slice(0, 2), ["npx compose-lint", "cd .."]);
    assert.equal(read(folder, "app/.husky/pre-commit"), `npx --yes compose-lint@${version} .\n`);
  });

  it("is a repository, where there is none", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing });
    assert.deepEqual(await next(folder, "--hook", "husky"), ["npx compose-lint", "git init", "npm install --save-dev husky", prepare, "npx husky"]);
  });

  it("is a lint of all below a folder that has no Compose file itself", async (test) => {
    const folder = project(test, { "stacks/web/compose.yaml": failing });
    assert.deepEqual(await next(path.join(folder, "stacks"), "--hook", "none"), ["npx compose-lint ."]);
  });

  it("begins in the root of the repository for what belongs there", async (test) => {
    const folder = project(test, { "deploy/a/compose.yaml": failing });
    assert.deepEqual((await next(path.join(folder, "deploy/a"), "--hook", "husky")).slice(0, 3), ["npx compose-lint", "cd ../..", "npm install --save-dev husky"]);
  });
});

describe("names that a shell or YAML would read otherwise", () => {
  for (const [tool, file] of [["pre-commit", ".pre-commit-config.yaml"], ["lefthook", "lefthook.yml"], ["lint-staged", ".lintstagedrc.json"], ["husky", ".husky/pre-commit"]] as const) {
    it(`are quoted for ${tool} and in the job`, async (test) => {
      const folder = project(test, { "my: stack $X/compose.yaml": failing });
      await yes(path.join(folder, "my: stack $X"), "--hook", tool, "--ci", "gitlab", "--baseline", "it's.json");
      const text = read(folder, file);
      const value = tool === "husky" ? text : (parse(text) as { repos?: { hooks: { args: string[] }[] }[] });
      const quoted = "'my: stack $X/it'\\''s.json'";
      if (typeof value === "object" && value.repos !== undefined) assert.deepEqual(value.repos[0]?.hooks[0]?.args, ["--baseline", "my: stack $X/it's.json"]);
      else assert.ok((typeof value === "string" ? value : JSON.stringify(value)).includes(typeof value === "string" ? quoted : JSON.stringify(quoted).slice(1, -1)), text);
      const { "compose-lint": job } = parse(read(folder, ".gitlab-ci.yml")) as { "compose-lint": { script: string[] } };
      assert.ok(job.script[0]?.endsWith(`--baseline ${quoted} 'my: stack $X'`), job.script[0]);
    });
  }
});

describe("the job that init writes", () => {
  it("uses inputs that the action has", async (test) => {
    const folder = project(test, { ".github/x": "" });
    await yes(folder, "--baseline", "b.json");
    const { inputs } = parse(read(repository, "action.yml")) as { inputs: Record<string, unknown> };
    const workflow = parse(read(folder, ".github/workflows/compose-lint.yml")) as { on: unknown; jobs: Record<string, { "runs-on": string; steps: { uses: string; with?: Record<string, string> }[] }> };
    assert.deepEqual(workflow.on, { push: null, pull_request: null });
    const { steps, "runs-on": runner } = workflow.jobs["compose-lint"] ?? { steps: [], "runs-on": "" };
    assert.equal(runner, "ubuntu-latest");
    assert.equal(steps[1]?.uses, `compose-lint/compose-lint@v${version}`);
    for (const name of Object.keys(steps[1].with ?? {})) assert.ok(Object.hasOwn(inputs, name), name);
  });

  it("is added to the jobs of GitLab, in a stage that there is", async (test) => {
    const before = "stages: [build, ship] # two\n\nbuild:\n  stage: build\n  script:\n    - make\n";
    const folder = project(test, { ".gitlab-ci.yml": before });
    await yes(folder);
    const after = read(folder, ".gitlab-ci.yml");
    assert.ok(after.startsWith(before));
    const { "compose-lint": job } = parse(after) as { "compose-lint": { stage: string; script: string[] } };
    assert.equal(job.stage, "build");
    assert.deepEqual(job.script, [`npx --yes compose-lint@${version} --format gitlab --output-file gl-code-quality-report.json --format stylish .`]);
  });

  it("runs as it is written", async (test) => {
    const folder = project(test);
    await yes(folder, "--ci", "gitlab", "--engine", "20.10.9", "--no-pre-commit");
    const { "compose-lint": job } = parse(read(folder, ".gitlab-ci.yml")) as { "compose-lint": { script: string[]; artifacts: { reports: { codequality: string } } } };
    const words = job.script.join("").split(" ");
    assert.deepEqual(words.slice(0, 3), ["npx", "--yes", `compose-lint@${version}`]);
    const { code, stdout } = await runCli(folder, words.slice(3));
    assert.equal(code, 1);
    assert.match(stdout, /thread-creation/);
    assert.equal((JSON.parse(read(folder, job.artifacts.reports.codequality)) as unknown[]).length, 1);
  });

  it("is not written beside one that there is, under whatever name", async (test) => {
    const folder = project(test);
    mkdirSync(path.join(folder, ".github", "workflows"), { recursive: true });
    writeFileSync(path.join(folder, ".github", "workflows", "lint.yaml"), "jobs: { a: { steps: [{ run: npx compose-lint }] } }\n");
    assert.match((await yes(folder)).stderr, /workflows\/lint\.yaml has compose-lint already/);
  });
});
