import { isIpAddress } from "./ip-address.js";

/** A published port as the long syntax has it. */
export interface PortMapping {
  target: number;
  /** A port, a range of ports, or nothing. */
  published: string;
  hostIp: string;
  protocol: string;
}

export type PortReading = { ok: true; ports: PortMapping[] } | { ok: false; message: string };

const protocols = new Set(["tcp", "udp", "sctp"]);
const largestPort = 65_535;

/** Reads a port in short syntax as Docker does (go-connections, package nat): `[ip:][published:]target[/protocol]`. */
export function parseShortPort(text: string): PortReading {
  const pieces = text.split(":");
  const container = pieces.pop() ?? "";
  const published = pieces.pop() ?? "";
  const hostIp = hostAddress(pieces.join(":"));
  if (hostIp === null) return refuse(text, `\`${pieces.join(":")}\` is no IP address`);
  const [port = "", protocol = ""] = container.split("/");
  if (port === "") return refuse(text, "the port in the container is missing");
  const targets = portRange(port);
  if (targets === null) return refuse(text, `\`${port}\` is no port or range of ports from 0 to ${largestPort}`);
  // Compose reads the port 0 and then misses the port.
  if (targets.start === 0) return refuse(text, "the port in the container cannot be 0");
  const hosts = published === "" ? null : portRange(published);
  if (published !== "" && hosts === null) {
    return refuse(text, `\`${published}\` is no port or range of ports from 0 to ${largestPort}`);
  }
  const isRange = targets.end > targets.start;
  if (hosts !== null && isRange && hosts.end - hosts.start !== targets.end - targets.start) {
    return refuse(text, "the two ranges of ports are not equally long");
  }
  const lowerProtocol = (protocol === "" ? "tcp" : protocol).toLowerCase();
  if (!protocols.has(lowerProtocol)) return refuse(text, `\`${protocol}\` is none of the protocols tcp, udp and sctp`);
  return { ok: true, ports: mappings(targets, hosts, hostIp, lowerProtocol) };
}

interface Range {
  start: number;
  end: number;
}

function mappings(targets: Range, hosts: Range | null, hostIp: string, protocol: string): PortMapping[] {
  const ports: PortMapping[] = [];
  for (let target = targets.start; target <= targets.end; target += 1) {
    ports.push({ target, published: publishedPort(targets, hosts, target), hostIp, protocol });
  }
  // Compose sorts the ports of a range by their text.
  return ports.sort((a, b) => (String(a.target) < String(b.target) ? -1 : 1));
}

function publishedPort(targets: Range, hosts: Range | null, target: number): string {
  if (hosts === null) return "";
  const start = hosts.start + target - targets.start;
  return targets.start === targets.end && hosts.start !== hosts.end ? `${start}-${hosts.end}` : String(start);
}

function portRange(text: string): Range | null {
  const [first = "", second = first] = text.split("-");
  const range = { start: portNumber(first), end: portNumber(second) };
  return Number.isNaN(range.start) || Number.isNaN(range.end) || range.end < range.start ? null : range;
}

function portNumber(text: string): number {
  const value = /^\d{1,10}$/u.test(text) ? Number(text) : Number.NaN;
  return value <= largestPort ? value : Number.NaN;
}

/** The address without the brackets of IPv6; null if it is none. */
function hostAddress(text: string): string | null {
  if (text === "") return "";
  const address = text.startsWith("[") && text.endsWith("]") ? text.slice(1, -1) : text;
  return isIpAddress(address) ? address : null;
}

function refuse(text: string, reason: string): PortReading {
  return { ok: false, message: `Compose cannot read the port \`${text}\`: ${reason}.` };
}
