// Measures what programs print when clone3 is answered EPERM, and under process and memory limits, and how many threads
// they have. Needs root, Linux on amd64, a C compiler and libseccomp's headers.
// Usage: node --import tsx tools/measure-programs.ts OUTPUT_JSON [NAME=PATH...] [NAME...] (all take some 8 minutes)
// NAME=PATH says where a program of tools/program-cases.ts lies (`node-10=...`); the others are looked up in PATH.
// With NAMEs only those are measured, and take the place of their former records in the file.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import type { MeasuredProgram, ProgramCase } from "./measured-program.js";
import { measuredPrograms } from "./program-cases.js";

const secondsBeforeItCountsAsRunning = 8;
const maximumLines = 4;
// A user without other processes, since RLIMIT_NPROC counts all of them.
const ordinaryUser = 61_234;
const work = mkdtempSync(path.join(os.tmpdir(), "measure-"));

interface RecordedProgram {
  program: string;
  version: string;
  cases: Recorded[];
  needs: Record<string, number>;
  anonymous_mib: Record<string, number>;
}

interface Recorded {
  cause: string;
  limit: string;
  command: string;
  exit: number | null;
  outcome: string;
  lines: string[];
}

function main(): void {
  const [output, ...places] = process.argv.slice(2);
  if (output === undefined) throw new Error("usage: tools/measure-programs.ts OUTPUT_JSON [NAME=PATH...]");
  const refuse = path.join(work, "refuse");
  execFileSync("cc", ["-O1", "-o", refuse, new URL("refuse.c", import.meta.url).pathname, "-lseccomp"]);
  execFileSync("chmod", ["0777", work]);
  const pathOf = new Map<string, string>();
  for (const [, name, file] of places.map((place) => /^([^=]+)=(.*)$/.exec(place) ?? [])) {
    if (name !== undefined && file !== undefined) pathOf.set(name, file);
  }
  const names = places.filter((place) => !place.includes("="));
  const wanted = measuredPrograms.filter(({ name }) => names.length === 0 || names.includes(name));
  const programs = wanted.flatMap((program) => measure(program, pathOf, refuse));
  const kept = names.length === 0 ? [] : formerPrograms(output).filter((former) => !programs.some(sameAs(former)));
  const recording = {
    date: new Date().toISOString().slice(0, 10),
    measured_on: `${distribution()}, glibc ${libcVersion()}, x86_64, ${os.cpus().length} CPUs`,
    method:
      "libseccomp filter (default ALLOW, clone3 -> EPERM); EAGAIN: RLIMIT_NPROC of an ordinary user; ENOMEM: " +
      "RLIMIT_AS or the program's own limit; exit >= 128 is 128 + signal, null is still running; needs: processes and threads " +
      "after 4 s; anonymous_mib: their memory that is no file's",
    programs: [...kept, ...programs],
  };
  writeFileSync(output, `${JSON.stringify(recording, null, 1)}\n`);
  rmSync(work, { recursive: true });
}

function formerPrograms(file: string): RecordedProgram[] {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as { programs: RecordedProgram[] }).programs : [];
}

function sameAs(one: RecordedProgram): (other: RecordedProgram) => boolean {
  return (other) => other.program === one.program && other.version === one.version;
}

function measure(program: MeasuredProgram, pathOf: Map<string, string>, refuse: string): RecordedProgram[] {
  const executable = program.build === undefined ? (pathOf.get(program.name) ?? which(program.executable)) : null;
  if (program.build !== undefined) build(program, pathOf);
  else if (executable === null) {
    process.stderr.write(`${program.name}: not found, left out\n`);
    return [];
  }
  const place = executable ?? path.join(work, program.name);
  const version = program.version ?? versionOf(place, program.versionArguments ?? ["--version"]);
  process.stderr.write(`${program.name} ${version}\n`);
  for (const command of program.before ?? []) spawnSync("sh", ["-c", inWork(command)], { stdio: "ignore" });
  const cases = program.cases.map((item) => run(program, item, place, refuse));
  const needs: Record<string, number> = {};
  const memory: Record<string, number> = {};
  for (const [name, words] of Object.entries(program.counts ?? {})) {
    const counted = count(place, words);
    needs[name] = counted.threads;
    memory[name] = counted.mib;
  }
  return [{ program: program.recordAs ?? program.name, version, cases, needs, anonymous_mib: memory }];
}

function run(program: MeasuredProgram, item: ProgramCase, place: string, refuse: string): Recorded {
  const words = item.words.map(inWork);
  const shownWords = item.words.map((word) => (/[\s"'();]/.test(word) ? `'${word}'` : word));
  const shown = [program.executable, ...shownWords].join(" ");
  const asRoot = item.cause === "EPERM" && item.user !== "ordinary";
  const refusal = [
    item.cause === "EPERM" ? "1" : "-",
    item.processes === undefined ? "-" : String(item.processes),
    item.addressSpace === undefined ? "-" : String(item.addressSpace),
    asRoot || item.user === "root" ? "-" : String(ordinaryUser),
  ];
  // A file, not a pipe: a child that outlives the program would keep a pipe open.
  const printed = path.join(work, "printed");
  const file = openSync(printed, "w");
  const result = spawnSync(
    "timeout",
    ["-k", "2", String(secondsBeforeItCountsAsRunning), refuse, ...refusal, place, ...words],
    { stdio: ["ignore", file, file], cwd: work, env: { ...process.env, HOME: work, ...item.environment } },
  );
  closeSync(file);
  const text = readFileSync(printed, "utf8");
  const exit = exitOf(result.status, result.signal);
  const lines = text.split(/\r?\n/).filter((line) => item.lines.test(line)).slice(0, maximumLines);
  return {
    cause: item.cause,
    limit: limitOf(item),
    command: shown,
    exit,
    outcome: item.outcome ?? (exit === null ? "hangs" : exit === 0 ? "ok" : "fails"),
    lines: lines.map((line) => clean(line, place, program.executable)),
  };
}

function exitOf(status: number | null, signal: NodeJS.Signals | null): number | null {
  // What timeout answers when it had to end the program.
  if (signal === "SIGKILL" || status === 124 || status === 137) return null;
  if (status !== null) return status;
  return signal === null ? null : 128 + os.constants.signals[signal];
}

function limitOf(item: ProgramCase): string {
  if (item.cause === "EPERM") return "seccomp: clone3 -> EPERM";
  if (item.processes !== undefined) return `RLIMIT_NPROC=${item.processes} (ordinary user)`;
  return item.addressSpace === undefined ? "its own limit" : `RLIMIT_AS=${item.addressSpace} MiB`;
}

// The process and all its descendants, after some seconds of rest.
function count(place: string, words: string[]): { threads: number; mib: number } {
  const child = spawn(place, words.map(inWork), { stdio: "ignore", cwd: work });
  spawnSync("sleep", ["4"]);
  const family = descendants(String(child.pid));
  let threads = 0;
  let kib = 0;
  for (const entry of family) {
    try {
      threads += readdirSync(`/proc/${entry}/task`).length;
      kib += Number(/^RssAnon:\s+(\d+)/m.exec(readFileSync(`/proc/${entry}/status`, "utf8"))?.[1] ?? 0);
    } catch {
      // The process ended between the two looks.
    }
  }
  for (const entry of family) kill(Number(entry), "SIGTERM");
  spawnSync("sleep", ["1"]);
  for (const entry of family) kill(Number(entry), "SIGKILL");
  return { threads, mib: Math.round(kib / 1024) };
}

function descendants(root: string): string[] {
  const children = new Map<string, string[]>();
  for (const entry of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const parent = readFileSync(`/proc/${entry}/stat`, "utf8").replace(/^.*\) /s, "").split(" ")[1] ?? "";
      children.set(parent, [...(children.get(parent) ?? []), entry]);
    } catch {
      // The process ended between the two looks.
    }
  }
  const family = [root];
  for (const member of family) family.push(...(children.get(member) ?? []));
  return family;
}

function kill(id: number, signal: NodeJS.Signals): void {
  try {
    process.kill(id, signal);
  } catch {
    // It has ended.
  }
}

function build(program: MeasuredProgram, pathOf: Map<string, string>): void {
  if (program.build === undefined) return;
  const source = path.join(work, `${program.name}${program.build.suffix}`);
  writeFileSync(source, program.build.source);
  const flags = program.build.flags.flatMap((flag) =>
    flag.startsWith("pkg-config ")
      ? execFileSync("pkg-config", flag.split(" ").slice(1), { encoding: "utf8" }).trim().split(" ")
      : [flag],
  );
  const command = pathOf.get(program.build.compiler) ?? program.build.compiler;
  execFileSync(command, ["-o", path.join(work, program.name), source, ...flags], { cwd: work });
}

function inWork(text: string): string {
  return text.replaceAll("WORK", work);
}

function clean(line: string, place: string, name: string): string {
  return line.replaceAll(place, name).replaceAll(work, "").slice(0, 300);
}

function which(name: string): string | null {
  const found = spawnSync("sh", ["-c", `command -v "${name}"`], { encoding: "utf8" }).stdout.trim();
  return found === "" ? null : found;
}

function versionOf(place: string, words: string[]): string {
  const result = spawnSync(place, words, { encoding: "utf8", timeout: 10_000 });
  return /\d+(?:\.\d+)+/.exec(`${result.stdout}${result.stderr}`)?.[0] ?? "unknown";
}

function distribution(): string {
  return /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1] ?? "Linux";
}

function libcVersion(): string {
  return execFileSync("getconf", ["GNU_LIBC_VERSION"], { encoding: "utf8" }).trim().replace("glibc ", "");
}

main();
