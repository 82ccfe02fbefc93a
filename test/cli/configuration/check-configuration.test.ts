import assert from "node:assert/strict";
import { describe, it } from "node:test";
import Ajv from "ajv";
import { checkConfiguration } from "../../../src/cli/configuration/check-configuration.js";
import { configurationSchema } from "../../../src/cli/configuration/configuration-schema.js";
import { rules } from "../../../src/eslint/rules.js";

function problemsOf(value: unknown): string[] {
  const checked = checkConfiguration(value, (name) => Object.hasOwn(rules, name), Object.keys(rules));
  return checked.ok ? [] : checked.problems;
}

const right: [name: string, value: unknown][] = [
  ["nothing", {}],
  ["a set", { extends: "strict" }],
  ["several", { extends: ["recommended", "./base.yaml", "@acme/config"] }],
  ["nothing to start from", { extends: [] }],
  ["a schema for editors", { $schema: "./node_modules/compose-lint/dist/schema.json" }],
  ["levels", { rules: { syntax: "off", "single-document": 2, "compose-lint/file-structure": "warn" } }],
  ["options", { rules: { "thread-creation": ["error", { fix: "unconfined" }], syntax: ["warn"] } }],
  [
    "all settings",
    {
      settings: {
        engine: "20.10.9", runc: "1.1.12", libseccomp: "2.5", arch: "arm64", profilePath: "./p.json", swarm: true, date: "2026-01-31",
        images: { "registry.example/*": "debian:12", "mirror.example/*": "docker.io/*" },
      },
    },
  ],
  ["a host", { settings: { host: "debian-11-docker-ce" } }],
  ["ignores", { ignores: ["old/", "!old/kept/"] }],
  ["overrides", { overrides: [{ files: "prod/**", rules: { syntax: "off" } }, { files: ["a", "b"], settings: { engine: "23" } }] }],
];

/** What is wrong, and whether the schema sees it too; it cannot know what a YAML editor does not check. */
const wrong: [value: unknown, told: string, schemaToo?: false][] = [
  [[], "It must hold keys and values."],
  ["recommended", "It must hold keys and values."],
  [{ rulez: {} }, "There is no key `rulez`. Did you mean `rules`?"],
  [{ wibble: {} }, "There is no key `wibble`."],
  [{ __proto__x: 1 }, "There is no key `__proto__x`."],
  [JSON.parse('{"__proto__": 1}'), "There is no key `__proto__`."],
  [{ constructor: 1 }, "There is no key `constructor`."],
  [{ extends: 7 }, "`extends` must be a text or a list of texts."],
  [{ extends: ["strict", 7] }, "`extends[1]` must be a text, and without quotes it is read as the number 7. Put it in quotes, such as \"20.10.9\"."],
  [{ rules: { "thred-creation": "off" } }, "There is no rule `thred-creation`. Did you mean `thread-creation`?"],
  [{ rules: { "compose-lint/thred-creation": "off" } }, "There is no rule `compose-lint/thred-creation`. Did you mean `thread-creation`?"],
  [{ rules: { wibble: "off" } }, "There is no rule `wibble`."],
  [{ rules: { constructor: "off" } }, "There is no rule `constructor`."],
  [{ rules: { syntax: "eror" } }, '`rules.syntax` must be "off", "warn" or "error", or a list of one of these and the options.'],
  [{ rules: { syntax: [] } }, '`rules.syntax` must be "off", "warn" or "error", or a list of one of these and the options.'],
  [{ rules: ["syntax"] }, "`rules` must hold names of rules and their levels."],
  [{ settings: { engin: "1" } }, "There is no key `engin` in `settings`. Did you mean `engine`?"],
  [{ settings: { engine: 20.1 } }, "`settings.engine` must be a text, and without quotes it is read as the number 20.1. Put it in quotes, such as \"20.10.9\"."],
  [{ settings: { arch: "amd46" } }, "`settings.arch` must be one of amd64, arm64, arm, 386, not amd46. Did you mean `amd64`?"],
  [{ settings: { swarm: "yes" } }, "`settings.swarm` must be true or false."],
  [{ settings: { date: "31.1.2026" } }, "`settings.date` must look like YYYY-MM-DD, not 31.1.2026."],
  [{ settings: { images: ["a"] } }, "`settings.images` must hold patterns of images and what they are."],
  [{ settings: { images: { a: 12 } } }, "`settings.images.a` must be a text, and without quotes it is read as the number 12. Put it in quotes, such as \"20.10.9\"."],
  [
    { settings: { images: { a: "what:is it" } } },
    '`settings.images.a`: "what:is it" is no release ("debian:12"), nor "musl", "glibc" or "scratch", nor an image.',
    false,
  ],
  [{ ignores: "old" }, "`ignores` must be a list of texts."],
  [{ overrides: {} }, "`overrides` must be a list."],
  [{ overrides: [{ files: [] }] }, "`overrides[0].files` names no files."],
  [{ overrides: [{ files: "" }] }, "`overrides[0].files` names no files."],
  [{ overrides: [{ rules: {} }] }, "`overrides[0]` has no `files`: name the files that it is for."],
  [{ overrides: [{ files: "a", extends: "strict" }] }, "There is no key `extends` in `overrides[0]`."],
  [{ overrides: [7] }, "`overrides[0]` must hold keys and values."],
];

describe("checkConfiguration and the schema", () => {
  const validate = new Ajv({ allErrors: true }).compile(configurationSchema());

  for (const [name, value] of right) {
    it(`take ${name}`, () => {
      assert.deepEqual(problemsOf(value), []);
      assert.equal(validate(value), true, JSON.stringify(validate.errors));
    });
  }

  for (const [value, told, schemaToo] of wrong) {
    it(`refuse ${JSON.stringify(value)}`, () => {
      assert.deepEqual(problemsOf(value), [told]);
      assert.equal(validate(value), schemaToo === false, "by the schema");
    });
  }

  it("tell of all problems at once", () => {
    assert.equal(problemsOf({ rulez: 1, rules: { a: "off", b: "off" }, settings: { x: 1 } }).length, 4);
  });
});

describe("the schema", () => {
  it("has each rule with its description, and checks its options", () => {
    const validate = new Ajv().compile(configurationSchema());
    const text = JSON.stringify(configurationSchema());
    for (const [name, { meta }] of Object.entries(rules)) {
      assert.ok(text.includes(JSON.stringify(meta.docs?.description ?? "?").slice(1, -1)), name);
      assert.equal(validate({ rules: { [name]: "error" } }), true, name);
      assert.equal(validate({ rules: { [name]: ["error", { wibble: 1 }] } }), false, name);
    }
  });
});
