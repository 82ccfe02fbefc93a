import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { runCli, type CliRun } from "./run-cli.js";
import { failing, oldEngine } from "./stacks.js";
import { temporaryFolder } from "./temporary-folder.js";

const plugin = `import { help } from "./help.mjs";
const rule = (create) => ({ meta: {}, create });
export default { meta: { namespace: "acme" }, rules: {
  visit: rule(() => ({ ComposeFile: () => { throw new TypeError("no such thing"); } })),
  begin: rule(() => { throw new RangeError(""); }),
  misuse: rule((context) => ({ ComposeFile: (node) => { context.report({ node }); } })),
  text: rule(() => ({ ComposeFile: () => { throw "text"; } })),
  nothing: rule(() => ({ ComposeFile: () => { throw undefined; } })),
  imported: rule(() => ({ ComposeFile: help })),
} };
`;
const help = 'export function help() {\n  throw new Error("not here");\n}\n';

function run(test: TestContext, rule: string, words: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<CliRun> {
  const folder = temporaryFolder(test, { "compose.yaml": failing, "rules/acme.mjs": plugin, "rules/help.mjs": help, ...more });
  return runCli(folder, [...oldEngine, "--format", "compact", ...words, "--rule", `acme/${rule}: error`]);
}

const told = (rule: string, place: string, thrown: string): string =>
  `compose-lint: The rule acme/${rule} of rules/acme.mjs failed on compose.yaml at rules/${place}, so its findings are missing (${thrown}). It is no rule of compose-lint: mend it there, or turn it off with --rule 'acme/${rule}: off'.\n`;

describe("a rule of a plugin that throws", () => {
  const cases: [rule: string, place: string, thrown: string][] = [
    ["visit", "acme.mjs:4:51", "TypeError: no such thing"],
    ["begin", "acme.mjs:5:29", "RangeError"],
    ["misuse", "acme.mjs:6:65", "TypeError: Missing `message` property in report() call; add a message that describes the linting problem."],
    ["imported", "help.mjs:2:9", "Error: not here"],
  ];
  for (const [rule, place, thrown] of cases) {
    it(`is named with its plugin, the file, the place and the error: ${rule}`, async (test) => {
      const { code, stdout, stderr } = await run(test, rule, ["--plugin", "rules/acme.mjs"]);
      assert.equal(code, 2);
      assert.match(stdout, /will crash/u);
      assert.equal(stderr, told(rule, place, thrown));
    });
  }

  it("is so where a configuration names the plugin, with fixes, and in threads", async (test) => {
    const more = { ".compose-lintrc": "plugins: [./rules/acme.mjs]\n" };
    for (const words of [[], ["--fix-dry-run"], ["--concurrency", "2", "compose.yaml", "other.yaml"]]) {
      const { code, stderr } = await run(test, "visit", words, { ...more, "other.yaml": "services: {}\n" });
      assert.equal(code, 2);
      assert.ok(stderr.includes(told("visit", "acme.mjs:4:51", "TypeError: no such thing")), stderr);
    }
  });

  it("is told of without its name where it throws no Error", async (test) => {
    for (const rule of ["text", "nothing"]) {
      const { code, stderr } = await run(test, rule, ["--plugin", "rules/acme.mjs"]);
      assert.deepEqual([code, stderr], [2, "compose-lint: compose.yaml was not linted: a rule of acme threw what is no Error, and it is not known which one. Throw an Error there.\n"]);
    }
  });

  it("is so for a command line, whose other findings are told", async (test) => {
    const folder = temporaryFolder(test, { "acme.mjs": plugin, "help.mjs": help, ".compose-lintrc": "plugins: [./acme.mjs]\nrules: { acme/visit: error }\n" });
    const { code, stdout, stderr } = await runCli(folder, ["docker-run", ...oldEngine, "docker run node:20-bookworm; docker run redis:7-bookworm"]);
    assert.equal(code, 2);
    assert.match(stdout, /will crash/u);
    assert.equal(stderr, "compose-lint: The rule acme/visit of acme.mjs failed on <command> at acme.mjs:4:51, so its findings are missing (TypeError: no such thing). It is no rule of compose-lint: mend it there, or turn it off with --rule 'acme/visit: off'.\n");
  });

  it("shows its stack with --debug", async (test) => {
    const { stderr } = await run(test, "visit", ["--plugin", "rules/acme.mjs", "--debug"]);
    assert.match(stderr, /off'\.\nTypeError: no such thing\n {4}at [^\n]*acme\.mjs:4:51/u);
  });
});
