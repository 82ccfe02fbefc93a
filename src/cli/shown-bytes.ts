import { readdirSync } from "node:fs";
import path from "node:path";

/** What Node puts in the place of bytes that are no UTF-8. */
export const REPLACEMENT = "\ufffd";

/**
 * A path whose names on the disk are not valid UTF-8, with those bytes as `\xe9`; null for any other. To Node such a file is not
 * there: it reads names as UTF-8, and the path that it gives is another one.
 * @param file Absolute, as Node gives it.
 */
export function pathInBytes(file: string): string | null {
  if (!file.includes(REPLACEMENT)) return null;
  const { root } = path.parse(file);
  let folder = Buffer.from(root);
  let shown = root;
  let isOdd = false;
  for (const name of file.slice(root.length).split(path.sep)) {
    const bytes = name.includes(REPLACEMENT) ? bytesOf(name, folder) : Buffer.from(name);
    if (bytes === null) return null;
    isOdd ||= !isUtf8(bytes);
    shown = path.join(shown, shownName(bytes));
    folder = Buffer.concat([folder, Buffer.from(path.sep), bytes]);
  }
  return isOdd ? shown : null;
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
