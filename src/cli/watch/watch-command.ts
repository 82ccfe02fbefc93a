import { spawn } from "node:child_process";
import { accessSync, constants, existsSync, statSync } from "node:fs";
import path from "node:path";
import type { Readable } from "node:stream";
import { fileKind } from "../../eslint/file-kind.js";
import type { Arguments } from "../arguments.js";
import { commandNames } from "../command.js";
import { ExitCode } from "../exit-code.js";
import { globRoot } from "../glob-root.js";
import { displayPath } from "../formats/display-path.js";
import { counted } from "../formats/finding-words.js";
import type { Environment } from "../main.js";
import type { Output } from "../output.js";
import { onOneLine, plainText } from "../../text/plain-text.js";
import { stoppedBySignals } from "../signals.js";
import { chosenFiles } from "./chosen-files.js";
import { configurationsIn, decidingFiles, flaggedFiles } from "./deciding-files.js";
import { isFolder } from "./followed-files.js";
import { KeptResults } from "./kept-results.js";
import { limitReached, type LimitError } from "./watch-limit.js";
import { WatchedFiles } from "./watched-files.js";

const MOST_NAMED = 3;

/**
 * `--watch`: runs, and runs again whenever something changes that the last run depended on, until a signal ends it, or nobody
 * reads any more what it prints. Each run is a process of its own, so that it sees configurations and plugins as they are then;
 * what has not changed it takes from a cache that is kept meanwhile.
 */
export async function watchFiles(given: Arguments, environment: Environment, output: Output): Promise<ExitCode> {
  return stoppedBySignals(async (stop) => {
    const kept = new KeptResults(given, environment, output);
    try {
      return await new Watch(given, environment, output, kept).until(stop);
    } finally {
      kept.remove();
    }
  });
}

/** The words of one run: those of the user without `--watch`, and the cache in place of theirs. */
export function wordsOfRuns(words: readonly string[], cache: string): string[] {
  const end = words.includes("--") ? words.indexOf("--") : words.length;
  const isLeftOut = (word: string, index: number): boolean =>
    /^--(?:watch|cache|cache-location(?:=.*)?)$/su.test(word) || words[index - 1] === "--cache-location";
  const kept = words.filter((word, index) => index >= end || !isLeftOut(word, index));
  const hasCommand = (commandNames as readonly (string | undefined)[]).includes(kept[0]);
  return kept.toSpliced(hasCommand ? 1 : 0, 0, "--cache", "--cache-location", cache);
}

class Watch {
  readonly #cwd: string;
  readonly #output: Output;
  readonly #given: Arguments;
  readonly #environment: Environment;
  readonly #words: readonly string[];
  readonly #kept: KeptResults;
  /** Absolute: what the words stand for. */
  readonly #roots: readonly string[];
  readonly #files: WatchedFiles;
  /** Whether what runs print goes through this program, which then learns that nobody reads it. */
  readonly #passesOn: boolean;
  #isUnread = false;
  /** That the system watches no more. */
  #limit: LimitError | null = null;
  readonly #limited: Promise<void>;
  #changed: string[] = [];
  #wake: () => void = () => undefined;

  constructor(given: Arguments, environment: Environment, output: Output, kept: KeptResults) {
    const { paths, switches, values } = given;
    const { cwd, stdout, words } = environment;
    this.#given = given;
    this.#environment = environment;
    this.#cwd = cwd;
    // A report that is written to the device of standard output finds that of this program.
    this.#passesOn = !stdout.isTTY && values.get("output-file")?.some((file) => /^\/(?:dev|proc)\//u.test(file)) !== true;
    stdout.whenClosed?.(() => {
      this.#isUnread = true;
      this.#wake();
    });
    this.#output = output;
    this.#kept = kept;
    this.#words = wordsOfRuns(words, kept.file);
    this.#roots = paths.length === 0 ? [cwd] : paths.map((name) => rootOf(name, cwd));
    const takeChanges = (files: readonly string[]): void => {
      this.#changed.push(...files);
      this.#wake();
    };
    let takeLimit: (error: LimitError) => void = () => undefined;
    this.#limited = new Promise((resolve) => {
      takeLimit = (error) => {
        this.#limit ??= error;
        this.#wake();
        resolve();
      };
    });
    this.#files = new WatchedFiles({ roots: this.#roots, isDeep: paths.length > 0, detects: switches.has("detect") }, takeChanges, takeLimit);
  }

  /**
   * Ends when it is stopped, or when nobody reads what runs print: then with the status of the last one.
   * @throws UsageError where the system watches no more.
   */
  async until(stop: AbortSignal): Promise<ExitCode> {
    stop.addEventListener("abort", () => { this.#wake(); });
    try {
      // Where the system watches nothing, it is never ready.
      await Promise.race([this.#files.ready(), this.#limited]);
      return await this.#runs(stop);
    } finally {
      await this.#files.close();
    }
  }

  async #runs(stop: AbortSignal): Promise<ExitCode> {
    const isEnded = (): boolean => stop.aborted || this.#isUnread || this.#limit !== null;
    let code: ExitCode | null = null;
    while (!isEnded()) {
      this.#changed = [];
      const started = Date.now();
      const isHere = mayEnter(this.#cwd);
      code = isHere ? await this.#run(stop) : this.#tellGone();
      if (mayEnter(this.#cwd)) this.#kept.handOn();
      const awaited = isHere ? [] : [this.#cwd];
      // Nobody watched these while they were read.
      const fresh = this.#follow(awaited);
      this.#changed.push(...fresh.filter((file) => changedSince(file, started)), ...awaited.filter(mayEnter));
      if (!isEnded()) await this.#nextChange(code === ExitCode.clean ? "No errors. " : "");
    }
    if (this.#limit !== null) throw limitReached(this.#limit);
    return code ?? ExitCode.clean;
  }

  /** Follows what the last run depended on, and what the next one will look for. Returns what was not followed before. */
  #follow(awaited: readonly string[]): string[] {
    const { dependencies } = this.#kept;
    const folders = this.#roots.map((root) => (isFolder(root) ? root : path.dirname(root)));
    // Below named folders all are watched.
    const isBelow = (folder: string): boolean => this.#given.paths.length > 0 && this.#roots.some((root) => isInside(folder, root));
    const linted = new Set(dependencies.filter(([question, file]) => question === "read" && fileKind(file) !== null).map(([, file]) => path.dirname(file)));
    const places = [...folders, ...[...linted].filter((folder) => !isBelow(folder))];
    return this.#files.follow(dependencies, [
      ...awaited,
      ...decidingFiles(places),
      ...configurationsIn([...places, ...this.#files.foldersWithConfiguration]),
      ...flaggedFiles(this.#given, this.#cwd),
      ...chosenFiles(this.#given, this.#environment),
    ]);
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
    const child = spawn(process.execPath, [...process.execArgv, program, ...this.#words], { cwd: this.#cwd, stdio: ["ignore", stdout, "inherit"] });
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

function isInside(place: string, folder: string): boolean {
  return place === folder || place.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);
}

function changedSince(file: string, time: number): boolean {
  try {
    return statSync(file).mtimeMs >= time;
  } catch {
    // It is not there, as when it was looked for.
    return false;
  }
}
