import type { ParseArgsConfig } from "node:util";

type FlagTypes = Readonly<Record<string, { type: "string" | "boolean"; short?: string }>>;

/** A word of the command line, or a flag with the word that is its value. */
export type WordToken =
  | { kind: "positional"; value: string }
  | { kind: "option"; rawName: string; value: string | undefined }
  | { kind: "option-terminator" };

/**
 * Takes the words of a command line apart as `parseArgs` of Node does.
 *
 * @param types of the flags that are known, by their names
 */
export function wordTokens(words: readonly string[], types: FlagTypes): WordToken[] {
  return plainTokens(words, types) ?? parsedTokens(words, types);
}

/** Those of names of files and of long flags with their values behind them; null for all else, which is rarer. */
function plainTokens(words: readonly string[], types: FlagTypes): WordToken[] | null {
  const tokens: WordToken[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? "";
    if (!word.startsWith("-")) {
      tokens.push({ kind: "positional", value: word });
      continue;
    }
    const name = word.slice(2);
    const type = word.startsWith("--") && Object.hasOwn(types, name) ? types[name]?.type : undefined;
    if (type === undefined) return null;
    const value = type === "string" ? words[index + 1] : undefined;
    if (type === "string" && (value === undefined || value.startsWith("-"))) return null;
    tokens.push({ kind: "option", rawName: word, value });
    if (type === "string") index += 1;
  }
  return tokens;
}

function parsedTokens(words: readonly string[], types: FlagTypes): WordToken[] {
  // Loaded here, since that and its first call take longer than to read the flags of most runs.
  const { parseArgs } = process.getBuiltinModule("node:util");
  const options: ParseArgsConfig["options"] = { ...types };
  return parseArgs({ args: [...words], options, strict: false, allowPositionals: true, tokens: true }).tokens;
}
