import type { EscapeCharacter } from "./ast.js";
import {
  isTooLarge,
  parseShellPattern,
  replaceAll,
  replaceFirst,
  trimPrefix,
  trimSuffix,
  type ShellPattern,
} from "./shell-pattern.js";
import {
  parseWordSyntax,
  type VariablePart,
  type WordPart,
  type WordSyntax,
  type WordSyntaxOptions,
} from "./word-syntax.js";
import { isSpace } from "./whitespace.js";

/** The value of a variable, or undefined when it is not set. */
export type VariableLookup = (name: string) => string | undefined;

export interface ExpandOptions {
  /** Default: backslash. */
  escape?: EscapeCharacter;
  /** Keep the quotes in the result. */
  rawQuotes?: boolean;
  /** Keep the escape characters in the result. */
  rawEscapes?: boolean;
  /** Quotes are ordinary characters, as in the body of a here-document. */
  ignoreQuotes?: boolean;
  /** A variable that is not set stays as written instead of becoming empty. */
  keepUnset?: boolean;
}

/** The variables that a word asked for, in the order of first use, with and without a value. */
export interface VariableUse {
  set: string[];
  unset: string[];
}

export interface ExpansionFault {
  ok: false;
  error: string;
  /**
   * `syntax`: the text is faulty whatever the variables are; `value`: it is the value of a variable that is not
   * accepted.
   */
  cause: "syntax" | "value";
  used: VariableUse;
}

export type Expansion = { ok: true; value: string; used: VariableUse } | ExpansionFault;

export type WordsExpansion = { ok: true; words: ExpandedWord[]; used: VariableUse } | ExpansionFault;

export interface ExpandedWord {
  value: string;
  /** Where it comes from in the expanded text. */
  start: number;
  end: number;
}

/** Characters that variables may bring into one text: values that double line by line take all memory after some lines. */
const MOST_CHARACTERS_OF_VARIABLES = 1024 * 1024;
const TOO_LONG = `with the values of its variables it is more than ${MOST_CHARACTERS_OF_VARIABLES} characters long`;

/** Expands the variables of one word and removes quotes and escapes, like `ProcessWord` of BuildKit's shell lexer. */
export function expandWord(text: string, lookup: VariableLookup, options: ExpandOptions = {}): Expansion {
  return expandSyntax(parseWordSyntax(text, syntaxOptions(options)), lookup, options.keepUnset ?? false);
}

/** Expands a word that was read before. */
export function expandSyntax(syntax: WordSyntax, lookup: VariableLookup, keepUnset: boolean): Expansion {
  const evaluation = new Evaluation(lookup, keepUnset);
  const value = evaluation.text(syntax.parts);
  return evaluation.fault(syntax.error) ?? { ok: true, value, used: evaluation.used() };
}

/** Expands a text, then splits it at white space that is not quoted, like `ProcessWords` of BuildKit's shell lexer. */
export function expandWords(text: string, lookup: VariableLookup, options: ExpandOptions = {}): WordsExpansion {
  const syntax = parseWordSyntax(text, syntaxOptions(options));
  const evaluation = new Evaluation(lookup, options.keepUnset ?? false);
  const words = evaluation.words(syntax.parts);
  return evaluation.fault(syntax.error) ?? { ok: true, words, used: evaluation.used() };
}

function syntaxOptions(options: ExpandOptions): WordSyntaxOptions {
  return {
    escape: options.escape ?? "\\",
    rawQuotes: options.rawQuotes ?? false,
    rawEscapes: options.rawEscapes ?? false,
    ignoreQuotes: options.ignoreQuotes ?? false,
  };
}

class Evaluation {
  #error: string | null = null;
  readonly #lookup: VariableLookup;
  readonly #keepUnset: boolean;
  readonly #set = new Set<string>();
  readonly #unset = new Set<string>();
  #operandCount = 0;
  #variableCharacters = 0;

  constructor(lookup: VariableLookup, keepUnset: boolean) {
    this.#lookup = lookup;
    this.#keepUnset = keepUnset;
  }

  used(): VariableUse {
    return { set: [...this.#set], unset: [...this.#unset] };
  }

  /** Why the text cannot be expanded, null when it can. */
  fault(syntaxError: string | null): ExpansionFault | null {
    if (syntaxError !== null) return { ok: false, error: syntaxError, cause: "syntax", used: this.used() };
    if (this.#error !== null) return { ok: false, error: this.#error, cause: "value", used: this.used() };
    return null;
  }

  text(parts: readonly WordPart[]): string {
    let result = "";
    for (const part of parts) result += this.#partText(part);
    return result;
  }

  words(parts: readonly WordPart[]): ExpandedWord[] {
    const collector = new WordCollector();
    for (const part of parts) {
      const operandsBefore = this.#operandCount;
      const text = this.#partText(part);
      // BuildKit shares one buffer between a word and the operands in it: what the word had so far is lost.
      if (this.#operandCount !== operandsBefore) collector.forget();
      if (part.kind === "quoted" || (part.kind === "text" && part.raw)) collector.addRaw(text, part.start, part.end);
      else collector.addSplit(text, part.start, part.end);
    }
    return collector.finish();
  }

  #partText(part: WordPart): string {
    if (part.kind === "text") return part.text;
    return part.kind === "quoted" ? this.text(part.parts) : this.#variable(part);
  }

  /** The value of a variable; an empty one once there is too much of them. */
  #get(name: string): string | undefined {
    const value = this.#lookup(name);
    (value === undefined ? this.#unset : this.#set).add(name);
    return value === undefined ? undefined : this.#within(value);
  }

  #within(value: string): string {
    this.#variableCharacters += value.length;
    return this.#variableCharacters > MOST_CHARACTERS_OF_VARIABLES ? this.#fail(TOO_LONG) : value;
  }

  #fail(message: string): string {
    this.#error ??= message;
    return "";
  }

  #variable(part: VariablePart): string {
    if (part.operator === null) {
      const value = this.#get(part.name);
      if (value === undefined && this.#keepUnset) return part.braced ? `\${${part.name}}` : `$${part.name}`;
      return value ?? "";
    }
    // Operands are expanded first, so that a fault in one counts even where it is not used.
    const operand = this.text(part.operand);
    const replacement = part.replacement === null ? null : this.text(part.replacement);
    this.#operandCount += 1;
    const value = this.#get(part.name);
    if (value === undefined && this.#keepUnset) {
      const tail = replacement === null ? "" : `/${replacement}`;
      return `\${${part.name}${replacement === null ? part.operator : "/"}${operand}${tail}}`;
    }
    return this.#applyOperator(part, value, operand, replacement ?? "");
  }

  #applyOperator(part: VariablePart, value: string | undefined, operand: string, replacement: string): string {
    const isEmpty = value === undefined || (value === "" && part.operator?.startsWith(":") === true);
    switch (part.operator) {
      case "-":
      case ":-":
        return isEmpty ? operand : value;
      case "+":
      case ":+":
        return isEmpty ? "" : operand;
      case "?":
      case ":?":
        if (!isEmpty) return value;
        if (operand !== "") return this.#fail(`${part.name}: ${operand}`);
        return this.#fail(`${part.name}: must not be ${value === undefined ? "unset" : "empty"}`);
      case "#":
      case "%":
        return this.#trim(part.operator, value ?? "", operand);
      case "/":
      case "//":
        return this.#substitute(part.operator, value ?? "", operand, replacement);
      default:
        return this.#fail(`a variable cannot have the modifier ${JSON.stringify(part.operator)}`);
    }
  }

  #pattern(text: string, value: string): ShellPattern | null {
    const pattern = parseShellPattern(text);
    if (pattern === null) this.#fail(`the pattern ${JSON.stringify(text)} has an escape that means nothing`);
    else if (isTooLarge(pattern, value)) this.#fail("a pattern is too long for the value");
    else return pattern;
    return null;
  }

  #trim(operator: "#" | "%", value: string, operand: string): string {
    const greedy = operand.startsWith(operator);
    const pattern = this.#pattern(greedy ? operand.slice(1) : operand, value);
    if (pattern === null) return "";
    return operator === "#" ? trimPrefix(pattern, value, greedy) : trimSuffix(pattern, value, greedy);
  }

  #substitute(operator: "/" | "//", value: string, operand: string, replacement: string): string {
    const pattern = this.#pattern(operand, value);
    if (pattern === null) return "";
    if (operator === "/") return replaceFirst(pattern, value, replacement);
    const replaced = replaceAll(pattern, value, replacement, MOST_CHARACTERS_OF_VARIABLES);
    return replaced === null ? this.#fail(TOO_LONG) : this.#within(replaced);
  }
}

class WordCollector {
  readonly #words: ExpandedWord[] = [];
  #buffer = "";
  #start = 0;
  #end = 0;

  forget(): void {
    this.#buffer = "";
  }

  addRaw(text: string, start: number, end: number): void {
    this.#extend(text, start, end);
  }

  /** Adds text that white space splits. Where it is not of the length of its place, every word gets the whole place. */
  addSplit(text: string, start: number, end: number): void {
    const exact = text.length === end - start;
    let from = 0;
    for (let at = 0; at <= text.length; at += 1) {
      if (at < text.length && !isSpace(text.charCodeAt(at))) continue;
      if (at > from) this.#extend(text.slice(from, at), exact ? start + from : start, exact ? start + at : end);
      if (at < text.length) this.#endWord();
      from = at + 1;
    }
  }

  finish(): ExpandedWord[] {
    this.#endWord();
    return this.#words;
  }

  #extend(text: string, start: number, end: number): void {
    if (this.#buffer === "") this.#start = start;
    this.#buffer += text;
    this.#end = end;
  }

  #endWord(): void {
    if (this.#buffer === "") return;
    this.#words.push({ value: this.#buffer, start: this.#start, end: this.#end });
    this.#buffer = "";
  }
}
