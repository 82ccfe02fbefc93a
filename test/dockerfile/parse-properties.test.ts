import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { sourceOffset } from "../../src/dockerfile/joined-text.js";
import { parseDockerfile } from "../../src/dockerfile/parse.js";
import { resolveStages } from "../../src/dockerfile/stages.js";
import { corpusInputs, caseInputs, mutationInputs } from "./oracle-inputs.js";
import { allNodes, assertWellFormed, strayCharacters } from "./tree-checks.js";

const SEED = 20_261_123;

const PIECES = [
  "FROM ",
  "RUN ",
  "COPY ",
  "ENV ",
  "ARG ",
  "LABEL ",
  "ONBUILD ",
  "HEALTHCHECK ",
  "EXPOSE ",
  "ADD ",
  "SHELL ",
  "VOLUME ",
  "CMD ",
  "\n",
  "\n",
  "\n",
  "\r\n",
  "\r",
  " ",
  "\t",
  "\\\n",
  "`\n",
  "# escape=`\n",
  "#",
  "a",
  "alpine",
  "$V",
  "${V:-x}",
  "${",
  "}",
  "$",
  '"',
  "'",
  "[",
  "]",
  ",",
  '"a"',
  "\\",
  "`",
  "=",
  "<<EOF",
  "\nEOF\n",
  "<<-",
  "--from=",
  "--mount=",
  "--",
  " AS ",
  ":",
  "\u00e9",
  "\u{1f600}",
  "\u00a0",
  "\ufeff",
  "\u0000",
  "\ud800",
];

const dockerfileLike = fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((pieces) => pieces.join(""));

function check(text: string): void {
  const { ast, problems } = parseDockerfile(text);
  assertWellFormed(text, ast);
  for (const { range, message } of problems) {
    assert.ok(range[0] >= 0 && range[1] <= text.length && message.length > 20);
  }
  resolveStages(ast);
}

describe("any text", () => {
  it("gives a well-formed tree of pieces of Dockerfiles", () => {
    fc.assert(fc.property(dockerfileLike, check), { seed: SEED, numRuns: 3000 });
  });

  it("gives a well-formed tree of any string", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 300 }), check), { seed: SEED, numRuns: 1500 });
  });

  it("gives a well-formed tree of any bytes", () => {
    const bytes = fc.uint8Array({ maxLength: 400 }).map((array) => Buffer.from(array).toString());
    fc.assert(fc.property(bytes, check), { seed: SEED, numRuns: 1000 });
  });
});

describe("the Dockerfiles of the corpus, our cases and their mutations", () => {
  const inputs = [...corpusInputs(), ...caseInputs(), ...mutationInputs()];

  it("give well-formed trees", () => {
    for (const { text } of inputs) check(text);
  });

  it("have every character in one node when they are accepted", (test) => {
    let accepted = 0;
    for (const { id, text } of inputs) {
      const { ast, problems } = parseDockerfile(text);
      if (problems.length > 0) continue;
      accepted += 1;
      assert.deepEqual(strayCharacters(text, ast), { uncovered: [], doubled: [] }, `${id}: ${text}`);
    }
    test.diagnostic(`${accepted} of ${inputs.length} are accepted`);
    assert.ok(accepted > 200);
  });

  it("map each unit of a joined text to that unit in the source", () => {
    for (const { id, text } of inputs) {
      for (const node of allNodes(parseDockerfile(text).ast)) {
        const isPlainWord = node.type === "Word" && node.style === "plain";
        if (!isPlainWord && node.type !== "ShellText") continue;
        const joined = node.type === "Word" ? node.text : node.value;
        const mapped = Array.from(
          { length: joined.length },
          (_, at) => text[sourceOffset(node.segments, at)] ?? "",
        ).join("");
        assert.equal(mapped, joined, id);
      }
    }
  });

  it("start each variable at its dollar sign and end it after its name or brace", () => {
    for (const { id, text } of inputs) {
      for (const node of allNodes(parseDockerfile(text).ast)) {
        if (node.type !== "VariableReference" || node.parent.type !== "Word" || node.parent.style === "json") continue;
        const [start, end] = node.range;
        assert.equal(text[start], "$", id);
        const last = node.name === "" ? "" : node.name.slice(-1);
        if (text.slice(start, end).endsWith("}") || !node.braced)
          assert.equal(text[end - 1], node.braced ? "}" : last.slice(-1), id);
      }
    }
  });
});
