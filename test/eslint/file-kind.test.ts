import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ESLint, type Linter } from "eslint";
import { composePatterns, dockerfilePatterns, fileKind, fileKindOf, type FileKind } from "../../src/eslint/file-kind.js";
import { fileNames } from "../file-names.js";
import { configFor } from "./test-linter.js";

describe("fileKind", () => {
  for (const [kind, list] of Object.entries(fileNames)) {
    for (const name of list) {
      it(`is ${kind} for ${name}`, () => {
        assert.equal(fileKind(name) ?? "none", kind);
        assert.equal(fileKind(`/some/folder/${name}`) ?? "none", kind);
      });
    }
  }

  it("is none for what only stands beside a Dockerfile", () => {
    for (const ending of ["md", "dockerignore", "sh", "yaml", "json", "ts", "orig", "bak", "txt"]) {
      assert.equal(fileKind(`Dockerfile.${ending}`), null, ending);
    }
  });
});

describe("fileKindOf", () => {
  const cases: [file: string, text: string, kind: FileKind][] = [
    ["compose.yaml", "FROM x\n", "compose"],
    ["Dockerfile", "services: {}\n", "dockerfile"],
    ["stack.yml", "FROM x\n", "compose"],
    ["stack.JSON", "{}", "compose"],
    ["build", "FROM x\n", "dockerfile"],
    ["build", "# syntax=x\n\n  from x\n", "dockerfile"],
    ["build", "# c\r\nARG A\r\nFROM x\r\n", "dockerfile"],
    ["build", "\ufeffFROM x\n", "dockerfile"],
    ["build", "services:\n", "compose"],
    ["build", "FROMAGE: 1\n", "compose"],
    ["build", "", "compose"],
    ["Dockerfile.md", "FROM x\n", "dockerfile"],
  ];
  for (const [file, text, kind] of cases) {
    it(`is ${kind} for ${file} with ${JSON.stringify(text)}`, () => {
      assert.equal(fileKindOf(file, text), kind);
    });
  }
});

describe("the patterns of the shipped configurations", () => {
  it("match the files of their kind, in any folder, as ESLint reads them", async () => {
    const config: Linter.Config[] = [
      { ...configFor("compose")[0], files: composePatterns },
      { ...configFor("dockerfile")[0], files: dockerfilePatterns },
    ];
    const eslint = new ESLint({ overrideConfigFile: true, overrideConfig: config, cwd: process.cwd() });
    for (const [kind, list] of Object.entries(fileNames)) {
      for (const name of list) {
        const found = (await eslint.calculateConfigForFile(`some/folder/${name}`)) as { files?: unknown } | undefined;
        assert.equal(found !== undefined, kind !== "none", name);
      }
    }
  });

  it("give each file the language of its kind", async () => {
    const languages = { compose: composePatterns, dockerfile: dockerfilePatterns };
    for (const [kind, files] of Object.entries(languages)) {
      const eslint = new ESLint({ overrideConfigFile: true, overrideConfig: [{ ...configFor(kind as FileKind)[0], files }] });
      for (const [other, list] of Object.entries(fileNames)) {
        for (const name of list) {
          assert.equal((await eslint.calculateConfigForFile(name)) !== undefined, other === kind, `${name} as ${kind}`);
        }
      }
    }
  });
});
