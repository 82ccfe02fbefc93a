import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { failing, fixed, harmless, oldEngine, working } from "../stacks.js";
import { assertCode, cli, type Contract } from "./contract.js";

const warned = { "compose.yaml": harmless };

/** Exit statuses. */
export const exits: Contract = {
  "exit-clean": async (test) => {
    assertCode(await cli(test, oldEngine, { files: { "compose.yaml": working } }), 0);
    const run = await cli(test, oldEngine, { files: warned });
    assertCode(run, 0);
    assert.match(run.stdout, /0 errors, 1 warning/);
  },
  "exit-errors": async (test) => {
    assertCode(await cli(test, oldEngine), 1);
    assertCode(await cli(test, [...oldEngine, "--fix"]), 0);
  },
  "exit-warnings": async (test) => {
    assertCode(await cli(test, [...oldEngine, "--max-warnings", "0"], { files: warned }), 1);
    assertCode(await cli(test, [...oldEngine, "--max-warnings", "1"], { files: warned }), 0);
  },
  "exit-usage": async (test) => {
    const run = await cli(test, [...oldEngine, "--fix", "--nonsense"]);
    assertCode(run, 2);
    assert.equal(run.stdout, "");
    assert.equal(readFileSync(path.join(run.folder, "compose.yaml"), "utf8"), failing);
  },
  "exit-watch": async (test) => {
    for (const words of [[".", "nope"], ["--format", "nope"]]) {
      const run = await cli(test, [...oldEngine, "--watch", ...words]);
      assertCode(run, 2);
      assert.match(run.stderr, /^compose-lint: There is no [^\n]*nope[^\n]*\n$/u);
    }
  },
  "exit-unread": async (test) => {
    const run = await cli(test, [...oldEngine, "--fix", "a", "b"], { files: { "a/compose.yaml": Buffer.from([0x61, 0xe9, 0x0a]), "b/compose.yaml": failing } });
    assertCode(run, 2);
    assert.match(run.stderr, /^compose-lint: a\/compose\.yaml was not linted: /m);
    assert.equal(readFileSync(path.join(run.folder, "b/compose.yaml"), "utf8"), fixed);
    // A file stands where its folder would be.
    const uncached = await cli(test, ["--cache", "--cache-location", "gone/cache", "."], { files: { "compose.yaml": working, gone: "" } });
    assertCode(uncached, 0);
    assert.match(uncached.stderr, /^compose-lint: The cache gone\/cache was not written: /u);
  },
  "exit-fault": async (test) => {
    const plugin = 'export default { meta: { namespace: "acme" }, rules: { bad: { meta: {}, create: (c) => ({ ComposeFile: () => { if (c.sourceCode.text.startsWith("# bad")) throw new Error("no"); } }) } } };\n';
    const files = { "p.mjs": plugin, "a/compose.yaml": `# bad\n${failing}`, "b/compose.yaml": failing };
    const run = await cli(test, [".", ...oldEngine, "--format", "json", "--plugin", "p.mjs", "--rule", "acme/bad: error"], { files });
    assertCode(run, 2);
    assert.deepEqual((JSON.parse(run.stdout) as { errorCount: number }[]).map(({ errorCount }) => errorCount), [1, 1]);
    assert.match(run.stderr, /^compose-lint: The rule acme\/bad of p\.mjs failed on a\/compose\.yaml /u);
  },
  "exit-information": async (test) => {
    for (const words of [["inspect", ...oldEngine], ["profile", ...oldEngine], ["hosts"], ["rules"], ["explain", "syntax"], ["completion", "bash"], ["--help"], ["--version"]]) {
      assertCode(await cli(test, words), 0);
    }
    for (const words of [["inspect", "gone"], ["profile"], ["hosts", "x"], ["rules", "x"], ["explain", "x"], ["completion", "x"]]) {
      assertCode(await cli(test, words), 2);
    }
  },
  "exit-partial": async (test) => {
    const refused = { "compose.yaml": "services:\n  web:\n    image: node:20-bookworm\n  db:\n    image: ${X:?need}\ninclude: [gone.yaml]\n" };
    const resolved = await cli(test, ["inspect", "--resolved", "--format", "json"], { files: refused });
    assertCode(resolved, 2);
    const { services } = JSON.parse(resolved.stdout) as { services: Record<string, { image?: string }> };
    assert.deepEqual([services.web?.image, Object.keys(services)], ["node:20-bookworm", ["web", "db"]]);
    assert.match(resolved.stderr, /^compose-lint: compose\.yaml:5:12: The variable `X` is required here[^]*^compose-lint: compose\.yaml:6:11: The Compose file \S+ does not exist/mu);
    const inspected = await cli(test, ["inspect", ...oldEngine], { files: refused });
    assertCode(inspected, 2);
    assert.match(inspected.stdout, /^web {2,}node:20-bookworm .* fails/mu);
  },
  "exit-init": async (test) => {
    const words = ["init", "--yes", ...oldEngine, "--no-pre-commit", "--ci", "none"];
    assertCode(await cli(test, words), 0);
    assertCode(await cli(test, words, { files: { "compose-lint.config.yaml": "settings: { engine: 20.10.9 }\n" } }), 0);
    assertCode(await cli(test, [...words, "path"]), 2);
  },
  "exit-diagnose": async (test) => {
    assertCode(await cli(test, ["diagnose"], { stdin: "RuntimeError: can't start new thread\n" }), 0);
    assertCode(await cli(test, ["diagnose"], { stdin: "hello\n" }), 1);
    assertCode(await cli(test, ["diagnose", "gone.log"]), 2);
    const stdin = "web-1  | RuntimeError: can't start new thread\ndb-1  | gpg: can't connect to the agent: End of file\n";
    assertCode(await cli(test, ["diagnose", "--service", "web"], { stdin }), 0);
    assertCode(await cli(test, ["diagnose", "--service", "db"], { stdin }), 1);
  },
  "exit-docker-run": async (test) => {
    assertCode(await cli(test, ["docker-run", ...oldEngine, "docker run node:20-alpine"]), 0);
    assertCode(await cli(test, ["docker-run", ...oldEngine, "docker run node:20-bookworm"]), 1);
    assertCode(await cli(test, ["docker-run", "docker run --nonsense node:20"]), 2);
  },
};
