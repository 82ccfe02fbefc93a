import { SelectPrompt, TextPrompt, getColumns, getRows, type Prompt } from "@clack/core";
import { colours, type Colour } from "../colour.js";
import { plainText } from "../../text/plain-text.js";
import { stoppedBySignals } from "../signals.js";
import { wrapText } from "../wrap-text.js";
import { PromptClosed, type Choice, type Prompter } from "./prompter.js";

const CTRL_C = "\u0003";
const CTRL_D = "\u0004";

const USUAL_WIDTH = 80;

/** Questions at the terminal of this process: a list with keys, and a line of text. Redrawn when the terminal gets another size. */
export class TerminalPrompter implements Prompter {
  readonly #paint: Colour;

  constructor(colour: boolean) {
    this.#paint = colours(colour);
  }

  async select<T>(question: string, choices: readonly Choice<T>[]): Promise<T | null> {
    const answer = await this.#answer<number>((signal) => {
      const list = new SelectPrompt<{ value: number }>({
        options: choices.map((_, index) => ({ value: index })),
        signal,
        render: (): string => this.#list(question, choices, list),
      });
      list.on("key", (key) => {
        const index = choices.findIndex((choice) => choice.key === key);
        if (index === -1) return;
        list.cursor = index;
        list.value = index;
        list.state = "submit";
      });
      return list;
    });
    return answer === null ? null : (choices[answer]?.value ?? null);
  }

  async text(question: string, problemOf: (text: string) => string | null): Promise<string | null> {
    return this.#answer<string>((signal) => {
      const line: TextPrompt = new TextPrompt({
        signal,
        validate: (text) => problemOf(text ?? "") ?? undefined,
        render: (): string => this.#line(question, line),
      });
      return line;
    });
  }

  /** The value; null for Escape. A signal that ends the program meanwhile leaves the terminal as it was. */
  async #answer<T>(make: (signal: AbortSignal) => Prompt<T>): Promise<T | null> {
    return stoppedBySignals(async (signal) => {
      // A terminal that does not know its width says 0, and the library would print a character a line.
      if (process.stdout.columns === 0) process.stdout.columns = USUAL_WIDTH;
      const prompt = make(signal);
      let last = "";
      prompt.on("key", (key) => {
        last = key ?? "";
        // Node closes its reader at the end of input, and no key would come any more.
        if (key === CTRL_D) prompt.state = "cancel";
      });
      const answer = await prompt.prompt();
      if (prompt.state === "submit") return answer as T;
      if (last === CTRL_C || last === CTRL_D) throw new PromptClosed(last === CTRL_C ? "interrupt" : "end");
      return null;
    });
  }

  #list(question: string, choices: readonly Choice<unknown>[], { cursor, state }: SelectPrompt<{ value: number }>): string {
    const { bold, dim, cyan } = this.#paint;
    const chosen = choices[cursor];
    if (state === "submit") return `${question} ${cyan(chosen?.label ?? "")}`;
    if (state === "cancel") return dim(question);
    const width = Math.max(getColumns(process.stdout) - 1, 20);
    const blocks = choices.map(({ label, key }, index) => {
      const [first = "", ...further] = wrapText(label, width - 6);
      const lines = [`${index === cursor ? ">" : " "} ${key}   ${first}`, ...further.map((text) => `      ${text}`)];
      return index === cursor ? lines.map((text) => bold(cyan(text))) : lines;
    });
    const hint = wrapText("Up and down, then Enter; or the key in front. Ctrl-C ends.", width).map((text) => dim(text));
    const room = getRows(process.stdout) - hint.length - 3;
    return [bold(question), ...visible(blocks, cursor, room), ...hint].join("\n");
  }

  #line(question: string, { state, error, userInput, userInputWithCursor }: TextPrompt): string {
    const { bold, dim, cyan, yellow } = this.#paint;
    if (state === "submit") return `${question} ${cyan(plainText(userInput))}`;
    if (state === "cancel") return dim(question);
    const hint = state === "error" ? yellow(error) : dim("Enter to go on, Escape to go back.");
    return `${bold(question)}\n> ${userInputWithCursor}\n${hint}`;
  }
}

/** The lines of the choices around the one at hand, as many as there is room for. */
function visible(blocks: readonly (readonly string[])[], cursor: number, room: number): string[] {
  let [first, end] = [cursor, cursor + 1];
  let used = blocks[cursor]?.length ?? 0;
  for (;;) {
    const below = blocks[end]?.length ?? Infinity;
    const above = blocks[first - 1]?.length ?? Infinity;
    if (used + below <= room) {
      used += below;
      end += 1;
    } else if (used + above <= room) {
      used += above;
      first -= 1;
    } else break;
  }
  const more = (count: number, where: string): string[] => (count > 0 ? [`      ... ${count} more ${where}`] : []);
  return [...more(first, "above"), ...blocks.slice(first, end).flat(), ...more(blocks.length - end, "below")];
}
