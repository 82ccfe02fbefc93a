import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { TestContext } from "node:test";
import { temporaryFolder } from "../cli/temporary-folder.js";

const POLL_MILLISECONDS = 50;
const PATIENCE_MILLISECONDS = 60_000;

interface TerminalOptions {
  cwd: string;
  columns?: number;
  rows?: number;
  variables?: Readonly<Record<string, string>>;
}

/** A program in a real terminal, that of tmux: keys go in, and the screen can be read. Ended after the test. */
export class Terminal {
  readonly #socket: string;

  constructor(test: TestContext, words: readonly string[], { cwd, columns = 80, rows = 45, variables = {} }: TerminalOptions) {
    this.#socket = path.join(temporaryFolder(test), "tmux");
    const assignments = Object.entries({ NO_COLOR: "1", ...variables }).map(([name, value]) => `${name}=${quoted(value)}`);
    // The shell tells how the program ended, and keeps the screen, also where Ctrl-C ends the program.
    const command = `trap : INT; env -u FORCE_COLOR -u CI ${assignments.join(" ")} ${words.map(quoted).join(" ")}; echo "[exit $?]"; exec sleep 300`;
    this.#tmux(["-f", "/dev/null", "new-session", "-d", "-x", String(columns), "-y", String(rows), "-c", cwd, command]);
    this.#tmux(["set-option", "-g", "history-limit", "5000"]);
    test.after(() => {
      spawnSync("tmux", ["-S", this.#socket, "kill-server"]);
    });
  }

  /** What the terminal shows, with what scrolled out of it. */
  get text(): string {
    return this.#tmux(["capture-pane", "-p", "-S", "-", "-t", "0"]);
  }

  /** What is on the screen now. */
  get screen(): string {
    return this.#tmux(["capture-pane", "-p", "-t", "0"]);
  }

  get isCursorShown(): boolean {
    return this.#tmux(["display-message", "-p", "-t", "0", "#{cursor_flag}"]).trim() === "1";
  }

  /** The process that the terminal's shell has started. */
  get child(): number {
    const shell = this.#tmux(["display-message", "-p", "-t", "0", "#{pane_pid}"]).trim();
    return Number(readFileSync(`/proc/${shell}/task/${shell}/children`, "utf8").trim().split(" ")[0]);
  }

  /** Waits until a text was shown so many times. */
  async shows(text: RegExp, times = 1): Promise<void> {
    const all = new RegExp(text.source, `${text.flags.replace("g", "")}g`);
    for (let waited = 0; (this.text.match(all)?.length ?? 0) < times; waited += POLL_MILLISECONDS) {
      if (waited > PATIENCE_MILLISECONDS) throw new Error(`${String(text)} was not shown ${times} times:\n${this.text}`);
      await sleep(POLL_MILLISECONDS);
    }
  }

  /** Waits until what is on the screen now has a text. */
  async hasOnScreen(text: RegExp): Promise<void> {
    for (let waited = 0; !text.test(this.screen); waited += POLL_MILLISECONDS) {
      if (waited > PATIENCE_MILLISECONDS) throw new Error(`${String(text)} is not on the screen:\n${this.screen}`);
      await sleep(POLL_MILLISECONDS);
    }
  }

  /** Presses keys by tmux's names: `f`, `Enter`, `Down`, `C-c`. */
  press(...keys: readonly string[]): void {
    this.#tmux(["send-keys", "-t", "0", ...keys]);
  }

  /** Types a text. */
  type(text: string): void {
    this.#tmux(["send-keys", "-t", "0", "-l", text]);
  }

  resize(columns: number, rows: number): void {
    this.#tmux(["resize-window", "-t", "0", "-x", String(columns), "-y", String(rows)]);
  }

  /** Waits for the end of the program, and tells its exit status. */
  async end(): Promise<number> {
    await this.shows(/\[exit \d+\]/u);
    return Number(/\[exit (\d+)\]/u.exec(this.text)?.[1]);
  }

  #tmux(words: readonly string[]): string {
    const run = spawnSync("tmux", ["-S", this.#socket, ...words], { encoding: "utf8", env: { ...process.env, TMUX: "" } });
    if (run.status !== 0) throw new Error(`tmux ${words.join(" ")}: ${run.stderr}`);
    return run.stdout;
  }
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
