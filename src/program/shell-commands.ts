import { commandWords } from "./command-words.js";

const keywords = new Set(["if", "then", "else", "elif", "fi", "do", "done", "while", "until", "!", "{", "}", "time"]);

/**
 * The simple commands of a shell script, each as its words: `a && b; c | d` has four.
 * It reads quotes, comments and the common separators, no here-documents and no functions: enough to see which programs
 * a `sh -c` of a Compose file starts. Runs in linear time.
 */
export function shellCommands(script: string): string[][] {
  const commands: string[][] = [];
  for (const part of splitScript(script)) {
    const words = withoutKeywords(commandWords(part));
    if (words.length > 0) commands.push(words);
  }
  return commands;
}

function splitScript(script: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let quote: string | null = null;
  for (let index = 0; index < script.length; index += 1) {
    const unit = script.charAt(index);
    if (unit === "\\" && quote !== "'") index += 1;
    else if (quote !== null) quote = unit === quote ? null : quote;
    else if (unit === '"' || unit === "'") quote = unit;
    else if (unit === "#" && startsWord(script, index)) {
      parts.push(script.slice(start, index));
      index = endOfLine(script, index);
      start = index + 1;
    } else if (isSeparator(script, index)) {
      parts.push(script.slice(start, index));
      start = index + 1;
    }
  }
  parts.push(script.slice(start));
  return parts;
}

function isSeparator(script: string, index: number): boolean {
  const unit = script.charAt(index);
  if (unit !== "&") return ";|\n()".includes(unit);
  // `2>&1` and `&>file` are redirections, not the end of a command.
  return script.charAt(index - 1) !== ">" && script.charAt(index + 1) !== ">";
}

function startsWord(script: string, index: number): boolean {
  return index === 0 || " \t\n;&|(".includes(script.charAt(index - 1));
}

function endOfLine(script: string, index: number): number {
  const end = script.indexOf("\n", index);
  return end === -1 ? script.length : end;
}

function withoutKeywords(words: string[]): string[] {
  const first = words.findIndex((word) => !keywords.has(word));
  return first === -1 ? [] : words.slice(first);
}
