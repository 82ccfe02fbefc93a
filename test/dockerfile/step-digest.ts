import { createHash } from "node:crypto";

/** A short digest of a RUN step: its command line and its environment. */
export function runDigest(command: readonly string[], environment: readonly string[]): string {
  return digest(["run", command, environment.toSorted()]);
}

/** A short digest of a file whose content stands in the Dockerfile. */
export function fileDigest(path: string, content: string): string {
  return digest(["file", path, content]);
}

function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 10);
}
