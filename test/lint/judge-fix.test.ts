import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Linter } from "eslint";
import type { FixKind } from "../../rules/fix-kinds.js";
import { loadProject } from "../../src/compose/load-project.js";
import type { Value } from "../../src/compose/value.js";
import { faultOfFix } from "../../src/lint/judge-fix.js";
import { lintTexts } from "../../src/lint/lint-files.js";
import { MemoryFileSystem } from "../memory-file-system.js";

const base = "services:\n  web:\n    image: node:20-bookworm\n  db:\n    image: redis:7\n";

function modelOf(text: string): Value | null {
  const fileSystem = new MemoryFileSystem({ "/project/compose.yaml": text });
  return loadProject([], { workingDirectory: "/project", environment: {} }, fileSystem).model;
}

function message(text: string, severity: 1 | 2 = 2, ruleId = "compose-lint/thread-creation"): Linter.LintMessage {
  return { ruleId, messageId: "crashes", message: text, severity, line: 1, column: 1 };
}

interface Case {
  before?: string;
  after: string;
  kinds?: (FixKind | null)[];
  found?: Linter.LintMessage[];
  mended?: Linter.LintMessage[];
  left?: Linter.LintMessage[];
  kind?: "compose" | "dockerfile";
}

function fault({ before = base, after, kinds = ["profile"], found = [], mended = [], left = [], kind = "compose" }: Case): string | null {
  const model = (text: string): Value | null => (kind === "compose" ? modelOf(text) : null);
  return faultOfFix({
    kind,
    before: { text: before, messages: found, model: model(before) },
    after: { text: after, messages: left, model: model(after) },
    mended,
    fixes: kinds.map((name) => ({ ruleId: "compose-lint/thread-creation", messageId: "crashes", kind: name })),
  });
}

describe("faultOfFix", () => {
  const withEntry = base.replace("bookworm\n", "bookworm\n    security_opt:\n      - seccomp=./p.json\n");
  const crash = message("The service `web` will crash.");

  it("has nothing against a change of what it is meant to change", () => {
    assert.equal(fault({ after: withEntry, found: [crash], mended: [crash] }), null);
    assert.equal(fault({ before: `x-base: &b {}\n${base}`, after: `x-base: &b {security_opt: [seccomp=p]}\n${base}` }), null);
  });

  const faults: [name: string, testCase: Case, words: RegExp][] = [
    ["no YAML any more", { after: `${withEntry}  - broken: [\n` }, /^With its fixes it would no longer be valid YAML\.$/],
    ["another key", { after: withEntry.replace("redis:7", "redis:6") }, /would also change `services\.db\.image`, which they are not meant to/],
    ["a lost service", { after: withEntry.slice(0, withEntry.indexOf("  db:")) }, /would also change `services\.db`/],
    ["a comment that swallows a line", { after: base.replace("    image: redis", "    # image: redis"), kinds: ["directive"] }, /would also change/],
    ["a kind that changes nothing", { after: withEntry, kinds: ["directive"] }, /would also change `services\.web\.security_opt`/],
    ["a finding that stays", { after: withEntry, found: [crash], mended: [crash], left: [message(`${crash.message} No fix is offered: why.`)] }, /the finding of thread-creation would still be there/],
    ["a finding that stays, with another advice", { after: withEntry, found: [message(`${crash.message} To mend it: \`--fix\`.`)], mended: [message(`${crash.message} To mend it: \`--fix\`.`)], left: [message(`${crash.message} To mend it: by hand.`)] }, /the finding of thread-creation would still be there/],
    ["a new error", { after: withEntry, found: [crash], mended: [crash], left: [message("Twice.", 2, "compose-lint/security-opt")] }, /a new error of security-opt: Twice\./],
    ["a Dockerfile with another step", { kind: "dockerfile", before: "FROM node:20\nRUN a\n", after: "FROM node:20-bookworm\nRUN b\n", kinds: ["confine"] }, /would also change instructions/],
  ];
  for (const [name, testCase, words] of faults) {
    it(`refuses: ${name}`, () => {
      assert.match(fault(testCase) ?? "", words);
    });
  }

  it("takes one finding less of several alike for mended, and a new warning for no error", () => {
    assert.equal(fault({ after: withEntry, found: [crash, crash], mended: [crash], left: [crash] }), null);
    assert.equal(fault({ after: withEntry, found: [crash], mended: [crash], left: [message("Hm.", 1, "compose-lint/image-moved")] }), null);
  });

  it("lets a Dockerfile name other images where that is meant", () => {
    const before = "FROM node:20 AS a\nCOPY --from=redis:7 / /\nRUN a\n";
    assert.equal(fault({ kind: "dockerfile", before, after: before.replace(":20", ":20-bookworm").replace(":7", ":7-bookworm"), kinds: ["image"] }), null);
  });

  it("knows nothing of what rules of the user's own change", () => {
    assert.equal(fault({ after: withEntry.replace("redis:7", "redis:6"), kinds: [null] }), null);
  });
});

describe("a run with fixes that are wrong", () => {
  /** A rule that writes `to` in the place of the first `from`, and finds the file wrong as long as `wrong` is in it. */
  function rule(wrong: string, from: string, to: string): object {
    return {
      meta: { type: "problem", fixable: "code" },
      create: (context: { sourceCode: { text: string }; report: (finding: object) => void }) => ({
        ComposeFile() {
          const at = context.sourceCode.text.indexOf(from);
          if (!context.sourceCode.text.includes(wrong)) return;
          const fix = at < 0 ? null : (fixer: { replaceTextRange: (range: number[], text: string) => unknown }) => fixer.replaceTextRange([at, at + from.length], to);
          context.report({ loc: { line: 1, column: 0 }, message: "Wrong.", fix });
        },
      }),
    };
  }

  function run(own: object, files: Record<string, string>): ReturnType<typeof lintTexts> {
    const paths = Object.fromEntries(Object.entries(files).map(([name, text]) => [`/project/${name}`, text]));
    return lintTexts(Object.entries(paths).map(([path, text]) => ({ path, text })), {
      cwd: "/project",
      fileSystem: new MemoryFileSystem(paths),
      settings: { engine: "20.10.9" },
      variables: {},
      plugins: { own: { rules: { rule: own as never } } },
      rules: { "own/rule": "error" },
      fix: true,
    });
  }

  it("leaves the one file as it is, with the profile that only it would need, and mends the others", () => {
    const files = { "a/compose.yaml": `# wrong\n${base}`, "b/compose.yaml": base };
    const { results, refusedFixes = [], requiredFiles } = run(rule("# wrong", "services:", "services: ["), files);
    assert.deepEqual(refusedFixes.map(({ filePath }) => filePath), ["/project/a/compose.yaml"]);
    assert.match(refusedFixes[0]?.why ?? "", /no longer be valid YAML/);
    assert.deepEqual(results.map(({ output }) => output !== undefined), [false, true]);
    assert.deepEqual(requiredFiles.map(({ path }) => path), ["/project/b/seccomp-compose-lint.json"]);
    assert.ok(results[0]?.messages.some(({ message: text }) => text === "Wrong."), "what is found without the fixes is told");
    assert.ok(results[0]?.messages.some(({ ruleId }) => ruleId === "compose-lint/thread-creation"));
  });

  it("knows each file whose fix names a profile, so that it stays where one of them is taken back", () => {
    const files = { "compose.yaml": base, "compose.override.yaml": base.replace("web:", "api:") };
    const { requiredFiles } = run(rule("# wrong", "services:", "services: ["), files);
    const users = Object.keys(files).map((name) => `/project/${name}`).sort();
    assert.deepEqual(requiredFiles.map(({ path, neededBy = [] }) => [path, [...neededBy].sort()]), [["/project/seccomp-compose-lint.json", users]]);
  });

  it("refuses a fix after which the finding is still there", () => {
    const { results, refusedFixes = [] } = run(rule("wrong", "# first", "# second"), { "compose.yaml": `# first: wrong\nservices: {}\n` });
    assert.match(refusedFixes[0]?.why ?? "", /the finding of own\/rule would still be there/);
    assert.equal(results[0]?.output, undefined);
  });

  it("refuses a fix that brings an error to another file of the project", () => {
    const files = {
      "compose.yaml": "# wrong\nservices:\n  db:\n    image: traefik:1.7\n  web:\n    image: traefik:1.7\n",
      "other.yaml": "services:\n  web:\n    extends:\n      file: compose.yaml\n      service: db\n",
    };
    const { results, refusedFixes = [] } = run(rule("# wrong", "# wrong\nservices:\n  db:\n    image: traefik:1.7\n", "services:\n"), files);
    assert.deepEqual(refusedFixes.map(({ filePath }) => filePath), ["/project/compose.yaml"]);
    assert.match(refusedFixes[0]?.why ?? "", /^Its fixes would bring a new error to another file of the project: .*\bdb\b/);
    assert.equal(results[0]?.output, undefined);
    assert.ok(results[0]?.messages.some(({ message: text }) => text === "Wrong."));
  });
});
