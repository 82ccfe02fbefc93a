import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { renderPage } from "../../src/cli/render-page.js";
import type { ListedRule } from "../../src/cli/rules-command.js";
import { rules } from "../../src/eslint/rules.js";
import { runCli } from "./run-cli.js";

const names = Object.keys(rules);

describe("compose-lint rules", () => {
  it("lists each rule with its level, its set and what it reports", async () => {
    const { code, stdout, stderr } = await runCli("/", ["rules"], { columns: 80, variables: { TERM: "dumb" } });
    assert.deepEqual([code, stderr], [0, ""]);
    for (const name of names) assert.match(stdout, new RegExp(`^${name} {2}(?:error|warning) in (?:recommended|strict|all)(?:, can fix)?\n {2}\\S`, "mu"));
    for (const line of stdout.split("\n")) assert.ok(line.length <= 80, line);
  });

  it("lists them as JSON", async () => {
    const { stdout } = await runCli("/", ["rules", "--format", "json"]);
    const listed = JSON.parse(stdout) as ListedRule[];
    assert.deepEqual(listed.map(({ name }) => name), names);
    for (const { name, description, set, level, fixable, files, url } of listed) {
      const { meta } = rules[name as keyof typeof rules];
      assert.deepEqual([description, set, level, url, fixable], [meta.docs?.description, meta.docs?.set, meta.docs?.level, meta.docs?.url, meta.fixable !== undefined]);
      assert.ok(files.length > 0);
    }
  });
});

describe("compose-lint explain", () => {
  for (const name of names) {
    it(`shows the page of ${name}`, async () => {
      const { code, stdout, stderr } = await runCli("/", ["explain", name], { columns: 80, variables: { TERM: "dumb" } });
      assert.deepEqual([code, stderr], [0, ""]);
      assert.ok(stdout.startsWith(`${name}\n\n`));
      assert.doesNotMatch(stdout, /^```|^#+ |\]\(/mu);
      assert.deepEqual(await runCli("/", ["explain", `compose-lint/${name}`], { columns: 80, variables: { TERM: "dumb" } }), { code, stdout, stderr });
    });
  }
});

describe("renderPage", () => {
  const page = `# title

A paragraph of \`code\` and a [link](other.md)
in two lines, **strong**, with a [site](https://example.org/a).

- an item that
  goes on
- another

\`\`\`yaml
# no heading
key:   value
\`\`\`

    indented
    code

| a | b |
|---|---|
`;

  it("wraps text, and leaves code and tables as they are", () => {
    assert.equal(
      renderPage(page, { colour: false, columns: 40 }),
      `title

A paragraph of \`code\` and a link in two
lines, strong, with a site
(https://example.org/a).

- an item that goes on
- another

    # no heading
    key:   value

    indented
    code

| a | b |
|---|---|
`,
    );
  });

  it("paints headings and code", () => {
    const text = renderPage(page, { colour: true, columns: 100 });
    assert.ok(text.startsWith("\u001b[1mtitle\u001b[22m\n"));
    assert.ok(text.includes("\u001b[36m`code`\u001b[39m"));
    assert.ok(text.includes("\u001b[2m    key:   value\u001b[22m"));
  });
});
