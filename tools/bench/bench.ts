// npm run bench: how long the program takes, as ratios against peers that run beside it. Run it on a quiet machine.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileKind } from "../../src/eslint/file-kind.js";
import { nodeReleaseFolder } from "../../test/e2e/node-release.js";
import { npmEnvironment } from "../../test/e2e/npm-environment.js";
import { ratioRow, timePairs, type Measured } from "./time-pairs.js";

const PAIRS = Number(process.env.BENCH_PAIRS ?? 15);
/** Runs before those that are counted, in which code is kept for the others. */
const WARMING_ROUNDS = 4;
const DCLINT = "dclint@3.1.0";
const PLUGIN_PEERS = ["eslint@10.15.0", "eslint-plugin-yml@3.10.0", "@eslint/json@2.1.1"];
const repository = path.resolve(import.meta.dirname, "../..");
const program = path.join(repository, "dist", "bin.cjs");
const shared = path.resolve(repository, process.env.SHARED_DIR ?? "../shared");
const smallFile = path.join(repository, "examples", "node-thread-crash", "compose.yaml");

const node24 = path.join(await nodeReleaseFolder("24"), "node");
const work = mkdtempSync(path.join(tmpdir(), "compose-lint-bench-"));
try {
  const dclint = installDclint();
  console.log(`Node ${version(node24)}, ${PAIRS} runs of each, interleaved; ratio of medians (quartiles of the pairs)\n`);
  const bare = [node24, "-e", "0"];
  const lint = (...files: string[]): string[] => [node24, program, "--engine", "20.10.9", ...files];
  const peer = (...files: string[]): string[] => [node24, dclint, ...files];
  row("one small file, against bare node", "at most 2.7", timePairs(lint(smallFile), bare, PAIRS));
  row("one small file, dclint against us", "at least 4", timePairs(peer(smallFile), lint(smallFile), PAIRS));
  const corpus = composeFiles(path.join(shared, "corpus"));
  if (corpus.length === 0) console.log("the corpus of ../shared is not here: its two rows are left out");
  else {
    const pairs = Math.max(3, Math.round(PAIRS / 3));
    row(`${corpus.length} Compose files, dclint against us`, "at least 12", timePairs(peer(...corpus), lint(...corpus), pairs));
    console.log(child("warm.mjs", corpus));
  }
  measurePlugin();
  for (const services of ["100", "1000", "10000"]) console.log(child("scale.mjs", [services]));
} finally {
  rmSync(work, { recursive: true });
}

function installDclint(): string {
  return path.join(install("dclint", [DCLINT]), "node_modules", "dclint", "bin", "dclint.cjs");
}

function install(name: string, packages: readonly string[]): string {
  const folder = path.join(work, name);
  mkdirSync(folder);
  const args = ["install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", ...packages];
  const installed = spawnSync("npm", args, { encoding: "utf8", env: npmEnvironment() });
  if (installed.status !== 0) throw new Error(`${packages.join(" ")} was not installed:\n${installed.stderr}`);
  return folder;
}

/** What the plugin adds to the start of ESLint, and one more lint of 500 lines, against two others in the same ESLint. */
function measurePlugin(): void {
  const folder = install("plugins", PLUGIN_PEERS);
  symlinkSync(repository, path.join(folder, "node_modules", "compose-lint"));
  const peers = ["eslint-plugin-yml", "@eslint/json"];
  // ESLint's command keeps compiled code (`module.enableCompileCache`), which is of the runs before; an editor does not.
  measureStarts("ESLint's command", folder, peers, { NODE_COMPILE_CACHE: path.join(work, "compile-cache") });
  measureStarts("ESLint in an editor", folder, peers, { NODE_DISABLE_COMPILE_CACHE: "1" });
  const warm = JSON.parse(child("plugin-warm.mjs", [folder])) as Record<string, number[]>;
  const pairs = [["compose-lint", "eslint-plugin-yml"], ["compose-lint over JSON", "@eslint/json"]] as const;
  for (const [own, peer] of pairs) {
    row(`warm, 500 lines in ESLint, against ${peer}`, "at most 1", { first: warm[own] ?? [], second: warm[peer] ?? [] });
  }
}

function measureStarts(where: string, folder: string, peers: readonly string[], variables: Record<string, string>): void {
  const starts = new Map<string, { load: number; lint: number }[]>();
  for (let round = -WARMING_ROUNDS; round < PAIRS; round += 1) {
    for (const name of ["compose-lint", ...peers]) {
      const measured = JSON.parse(child("plugin-start.mjs", [folder, name], variables)) as { load: number; lint: number };
      if (round >= 0) starts.set(name, [...(starts.get(name) ?? []), measured]);
    }
  }
  const timesOf = (name: string, part: "load" | "lint"): number[] => (starts.get(name) ?? []).map((start) => start[part]);
  for (const peer of peers) {
    for (const [part, what] of [["load", "plugin loaded"], ["lint", "first lint"]] as const) {
      row(`${what}, ${where}, against ${peer}`, "at most 1", { first: timesOf("compose-lint", part), second: timesOf(peer, part) });
    }
  }
}

function row(what: string, aim: string, measured: Measured): void {
  console.log(ratioRow(what, aim, measured));
}

function version(node: string): string {
  return spawnSync(node, ["--version"], { encoding: "utf8" }).stdout.trim();
}

function composeFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => fileKind(file) === "compose")
    .map((file) => path.join(folder, file))
    .sort();
}

/** Runs a measurement inside one process, which prints its own row. */
function child(script: string, args: readonly string[], variables: Record<string, string> = {}): string {
  const env = { ...process.env, ...variables };
  const run = spawnSync(node24, ["--expose-gc", path.join(import.meta.dirname, script), ...args], { encoding: "utf8", env });
  if (run.status !== 0) throw new Error(`${script} failed:\n${run.stderr}`);
  return run.stdout.trimEnd();
}
