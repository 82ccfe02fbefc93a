import path from "node:path";
import type { FileConfig } from "../lint/lint-files.js";
import type { Arguments } from "./arguments.js";
import { displayPath } from "./formats/display-path.js";
import { tellIgnored } from "./found-files.js";
import { hasOptions } from "./has-options.js";
import type { Output } from "./output.js";
import type { Loaded } from "./run/open-session.js";
import { UsageError } from "./usage-error.js";

interface Sources {
  given: Arguments;
  cwd: string;
  loaded: Loaded;
  output: Output;
}

/** What the configurations of a run leave out; nothing with `--no-ignore`. */
export class ConfiguredIgnores {
  readonly #sources: Sources;
  readonly #names: ReadonlyMap<string, string>;
  readonly #checked = new Set<FileConfig>();
  #kept = 0;
  /** A file that nobody named and that is left out. */
  #leftOut: string | null = null;
  #isNamedOut = false;

  constructor(sources: Sources) {
    this.#sources = sources;
    this.#names = new Map(sources.given.paths.map((name) => [path.resolve(sources.cwd, name), name]));
  }

  /**
   * Whether a file is left out, which is told of files that the user named. It is asked before files are linted, and what
   * is wrong with a configuration then ends the run.
   */
  async leavesOut(file: string): Promise<boolean> {
    const { given, loaded: { configuration }, output } = this.#sources;
    const unconfigured = configuration.unconfigured(file);
    const config = unconfigured ?? (await configuration.for(file));
    if (!this.#checked.has(config)) await this.#checkOptions(file, config);
    this.#checked.add(config);
    if (unconfigured !== null || given.switches.has("no-ignore") || !(await configuration.ignores(file))) {
      this.#kept += 1;
      return false;
    }
    const name = this.#names.get(file);
    if (name === undefined) {
      this.#leftOut ??= file;
    } else {
      this.#isNamedOut = true;
      tellIgnored(name, output);
    }
    return true;
  }

  /**
   * To be called when all files were asked for: a pattern that is too wide would switch the lint off unseen.
   * @throws UsageError if all are left out; not where the user named one of them, as hooks name each file that changed.
   */
  async requireSome(): Promise<void> {
    if (this.#kept > 0 || this.#isNamedOut || this.#leftOut === null) return;
    const { cwd, loaded: { configuration } } = this.#sources;
    const origin = (await configuration.configurations.resolved(this.#leftOut))?.file ?? "";
    throw new UsageError(`All files that were found are ignored, by \`ignores\` of the configuration ${displayPath(origin, cwd)}. With --no-ignore they are linted.`);
  }

  async #checkOptions(file: string, config: FileConfig): Promise<void> {
    if (!hasOptions(config)) return;
    const { cwd, loaded: { configuration, rules, plugins } } = this.#sources;
    const { checkRuleOptions } = await import("./check-rule-options.js");
    checkRuleOptions({ plugins, ...config }, cwd, rules, (await configuration.configurations.resolved(file))?.file ?? null);
  }
}
