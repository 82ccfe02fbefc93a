import { closeSync, constants, fstatSync, openSync, readSync, statSync, type Stats } from "node:fs";
import type { FileProblem } from "./file-system.js";

export type RegularFile = { ok: true; bytes: Uint8Array } | { ok: false; problem: FileProblem };

/** What is read at once of a file that does not tell its size, as those in `/proc`. */
const CHUNK = 65_536;

/**
 * Reads a file, and nothing that only looks like one: a pipe, a terminal or a device waits for others, acts when it is
 * opened, or has no end. Follows symbolic links. Never throws.
 * @param maximum In bytes; a larger file is `too-large`, whatever size it claims to have.
 * @param tellOpen Is told what the system says of the file once it is open, before it is read.
 */
export function readRegularFile(path: string, maximum: number, tellOpen?: (stats: Stats) => void): RegularFile {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return { ok: false, problem: "not-found" };
    if (!stats.isFile()) return { ok: false, problem: "not-a-file" };
    if (stats.size > maximum) return { ok: false, problem: "too-large" };
    // Another program may have put a pipe in its place meanwhile, and some files in `/proc` wait for what is to come.
    const descriptor = openSync(path, constants.O_RDONLY | (process.platform === "win32" ? 0 : constants.O_NONBLOCK));
    try {
      return readOpen(descriptor, maximum, tellOpen);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    return { ok: false, problem: fileProblem(error) };
  }
}

function readOpen(descriptor: number, maximum: number, tellOpen: ((stats: Stats) => void) | undefined): RegularFile {
  const stats = fstatSync(descriptor);
  if (!stats.isFile()) return { ok: false, problem: "not-a-file" };
  tellOpen?.(stats);
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const piece = Buffer.allocUnsafe(length === 0 && stats.size > 0 ? Math.min(stats.size, maximum) + 1 : CHUNK);
    const count = readSync(descriptor, piece);
    if (count === 0) break;
    pieces.push(piece.subarray(0, count));
    length += count;
    if (length > maximum) return { ok: false, problem: "too-large" };
    // There was room for more, so this is its end.
    if (length === stats.size) break;
  }
  const [only] = pieces;
  return { ok: true, bytes: pieces.length === 1 && only !== undefined ? only : Buffer.concat(pieces) };
}

function fileProblem(error: unknown): FileProblem {
  const code = error instanceof Error && "code" in error ? error.code : "";
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return "not-found";
    case "EACCES":
    case "EPERM":
      return "no-permission";
    case "EISDIR":
      return "not-a-file";
    default:
      return "unreadable";
  }
}
