import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Linter } from "eslint";
import { visitorKeys as composeKeys } from "../../src/compose/ast.js";
import { ProjectFileCache } from "../../src/compose/project-file.js";
import { parseComposeFile } from "../../src/compose/parse.js";
import { parseDockerfile } from "../../src/dockerfile/parse.js";
import { ComposeSourceCode, ownVisitorKeys as ownComposeKeys } from "../../src/eslint/compose-language.js";
import { DockerfileSourceCode, ownVisitorKeys as ownDockerfileKeys } from "../../src/eslint/dockerfile-language.js";
import type { LintHost } from "../../src/eslint/lint-host.js";
import { rules } from "../../src/eslint/rules.js";
import { lintTexts, type LintOptions } from "../../src/lint/lint-files.js";
import { MemoryFileSystem } from "../memory-file-system.js";

const host: LintHost = { fileSystem: new MemoryFileSystem({}), projectFiles: new ProjectFileCache(), variables: {}, writesFiles: false };
const [composeText, dockerfileText] = ["services:\n  a:\n    image: b\n", "FROM b\n"];
const sources = [
  new ComposeSourceCode(host, "/project/compose.yaml", composeText, parseComposeFile(composeText)),
  new DockerfileSourceCode(host, "/project/Dockerfile", dockerfileText, parseDockerfile(dockerfileText)),
];

describe("a run of our rules alone", () => {
  it("visits all nodes that a rule of ours listens to", () => {
    const selectors = Object.entries(rules).map(([name, rule]) => {
      const create = rule.create as unknown as (context: object) => Record<string, unknown>;
      const ofRule = sources.flatMap((sourceCode) => Object.keys(create({ id: name, options: [], settings: {}, sourceCode })));
      assert.ok(ofRule.length > 0, name);
      return ofRule;
    });
    const semantic = Object.keys(composeKeys).filter((type) => !type.startsWith("Yaml"));
    const visited = new Set([...semantic, "YamlDocument", "Dockerfile"]);
    assert.deepEqual(selectors.flat().filter((selector) => !visited.has(selector.replace(/:exit$/u, ""))), []);
    assert.deepEqual(ownComposeKeys, { ...composeKeys, YamlDocument: [] });
    assert.deepEqual(ownDockerfileKeys, { Dockerfile: [] });
  });

  it("visits all nodes where a plugin of the user's has rules", () => {
    const seen: string[] = [];
    const rule = { create: () => ({ "*": (node: { type: string }) => void seen.push(node.type) }) };
    const options: LintOptions = {
      cwd: "/project",
      fileSystem: new MemoryFileSystem({}),
      projectFiles: new ProjectFileCache(),
      variables: {},
      settings: {},
      fix: false,
    };
    const inputs = [
      { path: "/project/compose.yaml", text: composeText },
      { path: "/project/Dockerfile", text: dockerfileText },
    ];
    const level: Record<string, Linter.RuleEntry> = { "own/all": "error" };
    lintTexts(inputs, { ...options, plugins: { own: { rules: { all: rule } } }, rules: level });
    assert.ok(seen.includes("YamlScalar") && seen.includes("From"), seen.join());
  });
});
