// Finds the lowest limit on processes and on memory under which a program still does its first ordinary work, by
// halving, in control groups of its own (version 1 or 2). Needs root, and the programs of tools/floor-probes.ts.
// Usage: node --import tsx tools/measure-floors.ts OUTPUT_JSON [NAME=PATH...] [NAME...]
// With NAMEs only those are measured, and take the place of their former records in the file.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { probes, type Probe } from "./floor-probes.js";

const secondsToSucceed = 25;
const work = mkdtempSync(path.join(os.tmpdir(), "floors-"));

interface Floor {
  program: string;
  version: string;
  command: string;
  processes: number | null;
  memory_mib: number | null;
}

interface Limit {
  controller: "pids" | "memory";
  file: string;
  unit: number;
  highest: number;
}

const version2 = existsSync("/sys/fs/cgroup/cgroup.controllers");
const processLimit: Limit = { controller: "pids", file: "pids.max", unit: 1, highest: 320 };
const memoryLimit: Limit = {
  controller: "memory",
  file: version2 ? "memory.max" : "memory.limit_in_bytes",
  unit: 1 << 20,
  highest: 1024,
};

async function main(): Promise<void> {
  const [output, ...places] = process.argv.slice(2);
  if (output === undefined) throw new Error("usage: tools/measure-floors.ts OUTPUT_JSON [NAME=PATH...] [NAME...]");
  const pathOf = new Map<string, string>();
  for (const [, name, file] of places.map((place) => /^([^=]+)=(.*)$/.exec(place) ?? [])) {
    if (name !== undefined && file !== undefined) pathOf.set(name, file);
  }
  const names = places.filter((place) => !place.includes("="));
  const floors: Floor[] = [];
  spawnSync("chmod", ["0777", work]);
  for (const probe of probes.filter(({ name }) => names.length === 0 || names.includes(name))) {
    const floor = await measure(probe, pathOf.get(probe.name) ?? inWork(probe.words[0] ?? ""));
    process.stderr.write(`${JSON.stringify(floor)}\n`);
    floors.push(floor);
    write(output, floors, names.length > 0);
  }
  rmSync(work, { recursive: true, force: true });
}

async function measure(probe: Probe, place: string): Promise<Floor> {
  for (const command of probe.before ?? []) spawnSync("sh", ["-c", inWork(command)], { stdio: "ignore" });
  const version = spawnSync(place, probe.versionWords ?? ["--version"], { encoding: "utf8", timeout: 20_000 });
  return {
    program: probe.program,
    version: probe.version ?? /\d+(?:\.\d+)+/.exec(`${version.stdout}${version.stderr}`)?.[0] ?? "unknown",
    command: probe.words.join(" "),
    processes: await lowest(probe, place, processLimit),
    memory_mib: await lowest(probe, place, memoryLimit),
  };
}

// The lowest that works, given that one more than each failing limit was tried; null where the highest fails.
async function lowest(probe: Probe, place: string, limit: Limit): Promise<number | null> {
  if (!(await works(probe, place, limit, limit.highest))) return null;
  let failing = 0;
  let working = limit.highest;
  while (working - failing > 1) {
    const middle = Math.floor((failing + working) / 2);
    // Near its floor a program may work at one time and not at another; one failure of three tries is a failure.
    let all = true;
    for (let round = 0; round < 3 && all; round += 1) all = await works(probe, place, limit, middle);
    if (all) working = middle;
    else failing = middle;
  }
  return working;
}

async function works(probe: Probe, place: string, limit: Limit, value: number): Promise<boolean> {
  for (const command of probe.beforeEach ?? []) spawnSync("sh", ["-c", inWork(command)], { stdio: "ignore" });
  const group = makeGroup(limit, value);
  const words = probe.words.slice(1).map(inWork);
  // The shell enters the group and becomes the program.
  const script = `echo $$ > ${group}/cgroup.procs && exec "$0" "$@"`;
  const child = spawn("sh", ["-c", script, place, ...words], { cwd: work, stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  const good = await new Promise<boolean>((resolve) => {
    const timer = setTimeout(resolve, secondsToSucceed * 1000, false);
    const read = (data: Buffer): void => {
      printed += data.toString("latin1");
      if (probe.good.test(printed)) resolve(true);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.on("error", () => {
      resolve(false);
    });
    child.on("close", () => {
      clearTimeout(timer);
      resolve(probe.good.test(printed));
    });
  });
  // What it prints when it is ended is no failure.
  await new Promise((resolve) => setTimeout(resolve, good ? 300 : 0));
  const fine = good && !(probe.bad?.test(printed) ?? false);
  await endGroup(group);
  return fine;
}

function makeGroup(limit: Limit, value: number): string {
  const root = version2 ? "/sys/fs/cgroup" : `/sys/fs/cgroup/${limit.controller}`;
  const group = path.join(root, `floor-${process.pid}`);
  mkdirSync(group, { recursive: true });
  writeFileSync(path.join(group, limit.file), String(value * limit.unit));
  return group;
}

// Only the group's own members are ended.
async function endGroup(group: string): Promise<void> {
  for (let round = 0; round < 50; round += 1) {
    const members = readFileSync(path.join(group, "cgroup.procs"), "utf8").split("\n").filter(Boolean);
    if (members.length === 0) break;
    for (const member of members) spawnSync("kill", [round < 10 ? "-TERM" : "-KILL", member]);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  rmdirSync(group);
}

function write(output: string, floors: Floor[], merge: boolean): void {
  const former = merge && existsSync(output) ? readFloors(output) : [];
  const kept = former.filter((one) => !floors.some((two) => sameProgram(one, two)));
  const recording = {
    date: new Date().toISOString().slice(0, 10),
    measured_on: `${os.cpus().length} processors, control groups of version ${version2 ? 2 : 1}, no swap`,
    method: "the lowest limit under which the command does its work three times of three; null: not found",
    floors: [...kept, ...floors],
  };
  writeFileSync(output, `${JSON.stringify(recording, null, 1)}\n`);
}

function readFloors(file: string): Floor[] {
  return (JSON.parse(readFileSync(file, "utf8")) as { floors: Floor[] }).floors;
}

function sameProgram(one: Floor, two: Floor): boolean {
  return one.program === two.program && one.version === two.version;
}

function inWork(text: string): string {
  return text.replaceAll("WORK", work);
}

await main();
