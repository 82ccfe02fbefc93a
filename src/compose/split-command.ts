const spaces = " \t\r\n";

/**
 * Splits a command as Compose does (go-shellwords 1.0.12 without variables and backquotes). It knows quotes and
 * backslashes, and drops what follows an unquoted `;`, `&`, `|`, `<` or `>`. Null for what it refuses.
 */
export function splitCommand(text: string): string[] | null {
  return new CommandSplitter().split(text);
}

class CommandSplitter {
  readonly #words: string[] = [];
  #word = "";
  #hasWord = false;
  #quote: "'" | '"' | null = null;
  #inBackquotes = false;
  #inDollar = false;

  split(text: string): string[] | null {
    let isEscaped = false;
    for (const character of text) {
      if (isEscaped) {
        this.#add(character);
        isEscaped = false;
      } else if (character === "\\" && this.#quote !== "'") {
        isEscaped = true;
      } else {
        const step = this.#step(character);
        if (step === "refuse") return null;
        if (step === "stop") break;
      }
    }
    this.#endWord();
    const isOpen = isEscaped || this.#quote !== null || this.#inBackquotes || this.#inDollar;
    return isOpen ? null : this.#words;
  }

  #step(character: string): "go" | "stop" | "refuse" {
    if (spaces.includes(character)) {
      if (this.#isQuoted()) this.#word += character;
      else this.#endWord();
      return "go";
    }
    if (character === "(" && this.#quote === null && !this.#inBackquotes) return this.#openParenthesis();
    if ((character === '"' || character === "'") && this.#toggleQuote(character)) return "go";
    if (";&|<>".includes(character) && !this.#isQuoted()) {
      // `2>` is a redirection as a whole.
      if (character === ">" && /^\d/u.test(this.#word)) this.#hasWord = false;
      return "stop";
    }
    if (character === "`" && this.#quote === null && !this.#inDollar) this.#inBackquotes = !this.#inBackquotes;
    if (character === ")" && this.#quote === null && !this.#inBackquotes) this.#inDollar = !this.#inDollar;
    this.#add(character);
    return "go";
  }

  #openParenthesis(): "go" | "refuse" {
    if (this.#inDollar || !this.#word.endsWith("$")) return "refuse";
    this.#inDollar = true;
    this.#word += "(";
    return "go";
  }

  #toggleQuote(character: "'" | '"'): boolean {
    if (this.#inDollar || (this.#quote !== null && this.#quote !== character)) return false;
    if (this.#quote === character) this.#hasWord = true;
    this.#quote = this.#quote === character ? null : character;
    return true;
  }

  #isQuoted(): boolean {
    return this.#quote !== null || this.#inBackquotes || this.#inDollar;
  }

  #add(character: string): void {
    this.#word += character;
    this.#hasWord = true;
  }

  #endWord(): void {
    if (this.#hasWord) this.#words.push(this.#word);
    this.#word = "";
    this.#hasWord = false;
  }
}
