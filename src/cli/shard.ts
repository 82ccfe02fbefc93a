import path from "node:path";
import { UsageError } from "./usage-error.js";
import { addToList } from "../memory/add-to-list.js";

/** One of several runs that share the work, counted from 1. */
export interface Shard {
  index: number;
  count: number;
}

/**
 * Reads the value of `--shard`: `1/3` is the first of three.
 * @throws UsageError for what is none.
 */
export function shardOf(text: string | undefined): Shard | null {
  if (text === undefined) return null;
  const { index = "", count = "" } = /^(?<index>\d{1,6})\/(?<count>\d{1,6})$/u.exec(text)?.groups ?? {};
  if (index === "" || count === "") throw new UsageError(`--shard takes a part of a whole, such as 1/3 for the first of three, not ${text}.`);
  const shard: Shard = { index: Number(index), count: Number(count) };
  if (shard.count === 0) throw new UsageError(`--shard ${text} has no parts: 1/3 is the first of three.`);
  if (shard.index < 1 || shard.index > shard.count) throw new UsageError(`--shard ${text} is not one of its parts, which are 1/${count} to ${count}/${count}.`);
  return shard;
}

/**
 * The files of one shard. Shards are slices of the sorted files, so that they hardly change when a file is added; a folder
 * stays whole, for a project is read once then, unless it is so large that shards would differ much in size.
 */
export function filesOfShard(files: readonly string[], { index, count }: Shard): Set<string> {
  const largest = Math.max(1, Math.floor(files.length / count / 8));
  const mine = new Set<string>();
  let before = 0;
  for (const group of groupsOf(files, largest)) {
    // By the middle of the group, so that no shard gets more than half a group too many.
    const shard = Math.floor(((before + group.length / 2) * count) / files.length);
    if (shard === index - 1) for (const file of group) mine.add(file);
    before += group.length;
  }
  return mine;
}

/** The files by folder, in order; a folder with more than so many is one of single files. */
function groupsOf(files: readonly string[], largest: number): string[][] {
  const folders = new Map<string, string[]>();
  for (const file of [...files].sort()) addToList(folders, path.dirname(file), file);
  const sorted = [...folders].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.flatMap(([, group]) => (group.length <= largest ? [group] : group.map((file) => [file])));
}
