import assert from "node:assert/strict";
import { checkConfiguration } from "../../../src/cli/configuration/check-configuration.js";
import { parseYaml } from "../../../src/cli/configuration/parse-yaml.js";
import { rules } from "../../../src/eslint/rules.js";
import type { FuzzTarget } from "../fuzz-target.js";

export const configuration: FuzzTarget = {
  seeds: () => [
    "extends: [recommended, ./base.yaml]\nrules:\n  thread-creation: error\n  image-moved: [warn, {days: 3}]\nsettings:\n  engine: 20.10.9\n  images: {'a/*': 'debian:12'}\nignores: ['x/**']\noverrides:\n  - files: '*.yml'\n    rules: {syntax: off}\n",
    '{"rules": {"thread-creation": 2}, "settings": {"swarm": true, "date": "2026-01-01"}, "plugins": ["./x.js"]}',
  ],
  pieces: ["rules:\n", "settings:\n", "overrides:\n", "extends: ", "ignores: ", "plugins: ", "engine: ", "images: ", "files: ", "- ", "error", "off", "2", "thread-creation: ", "thraed: ", "__proto__: ", "{a: &a {b: *a}}", "? [a]\n: b\n", "!!binary x", "!!js/function x"],
  check(text) {
    for (const read of [parseYaml, JSON.parse as (text: string) => unknown]) {
      let value: unknown;
      try {
        value = read(text);
      } catch (error) {
        // The reader makes a sentence of it.
        assert.ok(error instanceof Error && !(error instanceof RangeError), String(error));
        continue;
      }
      const checked = checkConfiguration(value, (name) => Object.hasOwn(rules, name), Object.keys(rules));
      if (!checked.ok) for (const problem of checked.problems) assert.match(problem, /[.!?]$/u);
    }
  },
};
