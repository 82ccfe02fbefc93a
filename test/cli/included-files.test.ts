import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { FileResult } from "../../src/lint/lint-result.js";
import { runCli, type CliRun } from "./run-cli.js";
import { temporaryFolder } from "./temporary-folder.js";

const web = "services:\n  web:\n    image: node:20\n    command: [node, x]\n";
const mended = web.replace("node:20\n", "node:20\n    security_opt:\n      - seccomp=./seccomp-compose-lint.json\n");
const including = (...files: string[]): string => `include:\n${files.map((file) => `  - ${file}\n`).join("")}services:\n  front:\n    image: nginx:1.21\n    privileged: true\n`;

async function run(folder: string, ...words: string[]): Promise<CliRun> {
  return runCli(folder, [...words, "--engine", "20.10.9", "--rule", "image-end-of-life: off", "--format", "json"]);
}

async function lint(folder: string, ...words: string[]): Promise<{ code: number; told: Record<string, string[]> }> {
  const { code, stdout } = await run(folder, ...words);
  const results = JSON.parse(stdout) as FileResult[];
  const told = results.filter(({ messages }) => messages.length > 0).map(({ filePath, messages }) => {
    const name = path.relative(folder, filePath).replaceAll(path.sep, "/");
    return [name, messages.map(({ ruleId, line, message }) => `${ruleId?.replace("compose-lint/", "") ?? ""} ${line} ${message}`)] as const;
  });
  return { code, told: Object.fromEntries(told) };
}

function profilesIn(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => name.replaceAll(path.sep, "/"));
  return names.filter((name) => name.endsWith("seccomp-compose-lint.json")).sort();
}

describe("a file that projects include", () => {
  it("is told of once where it is a project of its own too", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": including("a/compose.yaml"), "a/compose.yaml": web });
    const { told } = await lint(folder, ".");
    assert.deepEqual(Object.keys(told), ["a/compose.yaml"]);
    assert.equal(told["a/compose.yaml"]?.length, 1);
    assert.match(told["a/compose.yaml"][0] ?? "", /^thread-creation 3 [^\n]* the service `web` will crash: /u);
  });

  const layouts = [
    { title: "is a project of its own", files: { "compose.yaml": including("a/compose.yaml"), "a/compose.yaml": web }, words: ["."], profiles: ["a/", ""] },
    { title: "is a project of its own that nobody named", files: { "compose.yaml": including("a/compose.yaml"), "a/compose.yaml": web }, words: [], profiles: ["a/", ""] },
    { title: "is none by itself", files: { "compose.yaml": including("a/web.yaml"), "a/web.yaml": web }, words: ["."], profiles: [""] },
    { title: "is shared by two", files: { "a/compose.yaml": including("../web.yaml"), "b/compose.yaml": including("../web.yaml"), "web.yaml": web }, words: ["."], profiles: ["a/", "b/"] },
    {
      title: "is included by one that is included",
      files: { "compose.yaml": including("a/compose.yaml"), "a/compose.yaml": "include: [b/compose.yaml]\n", "a/b/compose.yaml": web },
      words: ["."],
      profiles: ["a/", "a/b/", ""],
    },
  ];
  for (const { title, files, words, profiles } of layouts) {
    it(`gets its entry once and a profile in the folder of each project, where it ${title}`, async (test) => {
      const folder = temporaryFolder(test, files);
      const first = await lint(folder, "--fix", ...words);
      assert.deepEqual(first, { code: 0, told: {} });
      assert.deepEqual(profilesIn(folder), profiles.map((project) => `${project}seccomp-compose-lint.json`).sort());
      const changed = Object.entries(files).filter(([, text]) => text === web);
      for (const [name] of changed) assert.equal(readFileSync(path.join(folder, name), "utf8"), mended, name);
      assert.deepEqual(await lint(folder, "--fix", ...words), { code: 0, told: {} });
      for (const name of Object.keys(files).filter((file) => file.endsWith("compose.yaml"))) {
        assert.deepEqual(await lint(path.join(folder, path.dirname(name))), { code: 0, told: {} }, name);
      }
    });
  }

  it("is told to lack a profile in the folder of the project that includes it, which --fix writes", async (test) => {
    const profile = "a/seccomp-compose-lint.json";
    const folder = temporaryFolder(test, { "compose.yaml": including("a/compose.yaml"), "a/compose.yaml": web });
    const source = temporaryFolder(test, { "compose.yaml": web });
    await runCli(source, ["--engine", "20.10.9", "--fix"]);
    const files = { "compose.yaml": including("a/compose.yaml"), "a/compose.yaml": mended, [profile]: readFileSync(path.join(source, path.basename(profile))) };
    const partly = temporaryFolder(test, files);
    const { code, told } = await lint(partly, ".");
    assert.equal(code, 1);
    assert.deepEqual(told, {
      "a/compose.yaml": [
        `seccomp-profile 5 The seccomp profile ./seccomp-compose-lint.json of the service \`web\` does not exist in .., the folder of the project that includes or extends this file, so its container does not start. \`compose-lint --fix\` writes it.`,
      ],
    });
    assert.deepEqual(await lint(partly, "--fix", "."), { code: 0, told: {} });
    assert.deepEqual(profilesIn(partly), [profile, "seccomp-compose-lint.json"]);
    assert.ok(!existsSync(path.join(folder, profile)));
  });

  const overridden = { "compose.yaml": "include: [web.yaml]\n", "web.yaml": web };
  const mentions = [
    { title: "an override file adds to its service", files: { ...overridden, "compose.override.yaml": "services:\n  web:\n    environment: {A: b}\n" }, words: [] },
    { title: "a further file adds to its service", files: { ...overridden, "more.yaml": "services:\n  web:\n    environment: {A: b}\n" }, words: ["-f", "compose.yaml", "-f", "more.yaml"] },
    {
      title: "one that is included with it adds to its service",
      files: { "compose.yaml": "include:\n  - path: [web.yaml, more.yaml]\n", "more.yaml": "services:\n  web:\n    environment: {A: b}\n", "web.yaml": web },
      words: [],
    },
  ];
  for (const { title, files, words } of mentions) {
    it(`is told of where ${title}, and mended`, async (test) => {
      const folder = temporaryFolder(test, files);
      const { code, told } = await lint(folder, ...words);
      assert.equal(code, 1);
      assert.deepEqual(Object.entries(told).map(([file, messages]) => [file, messages.length]), [["web.yaml", 1]]);
      assert.deepEqual(await lint(folder, "--fix", ...words), { code: 0, told: {} });
      assert.equal(readFileSync(path.join(folder, "web.yaml"), "utf8"), mended);
    });
  }

  it("is judged with the variables of each project", async (test) => {
    const files = {
      "compose.yaml": including("a/compose.yaml"),
      ".env": "TAG=20\n",
      "a/compose.yaml": web.replace("node:20", "node:$TAG"),
      "a/.env": "TAG=14\n",
    };
    const { told } = await lint(temporaryFolder(test, files), ".");
    assert.deepEqual(Object.keys(told), ["a/compose.yaml"]);
    assert.match(told["a/compose.yaml"]?.join("\n") ?? "", /^thread-creation 3 [^\n]*`web` will crash: node:20 \(`20` is `TAG` of \.env\)[^\n]* No fix is offered: in the project of this file's own folder, `web` gets the entry too, /u);
  });

  it("is told what only a project that includes it lacks", async (test) => {
    const files = {
      "compose.yaml": "include:\n  - path: a/compose.yaml\n    env_file: other.env\n",
      "other.env": "A=1\n",
      "a/compose.yaml": "services:\n  web:\n    image: busybox:${NEEDED:?say which}${WANTED}\n    privileged: true\n",
      "a/.env": "NEEDED=1.36\nWANTED=.1\n",
    };
    const { told } = await lint(temporaryFolder(test, files), ".");
    const rules = told["a/compose.yaml"]?.map((text) => text.split(" ")[0]);
    assert.deepEqual(rules?.sort(), ["undefined-variable", "undefined-variable"]);
  });

  it("leaves no project without its profile, in whatever way they include, extend and override each other", { timeout: 300_000 }, async (test) => {
    const names = ["compose.yaml", "a/compose.yaml", "a/b/compose.yaml", "c/compose.yaml", "lib/part.yaml"];
    const layout = fc.tuple(...names.map((_, index) => fc.record({
      includes: fc.subarray(names.slice(index + 1), { maxLength: Math.min(2, names.length - index - 1) }),
      extended: fc.option(fc.constantFrom(...names.slice(index + 1), null)),
      image: fc.constantFrom("node:20", "node:14", "python:3.12", "alpine:3.12"),
      hasEntry: fc.boolean(),
      mentions: fc.boolean(),
      override: fc.option(fc.constantFrom("node:20", "node:14", "python:3.12")),
    })));
    let fixed = 0;
    await fc.assert(
      fc.asyncProperty(layout, fc.boolean(), async (parts, namesAll) => {
        const files = Object.fromEntries(parts.flatMap(({ includes, extended, image, hasEntry, override, mentions }, index): [string, string][] => {
          const to = (file: string): string => path.posix.relative(path.posix.dirname(names[index] ?? ""), file);
          const service = `s${names.indexOf(extended ?? "")}`;
          const base = extended === null ? `    image: ${image}\n` : `    extends: {file: ${to(extended)}, service: ${service}}\n`;
          const include = includes.length === 0 ? "" : `include: [${includes.map(to).join(", ")}]\n`;
          const name = names[index] ?? "";
          const mentioned = mentions ? includes.map((file) => `  s${names.indexOf(file)}:\n    environment: {A: b}\n`).join("") : "";
          const overriding: [string, string][] = override === null ? [] : [[name.replace(/(?=\.yaml$)/u, ".override"), `services:\n  s${index}:\n    image: ${override}\n${mentioned}`]];
          return [[name, `${include}services:\n  s${index}:\n${base}${hasEntry ? `    security_opt: ["label=role:r${index}"]\n` : ""}`], ...overriding];
        }));
        const folder = temporaryFolder(test, files);
        const { code, stdout, stderr } = await run(folder, "--fix", ...(namesAll ? ["."] : []));
        if (code !== 0) {
          assert.match(code === 2 ? stderr : stdout, /No fix is offered| is left as it is\. Its fixes would bring a new error to another file of the project: /u);
          return;
        }
        fixed += 1;
        for (const name of namesAll ? names.filter((file) => file.endsWith("compose.yaml")) : ["compose.yaml"]) {
          const after = await lint(path.join(folder, path.dirname(name)));
          assert.equal(after.code, 0, `${name}: ${JSON.stringify(after.told)}`);
          // It judges the merged project, whichever file says what.
          const { stdout: inspected } = await runCli(path.join(folder, path.dirname(name)), ["inspect", "--engine", "20.10.9", "--format", "json"]);
          assert.doesNotMatch(inspected, /"verdict": "fails"/u, name);
        }
      }),
      { numRuns: 60, seed: 20261128 },
    );
    assert.ok(fixed > 20, `only ${fixed} layouts were mended`);
  });
});
