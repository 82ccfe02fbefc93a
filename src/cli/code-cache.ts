import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathIn } from "../text/path-in.js";
import { userCacheFolder } from "./cache-folder.js";

/** Files of other builds and other Nodes that nobody has read for so long are taken away. */
const KEPT_DAYS = 30;
const MAGIC = 0x636c6332;
// V8 copies what does not begin at a multiple of eight.
const HEADER_BYTES = 16;
const TRAILER_BYTES = 8;
/** What is read where a disk lost a sector, of 512 bytes at least. V8 hardly writes such a row; to look for one takes no time. */
const LOST_SECTOR = Buffer.alloc(512);
// File systems put other bytes in the place of whole blocks. To look at more words would take longer than V8 takes for all of
// it: from a thousand steps on it sets out to optimise the loop.
const WORDS_APART = 1024;

export interface CachedCode {
  /** What V8 makes of the program; to be given to `vm.Script`. */
  code: Buffer;
  /** How often it was written anew, from 0. */
  generation: number;
  /** The size of the program's bytecode when it was written. */
  bytecode: number;
}

/** What decides where compiled code is kept. */
export interface CacheSurroundings {
  variables: Readonly<Record<string, string | undefined>>;
  platform: NodeJS.Platform;
  /** The user's number; null on a system without. */
  uid: number | null;
}

export function processSurroundings(): CacheSurroundings {
  return { variables: process.env, platform: process.platform, uid: process.getuid?.() ?? null };
}

/**
 * The folder that keeps compiled code for this user, or null where there is none, or where it was switched off by
 * `NODE_DISABLE_COMPILE_CACHE`. V8 runs what it finds there, so it is never a folder in which others may write.
 */
export function codeCacheFolder({ variables, platform }: CacheSurroundings): string | null {
  if (variables.NODE_DISABLE_COMPILE_CACHE !== undefined) return null;
  const chosen = variables.NODE_COMPILE_CACHE;
  if (chosen !== undefined && chosen !== "") return resolve(chosen, "compose-lint");
  const base = userCacheFolder(variables, variables.HOME, platform);
  return base === null ? null : pathIn(pathIn(base, "compose-lint"), "code");
}

/** Reads a file of compiled code; null where there is none that can be trusted. */
export function readCode(file: string, { uid }: CacheSurroundings): CachedCode | null {
  try {
    if (!isOwn(dirname(file), uid)) return null;
    const bytes = readFileSync(file);
    const end = bytes.length - TRAILER_BYTES;
    if (end < HEADER_BYTES || bytes.readUInt32LE(0) !== MAGIC || bytes.readUInt32LE(end + 4) !== MAGIC) return null;
    if (bytes.readUInt32LE(4) !== bytes.length || bytes.readInt32LE(end) !== sampleOf(bytes, end)) return null;
    return {
      code: bytes.subarray(HEADER_BYTES, end),
      generation: bytes.readUInt32LE(8),
      bytecode: bytes.readUInt32LE(12),
    };
  } catch {
    // Without compiled code the program only starts slower.
    return null;
  }
}

/** Keeps compiled code, readable by this user alone. Does nothing where the folder cannot be written. */
export function writeCode(file: string, { code, generation, bytecode }: CachedCode, { uid }: CacheSurroundings): void {
  const folder = dirname(file);
  try {
    makeFolder(folder);
    if (!isOwn(folder, uid)) return;
    const end = HEADER_BYTES + code.length;
    const bytes = Buffer.alloc(end + TRAILER_BYTES);
    bytes.writeUInt32LE(MAGIC, 0);
    bytes.writeUInt32LE(bytes.length, 4);
    bytes.writeUInt32LE(generation, 8);
    bytes.writeUInt32LE(bytecode, 12);
    code.copy(bytes, HEADER_BYTES);
    bytes.writeInt32LE(sampleOf(bytes, end), end);
    bytes.writeUInt32LE(MAGIC, end + 4);
    replaceFile(file, bytes);
    removeOld(folder);
  } catch {
    // As above: nothing is lost but time.
  }
}

/** A number made of what stands before an end, here and there, and of whether a sector is empty: with what is damaged V8 ends the process, or worse. */
function sampleOf(bytes: Buffer, end: number): number {
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, end >> 2);
  let sample = Number(bytes.subarray(0, end).includes(LOST_SECTOR));
  for (let index = 0; index < words.length; index += WORDS_APART) sample = (Math.imul(sample, 31) + (words[index] ?? 0)) | 0;
  return sample;
}

/** Not by `recursive`, which never ends where the system says that a parent is not there although it is, as in /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) makeFolder(parent);
  mkdirSync(folder, { mode: 0o700 });
}

/** V8 does not check what it is given: after a power failure there must be the old file or the whole new one. */
function replaceFile(file: string, bytes: Buffer): void {
  const temporary = `${file}.${process.pid}`;
  try {
    writeFileSync(temporary, bytes, { flag: "wx", mode: 0o600, flush: true });
    renameSync(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Whether a folder is this user's and nobody else may write in it. */
function isOwn(folder: string, uid: number | null): boolean {
  const { uid: owner, mode } = statSync(folder);
  return uid === null || (owner === uid && (mode & 0o022) === 0);
}

function removeOld(folder: string): void {
  const oldest = Date.now() - KEPT_DAYS * 86_400_000;
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    const { atimeMs, mtimeMs } = statSync(file);
    if (Math.max(atimeMs, mtimeMs) < oldest) rmSync(file, { force: true });
  }
}
