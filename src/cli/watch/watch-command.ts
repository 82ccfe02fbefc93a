import { spawn } from "node:child_process";
import { accessSync, constants, existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Readable } from "node:stream";
import type { Arguments } from "../arguments.js";
import { cacheFileOf } from "../cache/open-cache.js";
import { CacheFile } from "../cache/cache-file.js";
import { programKey } from "../cache/cache-keys.js";
import { commandNames } from "../command.js";
import { ExitCode } from "../exit-code.js";
import { gitExcludeFileAbove } from "../git-exclude.js";
import { globRoot } from "../glob-root.js";
import { displayPath } from "../formats/display-path.js";
import { counted } from "../formats/finding-words.js";
import type { Environment } from "../main.js";
import type { Output } from "../output.js";
import { onOneLine, plainText } from "../../text/plain-text.js";
import { stoppedBySignals } from "../signals.js";
import { configurationsAbove } from "./configurations-above.js";
import { isFolder } from "./followed-files.js";
import { WatchedFiles } from "./watched-files.js";

const MOST_NAMED = 3;

/**
 * `--watch`: runs, and runs again whenever something changes that the last run depended on, until a signal ends it, or nobody
 * reads any more what it prints. Each run is a process of its own, so that it sees configurations and plugins as they are then;
 * what has not changed it takes from a cache that is kept meanwhile.
 */
export async function watchFiles(given: Arguments, environment: Environment, output: Output): Promise<ExitCode> {
  const own = given.switches.has("cache") ? null : mkdtempSync(path.join(tmpdir(), "compose-lint-watch-"));
  const cache = own === null ? cacheFileOf(given, environment.cwd) : path.join(own, "cache");
  const words = wordsOfRuns(environment.words, own === null ? null : cache);
  return stoppedBySignals(async (stop) => {
    try {
      return await new Watch(given, environment, output, { words, cache }).until(stop);
    } finally {
      if (own !== null) rmSync(own, { recursive: true, force: true });
    }
  });
}

/** The words of one run: those of the user without `--watch`, and the cache. */
export function wordsOfRuns(words: readonly string[], cache: string | null): string[] {
  const end = words.includes("--") ? words.indexOf("--") : words.length;
  const kept = words.filter((word, index) => word !== "--watch" || index > end);
  if (cache === null) return kept;
  const hasCommand = (commandNames as readonly (string | undefined)[]).includes(kept[0]);
  return kept.toSpliced(hasCommand ? 1 : 0, 0, "--cache", "--cache-location", cache);
}

interface Runs {
  words: readonly string[];
  /** The file in which a run says what it depended on. */
  cache: string;
}

class Watch {
  readonly #cwd: string;
  readonly #output: Output;
  readonly #runs: Runs;
  /** Absolute: what the words stand for. */
  readonly #roots: readonly string[];
  readonly #files: WatchedFiles;
  /** Whether what runs print goes through this program, which then learns that nobody reads it. */
  readonly #passesOn: boolean;
  #isUnread = false;
  #changed: string[] = [];
  #wake: () => void = () => undefined;

  constructor({ paths, switches, values }: Arguments, { cwd, stdout }: Environment, output: Output, runs: Runs) {
    this.#cwd = cwd;
    // A report that is written to the device of standard output finds that of this program.
    this.#passesOn = !stdout.isTTY && values.get("output-file")?.some((file) => /^\/(?:dev|proc)\//u.test(file)) !== true;
    stdout.whenClosed?.(() => {
      this.#isUnread = true;
      this.#wake();
    });
    this.#output = output;
    this.#runs = runs;
    this.#roots = paths.length === 0 ? [cwd] : paths.map((name) => rootOf(name, cwd));
    this.#files = new WatchedFiles({ roots: this.#roots, isDeep: paths.length > 0, detects: switches.has("detect") }, (files) => {
      this.#changed.push(...files);
      this.#wake();
    });
  }

  /** Ends when it is stopped, or when nobody reads what runs print: then with the status of the last one. */
  async until(stop: AbortSignal): Promise<ExitCode> {
    stop.addEventListener("abort", () => { this.#wake(); });
    await this.#files.ready();
    const isEnded = (): boolean => stop.aborted || this.#isUnread;
    let code: ExitCode | null = null;
    while (!isEnded()) {
      this.#changed = [];
      const started = Date.now();
      const isHere = mayEnter(this.#cwd);
      code = isHere ? await this.#run(stop) : this.#tellGone();
      const dependencies = existsSync(this.#runs.cache) ? new CacheFile(this.#runs.cache, programKey()).dependencies : [];
      const awaited = isHere ? [] : [this.#cwd];
      const ignores = this.#roots.map(gitExcludeFileAbove).filter((file) => file !== null);
      // Nobody watched these while they were read.
      const fresh = this.#files.follow(dependencies, [...awaited, ...ignores, ...configurationsAbove([...this.#roots, ...this.#files.foldersWithConfiguration])]);
      this.#changed.push(...fresh.filter((file) => changedSince(file, started)), ...awaited.filter(mayEnter));
      if (!isEnded()) await this.#nextChange(code === ExitCode.clean ? "No errors. " : "");
    }
    await this.#files.close();
    return code ?? ExitCode.clean;
  }

  #tellGone(): ExitCode {
    const why = isFolder(this.#cwd) ? "may not be entered" : "is gone";
    this.#output.tell(`compose-lint: The folder ${onOneLine(plainText(this.#cwd))} ${why}. It is linted again once it is there.\n`);
    return ExitCode.fatal;
  }

  async #nextChange(state: string): Promise<void> {
    if (this.#changed.length === 0) {
      this.#output.tell(`${state}Watching for changes. Ctrl-C ends.\n`);
      await new Promise<void>((resolve) => { this.#wake = resolve; });
    }
    const files = [...new Set(this.#changed)];
    if (files.length === 0) return;
    const names = files.slice(0, MOST_NAMED).map((file) => onOneLine(plainText(displayPath(file, this.#cwd))));
    const more = files.length > MOST_NAMED ? ` and ${counted(files.length - MOST_NAMED, "other file")}` : "";
    this.#output.tell(`\n${new Date().toTimeString().slice(0, 8)} ${names.join(", ")}${more} changed.\n`);
  }

  /** Runs once; what the run prints goes where this program prints. Tells its exit status, null after a signal. */
  async #run(stop: AbortSignal): Promise<ExitCode | null> {
    const program = process.argv[1] ?? "";
    const stdout = this.#passesOn ? "pipe" : "inherit";
    const child = spawn(process.execPath, [...process.execArgv, program, ...this.#runs.words], { cwd: this.#cwd, stdio: ["ignore", stdout, "inherit"] });
    const passLast = child.stdout === null ? () => undefined : passLines(child.stdout, this.#output);
    const end = (): void => void child.kill();
    stop.addEventListener("abort", end);
    const code = await new Promise<ExitCode | null>((resolve, reject) => {
      child.on("error", (error) => {
        // It went just now.
        if (mayEnter(this.#cwd)) reject(error);
        else resolve(this.#tellGone());
      });
      child.on("close", resolve);
    });
    stop.removeEventListener("abort", end);
    passLast();
    return code;
  }
}

/**
 * Prints what a run prints, all but the last line of it, for which the returned function is: a reader that has seen enough
 * before, such as `head`, is gone by the end of the run, and that is found out with this line and not only after a change.
 */
function passLines(from: Readable, output: Output): () => void {
  let last = "";
  from.setEncoding("utf8").on("data", (text: string) => {
    const all = last + text;
    const start = all.lastIndexOf("\n", all.length - 2) + 1;
    last = all.slice(start);
    if (start > 0) output.print(all.slice(0, start));
  });
  return () => {
    if (last !== "") output.print(last);
  };
}

/** The file or folder that a name stands for; of a glob, the folder in which it starts. */
function rootOf(name: string, cwd: string): string {
  const place = path.resolve(cwd, name);
  return existsSync(place) ? place : globRoot(name, cwd);
}

/** Whether a process can begin in a folder. */
function mayEnter(folder: string): boolean {
  try {
    accessSync(folder, constants.X_OK);
    return isFolder(folder);
  } catch {
    return false;
  }
}

function changedSince(file: string, time: number): boolean {
  try {
    return statSync(file).mtimeMs >= time;
  } catch {
    // It is not there, as when it was looked for.
    return false;
  }
}
