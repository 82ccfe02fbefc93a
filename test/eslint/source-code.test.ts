import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Linter, type Rule } from "eslint";
import { visitorKeys as composeKeys } from "../../src/compose/ast.js";
import { visitorKeys as dockerfileKeys } from "../../src/dockerfile/ast.js";
import type { FileKind } from "../../src/eslint/file-kind.js";
import type { AstNode } from "../../src/eslint/source-code.js";
import { composeCorpus, corpusMissing } from "../compose/corpus-files.js";
import { configFor } from "./test-linter.js";

type Visit = (node: AstNode, context: Rule.RuleContext) => void;

/** Runs one rule with these visitors over a text. Whatever a visitor throws is thrown. */
function visit(text: string, visitors: Record<string, Visit>, kind: FileKind = "compose"): Linter.LintMessage[] {
  const rule: Rule.RuleModule = {
    create: (context) =>
      Object.fromEntries(
        Object.entries(visitors).map(([selector, run]) => [
          selector,
          (node: Rule.Node) => {
            run(node as unknown as AstNode, context);
          },
        ]),
      ),
  };
  return new Linter().verify(text, configFor(kind, { rule }), { filename: "file" });
}

/** The nodes that a selector finds, each as its text. */
function found(text: string, selector: string, kind: FileKind = "compose"): string[] {
  const texts: string[] = [];
  visit(text, { [selector]: (node) => texts.push(text.slice(...node.range)) }, kind);
  return texts;
}

const composeText = `x-base: &base !t
  image: base:1
services:
  web:
    <<: *base
    image: node:20 # c
    build: {context: .}
    security_opt: [seccomp=x, 'no-new-privileges']
    privileged: true
  db: *base
---
- second
`;
const dockerfileText = "# syntax=x\nARG V=1\nFROM node:$V AS base\nRUN echo a \\\n  b\nCOPY --from=base [\"a\", \"b\"]\nRUN <<EOF\ncat\nEOF\n";

describe("traversal", () => {
  it("enters parents before children and leaves them after, in the order of the visitor keys", () => {
    const steps: string[] = [];
    visit("services:\n  web:\n    image: x\n", {
      "*": (node) => steps.push(node.type),
      "*:exit": (node) => steps.push(`/${node.type}`),
    });
    assert.deepEqual(steps, [
      "ComposeFile",
      "Project", "Service", "ImageReference", "/ImageReference", "/Service", "/Project",
      "YamlDocument",
      "YamlMap",
      "YamlPair", "YamlScalar", "/YamlScalar",
      "YamlMap", "YamlPair", "YamlScalar", "/YamlScalar",
      "YamlMap", "YamlPair", "YamlScalar", "/YamlScalar", "YamlScalar", "/YamlScalar", "/YamlPair", "/YamlMap",
      "/YamlPair", "/YamlMap",
      "/YamlPair",
      "/YamlMap",
      "/YamlDocument",
      "/ComposeFile",
    ]);
  });

  for (const [kind, text, keys] of [["compose", composeText, composeKeys], ["dockerfile", dockerfileText, dockerfileKeys]] as const) {
    it(`reaches each node of a ${kind} file once, through the keys of its type`, () => {
      const seen = new Set<AstNode>();
      let root: AstNode | undefined;
      const entered: AstNode[] = [];
      visit(text, {
        "*": (node) => {
          root ??= node;
          assert.ok(!seen.has(node), `${node.type} twice`);
          seen.add(node);
          entered.push(node);
        },
      }, kind);
      const expected: AstNode[] = [];
      const walk = (node: AstNode): void => {
        expected.push(node);
        for (const key of (keys as Record<string, readonly string[]>)[node.type] ?? assert.fail(`no keys for ${node.type}`)) {
          const value = (node as unknown as Record<string, AstNode | AstNode[] | null | undefined>)[key];
          assert.notEqual(value, undefined, `${node.type}.${key} is missing`);
          for (const child of [value ?? []].flat()) walk(child);
        }
      };
      assert.ok(root !== undefined);
      walk(root);
      assert.deepEqual(entered.map(({ type }) => type), expected.map(({ type }) => type));
      assert.ok(entered.every((node, index) => node === expected[index]));
    });

    it(`knows the parents of the nodes of a ${kind} file, up to the root`, () => {
      visit(text, {
        "*": (node, context) => {
          const source = context.sourceCode as unknown as { ast: AstNode; getParent(node: AstNode): AstNode | undefined; getAncestors(node: AstNode): AstNode[] };
          assert.equal(source.getParent(node), node.parent ?? undefined);
          if (node !== source.ast) assert.equal(source.getAncestors(node)[0], source.ast);
        },
      }, kind);
    });

    it(`gives the text, the place and the lines of a ${kind} file`, () => {
      for (const ending of ["\n", "\r\n", "\r"]) {
        const written = text.replaceAll("\n", ending);
        visit(written, {
          "*": (node, context) => {
            const source = context.sourceCode as unknown as {
              text: string; lines: string[];
              getText(node: AstNode): string; getRange(node: AstNode): number[]; getLoc(node: AstNode): AstNode["loc"];
              getLocFromIndex(index: number): object; getIndexFromLoc(loc: object): number;
            };
            assert.equal(source.text, written);
            assert.equal(source.getText(node), written.slice(...node.range));
            assert.deepEqual(source.getRange(node), node.range);
            assert.deepEqual(source.getLoc(node), node.loc);
            assert.deepEqual(source.lines, text.split("\n"));
            assert.deepEqual(source.getLocFromIndex(node.range[0]), node.loc.start);
            assert.equal(source.getIndexFromLoc(node.loc.end), node.range[1]);
          },
        }, kind);
      }
    });
  }

  it("reports at a node, whose place counts from 1", () => {
    const messages = visit(composeText, { ImageReference: (node, context) => { context.report({ node: node as unknown as Rule.Node, message: "m" }); } });
    assert.deepEqual(messages.map(({ line, column, endLine, endColumn }) => [line, column, endLine, endColumn]), [[2, 10, 2, 16], [6, 12, 6, 19]]);
  });

  it("does not run out of stack in a file as deep as the parser reads", () => {
    const deep = `a: ${"[".repeat(150)}${"]".repeat(150)}\n`;
    assert.equal(found(deep, "YamlSeq").length, 150);
  });
});

describe("selectors", () => {
  it("find nodes by type, attribute and place in the tree", () => {
    assert.deepEqual(found(composeText, "Service > ImageReference"), ["node:20", "base:1"]);
    assert.deepEqual(found(composeText, "Project > Service[name='db'] > ImageReference"), ["base:1"]);
    assert.deepEqual(found(composeText, "YamlMap > ImageReference"), []);
    assert.deepEqual(found(composeText, "SecurityOptEntry[option='seccomp']"), ["seccomp=x"]);
    assert.deepEqual(found(composeText, "Service[privileged] > SecurityOpt > SecurityOptEntry"), ["seccomp=x", "'no-new-privileges'"]);
    assert.deepEqual(found(composeText, "Build > Setting[name='context']"), ["context: ."]);
    assert.deepEqual(found(composeText, "YamlPair[key.text='image'] > YamlScalar.value"), ["base:1", "node:20"]);
    assert.deepEqual(found(composeText, "YamlSeq > YamlScalar:first-child"), ["seccomp=x", "second"]);
    assert.deepEqual(found(composeText, "YamlScalar + YamlScalar[style='single-quoted']"), ["'no-new-privileges'"]);
    assert.deepEqual(found(composeText, "YamlAnchor, YamlTag, YamlAlias, YamlMergeKey"), ["&base", "!t", "<<", "*base", "*base"]);
    assert.deepEqual(found(composeText, ":matches(YamlDocument) > YamlSeq"), ["- second"]);
    assert.deepEqual(found(composeText, "Service:not([build]) > ImageReference"), ["base:1"]);
    assert.deepEqual(found(composeText, "ComposeFile YamlDocument:nth-child(2)"), ["---\n- second\n"]);
  });

  it("find instructions of a Dockerfile", () => {
    assert.deepEqual(found(dockerfileText, "Dockerfile > From", "dockerfile"), ["FROM node:$V AS base"]);
    assert.equal(found(dockerfileText, "Run", "dockerfile").length, 2);
  });
});

describe("traversal of real files", { skip: corpusMissing }, () => {
  it("visits the services, images and builds of all Compose files", (test) => {
    let images = 0;
    for (const { name, text } of composeCorpus()) {
      const services = found(text, "Project > Service").length;
      const inServices = found(text, "Service > ImageReference").length;
      assert.ok(inServices <= services, name);
      images += inServices;
    }
    test.diagnostic(`${images} images`);
    assert.ok(images > 150);
  });
});
