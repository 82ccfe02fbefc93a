import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Linter } from "eslint";
import { ProjectFileCache } from "../../src/compose/project-file.js";
import { createPlugin, ruleLevels } from "../../src/eslint/plugin.js";
import { MemoryFileSystem } from "../memory-file-system.js";

const colours = String.raw`\e[31mx\u202e\u200b`.repeat(60);
const words = "word ".repeat(190);
const compose = (name: string): string => `services:
  "a${name}":
    image: node:20-bookworm
    mem_limit: "${name}"
    ulimits: { "${name}": 1 }
    security_opt: ["${name}", "seccomp=${name}"]
    environment: { A: "\${${name}}" }
  "b${name}": { image: "redis:${name}", pids_limit: 1, extends: { file: "${name}.yaml", service: "${name}" } }
  "c${name}": { build: "${name}" }
  "d${name}": []
`;
const dockerfile = (name: string): string => `FROM node:20-bookworm AS ${name}\nRUN --mount=type=${name} x\nCOPY --from=${name} a b\nNONSENSE${name} y\nEXPOSE ${name}\n`;

const texts: [what: string, file: string, text: string][] = [
  ["colours in names of a Compose file", "compose.yaml", compose(colours)],
  ["long names of a Compose file", "compose.yaml", compose(words)],
  ["colours in a Dockerfile", "Dockerfile", dockerfile("\u001b[31mx\u202e\u200b".repeat(200))],
  ["long words in a Dockerfile", "Dockerfile", dockerfile("x".repeat(20_000))],
];

describe("ESLint's messages of our rules hold nothing that a terminal obeys, and have an end", () => {
  for (const [what, file, text] of texts) {
    it(what, () => {
      const fileSystem = new MemoryFileSystem({ [`/project/${file}`]: text });
      const host = { fileSystem, projectFiles: new ProjectFileCache(), variables: {}, writesFiles: false };
      const kind = file === "Dockerfile" ? "dockerfile" : "compose";
      const config = [{
        files: ["**"],
        plugins: { "compose-lint": createPlugin(host) },
        language: `compose-lint/${kind}`,
        rules: ruleLevels("all", kind),
        settings: { "compose-lint": { engine: "20.10.9" } },
      }] as Linter.Config[];
      const messages = new Linter({ cwd: "/project" }).verify(text, config, { filename: `/project/${file}` });
      assert.ok(messages.length >= 2, messages.map(({ message }) => message).join("\n"));
      for (const told of messages.flatMap(({ message, suggestions = [] }) => [message, ...suggestions.map(({ desc }) => desc)])) {
        assert.doesNotMatch(told, /(?![\t\n])\p{Cc}|\p{Bidi_Control}|\p{Surrogate}|\p{Default_Ignorable_Code_Point}/u);
        assert.ok(told.length < 4000, told.slice(0, 300));
      }
    });
  }
});
