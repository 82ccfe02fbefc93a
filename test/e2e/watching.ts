import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { temporaryFolder } from "../cli/temporary-folder.js";
import { repository } from "./places.js";

export const program = path.join(repository, "dist", "bin.cjs");
export const failing = "services:\n  web:\n    image: node:20-bookworm\n";
export const working = "services:\n  web:\n    image: node:20-alpine3.23\n";
const PATIENCE_MILLISECONDS = 60_000;
const idle = /Watching for changes\. Ctrl-C ends\.\n/gu;

interface Options {
  /** The folder below that of the files in which it runs. */
  within?: string;
  variables?: NodeJS.ProcessEnv;
}

/** A program that watches a folder. */
export class Watching {
  readonly folder: string;
  readonly child: ChildProcess;
  /** Where the program makes its temporary files. */
  readonly temporary: string;
  #printed = "";
  /** What was printed before the last answer. */
  #seen = 0;

  constructor(test: TestContext, files: Readonly<Record<string, string>>, words: readonly string[] = [], { within = ".", variables = {} }: Options = {}) {
    this.folder = temporaryFolder(test, files);
    this.temporary = temporaryFolder(test);
    const env = { ...process.env, NO_COLOR: "1", TMPDIR: this.temporary, ...variables };
    this.child = spawn(process.execPath, [program, "--engine", "20.10.9", "--format", "compact", "--watch", ...words], { cwd: path.join(this.folder, within), env, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [this.child.stdout, this.child.stderr]) stream?.setEncoding("utf8").on("data", (text: string) => (this.#printed += text));
    test.after(() => this.child.kill("SIGKILL"));
  }

  write(name: string, text: string): void {
    const file = path.join(this.folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  /** What is printed until the program waits for a change again. */
  async answer(): Promise<string> {
    const start = this.#seen;
    for (let waited = 0; ; waited += 20) {
      const text = this.#printed.slice(start);
      const [end] = [...text.matchAll(idle)].map((match) => match.index + match[0].length);
      if (end !== undefined) {
        this.#seen = start + end;
        return text.slice(0, end);
      }
      if (waited > PATIENCE_MILLISECONDS) throw new Error(`It does not wait: ${this.#printed}`);
      await sleep(20);
    }
  }

  /** Answers until one fits: an editor's change may be seen in two steps. */
  async answers(expected: RegExp): Promise<string> {
    for (;;) {
      const text = await this.answer();
      if (expected.test(text)) return text;
    }
  }

  /** All that was printed. */
  get printed(): string {
    return this.#printed;
  }

  /** How it ends by itself. */
  async ended(): Promise<number | null> {
    if (this.child.exitCode !== null) return this.child.exitCode;
    return new Promise((resolve) => this.child.on("close", resolve));
  }

  async end(signal: NodeJS.Signals): Promise<[number | null, NodeJS.Signals | null]> {
    const ended = new Promise<[number | null, NodeJS.Signals | null]>((resolve) => this.child.on("close", (code, by) => { resolve([code, by]); }));
    this.child.kill(signal);
    return ended;
  }
}
