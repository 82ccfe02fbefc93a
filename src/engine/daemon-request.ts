import { execFile } from "node:child_process";
import { type ClientRequest, type IncomingHttpHeaders, type IncomingMessage, request as httpRequest } from "node:http";
import type { DaemonAddress, DaemonCertificates } from "./daemon-address.js";

/** Why a daemon gave no answer. */
export interface DaemonProblem {
  code: "daemon-refused" | "daemon-not-running" | "daemon-no-permission" | "daemon-timeout" | "daemon-unreachable" | "daemon-not-docker";
  message: string;
}

export type DaemonAnswer = { ok: true; body: Record<string, unknown> } | { ok: false; problem: DaemonProblem };

/** What can be asked, as a path of the API and as arguments of the docker client. */
export type DaemonQuestion = "version" | "info";

/** A request to the API of a daemon. */
export interface DaemonRequest {
  method: "GET" | "HEAD" | "POST" | "DELETE";
  path: string;
  /** JSON */
  body?: string;
}

export interface DaemonResponse {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export type DaemonReply = ({ ok: true } & DaemonResponse) | { ok: false; problem: DaemonProblem };

/** Far more than any daemon answers. */
const MAXIMUM_LENGTH = 4_000_000;
/** A file of an image that is read is a text or a library, of a few megabytes. */
const MAXIMUM_FILE = 64_000_000;
const INSTEAD = 'Name the engine instead, such as --engine 20.10.9 ("docker version" shows it).';

/** Asks a daemon one question. Never rejects and never takes longer than the signal allows. */
export async function askDaemonFor(
  question: DaemonQuestion,
  address: DaemonAddress,
  signal: AbortSignal,
): Promise<DaemonAnswer> {
  try {
    const text =
      address.kind === "client"
        ? await askClient(question, address.text, signal)
        : await askApi(question, address, signal);
    return parseAnswer(text, address);
  } catch (error) {
    const { code, message } = problemOf(error, address, signal);
    return { ok: false, problem: { code, message: `${message} ${INSTEAD}` } };
  }
}

function parseAnswer(text: string, address: DaemonAddress): DaemonAnswer {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === "object" && body !== null) return { ok: true, body: body as Record<string, unknown> };
  } catch {
    // Said below.
  }
  const message = `What answers at ${address.text} is not a Docker daemon. ${INSTEAD}`;
  return { ok: false, problem: { code: "daemon-not-docker", message } };
}

/** Sends a daemon one request, whatever its status. Never rejects and never takes longer than the signal allows. */
export async function requestDaemon(asked: DaemonRequest, address: DaemonAddress, signal: AbortSignal): Promise<DaemonReply> {
  if (address.kind === "client") {
    const message = `The images of the Docker daemon at ${address.text} can be read through a socket only, not through ssh.`;
    return { ok: false, problem: { code: "daemon-unreachable", message } };
  }
  try {
    return { ok: true, ...(await sendApi(asked, address, signal, MAXIMUM_FILE)) };
  } catch (error) {
    return { ok: false, problem: problemOf(error, address, signal) };
  }
}

async function askApi(question: DaemonQuestion, address: ApiAddress, signal: AbortSignal): Promise<string> {
  const { status, body } = await sendApi({ method: "GET", path: `/${question}` }, address, signal, MAXIMUM_LENGTH);
  return status === OK ? body.toString("utf8") : "";
}

type ApiAddress = Exclude<DaemonAddress, { kind: "client" }>;

const OK = 200;

async function sendApi(
  { method, path, body }: DaemonRequest,
  address: ApiAddress,
  signal: AbortSignal,
  maximum: number,
): Promise<DaemonResponse> {
  const content = body === undefined ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
  const options = { method, path, headers: { host: "docker", ...content }, signal };
  const send = (sent: ClientRequest): Promise<DaemonResponse> => {
    sent.end(body);
    return responseOf(sent, maximum);
  };
  if (address.kind === "socket") return send(httpRequest({ ...options, socketPath: address.path }));
  const target = { ...options, host: address.host, port: address.port };
  if (address.tls === null) return send(httpRequest(target));
  // Loaded here only: hardly anyone reaches a daemon over TLS, and it takes a while.
  const { request: httpsRequest } = await import("node:https");
  return send(httpsRequest({ ...target, ...tlsOptions(address.tls) }));
}

function tlsOptions({ ca, cert, key, verify }: DaemonCertificates): Record<string, unknown> {
  return {
    rejectUnauthorized: verify,
    ...(ca === null ? {} : { ca }),
    ...(cert === null ? {} : { cert }),
    ...(key === null ? {} : { key }),
  };
}

function responseOf(sent: ClientRequest, maximum: number): Promise<DaemonResponse> {
  return new Promise((resolve, reject) => {
    sent.on("error", reject);
    sent.on("response", (response: IncomingMessage) => {
      const parts: Buffer[] = [];
      let length = 0;
      response.on("data", (part: Buffer) => {
        parts.push(part);
        length += part.length;
        if (length > maximum) response.destroy(new Error("the answer does not end"));
      });
      response.on("error", reject);
      response.on("end", () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) });
      });
    });
  });
}

function askClient(question: DaemonQuestion, host: string, signal: AbortSignal): Promise<string> {
  const format = question === "version" ? "{{json .Server}}" : "{{json .}}";
  const args = ["--host", host, question, "--format", format];
  return new Promise((resolve, reject) => {
    execFile("docker", args, { signal, maxBuffer: MAXIMUM_LENGTH, encoding: "utf8" }, (error, stdout) => {
      if (error === null) resolve(stdout);
      else reject(error instanceof Error ? error : new Error("the docker client failed"));
    });
  });
}

function problemOf(error: unknown, address: DaemonAddress, signal: AbortSignal): DaemonProblem {
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
  const where = address.text;
  if (signal.aborted || code === "ABORT_ERR") {
    return { code: "daemon-timeout", message: `The Docker daemon at ${where} does not answer in time.` };
  }
  if (code === "EACCES" || code === "EPERM") {
    return {
      code: "daemon-no-permission",
      message: `You have no permission to use the Docker daemon at ${where} (its socket is for root and the group docker).`,
    };
  }
  if (address.kind === "client") {
    const missing = code === "ENOENT";
    const why = missing
      ? "the docker client, which is needed for it, is not installed"
      : "the docker client could not reach it";
    return { code: "daemon-unreachable", message: `The Docker daemon at ${where} cannot be asked: ${why}.` };
  }
  if (code === "ENOENT" || (code === "ECONNREFUSED" && address.kind === "socket")) {
    return { code: "daemon-not-running", message: `No Docker daemon is running at ${where}.` };
  }
  const detail = code === "" ? "" : ` (${code})`;
  return {
    code: "daemon-unreachable",
    message: `The Docker daemon at ${where} cannot be reached${detail}.`,
  };
}
