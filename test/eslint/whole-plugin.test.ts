import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { temporaryFolder } from "../cli/temporary-folder.js";

const outlineFile = path.resolve("dist", "index.cjs");
const skip = existsSync(outlineFile) ? false : "needs a build (npm run build)";

type Entry = readonly [place: string, value: unknown];

/** All that is in a plugin, by place; of functions, that they are there. */
function entriesOf(plugin: object): Entry[] {
  const walk = (value: unknown, keys: readonly string[]): Entry[] => {
    const place = keys.join(".");
    if (value === plugin) return [[place, keys.length === 0 ? "plugin" : "the plugin"], ...(keys.length === 0 ? children(value, keys) : [])];
    if (typeof value === "function") return [[place, "function"]];
    return typeof value === "object" && value !== null ? [[place, Array.isArray(value) ? "array" : "object"], ...children(value, keys)] : [[place, value]];
  };
  const children = (value: object, keys: readonly string[]): Entry[] => Object.entries(value).flatMap(([key, entry]) => walk(entry, [...keys, key]));
  return walk(plugin, []);
}

describe("the published plugin", { skip }, () => {
  const load = createRequire(import.meta.url);

  it("is the whole one, with functions that load it", () => {
    const outline = load(outlineFile) as object;
    const whole = load(path.resolve("dist", "plugin.cjs")) as object;
    assert.notEqual(outline, whole);
    assert.deepEqual(entriesOf(outline), entriesOf(whole));
  });

  it("is one for import and require", async () => {
    const { default: imported } = (await import(pathToFileURL(path.resolve("dist", "index.js")).href)) as { default: unknown };
    assert.equal(imported, load(outlineFile));
  });

  const lint = `
    const { Linter } = require(${JSON.stringify(load.resolve("eslint"))});
    const plugin = require(${JSON.stringify(outlineFile)});
    const settings = { "compose-lint": { engine: "20.10.9" } };
    const text = "services: { web: { image: node:20-bookworm } }\\n";
    const messages = new Linter().verify(text, [...plugin.configs.recommended, { settings }], "compose.yaml");
    console.log(JSON.stringify(messages));`;

  it("keeps compiled code where the process does, and says the same", (test) => {
    const folder = temporaryFolder(test, {});
    const run = (variables: Record<string, string>): string => {
      const env = { ...process.env, ...variables };
      const { stdout, stderr } = spawnSync(process.execPath, ["-e", lint], { cwd: folder, env, encoding: "utf8" });
      return stdout + stderr;
    };
    const expected = run({ NODE_DISABLE_COMPILE_CACHE: "1" });
    assert.match(expected, /thread-creation/u);
    for (let count = 0; count < 5; count += 1) assert.equal(run({ NODE_COMPILE_CACHE: path.join(folder, "cache") }), expected);
    // Node 20 has no compile cache.
    const hasCache = "getCompileCacheDir" in load("node:module");
    const kept = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith("-plugin"));
    assert.equal(kept.length, hasCache ? 1 : 0);
  });
});
