import { readFileSync } from "node:fs";
import { createHash } from "node:crypto";
import path from "node:path";

/** Certificates for a daemon that is reached over TLS. */
export interface DaemonCertificates {
  ca: string | null;
  cert: string | null;
  key: string | null;
  /** The daemon's certificate has to be valid. */
  verify: boolean;
}

/** How the docker client of a user would reach its daemon. */
export type DaemonAddress =
  | { kind: "socket"; path: string; text: string }
  | { kind: "tcp"; host: string; port: number; tls: DaemonCertificates | null; text: string }
  /** Through the docker client, which knows ssh. */
  | { kind: "client"; text: string };

export interface DaemonAddressProblem {
  code: "daemon-address" | "docker-context";
  message: string;
}

export type DaemonAddressResult = { ok: true; address: DaemonAddress } | { ok: false; problem: DaemonAddressProblem };

/** What of the surroundings decides, given by the caller. */
export interface DaemonSurroundings {
  env: Readonly<Record<string, string | undefined>>;
  homeFolder: string;
  platform: NodeJS.Platform;
}

const DEFAULT_SOCKET = "unix:///var/run/docker.sock";
const DEFAULT_PIPE = "npipe:////./pipe/docker_engine";
const PLAIN_PORT = 2375;
const TLS_PORT = 2376;

/**
 * Where the docker client of this user would find its daemon: DOCKER_HOST, else the context of DOCKER_CONTEXT or of the
 * client's configuration, else the default socket. https://docs.docker.com/reference/cli/docker/#environment-variables
 */
export function daemonAddress(surroundings: DaemonSurroundings): DaemonAddressResult {
  const { env, platform } = surroundings;
  const host = env.DOCKER_HOST ?? "";
  if (host !== "") return parseAddress(host, () => certificatesOfEnvironment(surroundings));
  const configFolder = env.DOCKER_CONFIG ?? path.join(surroundings.homeFolder, ".docker");
  const context = env.DOCKER_CONTEXT ?? currentContext(configFolder);
  if (context !== "" && context !== "default") return addressOfContext(context, configFolder);
  return parseAddress(platform === "win32" ? DEFAULT_PIPE : DEFAULT_SOCKET, () => null);
}

function parseAddress(text: string, tls: () => DaemonCertificates | null): DaemonAddressResult {
  const [, scheme = "", rest = ""] = /^([a-z]+):\/\/(.*)$/.exec(text) ?? [];
  switch (scheme) {
    case "unix":
      if (rest.startsWith("/")) return { ok: true, address: { kind: "socket", path: rest, text } };
      break;
    case "npipe":
      return { ok: true, address: { kind: "socket", path: rest.replaceAll("/", "\\"), text } };
    case "ssh":
      return { ok: true, address: { kind: "client", text } };
    case "tcp":
    case "http":
    case "https":
      return tcpAddress(text, rest, scheme === "https" ? (tls() ?? NO_CERTIFICATES) : tls());
  }
  const message = `"${text}" is not the address of a Docker daemon, such as unix:///var/run/docker.sock or tcp://host:2375.`;
  return { ok: false, problem: { code: "daemon-address", message } };
}

const NO_CERTIFICATES: DaemonCertificates = { ca: null, cert: null, key: null, verify: true };

function tcpAddress(text: string, rest: string, tls: DaemonCertificates | null): DaemonAddressResult {
  const match = /^(\[[^\]]+\]|[^:/]*)(?::(\d{1,5}))?\/?$/.exec(rest);
  const port = match?.[2] === undefined ? (tls === null ? PLAIN_PORT : TLS_PORT) : Number(match[2]);
  if (match === null || port > 65535) {
    const message = `"${text}" is not the address of a Docker daemon, such as tcp://host:2375.`;
    return { ok: false, problem: { code: "daemon-address", message } };
  }
  const host = (match[1] ?? "").replace(/^\[|\]$/g, "") || "127.0.0.1";
  return { ok: true, address: { kind: "tcp", host, port, tls, text } };
}

function certificatesOfEnvironment({ env, homeFolder }: DaemonSurroundings): DaemonCertificates | null {
  if ((env.DOCKER_TLS_VERIFY ?? "") === "" && (env.DOCKER_TLS ?? "") === "") return null;
  const folder = env.DOCKER_CERT_PATH ?? path.join(homeFolder, ".docker");
  return { ...certificatesIn(folder), verify: (env.DOCKER_TLS_VERIFY ?? "") !== "" };
}

function certificatesIn(folder: string): Omit<DaemonCertificates, "verify"> {
  const [ca = null, cert = null, key = null] = ["ca", "cert", "key"].map((name) =>
    read(path.join(folder, `${name}.pem`)),
  );
  return { ca, cert, key };
}

/** The context that the client's configuration names; "" for none. */
function currentContext(configFolder: string): string {
  const config = parseObject(read(path.join(configFolder, "config.json")));
  return typeof config?.currentContext === "string" ? config.currentContext : "";
}

function addressOfContext(name: string, configFolder: string): DaemonAddressResult {
  const id = createHash("sha256").update(name).digest("hex");
  const meta = parseObject(read(path.join(configFolder, "contexts", "meta", id, "meta.json")));
  const endpoint = asObject(asObject(meta?.Endpoints)?.docker);
  if (typeof endpoint?.Host !== "string") {
    const message = `The Docker context "${name}" has no daemon, or its description cannot be read ("docker context ls" lists them).`;
    return { ok: false, problem: { code: "docker-context", message } };
  }
  return parseAddress(endpoint.Host, () => {
    const certificates = certificatesIn(path.join(configFolder, "contexts", "tls", id, "docker"));
    const some = certificates.ca !== null || certificates.cert !== null;
    return some ? { ...certificates, verify: endpoint.SkipTLSVerify !== true } : null;
  });
}

function read(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

function parseObject(text: string | null): Record<string, unknown> | null {
  try {
    return asObject(JSON.parse(text ?? "null"));
  } catch {
    return null;
  }
}

function asObject(value: unknown): Record<string, unknown> | null {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
}
