import type { Ignore } from "ignore";

type Answer = ReturnType<Ignore["test"]>;

/** Patterns in the syntax of .gitignore. The library that reads them is loaded for the first path. */
export class IgnorePatterns {
  #lines: readonly string[];
  #rules: Ignore | null = null;
  readonly #tellUnreadable: (line: number) => void;

  /** @param tellUnreadable Is told of each pattern that cannot be read, and leaves nothing out, by its number from 1. */
  constructor(lines: readonly string[], tellUnreadable: (line: number) => void) {
    this.#lines = lines;
    this.#tellUnreadable = tellUnreadable;
  }

  /** What the patterns say of a path, which is relative and has slashes; one that ends in a slash is a folder. */
  async test(relative: string): Promise<Answer> {
    this.#rules ??= (await newRules()).add([...this.#lines]);
    try {
      return this.#rules.test(relative);
    } catch (error) {
      if (!isTooLong(error)) throw error;
    }
    await this.#leaveOutUnreadable(relative);
    return this.#rules.test(relative);
  }

  /** The library makes each pattern a regular expression when it is first asked, and does not say which one is too long. */
  async #leaveOutUnreadable(relative: string): Promise<void> {
    const kept: string[] = [];
    for (const [index, line] of this.#lines.entries()) {
      const isKept = await isReadable(line, relative);
      // The numbers of the other lines stay.
      kept.push(isKept ? line : "");
      if (!isKept) this.#tellUnreadable(index + 1);
    }
    this.#lines = kept;
    this.#rules = (await newRules()).add([...kept]);
  }
}

async function isReadable(line: string, relative: string): Promise<boolean> {
  try {
    (await newRules()).add([line]).test(relative);
    return true;
  } catch (error) {
    if (!isTooLong(error)) throw error;
    return false;
  }
}

/** Whether a pattern was too long for a regular expression, or for what makes one of it. */
function isTooLong(error: unknown): boolean {
  return error instanceof SyntaxError || error instanceof RangeError;
}

/** Git's patterns fit letters of either case where file names do. */
async function newRules(): Promise<Ignore> {
  const { default: ignore } = await import("ignore");
  return ignore({ ignorecase: process.platform === "win32" || process.platform === "darwin" });
}
