import { statfsSync, type Stats } from "node:fs";

/**
 * A file that changed less long ago may change again without that its times tell: they count in ticks, of up to two seconds.
 * The rest is for clocks that are a little apart.
 */
const SETTLED_MS = 4000;

/**
 * File systems of Linux, by the number that `statfs` tells, which set the time of a file's change (`ctime`) at each change and
 * let no program set it. Others are served by another machine, as NFS and SMB, which may tell of a change too late, or are not
 * known to us. Source: linux/magic.h, and OpenZFS for the last one.
 */
const tellingSystems: ReadonlySet<number> = new Set([0xef53 /* ext */, 0x58465342 /* XFS */, 0x9123683e /* Btrfs */, 0xf2f52010 /* F2FS */, 0x01021994 /* tmpfs */, 0x794c7630 /* overlay */, 0x2fc12fc1 /* ZFS */]);

/** What of that counts. */
export type TimesOfFile = Pick<Stats, "size" | "mtimeMs" | "ctimeMs" | "ino" | "dev">;

/**
 * Makes of what the system says of a file a short text, its stamp: while that is the same, so is the content of the file,
 * and it need not be read. It is what git keeps in its index.
 */
export class FileStamps {
  readonly #devices = new Map<number, boolean>();
  readonly #now: () => number;
  readonly #tellsChanges: (file: string) => boolean;
  /** The file that was opened last. */
  #opened: { file: string; stamp: string | null } | null = null;

  /**
   * @param now The time in milliseconds since 1970.
   * @param tellsChanges Whether the file system of a file tells each change; asked once for each.
   */
  constructor({ now = Date.now, tellsChanges = isOnTellingSystem }: { now?: () => number; tellsChanges?: (file: string) => boolean } = {}) {
    this.#now = now;
    this.#tellsChanges = tellsChanges;
  }

  /** To be told of each file with what the system says of it once it is open, before it is read. */
  readonly noteOpened = (file: string, stats: TimesOfFile): void => {
    this.#opened = { file, stamp: this.#of(file, stats) };
  };

  /**
   * The stamp of what was read of a file just now. Null where a later change might not be seen: the file was changed just
   * before or, as its times say, is to be changed later, or its file system is none of those that tell each change.
   */
  ofRead(file: string): string | null {
    const opened = this.#opened;
    this.#opened = null;
    return opened?.file === file ? opened.stamp : null;
  }

  #of(file: string, stats: TimesOfFile): string | null {
    if (Math.max(stats.mtimeMs, stats.ctimeMs) > this.#now() - SETTLED_MS) return null;
    const isTelling = this.#devices.get(stats.dev) ?? this.#tellsChanges(file);
    this.#devices.set(stats.dev, isTelling);
    return isTelling ? stampOf(stats) : null;
  }
}

/**
 * The stamp that a file has now. The times are milliseconds with fractions: they tell 244 ns apart, far less than a tick of any
 * system, and cost less than whole nanoseconds.
 */
export function stampOf({ size, mtimeMs, ctimeMs, ino, dev }: TimesOfFile): string {
  return `${size} ${mtimeMs} ${ctimeMs} ${ino} ${dev}`;
}

/** The user for whom stamps hold: of a file that somebody else may not read they say the same. */
export function readerOfFiles(): string {
  return [process.geteuid?.(), process.getegid?.(), ...(process.getgroups?.() ?? [])].join(" ");
}

/** Whether a file is on one of the file systems above. */
export function isOnTellingSystem(file: string): boolean {
  try {
    return process.platform === "linux" && tellingSystems.has(statfsSync(file).type);
  } catch {
    return false;
  }
}
