import type { SourceRange } from "../text/source-range.js";
import type { CommandProblem, Dialect, ShellWord } from "./shell-word.js";

/** The words of one simple command. */
export interface ReadWords {
  readonly words: readonly ShellWord[];
  /** Behind the last unit that belongs to the command. */
  readonly end: number;
  readonly problem: CommandProblem | null;
}

/**
 * Reads the words of the simple command that starts at an offset, as a shell does: quotes, backslashes, lines continued
 * with a backslash (or as on Windows with `^` or a backquote), variables, redirections, comments. Linear in the text.
 */
export function readWords(text: string, start: number, end: number, dialect: Dialect): ReadWords {
  return new WordReader(text, start, end, dialect).read();
}

const continuation = /[\\^`][ \t]*(?:\r\n|\n|\r)/y;
const blanks = " \t\u00a0";
const ends = ";|&()\r\n";

class WordReader {
  readonly #text: string;
  readonly #end: number;
  readonly #dialect: Dialect;
  readonly #words: ShellWord[] = [];
  #at: number;
  #value = "";
  #starts: number[] = [];
  #ends: number[] = [];
  #wordStart: number | null = null;
  #lastEnd: number;
  #splits: string | null = null;
  #unknown: string[] = [];
  #quotes = false;
  /** True while the next word is the file of a redirection. */
  #redirected = false;
  #problem: CommandProblem | null = null;

  constructor(text: string, start: number, end: number, dialect: Dialect) {
    this.#text = text;
    this.#at = start;
    this.#lastEnd = start;
    this.#end = end;
    this.#dialect = dialect;
  }

  read(): ReadWords {
    while (this.#at < this.#end && this.#problem === null && this.#step());
    if (this.#problem === null) this.#endWord();
    return { words: this.#words, end: this.#lastEnd, problem: this.#problem };
  }

  /** Reads on; false where the command ends. */
  #step(): boolean {
    const unit = this.#text.charAt(this.#at);
    const joined = this.#continuation();
    if (joined > 0) {
      // In a shell a continued word goes on; on Windows, and in practice, a blank line follows the mark.
      if (unit !== "\\") this.#endWord();
      this.#at += joined;
      return true;
    }
    if (blanks.includes(unit)) {
      this.#endWord();
      this.#at += 1;
      return true;
    }
    if (unit === "#" && this.#wordStart === null) return false;
    if (unit === "<" || unit === ">" || (unit === "&" && this.#text.charAt(this.#at + 1) === ">")) return this.#redirect();
    if (ends.includes(unit)) return false;
    this.#wordStart ??= this.#at;
    this.#readUnit(unit);
    return true;
  }

  #continuation(): number {
    continuation.lastIndex = this.#at;
    const length = continuation.exec(this.#text)?.[0].length ?? 0;
    return this.#at + length <= this.#end ? length : 0;
  }

  #readUnit(unit: string): void {
    if (unit === "'") this.#singleQuoted();
    else if (unit === '"') this.#doubleQuoted();
    else if (unit === "$") this.#dollar(false);
    else if (unit === "`") this.#substitution(this.#at + 1, "`");
    else if (unit === "\\" && this.#at + 1 < this.#end) this.#literal(this.#at + 1, this.#at, this.#at + 2);
    else this.#literal(this.#at, this.#at, this.#at + 1);
  }

  #singleQuoted(): void {
    const close = this.#text.indexOf("'", this.#at + 1);
    if (close === -1 || close >= this.#end) {
      this.#fail("This single quote is never closed.", this.#at);
      return;
    }
    this.#quotes = true;
    this.#at += 1;
    while (this.#at < close && this.#problem === null) {
      if (this.#dialect === "make" && this.#text.charAt(this.#at) === "$") this.#makeDollar(true, true);
      else this.#literal(this.#at, this.#at, this.#at + 1);
    }
    this.#at = Math.max(this.#at, close) + 1;
  }

  #doubleQuoted(): void {
    const open = this.#at;
    this.#quotes = true;
    this.#at += 1;
    while (this.#at < this.#end && this.#problem === null) {
      const unit = this.#text.charAt(this.#at);
      if (unit === '"') {
        this.#at += 1;
        return;
      }
      const next = this.#text.charAt(this.#at + 1);
      if (unit === "\\" && (next === "\n" || next === "\r")) this.#at += this.#continuation();
      else if (unit === "\\" && '"\\$`'.includes(next) && next !== "") this.#literal(this.#at + 1, this.#at, this.#at + 2);
      else if (unit === "$") this.#dollar(true);
      else if (unit === "`") this.#substitution(this.#at + 1, "`");
      else this.#literal(this.#at, this.#at, this.#at + 1);
    }
    if (this.#problem === null) this.#fail("This double quote is never closed.", open);
  }

  /** A unit that stands for itself; in Compose a dollar that does is written twice. */
  #literal(index: number, from: number, to: number): void {
    const unit = this.#text.charAt(index);
    this.#append(unit === "$" ? "$$" : unit, from, to);
    this.#at = to;
  }

  #dollar(quoted: boolean): void {
    if (this.#dialect === "make") this.#makeDollar(quoted, false);
    else this.#shellDollar(this.#at, this.#rest(this.#at), 0, quoted);
  }

  /** Make replaces its variables before the shell sees the line, inside single quotes too. */
  #makeDollar(quoted: boolean, single: boolean): void {
    const from = this.#at;
    const rest = this.#rest(from);
    const variable = /^\$(?:\(([A-Za-z_][\w.-]*)\)|\{([A-Za-z_][\w.-]*)\})/.exec(rest);
    if (variable !== null) this.#variable(variable[1] ?? variable[2] ?? "", "", from, variable[0].length, quoted);
    else if (rest.startsWith("$(")) this.#substitution(from + 2, ")");
    else if (rest.startsWith("$$") && single) this.#literal(from + 1, from, from + 2);
    else if (rest.startsWith("$$")) this.#shellDollar(from, rest.slice(1), 1, quoted);
    else this.#literal(from, from, from + 1);
  }

  #rest(from: number): string {
    return this.#text.slice(from, Math.min(this.#end, from + 200));
  }

  #shellDollar(from: number, rest: string, extra: number, quoted: boolean): void {
    const plain = /^\$([A-Za-z_]\w*)/.exec(rest);
    if (plain !== null) {
      this.#variable(plain[1] ?? "", "", from, plain[0].length + extra, quoted);
      return;
    }
    const braced = /^\$\{([A-Za-z_]\w*)((?::?[-+?])[^{}$`"']*)?\}/.exec(rest);
    if (braced !== null) {
      this.#variable(braced[1] ?? "", braced[2] ?? "", from, braced[0].length + extra, quoted);
      return;
    }
    const special = /^\$([0-9@*#?!$-])/.exec(rest);
    if (special !== null) {
      this.#unknownText("ARGUMENT", from, from + extra + 2);
      return;
    }
    if (rest.startsWith("$(")) {
      this.#substitution(from + extra + 2, ")");
      return;
    }
    if (rest.startsWith("${")) {
      this.#substitution(from + extra + 2, "}");
      return;
    }
    // `$'...'` and `$"..."` are quotes of bash.
    if (!quoted && /^\$['"]/.test(rest)) this.#at = from + extra + 1;
    else {
      this.#append("$$", from, from + extra + 1);
      this.#at = from + extra + 1;
    }
  }

  #variable(name: string, operation: string, from: number, length: number, quoted: boolean): void {
    const whole = !quoted && this.#value === "" && !this.#quotes;
    this.#append(`\${${name}${operation}}`, from, from + length);
    this.#at = from + length;
    this.#splits = whole ? name : null;
  }

  /** `$(...)`, `` `...` `` and what else only a shell can tell. */
  #substitution(inside: number, close: string): void {
    const from = this.#at;
    const to = this.#closing(inside, close);
    if (to === null) {
      this.#fail(`This substitution is never closed with \`${close}\`.`, from);
      return;
    }
    const written = this.#text.slice(inside, to).trim();
    if (written === "pwd" || written === "PWD" || written === "CURDIR") {
      this.#append("${PWD}", from, to + 1);
      this.#at = to + 1;
    } else {
      this.#unknownText("OUTPUT_OF_A_COMMAND", from, to + 1);
    }
  }

  #closing(inside: number, close: string): number | null {
    if (close === "`") {
      const found = this.#text.indexOf("`", inside);
      return found === -1 || found >= this.#end ? null : found;
    }
    const open = close === ")" ? "(" : "{";
    let depth = 1;
    for (let index = inside; index < this.#end; index += 1) {
      const unit = this.#text.charAt(index);
      if (unit === "\\") index += 1;
      else if (unit === "'") {
        const end = this.#text.indexOf("'", index + 1);
        if (end === -1) return null;
        index = end;
      } else if (unit === open) depth += 1;
      else if (unit === close) depth -= 1;
      if (depth === 0) return index;
    }
    return null;
  }

  #unknownText(name: string, from: number, to: number): void {
    this.#unknown.push(this.#text.slice(from, to));
    this.#append(`\${${name}}`, from, to);
    this.#at = to;
  }

  #append(text: string, from: number, to: number): void {
    // The whole of it comes from the whole of what is written.
    for (let left = text.length; left > 0; left -= 1) {
      this.#starts.push(from);
      this.#ends.push(to);
    }
    this.#value += text;
    this.#splits = null;
    this.#lastEnd = to;
  }

  /** Skips `>file`, `2>&1`, `<<EOF`: they are the shell's. */
  #redirect(): boolean {
    if (/^\d*$/.test(this.#value)) this.#dropWord();
    else this.#endWord();
    const operator = /^&?[<>]+[&|-]?/.exec(this.#text.slice(this.#at, Math.min(this.#end, this.#at + 4)))?.[0] ?? ">";
    this.#at += operator.length;
    this.#redirected = true;
    return true;
  }

  #endWord(): void {
    const start = this.#wordStart;
    if (start === null) return;
    if (!this.#redirected) {
      const range: SourceRange = [start, this.#at];
      this.#words.push({
        text: this.#value,
        range,
        starts: this.#starts,
        ends: this.#ends,
        splits: this.#splits,
        unknown: this.#unknown,
      });
    }
    this.#lastEnd = this.#at;
    this.#redirected = false;
    this.#dropWord();
  }

  #dropWord(): void {
    this.#wordStart = null;
    this.#value = "";
    this.#starts = [];
    this.#ends = [];
    this.#splits = null;
    this.#unknown = [];
    this.#quotes = false;
  }

  #fail(message: string, at: number): void {
    this.#problem = { code: "unclosed", message, range: [at, at + 1] };
  }
}
