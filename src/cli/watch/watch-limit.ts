import { UsageError } from "../usage-error.js";

/** The limits of Linux (inotify(7)), by the error of who reaches them: what is limited, its name, and a value that is enough. */
const limits: Readonly<Record<string, { what: string; name: string; enough: number }>> = {
  EMFILE: { what: "the programs of a user that watch files", name: "fs.inotify.max_user_instances", enough: 1024 },
  ENOSPC: { what: "the files and folders that the programs of a user watch", name: "fs.inotify.max_user_watches", enough: 524_288 },
};

/** That the system watches no more. */
export type LimitError = Error & { code: string };

/** Whether the system refuses to watch more. */
export function isLimit(error: unknown): error is LimitError {
  return error instanceof Error && "code" in error && typeof error.code === "string" && Object.hasOwn(limits, error.code);
}

/** What to tell a person whose system watches no more. */
export function limitReached(error: LimitError): UsageError {
  const limit = process.platform === "linux" ? limits[error.code] : undefined;
  const why = limit === undefined ? "the system watches no more" : `the system limits ${limit.what} (${limit.name})`;
  const raise = limit === undefined ? "" : `, or raise the limit: \`sudo sysctl ${limit.name}=${limit.enough}\``;
  return new UsageError(`--watch cannot see all changes: ${why}. Close other programs that watch files, such as editors and development servers${raise}.`);
}
