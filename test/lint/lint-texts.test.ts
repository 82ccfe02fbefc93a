import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { rules as allRules } from "../../src/eslint/rules.js";
import { lintTexts, type LintOptions, type LintRun } from "../../src/lint/lint-files.js";
import { MemoryFileSystem } from "../memory-file-system.js";

const failing = "services:\n  web:\n    image: node:20-bookworm\n";
const fixed = `${failing}    security_opt:\n      - seccomp=./seccomp-compose-lint.json\n`;
const harmless = "services:\n  idle:\n    image: debian:bookworm\n    command: [sleep, infinity]\n";
const engine = { engine: "20.10.9" };

const others = Object.keys(allRules).filter((name) => name !== "thread-creation" && name !== "syntax");
const othersOff = Object.fromEntries(others.map((name) => [name, "off"] as const));

/** Lints files that lie in `/project`, in the order given, with two rules on: what is tested here is not the rules. */
function lint(files: Record<string, string>, options: Partial<LintOptions> & { others?: Record<string, string> } = {}): LintRun {
  const { others: unlinted = {}, rules = {}, ...rest } = options;
  const inputs = Object.entries(files).map(([name, text]) => ({ path: `/project/${name}`, text }));
  const all = Object.entries({ ...unlinted, ...files }).map(([name, text]) => [`/project/${name}`, text]);
  return lintTexts(inputs, {
    cwd: "/project",
    fileSystem: new MemoryFileSystem(Object.fromEntries(all) as Record<string, string>),
    settings: engine,
    variables: {},
    fix: false,
    rules: { ...othersOff, ...rules },
    ...rest,
  });
}

/** `error 3:12 thread-creation` for each message of each file. */
function briefs({ results }: LintRun): string[][] {
  return results.map(({ messages }) =>
    messages.map(({ severity, line, column, ruleId }) => {
      const level = severity === 2 ? "error" : "warning";
      return `${level} ${line}:${column} ${ruleId?.replace("compose-lint/", "") ?? "none"}`;
    }),
  );
}

describe("levels", () => {
  it("are errors for what fails, and warnings for what is a risk, of the same rule", () => {
    assert.deepEqual(briefs(lint({ "compose.yaml": failing + harmless.replace("services:\n", "") })), [
      ["error 3:12 thread-creation", "warning 5:12 thread-creation"],
    ]);
  });

  const settings: [name: string, entry: "off" | "warn" | "error" | 0 | 1 | 2, level: string | null][] = [
    ["off", "off", null],
    ["0", 0, null],
    ["warn", "warn", "warning"],
    ["1", 1, "warning"],
    ["error", "error", "error"],
    ["2", 2, "error"],
  ];
  for (const [name, entry, level] of settings) {
    it(`are what the user sets: ${name}`, () => {
      const run = lint({ "compose.yaml": failing }, { rules: { "thread-creation": entry } });
      assert.deepEqual(briefs(run), [level === null ? [] : [`${level} 3:12 thread-creation`]]);
    });
  }

  it("never raise a warning of an error rule to an error", () => {
    const run = lint({ "compose.yaml": harmless }, { rules: { "thread-creation": "error" } });
    assert.deepEqual(briefs(run), [["warning 3:12 thread-creation"]]);
  });

  it("are counted by file, fixable findings apart", () => {
    const files = { "compose.yaml": failing + harmless.replace("services:\n", "") };
    const { results, warningCount } = lint(files, { writesFiles: true });
    const [result] = results;
    assert.ok(result);
    const { errorCount, warningCount: warnings, fatalErrorCount, fixableErrorCount, fixableWarningCount } = result;
    assert.deepEqual([errorCount, warnings, fatalErrorCount, fixableErrorCount, fixableWarningCount], [1, 1, 0, 1, 0]);
    assert.equal(warningCount, 1);
  });
});

describe("a fix that needs a file", () => {
  it("is offered where the caller writes it; else the finding says what `--fix` writes, as ESLint's does", () => {
    const [offered] = lint({ "compose.yaml": failing }, { writesFiles: true }).results[0]?.messages ?? [];
    assert.ok(offered?.fix);
    const [finding] = lint({ "compose.yaml": failing }).results[0]?.messages ?? [];
    assert.equal(finding?.fix, undefined);
    assert.equal(finding?.fixWrites, "/project/seccomp-compose-lint.json");
    assert.match(finding.suggestions?.[0]?.desc ?? "", /then write that profile/);
  });
});

describe("quiet", () => {
  it("leaves out warnings, but counts them", () => {
    const run = lint({ "compose.yaml": failing + harmless.replace("services:\n", "") }, { quiet: true });
    assert.deepEqual(briefs(run), [["error 3:12 thread-creation"]]);
    assert.deepEqual([run.results[0]?.warningCount, run.warningCount], [0, 1]);
  });

  it("applies no fix of a warning, and requires no file for it", () => {
    const options = { fix: true, settings: { engine: ">=20.10.9 <23" } };
    const quiet = lint({ "compose.yaml": failing }, { ...options, quiet: true });
    assert.equal(quiet.results[0]?.output, undefined);
    assert.deepEqual(quiet.requiredFiles, []);
    const loud = lint({ "compose.yaml": failing }, options);
    assert.equal(loud.results[0]?.output, fixed);
    assert.equal(loud.requiredFiles.length, 1);
  });
});

describe("rules", () => {
  it("refuse options that they do not have", () => {
    const run = (entry: LintOptions["rules"]): LintRun => lint({ "compose.yaml": failing }, { rules: entry ?? {} });
    assert.throws(() => run({ "thread-creation": ["error", { fix: "maybe" }] }), /thread-creation.*\n?.*"maybe"/);
    assert.throws(() => run({ "thread-creation": ["error", { wibble: 1 }] }), /Unexpected property "wibble"/);
    assert.throws(() => run({ syntax: ["error", {}] }), /syntax/);
    assert.throws(() => run({ wibble: "error" }), /wibble/);
  });

  it("are those of the set, each larger one with all of the smaller", () => {
    const inputs = [{ path: "/compose.yaml", text: `${failing}  db: none\n` }];
    const base = { cwd: "/", fileSystem: new MemoryFileSystem(), settings: engine, variables: {}, fix: false };
    const found = (["recommended", "strict", "all"] as const).map((set) => briefs(lintTexts(inputs, { ...base, set }))[0] ?? []);
    for (const [index, findings] of found.entries()) {
      assert.ok(findings.includes("error 3:12 thread-creation") && findings.includes("error 4:7 file-structure"));
      for (const finding of found[index - 1] ?? []) assert.ok(findings.includes(finding), finding);
    }
  });

  it("may be set by a comment for one file", () => {
    const comments = ["# eslint compose-lint/thread-creation: off", "# compose-lint thread-creation: off"];
    for (const comment of comments) assert.deepEqual(briefs(lint({ "compose.yaml": `${comment}\n${failing}` })), [[]]);
    const option = '# compose-lint thread-creation: ["error", {"fix": "none"}]';
    const { results } = lint({ "compose.yaml": `${option}\n${failing}` }, { fix: true });
    assert.equal(results[0]?.output, undefined);
    assert.equal(results[0]?.errorCount, 1);
  });
});

describe("fixes", () => {
  it("are applied to the output, and what is left is judged with the required file in place", () => {
    const run = lint({ "compose.yaml": failing }, { fix: true });
    assert.equal(run.results[0]?.output, fixed);
    assert.equal(run.results[0].source, failing);
    assert.deepEqual(briefs(run), [[]]);
    assert.deepEqual(run.requiredFiles.map(({ path }) => path), ["/project/seccomp-compose-lint.json"]);
  });

  it("require no file where none is applied", () => {
    const disabled = `# compose-lint-disable-next-line thread-creation\n${failing}`;
    const cases: [files: Record<string, string>, options: Partial<LintOptions>][] = [
      [{ "compose.yaml": failing }, { fix: false }],
      [{ "compose.yaml": failing }, { fix: true, rules: { "thread-creation": "off" } }],
      [{ "compose.yaml": failing }, { fix: true, rules: { "thread-creation": ["error", { fix: "unconfined" }] } }],
      [{ "compose.yaml": `${failing}    # compose-lint-disable-line\n`.replace("bookworm\n", "bookworm # compose-lint-disable-line thread-creation\n") }, { fix: true }],
      [{ "compose.yaml": disabled.replace("    image", "    # compose-lint-disable-next-line thread-creation\n    image") }, { fix: true }],
    ];
    for (const [files, options] of cases) assert.deepEqual(lint(files, options).requiredFiles, []);
  });

  it("require one profile for several files of a folder", () => {
    const files = { "compose.yaml": failing, "compose.prod.yaml": failing, "sub/compose.yaml": failing };
    const run = lint(files, { fix: true });
    assert.deepEqual(run.results.map(({ output }) => output), [fixed, fixed, fixed]);
    const paths = run.requiredFiles.map(({ path }) => path);
    assert.deepEqual(paths, ["/project/seccomp-compose-lint.json", "/project/sub/seccomp-compose-lint.json"]);
    assert.equal(run.requiredFiles[0]?.text, run.requiredFiles[1]?.text);
  });

  it("require no file that is there and right", () => {
    const [profile] = lint({ "compose.yaml": failing }, { fix: true }).requiredFiles;
    assert.ok(profile);
    const run = lint({ "compose.yaml": failing }, { fix: true, others: { "seccomp-compose-lint.json": profile.text } });
    assert.equal(run.results[0]?.output, fixed);
    assert.deepEqual(run.requiredFiles, []);
  });

  it("take as many passes as they need: two services fix the same list", () => {
    const text =
      "x-opts: &opts\n  - no-new-privileges:true\nservices:\n" +
      "  web:\n    image: node:20-bookworm\n    security_opt: *opts\n" +
      "  api:\n    image: redis:7-bookworm\n    security_opt: *opts\n";
    const run = lint({ "compose.yaml": text }, { fix: true });
    assert.deepEqual(briefs(run), [[]]);
    assert.equal(
      run.results[0]?.output,
      text.replace("privileges:true\n", "privileges:true\n  - seccomp=./seccomp-compose-lint.json\n"),
    );
  });

  it("of one file are seen when the next is linted", () => {
    const files = { "compose.yaml": "services:\n  web:\n    build: .\n", Dockerfile: "FROM node:20-bookworm\n" };
    const before = lint(files);
    assert.deepEqual(briefs(before), [["error 3:12 thread-creation"], ["error 1:6 thread-creation"]]);
    assert.deepEqual(briefs(lint(files, { fix: true })), [[], []]);
    const reversed = Object.fromEntries(Object.entries(files).reverse());
    const run = lint(reversed, { fix: true });
    assert.deepEqual(run.results.map(({ filePath }) => filePath), ["/project/Dockerfile", "/project/compose.yaml"]);
    assert.deepEqual(briefs(run), [[], []]);
  });
});

describe("fixes of files that extend one another", () => {
  const files = {
    "a.yaml": "services:\n  web:\n    extends: {file: b.yaml, service: base}\n",
    "b.yaml": "services:\n  base:\n    extends: {file: c.yaml, service: root}\n",
    "c.yaml": "services:\n  root:\n    image: node:20-bookworm\n",
  };

  it("go where the image is written, once, in whatever order the files are named", () => {
    for (const names of [["a.yaml", "b.yaml", "c.yaml"], ["c.yaml", "a.yaml", "b.yaml"]] as const) {
      const run = lint(Object.fromEntries(names.map((name) => [name, files[name]])), { fix: true });
      assert.deepEqual(briefs(run), [[], [], []]);
      assert.deepEqual(run.results.map(({ filePath }) => filePath), names.map((name) => `/project/${name}`));
      const changed = run.results.filter(({ output }) => output !== undefined).map(({ filePath }) => filePath);
      assert.deepEqual(changed, ["/project/c.yaml"]);
    }
  });

  it("go into the file that is named, where the other is not", () => {
    const run = lint({ "a.yaml": files["a.yaml"] }, { fix: true, others: files });
    assert.equal(run.results[0]?.output, `${files["a.yaml"]}    security_opt:\n      - seccomp=./seccomp-compose-lint.json\n`);
  });

  it("end where they extend each other in a circle", () => {
    const circle = {
      "a.yaml": "services:\n  a:\n    extends: {file: b.yaml, service: b}\n",
      "b.yaml": "services:\n  b:\n    extends: {file: a.yaml, service: a}\n",
    };
    assert.equal(lint(circle, { fix: true }).results.length, 2);
  });
});

describe("directive comments", () => {
  const at = (line: string): string => failing.replace("    image", `    # ${line}\n    image`);
  const cases: [name: string, text: string, found: string[], suppressed: number][] = [
    ["next line", at("eslint-disable-next-line compose-lint/thread-creation"), [], 1],
    ["next line, short", at("compose-lint-disable-next-line thread-creation"), [], 1],
    ["next line, with a reason", at("compose-lint-disable-next-line thread-creation -- known"), [], 1],
    ["next line, all rules", at("compose-lint-disable-next-line"), [], 1],
    ["same line", failing.replace("bookworm", "bookworm # compose-lint-disable-line thread-creation"), [], 1],
    ["rest of the file", `# compose-lint-disable thread-creation\n${failing}`, [], 1],
    [
      "until enabled again",
      `# compose-lint-disable thread-creation\n${failing}# compose-lint-enable thread-creation\n${failing.replace("services:\n  web", "  api")}`,
      ["error 7:12 thread-creation"],
      1,
    ],
    ["an unused one", `# compose-lint-disable-next-line thread-creation\n${harmless.replace("debian", "alpine").replace("bookworm", "3.19")}`, ["warning 1:1 none"], 0],
    ["one for another rule", at("compose-lint-disable-next-line syntax"), ["warning 3:5 none", "error 4:12 thread-creation"], 0],
    ["one of two unused", at("compose-lint-disable-next-line syntax, thread-creation"), ["warning 3:38 none"], 1],
    ["prose that begins with our name", at("compose-lint is a linter"), ["error 4:12 thread-creation"], 0],
  ];
  for (const [name, text, found, suppressed] of cases) {
    it(`are obeyed: ${name}`, () => {
      const run = lint({ "compose.yaml": text });
      assert.deepEqual(briefs(run), [found]);
      assert.equal(run.results[0]?.suppressedMessages.length, suppressed);
    });
  }

  it("are obeyed in a Dockerfile too", () => {
    const text = "# compose-lint-disable-next-line thread-creation\nFROM node:20-bookworm\n";
    assert.deepEqual(briefs(lint({ Dockerfile: text })), [[]]);
  });

  it("are removed by the fix where they are unused", () => {
    const text = at("compose-lint-disable-next-line syntax");
    assert.equal(lint({ "compose.yaml": text }, { fix: true }).results[0]?.output, fixed.replace("    image", "     \n    image"));
    const two = at("compose-lint-disable-next-line syntax, thread-creation");
    const left = lint({ "compose.yaml": two }, { fix: true }).results[0]?.output ?? "";
    assert.equal(left.replace(/ +thread/, " thread"), at("compose-lint-disable-next-line thread-creation"));
  });

  it("keep a suppressed fix from being applied", () => {
    const run = lint({ "compose.yaml": at("compose-lint-disable-next-line thread-creation") }, { fix: true });
    assert.equal(run.results[0]?.output, undefined);
  });
});

describe("a run", () => {
  it("tells of a comment that sets a rule and is not JSON, beside its other findings", () => {
    const text = "services:\n  web:\n    image: 12 # eslint compose-lint/syntax: [error, {\n";
    const { results, failures } = lintTexts([{ path: "/project/compose.yaml", text }], {
      cwd: "/project", fileSystem: new MemoryFileSystem({}), variables: {}, settings: {}, fix: false,
    });
    assert.deepEqual(failures, []);
    const told = results[0]?.messages.map(({ ruleId, line, severity, message }) => `${line} ${severity} ${ruleId ?? ""} ${message.slice(0, 21)}`);
    assert.deepEqual(told, ["3 2 compose-lint/file-structure `image` of the servic", "3 2  Failed to parse JSON "]);
  });

  it("lints files wherever they lie", () => {
    const text = failing;
    const run = lintTexts([{ path: "/elsewhere/node_modules/x/compose.yaml", text }], {
      cwd: "/project",
      fileSystem: new MemoryFileSystem(),
      settings: engine,
      variables: {},
      rules: othersOff,
      fix: false,
    });
    assert.deepEqual(briefs(run), [["error 3:12 thread-creation"]]);
  });

  it("tells the kind of a file by its name, else by its text", () => {
    const compose = ["compose.yaml", "docker-compose.prod.yml", "stack.yml", "stack.json", "anything"];
    const dockerfile = ["Dockerfile", "Dockerfile.dev", "web.dockerfile", "Containerfile", "anything"];
    for (const name of compose) assert.deepEqual(briefs(lint({ [name]: failing })), [["error 3:12 thread-creation"]], name);
    for (const name of dockerfile) {
      const found = briefs(lint({ [name]: "# a comment\n\nFROM node:20-bookworm\n" }));
      assert.deepEqual(found, [["error 3:6 thread-creation"]], name);
    }
  });

  it("never throws, whatever the text", () => {
    const texts = [
      `services:\n  web: ${"[".repeat(5000)}`,
      Array.from({ length: 1200 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n"),
      "services: &s\n  web: &w\n    image: node:20\n    <<: *w\n    x: *s\n",
      "services:\n  a: {extends: b}\n  b: {extends: a, image: node:20}\n",
      "services:\n  ? [a]\n  : image: node:20\n  1: {image: 1}\n  null: {image: null}\n  __proto__: {image: node:20}\n",
      "services:\n  web: {image: [node], build: [x], command: {a: b}, cap_add: x, privileged: 7, extends: [1]}\n",
      "services:\n  web: {build: {context: [1], args: 7, target: {a: b}, dockerfile: [x], dockerfile_inline: 5}}\n",
      "services:\n  web: !!set {a, b}\n  b: !x {image: node:20}\n  c: !reset {image: node:20}\n",
      `${Array.from({ length: 30 }, (_, index) => `x${index + 1}: &a${index + 1} [${"*a".concat(String(index), ",").repeat(9)}]`).join("\n").replace("&a1 [", "&a0 [").replaceAll("*a0,", "1,")}\n`,
      "FROM\nFROM a AS 1\nRUN\nCOPY --from=9 a b\nFROM $X\nRUN [\"x\"\n",
      "\u0000\ud800\ufeff",
    ];
    for (const text of texts) {
      for (const name of ["compose.yaml", "Dockerfile"]) {
        const { results } = lint({ [name]: text }, { fix: true });
        assert.equal(results[0]?.fatalErrorCount, 0, `${name}: ${text.slice(0, 40)}`);
      }
    }
  });
});
