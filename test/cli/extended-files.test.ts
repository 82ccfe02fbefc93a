import assert from "node:assert/strict";
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

  it("is told once where both files are named, with the service itself", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": compose, "base.yaml": base });
    const { "compose.yaml": main, "base.yaml": told } = await found(folder, "compose.yaml", "base.yaml");
    assert.deepEqual(main, []);
    assert.equal(told?.length, 1);
    assert.match(told[0] ?? "", /^thread-creation 3:12 `base`, `web` and `api`; /u);
  });

  it("is told of services that run it, not of those that have another image or another answer", async (test) => {
    const more = `${extending("edge", "    image: node:20-alpine\n")}${extending("free", "    privileged: true\n")}`;
    const folder = temporaryFolder(test, { "compose.yaml": `services:\n${extending("web")}${more}`, "base.yaml": base });
    const { "base.yaml": told } = await found(folder);
    assert.deepEqual(told, ["thread-creation 3:12 `web`; compose.yaml 3:14 `web` extends `base` here"]);
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

  it("is told at `extends` by the second of two projects that share it", async (test) => {
    const files = { "a/compose.yaml": compose.replaceAll("base.yaml", "../base.yaml"), "b/compose.yaml": compose.replaceAll("base.yaml", "../base.yaml"), "base.yaml": base };
    const all = await found(temporaryFolder(test, files), ".");
    assert.deepEqual(all[path.join("a", "compose.yaml")], []);
    assert.equal(all[path.join("b", "compose.yaml")]?.length, 2);
    assert.equal(all["base.yaml"]?.length, 1);
  });

  it("is mended in that file", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": compose, "base.yaml": base });
    const { stdout } = await runCli(folder, ["--engine", "20.10.9", "--fix-dry-run", "--format", "json"]);
    const results = JSON.parse(stdout) as FileResult[];
    const outputs = Object.fromEntries(results.map(({ filePath, output }) => [path.relative(folder, filePath), output]));
    const mended = base.replace("node:20\n", "node:20\n    security_opt:\n      - seccomp=./seccomp-compose-lint.json\n");
    assert.deepEqual(outputs, { "compose.yaml": undefined, "base.yaml": mended });
  });
});
