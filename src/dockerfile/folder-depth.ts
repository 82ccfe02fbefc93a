/** How many folders below the root a path leads from a folder that is `from` deep; `..` stops at the root. */
export function folderDepth(path: string, from: number): number {
  let depth = from;
  for (const part of path.split("/")) {
    if (part === "..") depth = Math.max(depth - 1, 0);
    else if (part !== "" && part !== ".") depth += 1;
  }
  return depth;
}
