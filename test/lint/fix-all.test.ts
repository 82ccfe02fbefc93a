import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ComposeSourceCode } from "../../src/eslint/compose-language.js";
import { ProjectFileCache } from "../../src/compose/project-file.js";
import { ProjectMemory } from "../../src/facts/project-memory.js";
import type { ProjectRoot } from "../../src/facts/project-scope.js";
import { lintTexts, type LintOptions, type LintRun } from "../../src/lint/lint-files.js";
import { MemoryFileSystem } from "../memory-file-system.js";

const entry = "    security_opt:\n      - seccomp=./seccomp-compose-lint.json\n";

interface Context {
  sourceCode: ComposeSourceCode;
  report: (finding: object) => void;
}

/** A rule of the user's own, which counts how often a file is linted and finds what it is told to. */
function watching(finds: (name: string, textOf: (name: string) => string) => string | null): { rule: object; counts: Map<string, number> } {
  const counts = new Map<string, number>();
  const create = ({ sourceCode: { path, host }, report }: Context): object => ({
    ComposeFile() {
      const name = path.slice("/p/".length);
      counts.set(name, (counts.get(name) ?? 0) + 1);
      const message = finds(name, (other) => {
        const content = host.fileSystem.read(`/p/${other}`);
        return content.ok ? content.text : "";
      });
      if (message !== null) report({ loc: { line: 1, column: 0 }, message });
    },
  });
  return { rule: { meta: { type: "problem" }, create }, counts };
}

/** Fixes the files of one project, as the command line does; without a root each is in one of its own. */
function fix(files: Record<string, string>, rule: object, root: string | null = "compose.yaml", rules: LintOptions["rules"] = {}, fixTypes?: string[], links: Record<string, string> = {}): LintRun {
  const paths = Object.fromEntries(Object.entries(files).map(([name, text]) => [`/p/${name}`, text]));
  const project: ProjectRoot | undefined = root === null ? undefined : { files: [`/p/${root}`], workingDirectory: "/p" };
  return lintTexts(Object.entries(paths).map(([path, text]) => ({ path, text })), {
    cwd: "/p",
    fileSystem: new MemoryFileSystem(paths, links),
    settings: { engine: "20.10.9" },
    variables: {},
    plugins: { own: { rules: { rule: rule as never } } },
    rules: { "own/rule": "error", ...rules },
    projectFiles: new ProjectFileCache(),
    scope: { options: {}, rootOf: () => project, alsoIn: () => [], linted: new Set(Object.keys(paths)), memory: new ProjectMemory() },
    fix: true,
    ...(fixTypes === undefined ? {} : { fixTypes }),
  });
}

function partsOf(count: number): Record<string, string> {
  const names = Array.from({ length: count }, (_, index) => index);
  return {
    "compose.yaml": `include:\n${names.map((index) => `  - part${index}.yaml\n`).join("")}`,
    ...Object.fromEntries(names.map((index) => [`part${index}.yaml`, `services:\n  s${index}:\n    image: node:20-bookworm\n`])),
  };
}

function mendedIn({ results }: LintRun): string[] {
  return results.flatMap(({ filePath, source, output = source }) => (output === source ? [] : [filePath.slice("/p/".length)]));
}

function refusedIn({ refusedFixes = [] }: LintRun): string[] {
  return refusedFixes.map(({ filePath }) => filePath.slice("/p/".length)).sort();
}

describe("the fixes of a project of many files", () => {
  it("are made and judged in as many rounds, however many the files are", () => {
    for (const count of [10, 100]) {
      const { rule, counts } = watching(() => null);
      const run = fix(partsOf(count), rule);
      assert.deepEqual(refusedIn(run), []);
      assert.equal(mendedIn(run).length, count);
      assert.ok(run.results.every(({ messages }) => messages.length === 0));
      assert.deepEqual(run.requiredFiles.map(({ neededBy = [] }) => neededBy.length), [count]);
      // As they are, and with the fixes of all.
      assert.deepEqual([...new Set(counts.values())], [2]);
    }
  });

  it("are taken back where they bring an error to another file, and those alone", () => {
    const { rule, counts } = watching((name, textOf) => (name === "part7.yaml" && textOf("part3.yaml").includes("security_opt") ? "Brought." : null));
    const run = fix(partsOf(64), rule);
    assert.deepEqual(refusedIn(run), ["part3.yaml"]);
    assert.match(run.refusedFixes?.[0]?.why ?? "", /a new error to another file of the project: Brought\.|a new error of own\/rule: Brought\./);
    assert.deepEqual(mendedIn(run).length, 63);
    assert.ok(!mendedIn(run).includes("part3.yaml"));
    assert.deepEqual(run.results.filter(({ messages }) => messages.length > 0).map(({ filePath }) => filePath), ["/p/part3.yaml"]);
    assert.ok(run.requiredFiles.every(({ neededBy = [] }) => !neededBy.includes("/p/part3.yaml")));
    // Halved until it is found, not one by one.
    assert.ok(Math.max(...counts.values()) < 20, String(Math.max(...counts.values())));
  });

  it("are taken back of each file that is left with an error of its own, with what is found in it then", () => {
    const { rule } = watching((name, textOf) => (/part[258]\.yaml/u.test(name) && textOf(name).includes("security_opt") ? "Brought." : null));
    const run = fix(partsOf(12), rule);
    assert.deepEqual(refusedIn(run), ["part2.yaml", "part5.yaml", "part8.yaml"]);
    assert.equal(mendedIn(run).length, 9);
    for (const { messages, output } of run.results) assert.deepEqual(messages.map(({ ruleId }) => ruleId), output === undefined && messages.length > 0 ? ["compose-lint/thread-creation"] : []);
  });

  it("are taken back of all files where all are wrong, each without a look at the others", () => {
    const { rule, counts } = watching((name, textOf) => (textOf(name).includes("security_opt") ? "Brought." : null));
    const run = fix(partsOf(64), rule);
    assert.equal(refusedIn(run).length, 64);
    assert.deepEqual(mendedIn(run), []);
    assert.deepEqual(run.requiredFiles, []);
    // As it is, with the fixes of all, with its own, and for what is told of those that were refused.
    assert.equal(Math.max(...counts.values()), 4);
  });

  it("that are wrong only together are made as far as they go", () => {
    const { rule } = watching((name, textOf) => (name === "compose.yaml" && [1, 2].every((index) => textOf(`part${index}.yaml`).includes("security_opt")) ? "Both." : null));
    const run = fix(partsOf(4), rule);
    assert.deepEqual(refusedIn(run), ["part2.yaml"]);
    assert.deepEqual(mendedIn(run), ["part0.yaml", "part1.yaml", "part3.yaml"]);
  });

  it("that are not meant to change the same are judged apart, and made", () => {
    const files = { ...partsOf(3), "part1.yaml": "services:\n  s1:\n    image: node:22\n    # compose-lint-disable-next-line thread-limit\n    security_opt: [seccomp=unconfined]\n" };
    const run = fix(files, watching(() => null).rule, "compose.yaml", { "no-unconfined-seccomp": "error" });
    assert.deepEqual(refusedIn(run), []);
    assert.deepEqual(mendedIn(run), ["part0.yaml", "part1.yaml", "part2.yaml"]);
  });

  it("tell of a rule that comes to an exception once for a file, and go on without it", () => {
    const { rule } = watching((name) => {
      if (name === "part1.yaml") throw new Error("Oh.");
      return null;
    });
    const run = fix(partsOf(3), rule);
    assert.deepEqual(run.failures.map(({ filePath, ruleId }) => [filePath, ruleId]), [["/p/part1.yaml", "own/rule"]]);
    assert.equal(mendedIn(run).length, 3);
  });
});

describe("the fixes of files that extend one another", () => {
  const extending = (image: string): string => `services:\n  web:\n    extends: {file: base.yaml, service: base}\n    image: ${image}\n`;

  it("give no entry twice where a service overrides all that it gets from the one below", () => {
    const files = { "compose.yaml": extending("node:22"), "base.yaml": "services:\n  base:\n    image: node:20-bookworm\n" };
    for (const names of [["compose.yaml", "base.yaml"], ["base.yaml", "compose.yaml"]] as const) {
      const run = fix(Object.fromEntries(names.map((name) => [name, files[name]])), watching(() => null).rule, null);
      assert.deepEqual(mendedIn(run), ["base.yaml"]);
    }
  });

  it("go into what extends the file below where one of its services has another image", () => {
    const files = {
      "compose.yaml": "services:\n  x4:\n    extends: {file: f4.yaml, service: s0}\n  x5:\n    extends: {file: f5.yaml, service: s0}\n",
      "f4.yaml": "services:\n  s0:\n    image: python:3.11\n    security_opt: []\n",
      "f5.yaml": "services:\n  s0:\n    extends: {file: f4.yaml, service: s0}\n    image: redis:7\n",
    };
    for (const names of [["compose.yaml", "f4.yaml", "f5.yaml"], ["f5.yaml", "f4.yaml", "compose.yaml"]] as const) {
      const run = fix(Object.fromEntries(names.map((name) => [name, files[name]])), watching(() => null).rule);
      assert.deepEqual(mendedIn(run).sort(), ["compose.yaml", "f5.yaml"]);
      assert.deepEqual(refusedIn(run), []);
      assert.ok(run.results.every(({ messages }) => messages.length === 0));
    }
  });

  it("do not go into the file below where one of them needs none", () => {
    const files = {
      "compose.yaml": "services:\n  x4:\n    extends: {file: f4.yaml, service: s0}\n  x5:\n    extends: {file: f5.yaml, service: s0}\n",
      "f4.yaml": "services:\n  s0:\n    image: node:20-bookworm\n    init: true\n",
      "f5.yaml": "services:\n  s0:\n    extends: {file: f4.yaml, service: s0}\n    image: node:20-alpine\n",
    };
    const run = fix(files, watching(() => null).rule);
    assert.deepEqual(mendedIn(run), ["compose.yaml"]);
    assert.ok(run.results.every(({ messages }) => messages.length === 0));
  });

  it("go below a service that has the entry, which loses its own", () => {
    const files = { "compose.yaml": `${extending("node:22")}${entry}`, "base.yaml": "services:\n  base:\n    image: node:20-bookworm\n" };
    const run = fix(files, watching(() => null).rule, null);
    assert.deepEqual(refusedIn(run), []);
    assert.deepEqual(run.results.map(({ output }) => output), [extending("node:22"), `${files["base.yaml"]}${entry}`]);
    assert.ok(run.results.every(({ messages }) => messages.length === 0));
  });

  it("go into none below a service whose entry has to stay: Docker Compose refuses it twice", () => {
    const files = { "compose.yaml": `${extending("node:22")}${entry.replace(":", ": &opts")}`, "base.yaml": "services:\n  base:\n    image: node:20-bookworm\n" };
    const run = fix(files, watching(() => null).rule, null);
    assert.deepEqual(mendedIn(run), []);
    assert.deepEqual(refusedIn(run), ["base.yaml"]);
    assert.match(run.refusedFixes?.[0]?.why ?? "", /would give the service `web` an entry of `security_opt` twice/);
    assert.equal(run.refusedFixes?.[0]?.isOfOthers, true);
  });

  it("are not promised by the report where they were refused, whatever the fix would be", () => {
    const base = "services:\n  base:\n    image: node:20-bookworm\n";
    const ways: [string, LintOptions["rules"]][] = [["seccomp=./seccomp-compose-lint.json", {}], ["seccomp=unconfined", { "thread-creation": ["error", { fix: "unconfined" }] }]];
    for (const [name, rules] of ways) {
      const files = { "compose.yaml": `${extending("node:22")}    security_opt: &opts\n      # compose-lint-disable-next-line no-unconfined-seccomp\n      - ${name}\n`, "base.yaml": base };
      const run = fix(files, watching(() => null).rule, null, rules);
      assert.deepEqual(refusedIn(run), ["base.yaml"]);
      const told = run.results.find(({ filePath }) => filePath === "/p/base.yaml")?.messages ?? [];
      assert.deepEqual(told.map(({ messageId, fix: offered, line, column }) => [messageId, offered, line, column]), [["crashes", undefined, 3, 12]]);
      assert.doesNotMatch(told[0]?.message ?? "", /--fix/u);
      assert.match(told[0]?.message ?? "", /which keeps the sandbox \(`compose-lint profile --engine 20\.10\.9` prints it\); or as the last resort `seccomp=unconfined`\.$/u);
    }
  });

  it("are promised where they were not wanted, though others of the file were refused", () => {
    const files = { "compose.yaml": "services:\n  web:\n    image: node:20-bookworm\n    security_opt: [no-new-privileges, 'label:disable']\n" };
    const { rule } = watching((name, textOf) => (textOf(name).includes("label=") ? "Brought." : null));
    const run = fix(files, rule, null, {}, ["entry"]);
    assert.deepEqual(refusedIn(run), ["compose.yaml"]);
    const told = new Map(run.results[0]?.messages.map((finding) => [finding.messageId, finding]));
    assert.match(told.get("crashes")?.message ?? "", /`compose-lint --fix` writes it/u);
    assert.ok(told.get("crashes")?.fix !== undefined && told.get("oldSeparator")?.fix === undefined);
  });

  it("are made at the same time where they change other services", () => {
    const count = 12;
    const names = Array.from({ length: count }, (_, index) => index + 1);
    const files = {
      "compose.0.yaml": "services:\n  s0:\n    image: node:20-bookworm\n",
      ...Object.fromEntries(names.map((index) => [`compose.${index}.yaml`, `services:\n  t${index}:\n    image: node:20-bookworm\n  s${index}:\n    extends: {file: compose.${index - 1}.yaml, service: s${index - 1}}\n`])),
    };
    const { rule, counts } = watching(() => null);
    const run = fix(files, rule, null);
    assert.deepEqual(refusedIn(run), []);
    assert.equal(mendedIn(run).length, count + 1);
    assert.ok(Math.max(...counts.values()) <= 4, String(Math.max(...counts.values())));
  });
});

describe("the fixes of a Dockerfile", () => {
  const dockerfile = "FROM node:22-bookworm\n# compose-lint-disable-next-line thread-limit\nCMD [\"x\"]\n";
  const files = {
    "compose.yaml": "services:\n  web:\n    build: .\n    security_opt: ['label:disable']\n",
    "other.yaml": "services:\n  db:\n    image: postgres:16\n",
    Dockerfile: dockerfile,
  };
  const broken = (name: string, textOf: (other: string) => string): string | null => (name === "compose.yaml" && !textOf("Dockerfile").includes("disable") ? "Brought." : null);
  const unused = { "thread-creation": "off" } as const;

  it("are taken back where they bring an error to a Compose file that builds it, which keeps its own", () => {
    const run = fix(files, watching(broken).rule, null, unused);
    assert.deepEqual(refusedIn(run), ["Dockerfile"]);
    assert.match(run.refusedFixes?.[0]?.why ?? "", /^Its fixes would bring a new error to another file of the project: Brought\.$/u);
    assert.equal(run.refusedFixes?.[0]?.isOfOthers, true);
    assert.deepEqual(mendedIn(run), ["compose.yaml"]);
    assert.deepEqual(run.results[0]?.messages, []);
  });

  it("are taken back so too where that builds it under the name of a link", () => {
    const linking = { ...files, "compose.yaml": files["compose.yaml"].replace("build: .", "build: {context: ., dockerfile: link}") };
    const run = fix(linking, watching(broken).rule, null, unused, undefined, { "/p/link": "/p/Dockerfile" });
    assert.deepEqual(refusedIn(run), ["Dockerfile"]);
  });

  it("are made where they bring none, and what they leave in the Compose file is told", () => {
    const { rule, counts } = watching((name, textOf) => (name === "compose.yaml" && textOf("Dockerfile").includes("disable") ? "Held." : null));
    const run = fix(files, rule, null, unused);
    assert.deepEqual(refusedIn(run), []);
    assert.deepEqual(mendedIn(run), ["compose.yaml", "Dockerfile"]);
    assert.deepEqual(run.results[0]?.messages, []);
    // What does not build it is not looked at again.
    assert.equal(counts.get("other.yaml"), 1);
  });

  it("cost a Compose file nothing where there are none", () => {
    const { rule, counts } = watching(() => null);
    fix({ ...files, "compose.yaml": "services:\n  web:\n    build: .\n", Dockerfile: "FROM node:22-bookworm\n" }, rule, null, unused);
    assert.equal(counts.get("compose.yaml"), 1);
  });
});
