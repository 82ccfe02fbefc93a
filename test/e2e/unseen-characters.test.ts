// What Docker Compose makes of characters that no editor shows, asked of the real one.
import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { loadProject } from "../../src/compose/load-project.js";
import { NodeFileSystem } from "../../src/compose/node-file-system.js";
import { parseComposeFile } from "../../src/compose/parse.js";
import { isRefused } from "../../src/facts/project-findings.js";
import { askCompose } from "../compose/real-compose.js";
import { noCompose, unpackedCompose } from "./unpacked-compose.js";

const lineBreaks = ["\u0085", "\u2028", "\u2029"];
/** Spaces, marks without width, and letters of other alphabets. */
const others = ["\u00a0", "\u1680", "\u2003", "\u202f", "\u3000", "\u200b", "\u200c", "\u2060", "\u00ad", "\ufeff", "\uff49", "\u0456"];
const service = "services:\n  web:\n    image: nginx\n";

/** Files with a character outside of quotes. */
const shapes: Readonly<Record<string, (character: string) => string>> = {
  "in front of all": (c) => `${c}${service}`,
  "behind a key at the top": (c) => `services${c}:\n  web:\n    image: nginx\n`,
  "as the indentation of a service": (c) => `services:\n${c} web:\n    image: nginx\n`,
  "as a part of the indentation": (c) => `services:\n  web:\n  ${c} image: nginx\n`,
  "in front of a key": (c) => `services:\n  web:\n   ${c}image: nginx\n`,
  "in a key": (c) => `services:\n  web:\n    ima${c}ge: nginx\n`,
  "behind a key": (c) => `services:\n  web:\n    image${c}: nginx\n`,
  "in a key in braces": (c) => `services: {web: {image: nginx,${c}command: a}}\n`,
  "in a value": (c) => `${service}    command: echo${c}a\n`,
  "behind a value": (c) => `services:\n  web:\n    image: nginx${c}\n`,
  "in a comment": (c) => `${service}# a${c}b: c\n`,
  "in a comment that hides a key": (c) => `services:\n  web:\n    # a${c}    privileged: true\n    image: nginx\n`,
  "on a line of its own": (c) => `services:\n  web:\n    image: nginx\n    ${c}\n    command: a\n`,
  "in a block of text": (c) => `${service}    command: |\n      echo${c}a\n`,
  "in a variable's name": (c) => `${service}    environment:\n      A${c}: b\n`,
  "in a service's name": (c) => `services:\n  we${c}b:\n    image: nginx\n`,
  "in an extension": (c) => `${service}x-a${c}b: 1\n`,
};

/** Maps whose keys the schema lists. */
const keys: Readonly<Record<string, (key: string) => object>> = {
  "the project": (key) => ({ [key]: 1 }),
  "a service": (key) => ({ services: { web: { image: "x", [key]: 1 } } }),
  "a build": (key) => ({ services: { web: { build: { context: ".", [key]: 1 } } } }),
  "a deployment": (key) => ({ services: { web: { image: "x", deploy: { [key]: 1 } } } }),
  "a health check": (key) => ({ services: { web: { image: "x", healthcheck: { [key]: 1 } } } }),
  "a logging driver": (key) => ({ services: { web: { image: "x", logging: { [key]: 1 } } } }),
  "a network": (key) => ({ networks: { n: { [key]: 1 } } }),
  "a volume": (key) => ({ volumes: { n: { [key]: 1 } } }),
  "a config": (key) => ({ configs: { n: { file: "./f", [key]: 1 } } }),
  "a secret": (key) => ({ secrets: { n: { file: "./f", [key]: 1 } } }),
};

const compose = unpackedCompose();

/** What Compose says of a text, null for nothing, and the codes of what we say. */
async function both(text: string): Promise<{ refusal: string | null; model: unknown; codes: string[] }> {
  const folder = mkdtempSync(path.join(compose.folder, "unseen-"));
  writeFileSync(path.join(folder, "compose.yaml"), text);
  const environment = { HOME: folder, PWD: folder };
  const answer = await askCompose(compose.program, ["config", "--format", "json"], folder, environment);
  const { problems } = loadProject([], { workingDirectory: folder, environment }, new NodeFileSystem());
  const { syntaxProblems, structureProblems } = parseComposeFile(text);
  const codes = [...syntaxProblems, ...structureProblems, ...problems.filter(isRefused)].map(({ code }) => code);
  return { refusal: answer.ok ? null : answer.error, model: answer.ok ? answer.model : null, codes };
}

function shown(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;
}

describe("characters that are not seen", { skip: noCompose }, () => {
  it("are told where Docker Compose 2.40.3 ends a line at them, and read as it reads them", async () => {
    for (const [where, shape] of Object.entries(shapes)) {
      for (const character of lineBreaks) {
        const name = `${shown(character)} ${where}`;
        const text = shape(character);
        const { refusal, model, codes } = await both(text);
        assert.ok(codes.includes("hidden-line-break"), name);
        const plain = await both(text.replaceAll(character, "\n"));
        assert.equal(refusal === null, plain.refusal === null, name);
        if (character === "\u0085") assert.deepEqual(JSON.stringify(model).replaceAll(/unseen-\w+/gu, ""), JSON.stringify(plain.model).replaceAll(/unseen-\w+/gu, ""), name);
      }
    }
  });

  it("are refused where Docker Compose refuses them", async () => {
    for (const [where, shape] of Object.entries(shapes)) {
      for (const character of others) {
        const { refusal, codes } = await both(shape(character));
        assert.equal(codes.length > 0, refusal !== null, `${shown(character)} ${where}: ${refusal ?? "taken"}, ${codes.join(" ")}`);
      }
    }
  });

  it("make other keys of the keys that the schema lists", async () => {
    for (const [where, document] of Object.entries(keys)) {
      for (const key of ["a\u00a0", "\u0456mage"]) {
        const { refusal, codes } = await both(JSON.stringify({ services: { base: { image: "x" } }, ...document(key) }));
        assert.ok(refusal?.includes("not allowed") === true, `${where}: ${refusal ?? "taken"}`);
        assert.deepEqual(codes, ["foreign-key"], where);
      }
      const { refusal, codes } = await both(JSON.stringify({ services: { base: { image: "x" } }, ...document("x-\u00a0") }));
      assert.deepEqual([refusal, codes], [null, []], where);
    }
  });
});
