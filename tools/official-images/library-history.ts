import { git, readObjects } from "./git-objects.js";
import { type LibraryEntry, parseLibraryFile } from "./library-file.js";

/** The state of one image's file from a day on; null where it was removed. */
export interface LibraryVersion {
  /** `YYYY-MM-DD`, UTC. */
  date: string;
  entries: LibraryEntry[] | null;
}

export interface LibraryHistory {
  commit: string;
  date: string;
  /** Image name to its versions, oldest first; a day can have several. */
  images: Map<string, LibraryVersion[]>;
}

interface Change {
  image: string;
  date: string;
  blob: string;
}

const NO_BLOB = /^0+$/;

/** Reads the first-parent history of `library/` in a checkout of docker-library/official-images. */
export function readLibraryHistory(checkout: string): LibraryHistory {
  const changes = readChanges(checkout);
  const blobs = [...new Set(changes.map(({ blob }) => blob))].filter((blob) => !NO_BLOB.test(blob));
  const contents = readObjects(checkout, blobs);
  const parsed = new Map<string, LibraryEntry[]>();
  const images = new Map<string, LibraryVersion[]>();
  for (const { image, date, blob } of changes) {
    const content = contents.get(blob);
    if (content !== undefined && !parsed.has(blob)) parsed.set(blob, parseLibraryFile(content));
    const versions = images.get(image) ?? [];
    versions.push({ date, entries: parsed.get(blob) ?? null });
    images.set(image, versions);
  }
  const [commit = "", date = ""] = git(checkout, "log", "-1", "--format=%H %cs").trim().split(" ");
  return { commit, date, images };
}

function readChanges(checkout: string): Change[] {
  const log = git(
    checkout,
    ...["log", "--first-parent", "--reverse", "--format=C %ct", "--raw", "--no-renames", "--no-abbrev", "-m"],
    ...["--", "library"],
  );
  const changes: Change[] = [];
  let date = "";
  for (const line of log.split("\n")) {
    if (line.startsWith("C ")) date = new Date(Number(line.slice(2)) * 1000).toISOString().slice(0, 10);
    const match = /^:\d+ \d+ [0-9a-f]+ ([0-9a-f]+) \w+\tlibrary\/([\w.-]+)$/.exec(line);
    if (match !== null) changes.push({ date, blob: match[1] ?? "", image: match[2] ?? "" });
  }
  return changes;
}
