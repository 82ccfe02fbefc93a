import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Arguments } from "../arguments.js";
import { CacheFile } from "../cache/cache-file.js";
import { programKey } from "../cache/cache-keys.js";
import { cacheFileOf, requireCacheFile } from "../cache/open-cache.js";
import { displayPath } from "../formats/display-path.js";
import type { Surroundings } from "../main.js";
import type { Output } from "../output.js";
import { onOneLine, plainText } from "../../text/plain-text.js";
import type { Dependency } from "../run/dependency.js";
import { UsageError } from "../usage-error.js";
import { describeWriteProblem, writeFileSafely } from "../write-file.js";
import { stateOf } from "./followed-files.js";
import { makeOwnFolder } from "./own-folder.js";

/**
 * What one run keeps for the next, and on what it depended: a cache in a folder of its own. With `--cache` its file is begun with and
 * gets what is new; it may lie where nothing can be written, and what is watched must not depend on that.
 */
export class KeptResults {
  /** The cache of the runs, absolute. */
  readonly file: string;
  readonly #folder: string;
  readonly #given: Arguments;
  readonly #cwd: string;
  readonly #output: Output;
  readonly #isWanted: boolean;
  /** The state of the runs' cache of which the user's file has the content. */
  #handedOn: string;
  #told = "";

  /** @throws UsageError if no folder can be made for it. */
  constructor(given: Arguments, { cwd, variables }: Surroundings, output: Output) {
    this.#given = given;
    this.#cwd = cwd;
    this.#output = output;
    this.#isWanted = given.switches.has("cache");
    this.#folder = makeOwnFolder({ variables });
    this.file = path.join(this.#folder, "cache");
    if (this.#isWanted) copyIfThere(cacheFileOf(given, cwd), this.file);
    this.#handedOn = stateOf(this.file);
  }

  /** What the last run asked for that told of it. */
  get dependencies(): readonly Dependency[] {
    return existsSync(this.file) ? new CacheFile(this.file, programKey()).dependencies : [];
  }

  /** Writes what is new to the file of `--cache`. Why it cannot be written is told once. */
  handOn(): void {
    const state = stateOf(this.file);
    if (!this.#isWanted || state === this.#handedOn) return;
    const problem = this.#write();
    if (problem === "") this.#handedOn = state;
    else if (problem !== this.#told) this.#output.tell(`compose-lint: ${problem}\n`);
    this.#told = problem;
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #write(): string {
    const file = cacheFileOf(this.#given, this.#cwd);
    try {
      // Somebody may have put something else there meanwhile.
      requireCacheFile(this.#given, this.#cwd);
      writeFileSafely(file, readFileSync(this.file, "utf8"));
      return "";
    } catch (error) {
      if (error instanceof UsageError) return error.message;
      return `The cache ${onOneLine(plainText(displayPath(file, this.#cwd)))} was not written: ${describeWriteProblem(error)}. The first run of the next --watch takes as long as that of this one.`;
    }
  }
}

function copyIfThere(from: string, to: string): void {
  try {
    if (statSync(from).isFile()) writeFileSync(to, readFileSync(from));
  } catch {
    // One that cannot be read is written anew, as without --watch.
  }
}
