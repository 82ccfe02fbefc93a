import { isGoBoolean } from "./go-boolean.js";

/** What a source of ADD is when it is no path: a file of a web server, or a Git repository. */
export type RemoteKind = "http" | "git";

// Like BuildKit's frontend/dockerfile/dfgitutil and util/sshutil (v0.29).
const SSH_ADDRESS = /^[a-zA-Z0-9_-]+@[a-zA-Z0-9.-]+:/;

/** What the source is, null when it is a path. An http address is a repository when its path ends with `.git`. */
export function remoteKind(source: string): RemoteKind | null {
  const scheme = /^([a-zA-Z0-9]+):\/\//.exec(source)?.[1]?.toLowerCase();
  if (scheme === undefined) return SSH_ADDRESS.test(source) ? "git" : null;
  if (scheme === "ssh" || scheme === "git") return "git";
  if (scheme !== "http" && scheme !== "https") return null;
  if (source.split(/[?#]/, 1)[0]?.endsWith(".git") === true) return "git";
  // The rest of BuildKit compares the scheme as it is written.
  return source.startsWith("http://") || source.startsWith("https://") ? "http" : null;
}

const QUERY_NAMES = ["ref", "tag", "branch", "subdir", "checksum", "commit", "keep-git-dir", "submodules", "mtime"];

/** What is wrong with the query of a repository's address (`...git?tag=v1`), null when nothing is. */
export function gitQueryFault(source: string): string | null {
  const query = /\?([^#]*)/.exec(source)?.[1] ?? "";
  const seen = new Set<string>();
  for (const [name, value] of new URLSearchParams(query)) {
    if (!QUERY_NAMES.includes(name)) return `"${name}" means nothing in the address of a repository`;
    if (seen.has(name)) return `"${name}" is given twice`;
    seen.add(name);
    const fault = valueFault(name, value);
    if (fault !== null) return fault;
  }
  return seen.has("tag") && seen.has("branch") ? "a tag and a branch cannot both be given" : null;
}

function valueFault(name: string, value: string): string | null {
  const isSwitch = name === "submodules" || name === "keep-git-dir";
  if (value === "") return isSwitch ? null : `"${name}" has no value`;
  if (isSwitch && !isGoBoolean(value)) return `"${name}" must be true or false`;
  return name === "mtime" && value !== "checkout" && value !== "commit" ? '"mtime" must be checkout or commit' : null;
}
