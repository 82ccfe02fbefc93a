const BLOCK = 512;
const SIZE: readonly [number, number] = [124, 136];
const TYPE = 156;

/** The content of the first file of a tar archive; null where its first entry is none. Extended headers are read past. */
export function fileOfArchive(archive: Buffer): Buffer | null {
  let offset = 0;
  while (offset + BLOCK <= archive.length) {
    const header = archive.subarray(offset, offset + BLOCK);
    const size = sizeIn(header.subarray(...SIZE));
    const type = String.fromCharCode(header[TYPE] ?? 0);
    // Plain files are "0", or a null byte in old archives; "x", "g", "L" and "K" say something of the entry after them.
    if (type === "0" || (type === "\0" && size > 0)) return archive.subarray(offset + BLOCK, offset + BLOCK + size);
    if (!"xgLK".includes(type)) return null;
    offset += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return null;
}

/** Numbers are octal text. */
function sizeIn(field: Buffer): number {
  const value = Number.parseInt(field.toString("latin1").replaceAll("\0", " ").trim(), 8);
  return Number.isNaN(value) ? 0 : value;
}
