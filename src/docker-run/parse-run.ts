import { closestName } from "../dockerfile/closest-name.js";
import type { SourceRange } from "../text/source-range.js";
import { clientsWith, flagsOfClient, globalOptionsWithValue, type Client, type KnownFlag } from "./known-flags.js";
import { readWords } from "./read-words.js";
import { refusedCombination, refusedImage } from "./refused-combination.js";
import type { RunCommand, RunFlag } from "./run-command.js";
import { rangeInWord, type CommandProblem, type Dialect, type ShellWord } from "./shell-word.js";
import { valueProblem } from "./value-problem.js";

/**
 * Parses the command line at an offset as the client itself does: flags end at the image or at `--`, letters may be
 * joined (`-dit`, `-p80:80`), a switch may have a value (`--rm=false`).
 * Null where the command is another one than `run` or `create`.
 */
export function parseRun(text: string, start = 0, end = text.length, dialect: Dialect = "shell"): RunCommand | null {
  const { words, end: last, problem } = readWords(text, start, end, dialect);
  const client = clientOf(words[0]);
  if (client === null) return null;
  const verb = findVerb(words, client);
  const verbText = words[verb]?.text;
  const first = words[0];
  const verbWord = words[verb];
  if (first === undefined || verbWord === undefined || (verbText !== "run" && verbText !== "create")) return null;
  const parser = new FlagParser(client, words.slice(verb + 1));
  if (problem === null) parser.parse();
  const headRange: SourceRange = [first.range[0], verbWord.range[1]];
  const missing =
    problem === null && parser.problems.length === 0 && parser.image === null
      ? [{ code: "incomplete" as const, message: `\`${client} ${verbText}\` needs an image behind its options.`, range: headRange }]
      : [];
  return {
    client,
    verb: verbText,
    range: [first.range[0], problem === null ? Math.max(last, verbWord.range[1]) : end],
    headRange,
    flags: parser.flags,
    opaque: parser.opaque,
    image: parser.image,
    args: parser.args,
    problems: [...(problem === null ? [] : [problem]), ...parser.problems, ...missing],
  };
}

/** Which client a word runs; null for any other program. */
function clientOf(word: ShellWord | undefined): Client | null {
  const name = /^(?:.*[\\/])?(docker|podman|nerdctl)(?:\.exe|\.lima|-remote)?$/u.exec(word?.text ?? "")?.[1];
  return name === undefined ? null : (name as Client);
}

/** The index of the verb behind the client's own options and behind `container`. */
function findVerb(words: readonly ShellWord[], client: Client): number {
  let index = 1;
  for (;;) {
    const text = words[index]?.text ?? "";
    if (globalOptionsWithValue[client].includes(text)) index += 2;
    else if (text.startsWith("-") || text === "container") index += 1;
    else return index;
  }
}

const optionVariable = /opt|arg|flag|param|extra|env|mount|volume|port|switch|gpu/iu;

class FlagParser {
  readonly flags: RunFlag[] = [];
  readonly opaque: ShellWord[] = [];
  readonly problems: CommandProblem[] = [];
  image: ShellWord | null = null;
  args: readonly ShellWord[] = [];
  readonly #client: Client;
  readonly #words: readonly ShellWord[];
  #index = 0;

  constructor(client: Client, words: readonly ShellWord[]) {
    this.#client = client;
    this.#words = words;
  }

  parse(): void {
    for (; this.#index < this.#words.length && this.problems.length === 0; this.#index += 1) {
      const word = this.#words[this.#index];
      if (word === undefined) return;
      if (this.#isOpaque(word)) this.opaque.push(word);
      else if (word.text === "--") {
        this.#takeImage(this.#index + 1);
        return;
      }
      else if (word.text.startsWith("--")) this.#long(word);
      else if (word.text.startsWith("-") && word.text !== "-") this.#letters(word);
      else {
        this.#takeImage(this.#index);
        return;
      }
    }
  }

  /** `$OPTS` and `$(options)` before the image: the shell may make options of it. */
  #isOpaque(word: ShellWord): boolean {
    const isLast = this.#index === this.#words.length - 1;
    if (isLast) return false;
    if (word.splits !== null) return optionVariable.test(word.splits);
    const [written] = word.unknown;
    const whole = word.unknown.length === 1 && /^\$\{(?:ARGUMENT|OUTPUT_OF_A_COMMAND)\}$/u.test(word.text);
    // What builds or names an image stands for the image.
    return whole && written !== undefined && /^(?:\$[@*]$|\$\(|`)/u.test(written) && !/build|image/iu.test(written);
  }

  #takeImage(index: number): void {
    this.image = this.#words[index] ?? null;
    this.args = this.#words.slice(index + 1);
    if (this.#client !== "docker" || this.image === null) return;
    const problem = refusedCombination(this.flags) ?? refusedImage(this.image);
    if (problem !== null) this.problems.push(problem);
  }

  #long(word: ShellWord): void {
    const equals = word.text.indexOf("=");
    const name = word.text.slice(2, equals === -1 ? undefined : equals);
    const flag = flagsOfClient(this.#client).long.get(name);
    if (flag === undefined) {
      this.#unknown(`--${name}`, name, word);
      return;
    }
    const value = equals === -1 ? null : { word, start: equals + 1 };
    this.#add(flag, `--${name}`, word, value, true);
  }

  #letters(word: ShellWord): void {
    const { text } = word;
    for (let at = 1; at < text.length; at += 1) {
      const letter = text.charAt(at);
      const flag = flagsOfClient(this.#client).short.get(letter);
      if (flag === undefined) {
        this.#unknown(`-${letter}`, letter, word, at);
        return;
      }
      const follows = text.charAt(at + 1);
      const alone = at === 1 && (flag.kind !== "switch" || follows === "" || follows === "=");
      if (flag.kind === "switch" && follows !== "=") {
        this.#add(flag, `-${letter}`, word, null, alone);
        continue;
      }
      const start = follows === "=" ? at + 2 : at + 1;
      this.#add(flag, `-${letter}`, word, follows === "" ? null : { word, start }, alone);
      return;
    }
  }

  #add(flag: KnownFlag, written: string, word: ShellWord, attached: RunFlag["valueIn"], alone: boolean): void {
    const { name, kind } = flag;
    if (kind === "switch") {
      this.#addSwitch(flag, written, word, attached, alone);
      return;
    }
    let valueIn = attached;
    if (valueIn === null) {
      const next = this.#words[this.#index + 1];
      if (next === undefined) {
        this.problems.push({ code: "incomplete", message: `${written} needs a value, and nothing follows it.`, range: word.range });
        return;
      }
      this.#index += 1;
      valueIn = { word: next, start: 0 };
    }
    const value = valueIn.word.text.slice(valueIn.start);
    const valueRange = attached === null ? valueIn.word.range : rangeInWord(valueIn.word, valueIn.start, valueIn.word.text.length);
    this.flags.push({ name, kind, written, value, valueRange, valueIn, range: [word.range[0], valueIn.word.range[1]], alone });
    const problem = this.#client === "docker" ? valueProblem(name, value) : null;
    if (problem !== null) this.problems.push({ code: "refused", message: `${written} ${problem}.`, range: valueRange });
  }

  #addSwitch(flag: KnownFlag, written: string, word: ShellWord, attached: RunFlag["valueIn"], alone: boolean): void {
    const { name, kind } = flag;
    const given = attached === null ? "true" : attached.word.text.slice(attached.start);
    const valueRange = attached === null ? word.range : rangeInWord(word, attached.start, word.text.length);
    const value = /^(?:1|t|T|TRUE|true|True)$/u.test(given) ? "true" : /^(?:0|f|F|FALSE|false|False)$/u.test(given) ? "false" : null;
    if (value === null && !given.includes("$")) {
      const message = `${written} takes true or false, not ${given === "" ? "an empty value" : `\`${given}\``}.`;
      this.problems.push({ code: "refused", message, range: valueRange[0] < valueRange[1] ? valueRange : word.range });
      return;
    }
    this.flags.push({ name, kind, written, value: value ?? given, valueRange, valueIn: attached, range: word.range, alone });
  }

  #unknown(written: string, name: string, word: ShellWord, at?: number): void {
    const { long } = flagsOfClient(this.#client);
    const others = written.startsWith("--") ? clientsWith(name) : [];
    const close = written.startsWith("--") ? closestName(name, [...long.keys()]) : null;
    const hint =
      others.length > 0 ? ` ${others.join(" and ")} ${others.length > 1 ? "have" : "has"} it.` : close === null ? "" : ` Did you mean --${close}?`;
    const message = `${written} is not an option of \`${this.#client} run\`.${hint}`;
    this.problems.push({ code: "refused", message, range: at === undefined ? word.range : rangeInWord(word, at, at + 1) });
  }
}
