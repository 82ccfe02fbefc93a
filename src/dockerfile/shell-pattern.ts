/**
 * The patterns of `${V#p}`, `${V%p}` and `${V/p/r}`: `?` is one character, `*` any number, no brackets, as in
 * BuildKit's frontend/dockerfile/shell/lex.go, which makes a regular expression of them. Here they are matched in
 * O(pattern * text) steps, so that no pattern can hang. Neither `?` nor `*` matches a line break.
 */
type PatternToken = { kind: "character"; character: string } | { kind: "one" } | { kind: "any" };

export type ShellPattern = readonly PatternToken[];

/** The tokens of a pattern, or null when an escape in it is not one of `\*`, `\?`, `\\`, `\}` and `\/`. */
export function parseShellPattern(pattern: string): ShellPattern | null {
  const tokens: PatternToken[] = [];
  const characters = Array.from(pattern);
  for (let index = 0; index < characters.length; index += 1) {
    const character = characters[index] ?? "";
    const next = characters[index + 1];
    if (character === "*") tokens.push({ kind: "any" });
    else if (character === "?") tokens.push({ kind: "one" });
    else if (character !== "\\") tokens.push({ kind: "character", character });
    else if (next !== "}" && next !== "/") {
      if (next !== "*" && next !== "?" && next !== "\\") return null;
      tokens.push({ kind: "character", character: next });
      index += 1;
    }
  }
  return tokens;
}

// Keeps the table of tried states within some megabytes; real patterns and values are a thousand times smaller.
const MOST_STATES = 1 << 24;

/** Whether matching the pattern in the text would take more memory than any real file needs. */
export function isTooLarge(tokens: ShellPattern, text: string): boolean {
  return (tokens.length + 1) * (text.length + 1) > MOST_STATES;
}

/** Matches one pattern at places of one text; what failed once is not tried again. */
class PatternMatcher {
  readonly #tokens: ShellPattern;
  readonly #text: readonly string[];
  readonly #greedy: boolean;
  readonly #tried: Uint8Array;
  #triedSinceMatch: number[] = [];

  constructor(tokens: ShellPattern, text: readonly string[], greedy: boolean) {
    this.#tokens = tokens;
    this.#text = text;
    this.#greedy = greedy;
    this.#tried = new Uint8Array((tokens.length + 1) * (text.length + 1));
  }

  /** The end of the match that starts at `start`, or -1. */
  endOfMatchAt(start: number): number {
    // Each entry is a state to try; the last one first, so that the preferred branch is pushed last.
    const pending: [token: number, at: number][] = [[0, start]];
    for (let state = pending.pop(); state !== undefined; state = pending.pop()) {
      const [token, at] = state;
      const key = token * (this.#text.length + 1) + at;
      if (this.#tried[key] === 1) continue;
      if (token === this.#tokens.length) {
        this.#forgetTried();
        return at;
      }
      this.#tried[key] = 1;
      this.#triedSinceMatch.push(key);
      this.#pushNext(pending, token, at);
    }
    return -1;
  }

  /** After a match the states on its way count no longer as failures. */
  #forgetTried(): void {
    for (const key of this.#triedSinceMatch) this.#tried[key] = 0;
    this.#triedSinceMatch = [];
  }

  #pushNext(pending: [token: number, at: number][], token: number, at: number): void {
    const expected = this.#tokens[token];
    const character = this.#text[at];
    const isAny = character !== undefined && character !== "\n";
    if (expected?.kind === "any") {
      if (!this.#greedy && isAny) pending.push([token, at + 1]);
      pending.push([token + 1, at]);
      if (this.#greedy && isAny) pending.push([token, at + 1]);
    } else if (expected?.kind === "one" ? isAny : character !== undefined && character === expected?.character) {
      pending.push([token + 1, at + 1]);
    }
  }
}

/** `text` without the shortest or (greedy) longest match of the pattern at its start. */
export function trimPrefix(tokens: ShellPattern, text: string, greedy: boolean): string {
  const characters = Array.from(text);
  const end = new PatternMatcher(tokens, characters, greedy).endOfMatchAt(0);
  return end === -1 ? text : characters.slice(end).join("");
}

/** `text` without the shortest or (greedy) longest match of the pattern at its end. */
export function trimSuffix(tokens: ShellPattern, text: string, greedy: boolean): string {
  const characters = Array.from(text).reverse();
  const end = new PatternMatcher(tokens.toReversed(), characters, greedy).endOfMatchAt(0);
  return end === -1 ? text : characters.slice(end).reverse().join("");
}

/** `text` with the leftmost longest match of the pattern replaced; the replacement is taken as it is. */
export function replaceFirst(tokens: ShellPattern, text: string, replacement: string): string {
  const characters = Array.from(text);
  const matcher = new PatternMatcher(tokens, characters, true);
  for (let start = 0; start <= characters.length; start += 1) {
    const end = matcher.endOfMatchAt(start);
    if (end !== -1) return characters.slice(0, start).join("") + replacement + characters.slice(end).join("");
  }
  return text;
}

/**
 * `text` with every match replaced. `$0`, `$$` and `$name` in the replacement mean what they mean to Go's
 * `ReplaceAllString`, which BuildKit uses here (and not for the first match only). Null where the replacements together
 * are longer than `most` characters.
 */
export function replaceAll(tokens: ShellPattern, text: string, replacement: string, most: number): string | null {
  const characters = Array.from(text);
  const output: string[] = [];
  let lastEnd = 0;
  let from = 0;
  let length = 0;
  const dollars = replacement.split("$").length - 1;
  const matcher = new PatternMatcher(tokens, characters, true);
  while (from <= characters.length) {
    const end = matcher.endOfMatchAt(from);
    if (end === -1) {
      from += 1;
      continue;
    }
    output.push(characters.slice(lastEnd, from).join(""));
    // An empty match right after another match is not replaced again.
    if (end > lastEnd || from === 0) {
      const match = characters.slice(from, end).join("");
      length += replacement.length + dollars * match.length;
      if (length > most) return null;
      output.push(expandTemplate(replacement, match));
    }
    lastEnd = end;
    from = Math.max(end, from + 1);
  }
  return output.join("") + characters.slice(lastEnd).join("");
}

function expandTemplate(template: string, match: string): string {
  if (!template.includes("$")) return template;
  return template.replace(
    /\$(?:\$|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/gu,
    (whole: string, braced?: string, bare?: string) => {
      if (whole === "$$") return "$";
      return (braced ?? bare) === "0" ? match : "";
    },
  );
}
