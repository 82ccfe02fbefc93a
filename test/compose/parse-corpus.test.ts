import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseAllDocuments } from "yaml";
import { parseComposeFile } from "../../src/compose/parse.js";
import { composeCorpus, corpusMissing, yamlCorpus } from "./corpus-files.js";
import { treeViolations, uncoveredText } from "./tree-violations.js";
import { disagreementsWithYaml } from "./yaml-agreement.js";

// A service without settings in a file that is only extended from.
const known: Record<string, string[]> = {
  "compose-go-testdata/loader/testdata/extends/base.yaml": ["service-not-a-map"],
};

describe("the Compose files of the corpus", { skip: corpusMissing }, () => {
  const files = composeCorpus();

  it("are all read without a problem, and with the services that `yaml` finds in them", (test) => {
    let services = 0;
    for (const { name, text } of files) {
      const { ast, syntaxProblems, structureProblems } = parseComposeFile(text);
      assert.deepEqual([...syntaxProblems, ...structureProblems].map(({ code }) => code), known[name] ?? [], name);
      const expected = parseAllDocuments(text, { merge: true, logLevel: "silent" }).flatMap((document) => {
        const model = document.toJS() as { services?: Record<string, unknown> } | null;
        return Object.keys(model?.services ?? {});
      });
      assert.deepEqual(ast.project.services.map((service) => service.name).sort(), expected.sort(), name);
      services += expected.length;
    }
    test.diagnostic(`${files.length} files, ${services} services`);
    assert.ok(files.length > 120 && services > 250, "the corpus is not empty");
  });

  it("give the images and builds that `yaml` finds, aliases and merge keys followed", () => {
    for (const { name, text } of files) {
      const found = parseComposeFile(text).ast.project.services.map(({ name: service, image, build }) => [
        service, image?.text ?? null, build !== null,
      ]);
      const expected = parseAllDocuments(text, { merge: true, logLevel: "silent" }).flatMap((document) => {
        const model = document.toJS() as { services?: Record<string, { image?: string; build?: unknown } | null> } | null;
        return Object.entries(model?.services ?? {}).map(([service, settings]) => [
          service, settings?.image ?? null, settings?.build !== undefined,
        ]);
      });
      // `!reset` takes a setting away, which `yaml` does not know.
      if (!text.includes("!reset")) assert.deepEqual(found, expected, name);
    }
  });
});

describe("all YAML files of the corpus", { skip: corpusMissing }, () => {
  const files = yamlCorpus();

  it("have trees whose places are right and that leave nothing out", () => {
    assert.ok(files.length > 150);
    for (const { name, text } of files) {
      const parsed = parseComposeFile(text);
      assert.deepEqual(treeViolations(text, parsed), [], name);
      assert.equal(uncoveredText(text, parsed), "", name);
      assert.deepEqual(disagreementsWithYaml(text, parsed), [], name);
    }
  });

  it("have the same trees with CRLF and with lone CR", () => {
    for (const { name, text } of files) {
      const shape = (source: string): unknown[] =>
        parseComposeFile(source).ast.project.services.map(({ name: service, loc, image, securityOpt }) => [
          service, loc, image?.text, image?.loc, securityOpt?.loc,
        ]);
      const unix = shape(text);
      for (const ending of ["\r\n", "\r"]) {
        const other = text.replaceAll("\n", ending);
        assert.deepEqual(shape(other), unix, name);
        assert.deepEqual(treeViolations(other, parseComposeFile(other)), [], name);
      }
    }
  });
});
