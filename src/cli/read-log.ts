import { createReadStream } from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { TextDecoder } from "node:util";
import { displayPath } from "./formats/display-path.js";
import type { Environment } from "./main.js";
import { UsageError } from "./usage-error.js";

/** What keeps a log from being read, in words. */
const problems: Readonly<Record<string, string>> = {
  ENOENT: "it is not there",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EISDIR: "it is a folder",
};

/** A log as it comes, and what messages call it. */
export interface LogSource {
  readonly name: string;
  readonly pieces: AsyncIterable<string>;
}

/**
 * The text of a log, piece by piece: from a file, or from standard input for `-` or nothing. UTF-8, UTF-16 with a byte
 * order mark (as PowerShell writes), and files that were compressed when Docker rotated them (gzip).
 */
export function openLog(given: string | undefined, environment: Environment): LogSource {
  if (given === undefined || given === "-") return { name: "<stdin>", pieces: decode(environment.stdin) };
  const file = path.resolve(environment.cwd, given);
  return { name: displayPath(file, environment.cwd), pieces: decode(bytesOf(file, given)) };
}

async function* bytesOf(file: string, given: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of createReadStream(file, { highWaterMark: 1 << 20 })) yield piece as Uint8Array;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    throw new UsageError(`${given} cannot be read: ${problems[code] ?? (code === "" ? "unknown error" : code)}.`);
  }
}

async function* decode(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null;
  for await (const piece of await unzipped(bytes)) {
    decoder ??= new TextDecoder(encodingOf(piece));
    const text = decoder.decode(piece, { stream: true });
    if (text !== "") yield text;
  }
  const rest = decoder?.decode() ?? "";
  if (rest !== "") yield rest;
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
}

async function unzipped(bytes: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const iterator = bytes[Symbol.asyncIterator]();
  const start = await iterator.next();
  if (start.done === true) return Readable.from([]);
  const first = start.value;
  const all = withFirst(first, iterator);
  if (first[0] !== 0x1f || first[1] !== 0x8b) return all;
  const { createGunzip } = await import("node:zlib");
  const source = Readable.from(all, { objectMode: false });
  const unzip = createGunzip();
  // A failed source must end the reader too, which waits for the unzipped text.
  source.on("error", (error) => unzip.destroy(error));
  return source.pipe(unzip);
}

async function* withFirst(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}
