import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { rules } from "../../src/eslint/rules.js";
import { factsOfKind } from "../../rules/fix-kinds.js";
import { rulePage } from "../../rules/create-rule.js";

const folders = readdirSync("rules", { withFileTypes: true }).filter((entry) => entry.isDirectory());
const readme = readFileSync("README.md", "utf8");

describe("all rules", () => {
  it("are in the generated index", () => {
    execFileSync(process.execPath, ["tools/rule-index.mjs", "--check"]);
    const files = folders.flatMap(({ name }) => readdirSync(`rules/${name}`).map((file) => file.replace(/\.ts$/, "")));
    assert.deepEqual(Object.keys(rules).sort(), files.sort());
  });

  for (const [name, rule] of Object.entries(rules)) {
    describe(name, () => {
      const { meta } = rule;
      const page = existsSync(`docs/rules/${name}.md`) ? readFileSync(`docs/rules/${name}.md`, "utf8") : "";

      it("has its three files", () => {
        assert.notEqual(page, "", "no page in docs/rules");
        const tests = folders.map((folder) => `test/rules/${folder.name}/${name}.test.ts`).filter(existsSync);
        assert.equal(tests.length, 1, "one test file");
      });

      it("has a page that begins as the rule describes itself", () => {
        const [title, empty, description] = page.split("\n");
        assert.equal(title, `# ${name}`);
        assert.equal(empty, "");
        assert.equal(description, `${meta.docs?.description ?? ""}.`);
        assert.equal(meta.docs?.url, rulePage(name));
      });

      it("says in its page whether it is on and whether it can fix", () => {
        assert.match(page, new RegExp(`In \`${meta.docs?.set ?? ""}\``));
        assert.equal(page.includes("## The fix"), meta.fixable !== undefined, "a section about the fix");
      });

      it("declares what each of its fixes may break, and says so in its page", () => {
        const declared = Object.entries(meta.docs?.fixes ?? {});
        assert.equal(declared.length > 0, meta.fixable !== undefined || meta.hasSuggestions === true);
        for (const [id, kinds] of declared) {
          assert.ok(Object.hasOwn(meta.messages, id), `${id} is a message`);
          for (const kind of kinds) assert.ok(page.replaceAll(/\s+/g, " ").includes(`- \`${kind}\` ${factsOfKind[kind].does}. ${factsOfKind[kind].mayBreak}`), `${kind} is in the page`);
        }
      });

      it("checks its options and documents them", () => {
        assert.ok(Array.isArray(meta.schema), "a schema");
        assert.equal(page.includes("## Options"), meta.schema.length > 0);
      });

      it("has messages that are sentences, and names its warnings rightly", () => {
        for (const [id, text] of Object.entries(meta.messages)) {
          assert.match(id, /^[a-z][A-Za-z]+$/);
          assert.doesNotMatch(text, /!|\bplease\b|\bsorry\b/i);
        }
        for (const id of meta.docs?.warnings ?? []) assert.ok(Object.hasOwn(meta.messages, id), `${id} is a message`);
      });

      it("is listed in the README", () => {
        assert.ok(readme.includes(`[${name}](docs/rules/${name}.md)`), "a row in the table of rules");
      });
    });
  }
});
