/** One build of an official image: its tags and where its Dockerfile lies. */
export interface LibraryEntry {
  tags: string[];
  /** Tags that builds for other platforms share. */
  sharedTags: string[];
  /** `owner/name` on GitHub, else the address as written. */
  repository: string;
  commit: string;
  /** Path of the Dockerfile in the repository. */
  path: string;
  /** Whether it is a build for Windows only. */
  isWindows: boolean;
}

type Fields = Map<string, string>;

/** Reads a file of `library/` of docker-library/official-images, in its present form or in that of before late 2016. */
export function parseLibraryFile(text: string): LibraryEntry[] {
  return /^(?:GitRepo|Tags|GitCommit|Maintainers)\s*:/m.test(text) ? parseStanzas(text) : parseLines(text);
}

function parseLines(text: string): LibraryEntry[] {
  const entries = new Map<string, LibraryEntry>();
  for (const line of text.split("\n")) {
    const match = /^([\w.-]+):\s+([^\s@]+)@(\S+)(?:\s+(\S+))?\s*$/.exec(line);
    if (match === null) continue;
    const [, tag = "", address = "", commit = "", directory = "."] = match;
    const key = `${address}@${commit}:${directory}`;
    const entry = entries.get(key) ?? emptyEntry(address, commit, directory, "Dockerfile");
    entry.tags.push(tag);
    entries.set(key, entry);
  }
  return [...entries.values()];
}

function emptyEntry(address: string, commit: string, directory: string, file: string): LibraryEntry {
  return {
    tags: [],
    sharedTags: [],
    repository: repositoryName(address),
    commit: commit.replace(/^refs\/(?:tags|heads)\//, ""),
    path: joinPath(directory, file),
    isWindows: false,
  };
}

function repositoryName(address: string): string {
  return address
    .replace(/^(?:https?|git):\/\/github\.com\//, "")
    .replace(/\.git$/, "")
    .replace(/\/$/, "");
}

function joinPath(directory: string, file: string): string {
  return [...directory.split("/"), ...file.split("/")].filter((part) => part !== "" && part !== ".").join("/");
}

function parseStanzas(text: string): LibraryEntry[] {
  const [first, ...rest] = text
    .replaceAll(/^[ \t]*#.*\n/gm, "")
    .split(/\n\s*\n/)
    .map(parseFields)
    .filter((fields) => fields.size > 0);
  if (first === undefined) return [];
  const isGlobal = !first.has("tags");
  const defaults: Fields = isGlobal ? first : new Map<string, string>();
  return (isGlobal ? rest : [first, ...rest])
    .filter((fields) => fields.has("tags") || fields.has("sharedtags"))
    .map((fields) => entryOf(new Map([...defaults, ...fields])));
}

function parseFields(stanza: string): Fields {
  const fields: Fields = new Map();
  let last = "";
  for (const line of stanza.split("\n")) {
    const match = /^([\w-]+)\s*:(.*)$/.exec(line);
    if (match !== null) {
      last = (match[1] ?? "").toLowerCase();
      fields.set(last, (match[2] ?? "").trim());
    } else if (last !== "" && /^\s/.test(line)) {
      fields.set(last, `${fields.get(last) ?? ""} ${line.trim()}`);
    }
  }
  return fields;
}

/** The build for amd64, else the one of the first architecture that is named. */
function entryOf(fields: Fields): LibraryEntry {
  const architectures = list(fields.get("architectures") ?? "amd64");
  const architecture = architectures.includes("amd64") ? "amd64" : (architectures[0] ?? "amd64");
  const get = (name: string): string => fields.get(`${architecture}-${name}`) ?? fields.get(name) ?? "";
  const entry = emptyEntry(get("gitrepo"), get("gitcommit"), get("directory"), get("file") || "Dockerfile");
  entry.tags = list(fields.get("tags") ?? "");
  entry.sharedTags = list(fields.get("sharedtags") ?? "");
  entry.isWindows = architectures.every((name) => name.startsWith("windows"));
  return entry;
}

function list(text: string): string[] {
  return text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
}
