import type { IncomingHttpHeaders } from "node:http";
import { setTimeout } from "node:timers/promises";
import type { DaemonAddress } from "./daemon-address.js";
import { type DaemonProblem, type DaemonResponse, requestDaemon } from "./daemon-request.js";
import { fileOfArchive } from "./tar-file.js";

/** What a daemon says of an image that it has. */
export interface DaemonImage {
  /** `sha256:...`, which changes with everything in the image. */
  id: string;
  /** `amd64`, `arm64` */
  architecture: string;
  entrypoint: string[];
  command: string[];
}

export type DaemonImageAnswer =
  | { ok: true; image: DaemonImage | null }
  | { ok: false; problem: DaemonProblem };

const OK = 200;
const NOT_FOUND = 404;
const CREATED = 201;

/** Asks a daemon for an image by its reference; null where the daemon does not have it. Nothing is pulled. */
export async function findDaemonImage(reference: string, address: DaemonAddress, signal: AbortSignal): Promise<DaemonImageAnswer> {
  const path = `/images/${encodeURIComponent(reference)}/json`;
  const answer = await requestDaemon({ method: "GET", path }, address, signal);
  if (!answer.ok) return answer;
  if (answer.status === NOT_FOUND) return { ok: true, image: null };
  const { Id: id, Architecture: architecture, Config: config } = objectOf(answer.body);
  if (answer.status !== OK || typeof id !== "string") return { ok: false, problem: refusal(address, answer) };
  const { Entrypoint: entrypoint, Cmd: command } = asObject(config);
  return { ok: true, image: { id, architecture: typeof architecture === "string" ? architecture : "", entrypoint: texts(entrypoint), command: texts(command) } };
}

/** The files of an image, read from a container that is made for it and never started. */
export interface ImageFiles {
  /** The content of a file, links followed as in a container; null where there is none. */
  read(path: string): Promise<Buffer | null>;
  /** Where a path ends when its links are followed; null where there is nothing. */
  realPath(path: string): Promise<string | null>;
}

/**
 * Gives a function the files of an image. The container for it has no network and is removed afterwards in any case.
 *
 * @throws DaemonRefusal where the daemon does not make the container or hand out its files
 */
export async function withImageFiles<Result>(
  imageId: string,
  address: DaemonAddress,
  signal: AbortSignal,
  use: (files: ImageFiles) => Promise<Result>,
): Promise<Result> {
  const body = JSON.stringify({
    Image: imageId,
    // An image without a command of its own needs one, though it never runs.
    Entrypoint: ["/compose-lint-never-runs-this"],
    Cmd: [],
    NetworkDisabled: true,
    HostConfig: { NetworkMode: "none" },
    Labels: { "compose-lint": "inspect-images" },
  });
  if (signal.aborted) throw new DaemonRefusal({ code: "daemon-timeout", message: `The Docker daemon at ${address.text} does not answer in time.` });
  // A container whose id is not awaited could not be removed: this question is not broken off.
  const created = await requestDaemon({ method: "POST", path: "/containers/create", body }, address, AbortSignal.timeout(CREATION_TIME));
  if (!created.ok) throw new DaemonRefusal(created.problem);
  const { Id: container } = objectOf(created.body);
  if (created.status !== CREATED || typeof container !== "string") throw new DaemonRefusal(refusal(address, created));
  const [read] = await Promise.allSettled([use(filesOf(container, address, signal))]);
  const left = await removeContainer(container, address);
  if (read.status === "rejected") throw read.reason;
  if (left !== null) throw new DaemonRefusal(left);
  return read.value;
}

// A busy daemon takes its time, and what it makes after that would be left behind.
const CREATION_TIME = 60_000;
const REMOVAL_TIME = 30_000;
const REMOVAL_ATTEMPTS = 5;
const REMOVAL_PAUSE = 300;
const REMOVED = 204;

/** Removes a container; a busy daemon may still hold what was read from it. Returns why it is still there, or null. */
async function removeContainer(container: string, address: DaemonAddress): Promise<DaemonProblem | null> {
  const request = { method: "DELETE", path: `/containers/${container}?force=1&v=1` } as const;
  let why = "";
  for (let attempt = 0; attempt < REMOVAL_ATTEMPTS; attempt += 1) {
    if (attempt > 0) await setTimeout(REMOVAL_PAUSE);
    // Its own time: what was made is removed even where the time for reading is over.
    const answer = await requestDaemon(request, address, AbortSignal.timeout(REMOVAL_TIME));
    if (answer.ok && (answer.status === REMOVED || answer.status === NOT_FOUND)) return null;
    why = answer.ok ? refusal(address, answer).message : answer.problem.message;
  }
  const message = `A container that was made to read an image could not be removed; \`docker rm ${container.slice(0, 12)}\` does. ${why}`;
  return { code: "daemon-refused", message };
}

/** A daemon that does not do what it was asked for. */
export class DaemonRefusal extends Error {
  readonly problem: DaemonProblem;

  constructor(problem: DaemonProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

function filesOf(container: string, address: DaemonAddress, signal: AbortSignal): ImageFiles {
  const ask = async (method: "GET" | "HEAD", path: string): Promise<DaemonResponse | null> => {
    const query = `/containers/${container}/archive?path=${encodeURIComponent(path)}`;
    const answer = await requestDaemon({ method, path: query }, address, signal);
    if (!answer.ok) throw new DaemonRefusal(answer.problem);
    if (answer.status === NOT_FOUND) return null;
    if (answer.status !== OK) throw new DaemonRefusal(refusal(address, answer));
    return answer;
  };
  const realPath = async (path: string): Promise<string | null> => {
    const answer = await ask("HEAD", path);
    return answer === null ? null : linkTarget(answer.headers) || path;
  };
  return {
    realPath,
    read: async (path) => {
      const real = await realPath(path);
      const answer = real === null ? null : await ask("GET", real);
      return answer === null ? null : fileOfArchive(answer.body);
    },
  };
}

/** The daemon tells where a link ends at last, from the root of the container; "" where the path is no link. */
function linkTarget(headers: IncomingHttpHeaders): string {
  const stat = headers["x-docker-container-path-stat"];
  const { linkTarget: target } = objectOf(Buffer.from(typeof stat === "string" ? stat : "", "base64"));
  return typeof target === "string" ? target : "";
}

function refusal(address: DaemonAddress, { status, body }: { status: number; body: Buffer }): DaemonProblem {
  const { message } = objectOf(body);
  const said = typeof message === "string" ? `: ${message}` : ` (status ${status}).`;
  return { code: "daemon-refused", message: `The Docker daemon at ${address.text} refused${said}` };
}

function objectOf(body: Buffer): Record<string, unknown> {
  try {
    return asObject(JSON.parse(body.toString("utf8")));
  } catch {
    return {};
  }
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
