import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import { describe, it } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { loadProject } from "../../src/compose/load-project.js";
import { NodeFileSystem } from "../../src/compose/node-file-system.js";
import { resolvedModel } from "../../src/compose/resolved-model.js";
import { generateProject, printProject } from "../compose/generate-project.js";
import { differences, withoutEmpty } from "../compose/json-difference.js";
import { ourModel } from "../compose/our-model.js";
import { Random } from "../compose/random.js";
import { askCompose, askComposeOf } from "../compose/real-compose.js";
import { shrinkProject } from "../compose/shrink-project.js";
import { smallSyntaxes, templateEnvironment, type SmallSyntax } from "../compose/small-syntaxes.js";
import { sharedFolder } from "./places.js";
import { noCompose, unpackedCompose } from "./unpacked-compose.js";

// All generated projects are compared with recorded answers in test/compose; here only some are asked anew, or as many
// as COMPOSE_DIFFERENTIAL says.
const generatedCount = Number(process.env.COMPOSE_DIFFERENTIAL ?? "100");
const firstSeed = 100_000;
const corpus = join(sharedFolder, "corpus");
const skip = noCompose;
const skipCorpus = skip !== false || existsSync(corpus) ? skip : `there is no ${corpus}`;

const compose = unpackedCompose();

/** Runs tasks two at a time. */
async function inPairs<T>(items: readonly T[], task: (item: T) => Promise<void>): Promise<void> {
  for (let index = 0; index < items.length; index += 2) await Promise.all(items.slice(index, index + 2).map(task));
}

interface CorpusCase {
  name: string;
  directory: string;
  files: string[];
  environment: Record<string, string>;
}

function yamlFiles(directory: string): string[] {
  return readdirSync(directory).sort().flatMap((name) => {
    const path = join(directory, name);
    if (statSync(path).isDirectory()) return yamlFiles(path);
    return /\.ya?ml$/u.test(name) ? [path] : [];
  });
}

/** A value for every variable that a file refers to. */
function variablesOf(path: string): Record<string, string> {
  const names = readFileSync(path, "utf8").matchAll(/\$\{?(?<name>[A-Za-z_]\w*)/gu);
  return Object.fromEntries([...names].map(({ groups }, index) => [groups?.name ?? "", String(8000 + index)]));
}

/** Every file of the corpus alone, with values for its variables, and over its neighbour. */
function corpusCases(): CorpusCase[] {
  const files = yamlFiles(corpus).filter((path) => !path.includes("/expected-"));
  return files.flatMap((path): CorpusCase[] => {
    const directory = dirname(path);
    const file = basename(path);
    const alone: CorpusCase = { name: path, directory, files: [file], environment: {} };
    const variables = variablesOf(path);
    const cases = [alone];
    if (Object.keys(variables).length > 0) cases.push({ ...alone, name: `${path} with variables`, environment: variables });
    for (const other of files) {
      if (dirname(other) !== directory || other === path) continue;
      const over: CorpusCase = { ...alone, name: `${path} over ${basename(other)}`, files: [basename(other), file] };
      const both = { ...variablesOf(other), ...variables };
      cases.push(over);
      if (Object.keys(both).length > 0) cases.push({ ...over, name: `${over.name} with variables`, environment: both });
    }
    return cases;
  });
}

describe("Docker Compose 2.40.3 and our loader", { skip }, () => {
  it("agree on the projects of the corpus", { skip: skipCorpus }, async (test) => {
    let compared = 0;
    let refused = 0;
    const found: string[] = [];
    await inPairs(corpusCases(), async ({ name, directory, files, environment }) => {
      const variables = { ...environment, HOME: homedir(), PWD: directory };
      const args = [...files.flatMap((file) => ["-f", file]), "config", "--format", "json"];
      const answer = await askCompose(compose.program, args, directory, variables);
      const project = loadProject(files, { workingDirectory: directory, environment: variables }, new NodeFileSystem());
      if (!answer.ok) {
        refused += 1;
        return;
      }
      compared += 1;
      const lines = differences(withoutEmpty(answer.model), withoutEmpty(resolvedModel(project)));
      found.push(...lines.map((line) => `${name}: ${line}`));
    });
    test.diagnostic(`${compared} compared, ${found.length} differences; ${refused} that Compose refuses`);
    assert.ok(compared > 200);
    assert.deepEqual(found, []);
  });

  it("agree on additional contexts and platforms of builds", async () => {
    const directory = mkdtempSync(join(compose.folder, "builds-"));
    const text = [
      "services:",
      "  a: {build: {context: ctx, additional_contexts: [base=docker-image://node:20, up=../up, s=service:b], platforms: [linux/amd64, linux/arm64]}}",
      '  b: {build: {context: ctx, additional_contexts: {base: "docker-image://node:${V:-20}", abs: /abs, oci: "oci-layout://./x"}, platforms: ["linux/${V:-amd64}"]}}',
      '  c: {extends: b, build: {additional_contexts: ["base=docker-image://alpine", new=../z], platforms: [linux/arm64, linux/amd64]}}',
    ].join("\n");
    writeFileSync(join(directory, "compose.yaml"), text);
    const environment = { HOME: homedir(), PWD: directory };
    const answer = await askCompose(compose.program, ["config", "--format", "json"], directory, environment);
    const project = loadProject([], { workingDirectory: directory, environment }, new NodeFileSystem());
    assert.ok(answer.ok);
    assert.deepEqual(differences(withoutEmpty(answer.model), withoutEmpty(resolvedModel(project))), []);
  });

  it("agree on generated projects", async (test) => {
    let compared = 0;
    const differing: number[] = [];
    const seeds = Array.from({ length: generatedCount }, (_, index) => firstSeed + index);
    await inPairs(seeds, async (seed) => {
      const project = generateProject(seed);
      const answer = await askComposeOf(compose.program, project);
      if (!answer.ok) return;
      compared += 1;
      if (differences(withoutEmpty(answer.model), withoutEmpty(ourModel(project))).length > 0) differing.push(seed);
    });
    test.diagnostic(`${compared - differing.length} equal of ${compared} compared, ${seeds.length} generated`);
    for (const seed of differing.slice(0, 1)) test.diagnostic(await smallestDifference(seed));
    assert.deepEqual(differing, []);
  });

  for (const syntax of smallSyntaxes) {
    it(`agree on ${syntax.name}`, async (test) => {
      const { good, bad } = textsOf(syntax);
      const found: string[] = [];
      const batches = Array.from({ length: Math.ceil(good.length / 20) }, (_, index) => good.slice(index * 20, index * 20 + 20));
      await inPairs(batches, async (texts) => {
        const answer = await askAbout(syntax, texts);
        if (!answer.ok) found.push(`refused: ${answer.error}`);
        else found.push(...texts.filter((text, index) => !isDeepStrictEqual(syntax.real(answer.model, index), syntax.ours(text))));
      });
      await inPairs(bad, async (text) => {
        if ((await askAbout(syntax, [text])).ok) found.push(`accepted: ${JSON.stringify(text)}`);
      });
      test.diagnostic(`${good.length} texts read alike, ${bad.length} refused alike, ${found.length} differences`);
      assert.deepEqual(found, []);
    });
  }
});

async function smallestDifference(seed: number): Promise<string> {
  const project = await shrinkProject(generateProject(seed), async (candidate) => {
    const answer = await askComposeOf(compose.program, candidate);
    return answer.ok && differences(withoutEmpty(answer.model), withoutEmpty(ourModel(candidate))).length > 0;
  }, 300);
  const answer = await askComposeOf(compose.program, project);
  const lines = answer.ok ? differences(withoutEmpty(answer.model), withoutEmpty(ourModel(project))) : [];
  const files = [...printProject(project)].map(([path, text]) => `--- ${path}\n${text}`);
  return [`seed ${seed}`, ...lines, ...files].join("\n");
}

/** Some texts that we read, and some that we refuse. */
function textsOf(syntax: SmallSyntax): { good: string[]; bad: string[] } {
  const random = new Random(3);
  const good = new Set<string>();
  const bad = new Set<string>();
  for (let round = 0; round < 20_000 && (good.size < 200 || bad.size < 6); round += 1) {
    const text = Array.from({ length: random.integer(1, 9) }, () => random.pick(syntax.pieces)).join("");
    const ours = syntax.ours(text);
    if (ours === null) continue;
    const texts = ours === undefined ? bad : good;
    if (texts.size < (ours === undefined ? 6 : 200)) texts.add(text);
  }
  return { good: [...good], bad: [...bad] };
}

async function askAbout(syntax: SmallSyntax, texts: readonly string[]): ReturnType<typeof askCompose> {
  const directory = mkdtempSync(join(compose.folder, "texts-"));
  for (const [path, text] of Object.entries(syntax.files(texts))) writeFileSync(join(directory, path), text);
  const answer = await askCompose(compose.program, ["config", "--format", "json"], directory, { ...templateEnvironment, HOME: homedir() });
  rmSync(directory, { recursive: true, force: true });
  return answer;
}
