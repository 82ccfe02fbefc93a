import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it, type TestContext } from "node:test";
import { NodeFileSystem } from "../../../src/compose/node-file-system.js";
import { FileJudge } from "../../../src/cli/interactive/file-judge.js";
import { NamedPlaces } from "../../../src/cli/named-places.js";
import { Walk, type Answer, type Question } from "../../../src/cli/interactive/walk.js";
import { lintTexts, type LintOptions } from "../../../src/lint/lint-files.js";
import { temporaryFolder } from "../temporary-folder.js";

const profileName = "seccomp-compose-lint.json";
const options = (cwd: string, rules: LintOptions["rules"] = {}, settings: LintOptions["settings"] = {}): LintOptions => ({
  cwd,
  fileSystem: new NodeFileSystem(),
  settings: { engine: "20.10.9", date: "2026-08-01", ...settings },
  variables: {},
  rules,
  fix: false,
});

/** Says what to do about a finding; `undefined` skips it. */
type Say = (question: Question, count: number) => Answer | string | undefined;

interface Walked {
  folder: string;
  /** `file:line:column rule`, in the order of asking. */
  asked: string[];
  counts: Walk["counts"];
  failures: readonly string[];
  told: string;
  read: (name: string) => string;
  /** The findings that are left, all files together. */
  left: string[];
}

/** Walks through files of a temporary folder with answers that a test gives: a change by its id, or `ignore`. */
async function walk(
  test: TestContext,
  files: Record<string, string>,
  say: Say,
  rules: LintOptions["rules"] = {},
  settings: LintOptions["settings"] = {},
  before: (folder: string) => void = () => undefined,
): Promise<Walked> {
  const folder = temporaryFolder(test, files);
  before(folder);
  const names = Object.keys(files).filter((name) => !name.endsWith(".json"));
  const asked: string[] = [];
  let told = "";
  const output = { print: () => undefined, tell: (text: string) => void (told += text), columns: 80, colour: false, links: false };
  const answer = (question: Question): Promise<Answer> => {
    const { judged, finding } = question;
    asked.push(`${path.relative(folder, judged.path)}:${finding.line}:${finding.column} ${(finding.ruleId ?? "none").replace("compose-lint/", "")}`);
    assert.ok(asked.length < 50, "it ends");
    return Promise.resolve(asAnswer(say(question, asked.length - 1)));
  };
  const judge = new FileJudge(options(folder, rules, settings), () => undefined);
  const walking = new Walk(names.map((name) => path.join(folder, name)), judge, answer, { cwd: folder, output, places: new NamedPlaces(folder, names) });
  await walking.run();
  const read = (name: string): string => readFileSync(path.join(folder, name), "utf8");
  const isFile = (name: string): boolean => statSync(path.join(folder, name), { throwIfNoEntry: false })?.isFile() === true;
  const run = lintTexts(names.filter(isFile).map((name) => ({ path: path.join(folder, name), text: read(name) })), { ...options(folder, rules, settings), writesFiles: true });
  const left = run.results.flatMap(({ messages }) => messages.map(({ ruleId, line }) => `${line} ${(ruleId ?? "none").replace("compose-lint/", "")}`));
  return { folder, asked, counts: walking.counts, failures: walking.failures, told, read, left };
}

function asAnswer(said: Answer | string | undefined): Answer {
  if (typeof said === "object") return said;
  if (said === undefined) return { kind: "decide", decision: { kind: "skip" }, all: false };
  if (said === "ignore") return { kind: "decide", decision: { kind: "ignore", reason: "because" }, all: false };
  return { kind: "decide", decision: { kind: "change", id: said }, all: false };
}

const three = `services:
  web:
    image: node:20
  jobs:
    image: python:3.11
  cache:
    image: redis:7
`;

describe("a walk through findings", () => {
  it("makes each change that is chosen, and goes on where the file then has its next finding", async (test) => {
    const ids = ["fix", "useImage 0", "addUnconfined 0"];
    const { asked, read, counts, left, folder } = await walk(test, { "compose.yaml": three }, (_, count) => ids[count]);
    assert.deepEqual(asked, [
      "compose.yaml:3:12 thread-creation",
      "compose.yaml:7:12 thread-creation",
      "compose.yaml:9:12 thread-creation",
      "compose.yaml:12:9 no-unconfined-seccomp",
    ]);
    assert.match(read("compose.yaml"), /node:20\n {4}security_opt:\n {6}- seccomp=\.\/seccomp-compose-lint\.json\n {2}jobs:\n {4}image: python:3\.11-alpine\n[^]*seccomp=unconfined\n$/);
    assert.ok(existsSync(path.join(folder, profileName)));
    assert.deepEqual(counts, { changed: 3, ignored: 0, skipped: 1 });
    assert.deepEqual(left, ["12 no-unconfined-seccomp"]);
  });

  it("does not offer to take back what was chosen, in flow style neither", async (test) => {
    const text = "services:\n  web: {image: node:20} # c\n  jobs:\n    image: python:3.11\n    security_opt: [no-new-privileges=true]\n";
    const { asked, read, left } = await walk(test, { "compose.yaml": text }, ({ changes, finding }) => {
      if (finding.ruleId === "compose-lint/thread-creation") return "addUnconfined 0";
      assert.deepEqual(changes, []);
      return undefined;
    });
    assert.deepEqual(asked.map((place) => place.split(" ")[1]), ["thread-creation", "no-unconfined-seccomp", "thread-creation", "no-unconfined-seccomp"]);
    assert.equal(read("compose.yaml").match(/\n *# No seccomp sandbox: .*\n *seccomp=unconfined\]/gu)?.length, 2);
    assert.deepEqual(left, ["4 no-unconfined-seccomp", "9 no-unconfined-seccomp"]);
  });

  it("asks nothing twice, whatever moves", async (test) => {
    const { asked, left } = await walk(test, { "compose.yaml": three }, (_, count) => (count === 1 ? "ignore" : undefined));
    assert.deepEqual(asked, ["compose.yaml:3:12 thread-creation", "compose.yaml:5:12 thread-creation", "compose.yaml:8:12 thread-creation"]);
    assert.deepEqual(left, ["3 thread-creation", "8 thread-creation"]);
  });

  it("decides once for all of a rule, in all files", async (test) => {
    const all = (decision: (Answer & { kind: "decide" })["decision"]): Answer => ({ kind: "decide", decision, all: true });
    const files = { "a/compose.yaml": three, "b/compose.yaml": three };
    const skipped = await walk(test, files, () => all({ kind: "skip" }));
    assert.deepEqual([skipped.asked.length, skipped.counts.skipped], [1, 6]);
    const fixed = await walk(test, files, () => all({ kind: "change", id: "fix" }));
    assert.deepEqual([fixed.asked.length, fixed.counts.changed, fixed.left], [1, 6, []]);
    assert.match(fixed.told, /b\/compose\.yaml:3:12 compose-lint\/thread-creation: Fix: write\s+b\/seccomp-compose-lint\.json,/);
    const ignored = await walk(test, files, () => all({ kind: "ignore", reason: "new engine soon" }));
    assert.deepEqual([ignored.asked.length, ignored.counts.ignored, ignored.left], [1, 6, []]);
    assert.equal(ignored.read("b/compose.yaml").match(/# compose-lint-disable-next-line thread-creation -- new engine soon\n/gu)?.length, 3);
  });

  it("asks where what was decided for the rule is not offered", async (test) => {
    const files = { "compose.yaml": "services:\n  a:\n    image: node:20\n  b:\n    image: redis:7\n" };
    const all: Answer = { kind: "decide", decision: { kind: "change", id: "useImage 1" }, all: true };
    const { asked, read } = await walk(test, files, (_, count) => (count === 0 ? all : undefined));
    assert.equal(asked.length, 2);
    assert.match(read("compose.yaml"), /image: node:20-alpine\n/);
  });

  it("goes back, and takes back what was changed, the profile included", async (test) => {
    const steps: (Answer | string | undefined)[] = ["fix", "fix", { kind: "back" }, { kind: "back" }, undefined, undefined, undefined];
    const { asked, read, counts, folder } = await walk(test, { "compose.yaml": three }, (_, count) => steps[count]);
    assert.equal(asked.length, 7);
    assert.equal(read("compose.yaml"), three);
    assert.equal(existsSync(path.join(folder, profileName)), false);
    assert.deepEqual(counts, { changed: 0, ignored: 0, skipped: 3 });
  });

  it("goes back into the file before", async (test) => {
    const one = "services:\n  a:\n    image: node:20\n";
    const steps: (Answer | string | undefined)[] = ["useImage 0", { kind: "back" }, undefined, undefined];
    const { asked, read } = await walk(test, { "a/compose.yaml": one, "b/compose.yaml": one }, (_, count) => steps[count]);
    assert.deepEqual(asked.map((place) => place[0]), ["a", "b", "a", "b"]);
    assert.equal(read("a/compose.yaml"), one);
  });

  it("quits, and keeps what was accepted", async (test) => {
    const steps: (Answer | string)[] = ["useImage 0", { kind: "quit" }];
    const { read, asked } = await walk(test, { "compose.yaml": three }, (_, count) => steps[count]);
    assert.equal(asked.length, 2);
    assert.equal(read("compose.yaml"), three.replace("node:20", "node:20-bullseye"));
  });

  it("changes nothing of a file that something else changed meanwhile, and judges it again", async (test) => {
    const { asked, read, told } = await walk(test, { "compose.yaml": three }, ({ judged }, count) => {
      if (count > 0) return undefined;
      writeFileSync(judged.path, `# edited\n${three}`);
      return "useImage 0";
    });
    assert.deepEqual(asked.slice(0, 2), ["compose.yaml:3:12 thread-creation", "compose.yaml:4:12 thread-creation"]);
    assert.equal(read("compose.yaml"), `# edited\n${three}`);
    assert.match(told, /compose\.yaml was changed by something else\. It is judged again\./);
  });

  it("says once that a file is gone, asks no more about it, and goes on", async (test) => {
    const files = { "a/compose.yaml": three, "b/compose.yaml": three };
    const steps: (Answer | undefined)[] = [undefined, undefined, undefined, { kind: "back" }, undefined, undefined];
    const { asked, told, counts, failures } = await walk(test, files, ({ judged }, count) => {
      if (count === 1) rmSync(judged.path);
      return steps[count];
    });
    assert.deepEqual(asked.map((place) => place.slice(0, 18)), ["a/compose.yaml:3:1", "a/compose.yaml:5:1", ...["3", "5", "3", "5", "7"].map((line) => `b/compose.yaml:${line}:1`)]);
    assert.equal(told, "a/compose.yaml is gone. What was found in it does not count any more.\n");
    assert.deepEqual([counts, failures], [{ changed: 0, ignored: 0, skipped: 4 }, []]);
  });

  it("says that a file is gone before it is asked about, and that a change of one is not taken back", async (test) => {
    const files = { "a/compose.yaml": three, "b/compose.yaml": three, "c/compose.yaml": three };
    const steps: (Answer | string | undefined)[] = ["useImage 0", { kind: "back" }, { kind: "quit" }];
    const { asked, told } = await walk(test, files, ({ judged: { path: file } }, count) => {
      if (count === 0) rmSync(file.replace("/a/", "/b/"));
      if (count === 1) rmSync(file);
      return steps[count];
    });
    assert.deepEqual(asked.map((place) => place[0]), ["a", "a", "c"]);
    assert.match(told, /The file was changed or removed by something else since, so its change is not\s+taken back\./);
    assert.match(told, /a\/compose\.yaml is gone\.[^]*b\/compose\.yaml is gone\./);
  });

  it("ends with a failure where a file cannot be read any more", async (test) => {
    const { failures, told } = await walk(test, { "a/compose.yaml": three, "b/compose.yaml": three }, ({ judged }, count) => {
      if (count > 0) return { kind: "quit" };
      rmSync(judged.path);
      mkdirSync(judged.path);
      return "fix";
    });
    assert.deepEqual(failures, ["a/compose.yaml was not linted: it is not a file."]);
    assert.equal(told, "a/compose.yaml was not linted: it is not a file.\n");
  });

  it("tells of a file that cannot be written, changes nothing that would name it, and goes on", async (test) => {
    const files = { "a/compose.yaml": three, "a/blocked.json": "", "b/compose.yaml": three };
    const say: Say = ({ judged }) => (judged.path.includes("/a/") ? "fix" : "useImage 0");
    const { failures, read, counts } = await walk(test, files, say, {}, { profilePath: "./blocked.json/profile.json" });
    assert.deepEqual(failures, Array<string>(3).fill("a/blocked.json/profile.json was not written: a part of its path is a file."));
    assert.equal(read("a/compose.yaml"), three);
    assert.match(read("b/compose.yaml"), /node:20-bullseye/);
    assert.deepEqual(counts, { changed: 3, ignored: 0, skipped: 3 });
  });

  it("writes through no link that leads out of what was named", async (test) => {
    const outside = temporaryFolder(test);
    const link = (folder: string): void => { symlinkSync(path.join(outside, "x.json"), path.join(folder, profileName)); };
    const { failures, read } = await walk(test, { "compose.yaml": three }, (_, count) => (count === 0 ? "fix" : undefined), {}, {}, link);
    assert.deepEqual(failures, [`${profileName} was not written: a symbolic link leads from there to ${path.join(outside, "x.json")}, outside of what is linted. To have it written, name it.`]);
    assert.equal(read("compose.yaml"), three);
    assert.deepEqual(readdirSync(outside), []);
  });

  it("keeps a byte order mark and line ends", async (test) => {
    const text = `\uFEFF${three.replaceAll("\n", "\r\n")}`;
    const steps = ["ignore", "useImage 0", "fix"];
    const { read, left } = await walk(test, { "compose.yaml": text }, (_, count) => steps[count]);
    assert.match(read("compose.yaml"), /^\uFEFFservices:\r\n {2}web:\r\n {4}# compose-lint-disable-next-line thread-creation -- because\r\n {4}image: node:20\r\n/);
    assert.doesNotMatch(read("compose.yaml"), /[^\r]\n/);
    assert.deepEqual(left, []);
  });
});

describe("the comment that ignores a finding", () => {
  const ignoreAll = async (test: TestContext, name: string, text: string): Promise<Walked> => walk(test, { [name]: text }, () => "ignore");
  const cases: [what: string, name: string, text: string, expected: string][] = [
    ["stands above the line", "compose.yaml", "services:\n  web:\n    image: node:20\n", "services:\n  web:\n    # compose-lint-disable-next-line thread-creation -- because\n    image: node:20\n"],
    ["stands above the first line", "compose.yaml", "services: { web: { image: node:20 } }\n", "# compose-lint-disable-next-line thread-creation -- because\nservices: { web: { image: node:20 } }\n"],
    [
      "stands in a flow map of several lines",
      "compose.yaml",
      "services: {\n  web: { image: node:20 },\n}\n",
      "services: {\n  # compose-lint-disable-next-line thread-creation -- because\n  web: { image: node:20 },\n}\n",
    ],
    [
      "stands at an anchor, for all who get it",
      "compose.yaml",
      "x-base: &base\n  image: node:20\nservices:\n  web:\n    <<: *base\n  api:\n    <<: *base\n",
      "x-base: &base\n  # compose-lint-disable-next-line thread-creation -- because\n  image: node:20\nservices:\n  web:\n    <<: *base\n  api:\n    <<: *base\n",
    ],
    [
      "joins one that is there for another rule",
      "compose.yaml",
      "# a\nservices: { web: { image: node:20, command: [a] }, api: { image: debian:12, security_opt: [seccomp=unconfined] } }\n",
      "# a\n# compose-lint-disable-next-line thread-creation, no-unconfined-seccomp -- because; because\nservices: { web: { image: node:20, command: [a] }, api: { image: debian:12, security_opt: [seccomp=unconfined] } }\n",
    ],
    [
      "stands above an instruction",
      "Dockerfile",
      "# syntax=docker/dockerfile:1\nFROM node:20\nCMD [\"node\", \"a.js\"]\n",
      "# syntax=docker/dockerfile:1\n# compose-lint-disable-next-line thread-creation -- because\nFROM node:20\nCMD [\"node\", \"a.js\"]\n",
    ],
    [
      "changes nothing of what stands below it",
      "Dockerfile",
      "FROM alpine:3.17\nRUN true \\\n  && true <<EOF\n$X ${Y\nEOF\n",
      "# compose-lint-disable-next-line image-end-of-life -- because\nFROM alpine:3.17\nRUN true \\\n  && true <<EOF\n$X ${Y\nEOF\n",
    ],
    [
      "stands around a Dockerfile in a Compose file",
      "compose.yaml",
      "services:\n  web:\n    build:\n      dockerfile_inline: |\n        FROM node:20\n        RUN npm ci\n    command: node a.js\n",
      "services:\n  web:\n    # compose-lint-disable-next-line thread-creation -- because\n    build:\n      # compose-lint-disable thread-creation -- because\n      dockerfile_inline: |\n        FROM node:20\n        RUN npm ci\n      # compose-lint-enable thread-creation\n    command: node a.js\n",
    ],
  ];
  for (const [what, name, text, expected] of cases) {
    it(what, async (test) => {
      const { read, left } = await ignoreAll(test, name, text);
      assert.equal(read(name), expected);
      assert.deepEqual(left, []);
    });
  }

  it("is not offered where none can stand, and the finding stays", async (test) => {
    const text = "# syntax=docker/dockerfile:1\n# escape=x\nFROM alpine:3.23\n";
    const { read, told, counts } = await ignoreAll(test, "Dockerfile", text);
    assert.equal(read("Dockerfile"), text);
    assert.match(told, /^No comment can stand there\. A configuration can switch compose-lint\/syntax off\nfor the file/);
    assert.deepEqual(counts, { changed: 0, ignored: 0, skipped: 1 });
  });
});
