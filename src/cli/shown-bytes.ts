import { readdirSync, statSync } from "node:fs";
import path from "node:path";

/** What Node puts in the place of bytes that are no UTF-8. */
export const REPLACEMENT = "\ufffd";

/**
 * A path whose names on the disk are not valid UTF-8, with those bytes as `\xe9`; null for any other. To Node such a file is not
 * there: it reads names as UTF-8, and the path that it gives is another one.
 * @param file Absolute, as Node gives it.
 */
export function pathInBytes(file: string): string | null {
  const names = oddNames(file);
  return names === null ? null : path.join(path.parse(file).root, ...names.map(shownName));
}

/** Whether a path whose names on the disk are not valid UTF-8 is, or leads to, a folder. */
export function isFolderInBytes(file: string): boolean {
  const names = oddNames(file);
  if (names === null) return false;
  try {
    return statSync(placeOf(path.parse(file).root, names)).isDirectory();
  } catch {
    return false;
  }
}

/** The names of a path as they are on the disk; null where all are valid UTF-8, or nothing is there. */
function oddNames(file: string): Buffer[] | null {
  if (!file.includes(REPLACEMENT)) return null;
  const { root } = path.parse(file);
  const names: Buffer[] = [];
  for (const name of file.slice(root.length).split(path.sep)) {
    const bytes = name.includes(REPLACEMENT) ? bytesOf(name, placeOf(root, names)) : Buffer.from(name);
    if (bytes === null) return null;
    names.push(bytes);
  }
  return names.every(isUtf8) ? null : names;
}

function placeOf(root: string, names: readonly Buffer[]): Buffer {
  return Buffer.concat([Buffer.from(root), ...names.flatMap((name) => [Buffer.from(path.sep), name])]);
}

/** The name on the disk that Node gives as this one. */
function bytesOf(name: string, folder: Buffer): Buffer | null {
  try {
    return readdirSync(folder, { encoding: "buffer" }).find((bytes) => bytes.toString("utf8") === name) ?? null;
  } catch {
    return null;
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** A name, its bytes beyond ASCII as numbers where it is not valid. */
function shownName(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString("utf8");
  return Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : String.raw`\x${byte.toString(16)}`)).join("");
}
