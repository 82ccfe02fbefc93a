import { commandWords } from "./command-words.js";
import type { Command } from "./program-of.js";
import { isShell } from "./executables.js";
import { shellCommands } from "./shell-commands.js";

/** What a service hands to its program, as values that Compose has already interpolated. */
export interface ServiceSettings {
  readonly command?: Command;
  readonly entrypoint?: Command;
  /** Null is a variable that is passed through from the host: its value is not known. */
  readonly environment?: Readonly<Record<string, string | null>> | undefined;
  /** Processors of the host, which many programs count. 2 where it is not given, as on the measuring machine. */
  readonly cpus?: number | undefined;
}

/** One setting that was found, for messages that point at it. */
export interface Setting {
  /** The option or variable, such as `--v8-pool-size` or `UV_THREADPOOL_SIZE`. */
  readonly name: string;
  readonly value: string;
  readonly from: "command" | "environment";
  /** The variable that carries it (`NODE_OPTIONS`, or the setting itself); null where it stands in the command. */
  readonly variable: string | null;
}

interface Source {
  readonly words: readonly string[];
  readonly variable: string | null;
}

/** The settings of one service: options on its command line and in variables that carry options, and its variables. */
export class SettingsReader {
  readonly #sources: Source[] = [];
  readonly #environment = new Map<string, string>();
  readonly words: readonly string[];
  readonly cpus: number;

  /** `carriers` are variables with options in them; later ones overrule earlier ones, `null` stands for the command. */
  constructor(settings: ServiceSettings, carriers: readonly (string | null)[] = [null]) {
    this.cpus = settings.cpus !== undefined && settings.cpus >= 1 ? Math.floor(settings.cpus) : 2;
    for (const [name, value] of Object.entries(settings.environment ?? {})) {
      if (value !== null) this.#environment.set(name, value);
    }
    this.words = [...plainWords(settings.entrypoint), ...plainWords(settings.command)];
    this.#readAssignments();
    for (const variable of carriers) {
      const text = variable === null ? "" : (this.#environment.get(variable) ?? "");
      this.#sources.push({ words: variable === null ? this.words : commandWords(text), variable });
    }
  }

  /** A variable of the environment, or of an assignment in front of the command (`UV_THREADPOOL_SIZE=8 node x`). */
  variable(...names: readonly string[]): Setting | null {
    for (const name of names) {
      const value = this.#environment.get(name);
      if (value !== undefined) return { name, value, from: "environment", variable: name };
    }
    return null;
  }

  /** The last value of an option under any of its names: `--name=value`, `--name value`, `-n value`, `-nvalue`. */
  option(...names: readonly string[]): Setting | null {
    return this.#last((words, index) => {
      const word = words[index] ?? "";
      for (const name of names) {
        if (word === name) return { name, value: words[index + 1] ?? "" };
        if (word.startsWith(`${name}=`)) return { name, value: word.slice(name.length + 1) };
        const attached = /^-[A-Za-z]$/.test(name) && word.startsWith(name) && /^\d/.test(word.slice(2));
        if (attached) return { name, value: word.slice(2) };
      }
      return null;
    });
  }

  /** The last word that starts with a prefix, its value being the rest: `-Xmx512m`, `-XX:ParallelGCThreads=4`. */
  prefixed(...prefixes: readonly string[]): Setting | null {
    return this.#last((words, index) => {
      const word = words[index] ?? "";
      const prefix = prefixes.find((candidate) => word.startsWith(candidate));
      return prefix === undefined ? null : { name: prefix.replace(/=$/, ""), value: word.slice(prefix.length) };
    });
  }

  /** The last `name=value` behind a flag: `-c max_connections=9`, `--max-connections=9`, `-p thread_pool_min=10`. */
  parameter(flags: readonly string[], name: string): Setting | null {
    return this.#last((words, index) => {
      const word = words[index] ?? "";
      const flag = flags.find((candidate) => word.startsWith(candidate));
      if (flag === undefined) return null;
      const text = word === flag ? (words[index + 1] ?? "") : word.slice(flag.length);
      const match = /^\s*([\w.-]+)\s*=(.*)$/s.exec(text);
      return match?.[1]?.replaceAll("-", "_") === name ? { name, value: match[2]?.trimStart() ?? "" } : null;
    });
  }

  /** True where one of the words stands there as it is. */
  has(...wanted: readonly string[]): boolean {
    return this.#sources.some(({ words }) => words.some((word) => wanted.includes(word)));
  }

  #last(
    read: (words: readonly string[], index: number) => { name: string; value: string } | null,
  ): Setting | null {
    let last: Setting | null = null;
    for (const { words, variable } of this.#sources) {
      for (let index = 0; index < words.length; index += 1) {
        const found = read(words, index);
        if (found !== null) last = { ...found, from: variable === null ? "command" : "environment", variable };
      }
    }
    return last;
  }

  // Variables are in capitals as a rule, and the programs' own `name=value` words are not.
  #readAssignments(): void {
    for (const word of this.words) {
      const match = /^([A-Z_][A-Z0-9_]*)=(.*)$/s.exec(word);
      if (match !== null) this.#environment.set(match[1] ?? "", match[2] ?? "");
    }
  }
}

/** The words of a command, with the scripts of `sh -c` taken apart into theirs. */
function plainWords(command: Command): readonly string[] {
  const words = typeof command === "string" ? commandWords(command) : (command ?? []);
  const shell = words.findIndex(isShell);
  const script = words.findIndex((word, index) => shell !== -1 && index > shell && /^-[a-z]*c$/.test(word));
  const text = words[script + 1];
  if (script === -1 || text === undefined) return words;
  return [...words.slice(0, script + 1), ...shellCommands(text).flat(), ...words.slice(script + 2)];
}

/** A setting's value as a whole number of at least `least`, else null. */
export function countOf(setting: Setting | null, least = 0): number | null {
  if (setting === null || !/^\d{1,9}$/.test(setting.value.trim())) return null;
  const count = Number(setting.value.trim());
  return count >= least ? count : null;
}
