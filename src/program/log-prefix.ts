/** What stands in front of the program's own words in a line of a collected log. */
export interface LogPrefix {
  /** The Compose service (or container) that the line belongs to, where the log says so. */
  readonly service: string | null;
}

const longestPrefix = 400;
// Colours go first: Compose colours the name of each service.
// eslint-disable-next-line no-control-regex -- terminal control sequences start with this character
const controlSequence = /\u001b\[[0-9;?]{0,32}[ -/]{0,4}[@-~]/g;
const timestamp = /^\s*\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:[.,]\d{1,9})?(?:Z|[+-]\d{2}:?\d{2})?\s+(?:\d{2}[OE][+ ])?/;
// `gh run view --log` puts job and step before each line.
const jobAndStep = /^[^\t|]{0,128}\t[^\t|]{0,128}\t(?=\d{4}-)/;

// GitLab's runner puts the number and kind of the stream behind its timestamp (`00O `).
function withoutCollector(line: string): string {
  return line.slice(0, longestPrefix).replace(controlSequence, "").replace(jobAndStep, "").replace(timestamp, "");
}

/**
 * Reads the prefix that `docker compose logs` writes (`web-1  | `, `web_1 | `, with colours and with or without
 * timestamps, inside the log of a CI job of GitHub or GitLab too), and that of `docker service logs`.
 */
export function readLogPrefix(line: string): LogPrefix {
  const text = withoutCollector(line);
  // `docker service logs` names the task and its node behind the service.
  const match =
    /^\s{0,8}([A-Za-z0-9][A-Za-z0-9._-]{0,127}?)(?:\.\d{1,6}\.[a-z0-9]{8,32}@[A-Za-z0-9._-]{1,128})?\s{0,128}\| /.exec(text);
  return { service: match === null ? null : serviceName(match[1] ?? "") };
}

/** The container that a line of Compose such as `web-1 exited with code 137` is about, or null. */
export function readExitedName(line: string): string | null {
  const text = withoutCollector(line);
  const match = /(?:^|\s)([A-Za-z0-9][A-Za-z0-9._-]{0,127}) {1,8}exited (?:with code|\()/.exec(text);
  return match === null ? null : serviceName(match[1] ?? "");
}

// Containers are numbered; Compose v1 joins with `_`, v2 with `-`.
function serviceName(container: string): string {
  return container.replace(/[-_]\d{1,4}$/, "");
}
