import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { release, tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { compileFilter } from "../../src/seccomp/compile-filter.js";
import { defaultProfileNames, publishedProfile } from "../../src/seccomp/default-profile.js";
import { evaluateCompiled, type Evaluation, type Syscall, syscallNumber } from "../../src/seccomp/evaluate.js";
import type { EvaluationContext } from "../../src/seccomp/evaluation-context.js";
import type { ArgumentRule, SeccompProfile } from "../../src/seccomp/profile.js";
import type { SyscallAbi } from "../../src/seccomp/syscall-numbers.js";
import type { Engine } from "./engine.js";
import { runOrThrow } from "./run-program.js";

/** The image with the probe program. */
const PROBE_IMAGE = "seccomp-probe";
const PROBE_TIMEOUT = 60_000;

/** Numbers past every known table, so that holes and the end are asked for too. */
const LAST_NUMBER = 600;
const PROBED_ABIS: readonly SyscallAbi[] = ["x86_64", "x86", "x32"];
const ABI_WORD: Partial<Record<SyscallAbi, string>> = { x86_64: "64", x86: "32", x32: "x32" };

/** Every syscall number of the three instruction sets of x86, and every class of arguments that a profile tells apart. */
export function allProbes(): Syscall[] {
  const plain = PROBED_ABIS.flatMap((abi) =>
    Array.from({ length: LAST_NUMBER + 1 }, (_, number): Syscall => ({ abi, number, args: [] })),
  );
  return [...plain, ...argumentProbes()];
}

/** For each syscall that some default profile looks into: the values around what it compares with. */
function argumentProbes(): Syscall[] {
  const values = new Map<string, Set<bigint>[]>();
  for (const profile of defaultProfileNames().map(publishedProfile)) {
    for (const { names, args } of profile?.syscalls ?? []) {
      for (const name of args.length === 0 ? [] : names) {
        const sets = values.get(name) ?? [new Set(), new Set()];
        values.set(name, sets);
        for (const rule of args) for (const value of valuesAround(rule)) sets[rule.index]?.add(value);
      }
    }
  }
  return [...values].flatMap(([name, [first = new Set<bigint>(), second = new Set<bigint>()]]) =>
    PROBED_ABIS.flatMap((abi) => {
      const number = syscallNumber(name, abi);
      if (number === null) return [];
      return [...first, 0n].flatMap((a) => [...second, 0n].map((b): Syscall => ({ abi, number, args: [a, b] })));
    }),
  );
}

const HIGH_BIT = 1n << 32n;
const ALL_BITS = 0xffffffffffffffffn;

function valuesAround({ value, op }: ArgumentRule): bigint[] {
  const around = [0n, value, value + 1n, value | HIGH_BIT, HIGH_BIT, ALL_BITS, ...(value > 0n ? [value - 1n] : [])];
  if (op !== "SCMP_CMP_MASKED_EQ") return around;
  return [...around, ALL_BITS ^ value, ...Array.from({ length: 34 }, (_, bit) => 1n << BigInt(bit))];
}

/** Compiles the probe program. Removes nothing: the caller owns the folder. */
async function compileProbe(folder: string): Promise<string> {
  const program = path.join(folder, "probe");
  const source = fileURLToPath(new URL("seccomp-probe.c", import.meta.url));
  await runOrThrow("gcc", ["-static", "-O1", "-o", program, source]);
  return program;
}

/** What the probe program observes without any filter: for nearly all "pass". */
export async function baseline(probes: readonly Syscall[]): Promise<string[]> {
  const folder = mkdtempSync(path.join(tmpdir(), "compose-lint-probe-"));
  try {
    return linesOf(await runOrThrow(await compileProbe(folder), [], { input: inputFor(probes) }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Makes the image with nothing but the probe program in an engine. */
export async function importProbe(engine: Engine): Promise<void> {
  const program = await compileProbe(engine.folder);
  const archive = path.join(engine.folder, "probe.tar");
  await runOrThrow("tar", ["-C", path.dirname(program), "-cf", archive, "probe"]);
  await runOrThrow("docker", ["import", archive, PROBE_IMAGE], { env: engine.environment });
}

/** What a container of the probe program is started with. */
export interface ProbeContainer {
  runtime: string;
  capAdd: readonly string[];
  capDrop: readonly string[];
  /** The text of a profile; null for the engine's default. */
  profile: string | null;
}

export interface ProbeOutcome {
  /** null where the container did not start or did not end in time. */
  code: number | null;
  lines: string[];
  complaint: string;
}

/**
 * Runs the probe program in a container. It talks to the engine's API itself: today's clients write capabilities in a
 * way that engines before 20.10 do not understand.
 */
export async function runProbe(
  engine: Engine,
  probes: readonly Syscall[],
  container: ProbeContainer,
): Promise<ProbeOutcome> {
  const outcome = await runOnce(engine, probes, container);
  // An old shim on a busy machine can lose the container between its creation and its start.
  return outcome.complaint.includes(LOST) ? await runOnce(engine, probes, container) : outcome;
}

const LOST = "cannot start a container that has stopped";

async function runOnce(engine: Engine, probes: readonly Syscall[], container: ProbeContainer): Promise<ProbeOutcome> {
  const folder = mkdtempSync(path.join(engine.folder, "run-"));
  writeFileSync(path.join(folder, "in"), inputFor(probes));
  const securityOptions = container.profile === null ? [] : [`seccomp=${container.profile}`];
  const created = await engineRequest(engine, "POST", "/containers/create", {
    Image: PROBE_IMAGE,
    Entrypoint: ["/probe"],
    Cmd: ["/io/in", "/io/out"],
    NetworkDisabled: true,
    HostConfig: {
      NetworkMode: "none",
      Runtime: container.runtime,
      CapAdd: container.capAdd,
      CapDrop: container.capDrop,
      SecurityOpt: securityOptions,
      Binds: [`${folder}:/io`],
    },
  });
  const { Id: id = "" } = JSON.parse(created.body) as { Id?: string };
  if (id === "") return { code: null, lines: [], complaint: created.body };
  const started = await engineRequest(engine, "POST", `/containers/${id}/start`);
  const waited = started.status === 204 ? await engineRequest(engine, "POST", `/containers/${id}/wait`) : null;
  await engineRequest(engine, "DELETE", `/containers/${id}?force=1`);
  if (waited === null) return { code: null, lines: [], complaint: started.body };
  const { StatusCode: code = null } = JSON.parse(waited.body) as { StatusCode?: number };
  const lines = linesOf(readFileSync(path.join(folder, "out"), "utf8"));
  rmSync(folder, { recursive: true });
  return { code, lines, complaint: waited.body };
}

interface EngineResponse {
  status: number;
  body: string;
}

function engineRequest(engine: Engine, method: string, url: string, body?: object): Promise<EngineResponse> {
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json" };
    const options = { socketPath: path.join(engine.folder, "docker.sock"), method, path: url, headers };
    const sent = request({ ...options, timeout: PROBE_TIMEOUT }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.on("end", () => {
        resolve({ status: response.statusCode ?? 0, body: text });
      });
    });
    sent.on("timeout", () => sent.destroy(new Error(`${method} ${url}: no answer`)));
    sent.on("error", reject);
    sent.end(body === undefined ? "" : JSON.stringify(body));
  });
}

function inputFor(probes: readonly Syscall[]): string {
  return probes
    .map(({ abi, number, args = [] }) => {
      const six = Array.from({ length: 6 }, (_, index) => (args[index] ?? 0n).toString(16));
      return `${ABI_WORD[abi] ?? ""} ${number} ${six.join(" ")}\n`;
    })
    .join("");
}

function linesOf(output: string): string[] {
  return output.trim().split("\n");
}

/** Where the kernel and the evaluator do not agree. */
export interface Disagreement {
  syscall: Syscall;
  expected: string;
  observed: string;
}

const SIGSYS = 31;

/** What the evaluator says that the probe program observes. */
export function expectedObservation(evaluation: Evaluation, withoutFilter: string): string {
  if (!evaluation.starts) return "does not start";
  const { answer } = evaluation;
  if (answer.kind === "errno") return String(answer.errno);
  return answer.kind === "kill" || answer.kind === "trap" ? `killed ${SIGSYS}` : withoutFilter;
}

/** Compares what was observed in a container with the evaluator, probe by probe. */
export function disagreements(
  profile: SeccompProfile,
  context: EvaluationContext,
  probes: readonly Syscall[],
  observed: readonly string[],
  withoutFilter: readonly string[],
): Disagreement[] {
  const compiled = compileFilter(profile, context);
  return probes.flatMap((syscall, index) => {
    const evaluation = evaluateCompiled(compiled, syscall, context.kernel);
    const expected = expectedObservation(evaluation, withoutFilter[index] ?? "");
    const actual = observed[index] ?? "nothing";
    return expected === actual ? [] : [{ syscall, expected, observed: actual }];
  });
}

/** The kernel of this machine. */
export const kernel = release();
