// What Docker Compose makes of characters that no editor shows, asked of the real one.
import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { loadProject } from "../../src/compose/load-project.js";
import { NodeFileSystem } from "../../src/compose/node-file-system.js";
import { parseComposeFile } from "../../src/compose/parse.js";
import { isRefused } from "../../src/facts/project-findings.js";
import { generateTabs } from "../compose/generate-tabs.js";
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

/** Files with a character in quotes. */
const quotedShapes: Readonly<Record<string, (character: string) => string>> = {
  "in a key": (c) => `${service}    environment:\n      "A${c}B": c\n`,
  "in a key in single quotes": (c) => `${service}    environment:\n      'A${c}B' : c\n`,
  "in a key in braces": (c) => `${service}    environment: {"A${c}B": c}\n`,
  "at the end of a key": (c) => `${service}    environment: {"A${c}": c}\n`,
  "in JSON": (c) => JSON.stringify({ services: { web: { image: "nginx", labels: { [`a${c}b`]: "c" } } } }),
  "in an anchored key": (c) => `${service}    environment:\n      &a "A${c}B": c\n`,
  "in a key of a list's entry": (c) => `${service}x-a:\n  - "a${c}b": c\n`,
  "in a pair in brackets": (c) => `${service}x-a: ["a${c}b": c]\n`,
  "in a key behind a question mark": (c) => `${service}    environment:\n      ? "A${c}B"\n      : c\n`,
  "in such a key in braces": (c) => `${service}x-a: {? "a${c}b" : c}\n`,
  "in a key without a value": (c) => `${service}x-a: {"a${c}b", c}\n`,
  "in a value": (c) => `${service}    labels:\n      a: "b${c}c"\n`,
  "in an entry": (c) => `${service}    command: ["a${c}b", c]\n`,
  "in front of what marks a document": (c) => `${service}    labels:\n      a: "b${c}--- c"\n`,
  "in front of what marks its end": (c) => `${service}    labels:\n      a: "b${c}..."\n`,
  "in front of three dashes and more": (c) => `${service}    labels:\n      a: "b${c}---c"\n`,
};

/** Lists of which an entry may be none, each with the words of Docker Compose. */
const dashes: Readonly<Record<string, (character: string) => string>> = {
  ports: (c) => `${service}    ports:\n      -${c}80:80\n`,
  "ports of two lines": (c) => `${service}    ports:\n      -${c}80:80\n      -${c}81:81\n`,
  "a later port": (c) => `${service}    ports:\n      - 79:79\n      -${c}80:80\n`,
  environment: (c) => `${service}    environment:\n      -${c}A=b\n`,
  volumes: (c) => `${service}    volumes:\n    -${c}a:/b\n`,
  depends_on: (c) => `${service}    depends_on:\n      -${c}web\n`,
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

  it("are told in quotes where Docker Compose refuses them", async () => {
    for (const [where, shape] of Object.entries(quotedShapes)) {
      for (const character of [...lineBreaks, "\u00a0"]) {
        const { refusal, codes } = await both(shape(character));
        assert.deepEqual(codes, refusal === null ? [] : ["hidden-line-break"], `${shown(character)} ${where}: ${refusal ?? "taken"}`);
      }
    }
  });

  it("are told behind the dash of an entry", async () => {
    for (const [where, shape] of Object.entries(dashes)) {
      for (const character of others.filter((other) => /[\p{Zs}\p{Cf}]/u.test(other))) {
        const { refusal, codes } = await both(shape(character));
        const name = `${shown(character)} ${where}`;
        assert.notEqual(refusal, null, name);
        assert.deepEqual([...new Set(codes)], ["unseen-behind-dash"], name);
      }
    }
  });

  it("are told at the end of a variable's name, with the letters that Docker Compose takes for spaces", async () => {
    const ends = [" ", "\t", "\n", "\v", "\u0085", ...others, "\u00e0", "\u00c5", "\u0420", "\u00e1", "\u0421", "\u{1f600}", "\u{1f620}"];
    for (const end of ends) {
      for (const rest of ["=b", ""]) {
        for (const [where, setting] of Object.entries({ environment: (list: string) => `environment: ${list}`, arguments: (list: string) => `build: {context: ., args: ${list}}` })) {
          const escaped = JSON.stringify([`A${end}${rest}`]).replaceAll("\u0085", "\\u0085");
          const { refusal, codes } = await both(`${service}    ${setting(escaped)}\n`);
          const name = `${shown(end)}${rest} in ${where}`;
          assert.deepEqual(codes, refusal === null ? [] : ["spaced-variable-name"], `${name}: ${refusal ?? "taken"}`);
        }
      }
    }
  });

  it("are told where they are tabs that Docker Compose refuses, in texts at random", async (test) => {
    let refused = 0;
    for (let seed = 0; seed < 200; seed += 1) {
      const text = generateTabs(seed);
      const { refusal, codes } = await both(text);
      if (refusal !== null) refused += 1;
      assert.equal(codes.length > 0, refusal !== null, `seed ${seed}, ${refusal ?? "taken"}, ${codes.join(" ")}: ${JSON.stringify(text)}`);
    }
    test.diagnostic(`${refused} of 200 refused`);
    assert.ok(refused > 20 && refused < 200);
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
