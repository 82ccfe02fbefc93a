import { pathToFileURL } from "node:url";

/** Where in a file something is wrong; lines and columns count from 1. */
interface Place {
  line: number;
  column: number;
}

const missingModule = /Cannot find (?:package|module) '(?<name>[^']+)'/u;

/**
 * Why a configuration file could not be read, as a line: the file, the place as far as it is known, what is wrong, and
 * what to do.
 *
 * @param error what the parser threw, or the file itself when it ran
 * @param text what the file holds
 */
export async function describeLoadFailure(error: unknown, file: string, text: string): Promise<string> {
  const said = error instanceof Error ? error.message : String(error);
  const place = missingModule.test(said) ? null : placeIn(error, said, file, text) ?? (error instanceof SyntaxError ? await placeInScript(file, text) : null);
  const where = place === null ? file : `${file}:${place.line}:${place.column}`;
  return `${where}: the configuration cannot be read: ${whatIsWrong(error, said, file)}`;
}

function placeIn(error: unknown, said: string, file: string, text: string): Place | null {
  if (said.startsWith(TYPESCRIPT)) {
    const place = placeInLines(said, file);
    // This parser counts columns from 0.
    return place === null ? null : { ...place, column: place.column + 1 };
  }
  const ofData = /line (?<line>\d{1,9}),? column (?<column>\d{1,9})/u.exec(said)?.groups;
  if (ofData !== undefined) return { line: Number(ofData.line), column: Number(ofData.column) };
  const offset = /JSON at position (?<offset>\d{1,9})/u.exec(said)?.groups?.offset ?? (said.includes("Unexpected end of JSON") ? text.length : undefined);
  if (offset !== undefined) return placeAt(text, Number(offset));
  // The call in the file itself that led to the error, for one that was thrown when it ran.
  return placeInLines(error instanceof Error ? (error.stack ?? "") : "", file);
}

const TYPESCRIPT = "ParseError: ";

/** The first place in a file that lines name, as `FILE:LINE:COLUMN` or `FILE:LINE`. */
function placeInLines(lines: string, file: string): Place | null {
  for (const line of lines.split("\n")) {
    for (const name of [pathToFileURL(file).href, file]) {
      const start = line.indexOf(`${name}:`);
      const found = start === -1 ? undefined : /^(?<line>\d{1,9})(?::(?<column>\d{1,9}))?/u.exec(line.slice(start + name.length + 1))?.groups;
      if (found !== undefined) return { line: Number(found.line), column: Number(found.column ?? 1) };
    }
  }
  return null;
}

function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** Node does not tell where the syntax of a module is wrong; the parser for TypeScript does, and runs nothing. */
async function placeInScript(file: string, text: string): Promise<Place | null> {
  const { createJiti } = await import("jiti/static");
  const code = createJiti(file, { fsCache: false }).transform({ source: text, filename: file, ts: true });
  // It puts the error into the code that it gives.
  const said = code.slice(code.indexOf("__JITI_ERROR__"));
  const found = code.includes("__JITI_ERROR__") ? /"?line"?:\s?(?<line>\d{1,9}),\s{0,20}"?column"?:\s?(?<column>\d{1,9})/u.exec(said)?.groups : undefined;
  return found === undefined ? null : { line: Number(found.line), column: Number(found.column) + 1 };
}

function whatIsWrong(error: unknown, said: string, file: string): string {
  const missing = missingModule.exec(said)?.groups;
  if (missing !== undefined) {
    const { name = "" } = missing;
    const isFile = /^[./]|^[A-Za-z]:/u.test(name);
    return isFile ? `it imports ${name}, which is not there. Correct the path.` : `it imports ${name}, which is not installed here. Install it: npm install --save-dev ${name}`;
  }
  if (error instanceof Error && error.message === "") return `${error.name}.`;
  const words = withoutPlace(said);
  return /'export'|import statement/u.test(words) ? `${words}. ${moduleHint(file)}` : `${words}.`;
}

/** What to do where Node takes a file for CommonJS that is written as a module. */
function moduleHint(file: string): string {
  if (/\.c[jt]s$/u.test(file)) return "This ending stands for CommonJS: write `module.exports = { ... };`, or let the name end in .mjs.";
  return `The package.json above it has "type": "commonjs": let the name end in ${file.endsWith(".ts") ? ".mts" : ".mjs"}.`;
}

/** What was said in the first line, without the place, which is told already; the rest is an excerpt or a list of files. */
function withoutPlace(said: string): string {
  const [line = ""] = said.slice(said.startsWith(TYPESCRIPT) ? TYPESCRIPT.length : 0).split("\n", 1);
  const ends = [" in JSON at ", " at line ", " at position "].map((words) => line.indexOf(words)).filter((index) => index !== -1);
  return line.slice(0, Math.min(line.length, ...ends)).trim().replace(/[.:]$/u, "");
}
