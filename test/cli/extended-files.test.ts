import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import type { FileResult } from "../../src/lint/lint-result.js";
import { runCli } from "./run-cli.js";
import { temporaryFolder } from "./temporary-folder.js";

const base = "services:\n  base:\n    image: node:20\n    command: [node, x]\n";
const extending = (name: string, more = ""): string => `  ${name}:\n    extends: {file: base.yaml, service: base}\n${more}`;
const compose = `services:\n${extending("web")}${extending("api")}`;

/** For each linted file its findings: rule, place, the services in the message, and the related places. */
async function found(folder: string, ...words: string[]): Promise<Record<string, string[]>> {
  const { stdout } = await runCli(folder, [...words, "--engine", "20.10.9", "--format", "json"]);
  const results = JSON.parse(stdout) as FileResult[];
  return Object.fromEntries(
    results.map(({ filePath, messages }) => [
      path.relative(folder, filePath),
      messages.map(({ ruleId, line, column, message, relatedLocations = [] }) => {
        const services = /services? (`[^`]+`(?:(?:, | and )`[^`]+`)*)/u.exec(message)?.[1] ?? "";
        const related = relatedLocations.map((place) => `${path.relative(folder, place.filePath)} ${place.line}:${place.column} ${place.message}`);
        return [`${ruleId?.replace("compose-lint/", "") ?? ""} ${line}:${column} ${services}`, ...related].join("; ");
      }),
    ]),
  );
}

describe("what an extended file writes", () => {
  it("is told in that file, once, with the services that extend it", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": compose, "base.yaml": base });
    assert.deepEqual(await found(folder), {
      "compose.yaml": [],
      "base.yaml": [
        "thread-creation 3:12 `web` and `api`; compose.yaml 3:14 `web` extends `base` here; compose.yaml 5:14 `api` extends `base` here",
      ],
    });
  });

  it("is told with each name once, also where services of several projects have it", async (test) => {
    const one = `services:\n${extending("web")}`;
    const folder = temporaryFolder(test, { "a.yaml": one, "b.yaml": one, "base.yaml": base });
    const { "base.yaml": told } = await found(folder, "a.yaml", "b.yaml", "base.yaml");
    assert.match(told?.[0] ?? "", /^thread-creation 3:12 `base` and `web`; a\.yaml 3:14 .*; b\.yaml 3:14 /u);
  });

  it("is told in the singular of services of several projects that have one name", async (test) => {
    const old = "services:\n  web:\n    image: node:14\n    security_opt: [seccomp=./gone.json]\n";
    const one = "services:\n  web:\n    extends: {file: base.yaml, service: web}\n";
    const folder = temporaryFolder(test, { "a.yaml": one, "b.yaml": one, "base.yaml": old });
    const { stdout } = await runCli(folder, ["a.yaml", "b.yaml", "base.yaml", "--format", "json"]);
    const told = (JSON.parse(stdout) as FileResult[]).flatMap(({ messages }) => messages.map(({ message }) => message));
    assert.match(told[0] ?? "", /^The service `web` runs node:14 /u);
    assert.match(told[1] ?? "", / of the service `web` does not exist, so its container does not start\./u);
    assert.equal(told.length, 2);
  });

  it("is told once where both files are named, with the service itself", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": compose, "base.yaml": base });
    const { "compose.yaml": main, "base.yaml": told } = await found(folder, "compose.yaml", "base.yaml");
    assert.deepEqual(main, []);
    assert.equal(told?.length, 1);
    assert.match(told[0] ?? "", /^thread-creation 3:12 `base`, `web` and `api`; /u);
  });

  it("is told of services that run it, where they extend, not of those that have another image or another answer", async (test) => {
    const more = `${extending("edge", "    image: node:20-alpine\n")}${extending("free", "    privileged: true\n")}`;
    const folder = temporaryFolder(test, { "compose.yaml": `services:\n${extending("web")}${more}`, "base.yaml": base });
    const { "base.yaml": below, "compose.yaml": told } = await found(folder);
    assert.deepEqual(below, []);
    assert.deepEqual(told, ["thread-creation 3:5 `web`; base.yaml 3:12 the value is written here"]);
  });

  it("is told through a chain of files, in the one that writes it", async (test) => {
    const folder = temporaryFolder(test, {
      "compose.yaml": "services:\n  web:\n    extends: {file: middle.yaml, service: middle}\n",
      "middle.yaml": "services:\n  middle:\n    extends: {file: base.yaml, service: base}\n",
      "base.yaml": base,
    });
    assert.deepEqual(await found(folder), {
      "compose.yaml": [],
      "middle.yaml": [],
      "base.yaml": [
        "thread-creation 3:12 `web`; middle.yaml 3:14 `middle` extends `base` here; compose.yaml 3:14 `web` extends `middle` here",
      ],
    });
  });

  it("is told where services have the same name in both files", async (test) => {
    const files = { "compose.yaml": compose.replaceAll("web:", "base:"), "base.yaml": base };
    const { "compose.yaml": main, "base.yaml": told } = await found(temporaryFolder(test, files));
    assert.deepEqual(main, []);
    assert.match(told?.join() ?? "", /^thread-creation 3:12 `base` and `api`/u);
  });

  it("counts for the service that extends it, not for another one that has the name of that", async (test) => {
    const files = { "compose.yaml": `services:\n${extending("web")}`, "base.yaml": `${base}  web:\n    image: node:20-bookworm\n` };
    const { "base.yaml": told } = await found(temporaryFolder(test, files));
    assert.match(told?.join() ?? "", /^thread-creation 3:12 `web`; compose\.yaml 3:14 [^;]*$/u);
  });

  it("is told of images and limits too", async (test) => {
    const files = { "compose.yaml": compose, "base.yaml": "services:\n  base:\n    image: node:8-stretch\n    command: [node, x]\n    pids_limit: 4\n" };
    const { "compose.yaml": main, "base.yaml": told } = await found(temporaryFolder(test, files));
    assert.deepEqual(main, []);
    assert.deepEqual(told?.map((line) => line.split(";")[0]), ["image-end-of-life 3:12 `web` and `api`", "thread-limit 5:17 `web` and `api`"]);
  });

  it("is told at `extends` by the services of each project that it lies outside of", async (test) => {
    const shared = compose.replaceAll("base.yaml", "../base.yaml");
    const middle = "services:\n  middle:\n    extends: {file: ../base.yaml, service: base}\n";
    const through = "services:\n  web:\n    extends: {file: middle.yaml, service: middle}\n";
    const files = { "a/compose.yaml": shared, "b/compose.yaml": shared, "c/compose.yaml": through, "c/middle.yaml": middle, "base.yaml": base };
    const all = await found(temporaryFolder(test, files), ".");
    const told = ["thread-creation 3:5 `web`; base.yaml 3:12 the value is written here", "thread-creation 5:5 `api`; base.yaml 3:12 the value is written here"];
    assert.deepEqual(all, {
      [path.join("a", "compose.yaml")]: told,
      "base.yaml": [],
      [path.join("b", "compose.yaml")]: told,
      [path.join("c", "compose.yaml")]: ["thread-creation 3:5 `web`; base.yaml 3:12 the value is written here; c/middle.yaml 3:14 `middle` extends `base` here"],
      [path.join("c", "middle.yaml")]: [],
    });
  });

  it("is mended in that file", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": compose, "base.yaml": base });
    const { stdout } = await runCli(folder, ["--engine", "20.10.9", "--fix-dry-run", "--format", "json"]);
    const results = JSON.parse(stdout) as FileResult[];
    const outputs = Object.fromEntries(results.map(({ filePath, output }) => [path.relative(folder, filePath), output]));
    const mended = base.replace("node:20\n", "node:20\n    security_opt:\n      - seccomp=./seccomp-compose-lint.json\n");
    assert.deepEqual(outputs, { "compose.yaml": undefined, "base.yaml": mended });
  });

  const sharing = (file: string, more = ""): string => `services:\n  web:\n    extends: {file: ${file}, service: base}\n${more}`;
  const entry = "    security_opt:\n      - seccomp=./seccomp-compose-lint.json\n";
  const mendedBase = base.replace("node:20\n", `node:20\n${entry}`);

  const edge = "  edge:\n    extends: {file: base.yaml, service: base}\n    image: node:20-alpine\n";
  const free = "  free:\n    extends: {file: base.yaml, service: base}\n    privileged: true\n";
  const shared = [
    {
      title: "is mended in the services that need it, where others extend it with another image or another answer",
      files: { "compose.yaml": `${sharing("base.yaml")}${edge}${free}`, "base.yaml": base },
      changed: { "compose.yaml": `${sharing("base.yaml", entry)}${edge}${free}` },
      profiles: [""],
    },
    {
      title: "is mended in each project that it lies outside of",
      files: { "a/compose.yaml": sharing("../base.yaml"), "b/compose.yaml": sharing("../base.yaml"), "c/compose.yaml": sharing("../base.yaml"), "base.yaml": base },
      changed: { "a/compose.yaml": sharing("../base.yaml", entry), "b/compose.yaml": sharing("../base.yaml", entry), "c/compose.yaml": sharing("../base.yaml", entry) },
      profiles: ["a", "b", "c"],
    },
    {
      title: "is mended once, with a profile in each project, where it is one of its own",
      files: { "a/compose.yaml": sharing("../base/compose.yaml"), "b/compose.yaml": sharing("../base/compose.yaml"), "base/compose.yaml": base },
      changed: { "base/compose.yaml": mendedBase },
      profiles: ["a", "b", "base"],
    },
    {
      title: "is mended once, with a profile in each project, where one of them has it in its folder",
      files: { "compose.yaml": sharing("lib/base.yaml"), "a/compose.yaml": sharing("../lib/base.yaml"), "lib/base.yaml": base },
      changed: { "lib/base.yaml": mendedBase },
      profiles: ["", "a"],
    },
  ];
  for (const { title, files, changed, profiles } of shared) {
    it(`${title}, and nothing is left`, async (test) => {
      const folder = temporaryFolder(test, files);
      const names = Object.keys(files).filter((name) => name.endsWith("compose.yaml"));
      const first = await runCli(folder, ["--engine", "20.10.9", "--fix", ...names]);
      assert.deepEqual([first.code, first.stdout], [0, ""]);
      const written = [...profiles.map((project) => path.join(project, "seccomp-compose-lint.json")), ...Object.keys(files)].sort();
      const present = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => /\.(?:yaml|json)$/u.test(name)).sort();
      assert.deepEqual(present, written);
      for (const [name, text] of Object.entries({ ...files, ...changed })) assert.equal(readFileSync(path.join(folder, name), "utf8"), text, name);
      assert.deepEqual(await runCli(folder, ["--engine", "20.10.9", "--fix", ...names]), { code: 0, stdout: "", stderr: "" });
    });
  }

  const resets: [title: string, web: string, own: string, why: RegExp][] = [
    ["takes it away itself", "", "    security_opt: !reset []\n", /No fix is offered: line 5 takes `security_opt` away \(`!reset`\)/u],
    ["is followed by a list of the service's own", "    security_opt: !override [label=disable]\n", "", /No fix is offered: compose\.yaml, line 4, puts a list of its own \(`!override`\)/u],
    ["is followed by a reset", "    security_opt: !reset []\n", "", /No fix is offered: compose\.yaml, line 4, takes `security_opt` of `web` away \(`!reset`\)/u],
  ];
  for (const [title, web, own, why] of resets) {
    it(`gets no entry where it ${title}, which is said`, async (test) => {
      const folder = temporaryFolder(test, { "compose.yaml": sharing("base.yaml", web), "base.yaml": `${base}${own}` });
      const { code, stdout } = await runCli(folder, ["--engine", "20.10.9", "--fix", "--format", "json"]);
      assert.equal(code, 1);
      assert.match((JSON.parse(stdout) as FileResult[]).flatMap(({ messages }) => messages.map(({ message }) => message)).join("\n"), why);
    });
  }

  it("is mended where it is written first, also where a file overrides it that is linted before", async (test) => {
    const files = { "compose.override.yaml": base, "compose.yaml": `${base}  web:\n    extends: {service: base}\n` };
    const folder = temporaryFolder(test, files);
    const run = await runCli(folder, ["--engine", "20.10.9", "--fix", ...Object.keys(files)]);
    assert.deepEqual([run.code, run.stdout], [0, ""]);
    assert.equal(readFileSync(path.join(folder, "compose.override.yaml"), "utf8"), base);
    assert.equal(readFileSync(path.join(folder, "compose.yaml"), "utf8"), files["compose.yaml"].replace("node:20\n", `node:20\n${entry}`));
  });

  it("gets no entry that the service has from another file, which is said", async (test) => {
    const files = { "compose.override.yaml": `services:\n  base:\n${entry}`, "compose.yaml": `${base}  web:\n    extends: {service: base}\n` };
    const { code, stdout } = await runCli(temporaryFolder(test, files), ["--engine", "20.10.9", "--format", "json"]);
    assert.equal(code, 1);
    const told = (JSON.parse(stdout) as FileResult[]).flatMap(({ messages }) => messages.map(({ message }) => message)).join("\n");
    assert.match(told, / No fix is offered: `base` has the entry from compose\.override\.yaml, line 4 already, and Docker Compose refuses one that stands twice\. Take it out there by hand\.$/mu);
  });

  it("is not promised to be mended where that was refused", async (test) => {
    const other = sharing("../base/compose.yaml", "    image: node:20-alpine\n");
    const folder = temporaryFolder(test, { "a/compose.yaml": other, "base/compose.yaml": base });
    const args = ["--engine", "20.10.9", "--fix", "."];
    const { code, stdout, stderr } = await runCli(folder, args);
    assert.equal(code, 2);
    assert.match(stderr, /^compose-lint: base[/\\]compose\.yaml is left as it is\. Its fixes would bring a new error to another file of the project: The seccomp profile /u);
    assert.match(stdout, /\n1 problem \(1 error, 0 warnings\)\.\n$/u);
    const json = JSON.parse((await runCli(folder, [...args, "--format", "json"])).stdout) as FileResult[];
    assert.deepEqual(json.map(({ errorCount, fixableErrorCount }) => [errorCount, fixableErrorCount]), [[0, 0], [1, 0]]);
    assert.deepEqual(json.flatMap(({ messages }) => messages.map(({ fix, fixWrites }) => [fix, fixWrites])), [[undefined, undefined]]);
  });
});
