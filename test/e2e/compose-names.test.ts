// Which names Docker Compose takes, asked of the real one.
import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { loadProject } from "../../src/compose/load-project.js";
import { NodeFileSystem } from "../../src/compose/node-file-system.js";
import { isRefused } from "../../src/facts/project-findings.js";
import { Random } from "../compose/random.js";
import { askCompose } from "../compose/real-compose.js";
import { noCompose, unpackedCompose } from "./unpacked-compose.js";

const seed = 7;
const count = Number(process.env.COMPOSE_DIFFERENTIAL ?? "300");

type Document = Record<string, unknown>;

/** Files that hold a name in one place. */
const places: Readonly<Record<string, (name: string) => Document>> = {
  "the project": (name) => ({ name }),
  "a service": (name) => ({ services: { [name]: { image: "x" } } }),
  "a network": (name) => ({ networks: { [name]: {} } }),
  "a volume": (name) => ({ volumes: { [name]: {} } }),
  "a config": (name) => ({ configs: { [name]: { file: "./f" } } }),
  "a secret": (name) => ({ secrets: { [name]: { file: "./f" } } }),
  "a model": (name) => ({ models: { [name]: { model: "m" } } }),
  "a network of a service": (name) => ({ services: { web: { image: "x", networks: { [name]: {} } } }, networks: { [name]: {} } }),
  "a service that another waits for": (name) => ({ services: { [name]: { image: "x" }, web: { image: "x", depends_on: { [name]: { condition: "service_started" } } } } }),
  "a variable": (name) => ({ services: { web: { image: "x", environment: { [name]: "v" } } } }),
  "an argument of a build": (name) => ({ services: { web: { build: { context: ".", args: { [name]: "v" } } } } }),
  "a label of a network": (name) => ({ networks: { n: { labels: { [name]: "v" } } } }),
  "an option of a driver": (name) => ({ networks: { n: { driver_opts: { [name]: "v" } } } }),
};

const pieces = ["a", "B", "7", ".", "_", "-", " ", "ä", "ſ", "K", "/", ":", "\n", "\t", "é", "\u200d", "中", "@", "~", "x-", "😀", "+", "'", '"'];

function nameOf(random: Random): string {
  if (random.chance(0.05)) return "";
  return Array.from({ length: random.integer(1, 4) }, () => random.pick(pieces)).join("");
}

/** Runs tasks two at a time. */
async function inPairs<T>(items: readonly T[], task: (item: T) => Promise<void>): Promise<void> {
  for (let index = 0; index < items.length; index += 2) await Promise.all(items.slice(index, index + 2).map(task));
}

const compose = unpackedCompose();

interface Disagreement {
  place: string;
  name: string;
  compose: string;
  ours: string[];
}

describe("the names that Docker Compose 2.40.3 refuses", { skip: noCompose }, () => {
  /** Asks both of a project, in a folder that may be called as a project. */
  async function compare(place: string, name: string, files: Readonly<Record<string, string>>): Promise<{ refused: boolean; disagreement: Disagreement | null }> {
    const folder = mkdtempSync(path.join(compose.folder, "names-"));
    for (const [file, text] of Object.entries(files)) writeFileSync(path.join(folder, file), text);
    const environment = { HOME: folder, PWD: folder };
    const answer = await askCompose(compose.program, ["config", "--format", "json"], folder, environment);
    const { problems } = loadProject([], { workingDirectory: folder, environment }, new NodeFileSystem());
    const ours = problems.filter(isRefused).map(({ code }) => code);
    const agrees = answer.ok === (ours.length === 0);
    return { refused: !answer.ok, disagreement: agrees ? null : { place, name, compose: answer.ok ? "takes it" : answer.error, ours } };
  }

  it("are those that we report", async (test) => {
    const random = new Random(seed);
    const cases = Array.from({ length: count }, () => [random.pick(Object.keys(places)), nameOf(random)] as const);
    const disagreements: Disagreement[] = [];
    let refused = 0;
    await inPairs(cases, async ([place, name]) => {
      const text = JSON.stringify({ services: { base: { image: "x" } }, ...places[place]?.(name) });
      const outcome = await compare(place, name, { "compose.yaml": text });
      if (outcome.refused) refused += 1;
      if (outcome.disagreement !== null) disagreements.push(outcome.disagreement);
    });
    test.diagnostic(`${cases.length} names, ${refused} of them refused`);
    assert.deepEqual(disagreements, []);
    assert.ok(refused > cases.length / 5 && refused < (cases.length * 4) / 5);
  });

  it("are those that we report, where they are written in other ways", async () => {
    const service = "services:\n  ok: {image: x}\n";
    const files: Record<string, { text: string; others?: Record<string, string> }> = {
      merged: { text: 'x-a: &a\n  "a b": {image: x}\nservices:\n  <<: *a\n' },
      "taken back": { text: `${service}  "a b": !reset null\n` },
      extended: { text: `services:\n  ok: {extends: {file: base.yaml, service: "a b"}}\n`, others: { "base.yaml": 'services:\n  "a b": {image: x}\n' } },
      "extended with its networks": { text: `services:\n  ok: {extends: {file: base.yaml, service: b}}\nnetworks: {"c d": {}}\n`, others: { "base.yaml": 'services:\n  b: {image: x, networks: {"c d": {}}}\n' } },
      included: { text: `include: [other.yaml]\n${service}`, others: { "other.yaml": 'volumes:\n  "a b":\n' } },
      "an included project's name": { text: `include: [other.yaml]\n${service}`, others: { "other.yaml": "name: ___\n" } },
      "an included project's name that is no text": { text: `include: [other.yaml]\n${service}`, others: { "other.yaml": "name: 1\n" } },
      overridden: { text: service, others: { "compose.override.yaml": 'services:\n  "b c": {image: x}\n' } },
      "overridden by a name": { text: `name: ___\n${service}`, others: { "compose.override.yaml": "name: ok\n" } },
      "overridden by no name": { text: `name: ok\n${service}`, others: { "compose.override.yaml": "name: ___\n" } },
      "in a list": { text: 'services:\n  ok: {image: x, networks: ["a b"]}\nnetworks: {"a b": {}}\n' },
      "an extension in a list": { text: `services:\n  ok: {image: x, networks: [x-b]}\nnetworks: {x-b: {}}\n` },
      "an extension for a service": { text: "services:\n  x-a: {image: x}\n" },
      "a variable": { text: 'services:\n  "${A}": {image: x}\n' },
      "no value": { text: `name:\n${service}` },
      "no text": { text: `name: 1\n${service}` },
      "a number in quotes": { text: `name: "1"\n${service}` },
      "a tagged number": { text: `name: !!str 1\n${service}` },
      "a list": { text: `name: [a]\n${service}` },
      "a variable with a default": { text: `name: \${NAME:-1}\n${service}` },
    };
    for (const [what, { text, others = {} }] of Object.entries(files)) {
      assert.deepEqual((await compare(what, what, { "compose.yaml": text, ...others })).disagreement, null);
    }
  });
});
