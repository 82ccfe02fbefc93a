import { isIpAddress } from "../compose/ip-address.js";
import { keyAndValue, splitRecord } from "../dockerfile/mount-fields.js";
import { quoted } from "./quoted.js";

// Each function says why the docker client refuses a value, as the end of a sentence that names the option; null where it
// takes it. Sources: docker/cli, opts/hosts.go, opts/opts.go, opts/network.go, docker/go-connections, nat; seen with the client 28.2.

const label = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,253}[a-zA-Z0-9])?";
const domain = new RegExp(`^${label}(?:\\.${label})*\\.?$`, "u");
const macAddress = /^(?:[\da-f]{2}(?<sign>[:-])(?:[\da-f]{2}\k<sign>){4}[\da-f]{2}|(?:[\da-f]{2}:){7}[\da-f]{2}|(?:[\da-f]{4}\.){2,3}[\da-f]{4})$/iu;
const networkKeys: ReadonlySet<string> = new Set(["name", "alias", "driver-opt", "ip", "ip6", "mac-address", "link-local-ip", "gw-priority"]);
const protocols: ReadonlySet<string> = new Set(["tcp", "udp", "sctp"]);

export function dnsProblem(value: string): string | null {
  return isIpAddress(value.trim()) ? null : `takes an IP address without a port, not ${quoted(value)}`;
}

export function searchProblem(value: string): string | null {
  const name = value.trim();
  return name === "." || (name.length < 255 && domain.test(name) && /[a-zA-Z]/u.test(name)) ? null : `takes a domain such as example.com, not ${quoted(value)}`;
}

export function hostProblem(value: string): string | null {
  const [, name, address] = /^([^=]*)=(.*)$/su.exec(value) ?? /^([^:]*):(.*)$/su.exec(value) ?? [];
  if (name === undefined || address === undefined || name === "") return `takes NAME:ADDRESS, not ${quoted(value)}`;
  const bare = /^\[(.+)\]$/u.exec(address)?.[1] ?? address;
  return bare === "host-gateway" || isIpAddress(bare.trim()) ? null : `takes an IP address or host-gateway behind the name, not ${quoted(address)}`;
}

export function macProblem(value: string): string | null {
  return value.trim() === "" || macAddress.test(value.trim()) ? null : `takes an address such as 02:42:ac:11:00:02, not ${quoted(value)}`;
}

export function linkProblem(value: string): string | null {
  return value === "" || value.split(":").length > 2 ? `takes CONTAINER or CONTAINER:ALIAS, not ${quoted(value)}` : null;
}

export function exposeProblem(value: string): string | null {
  const [port = ""] = value.split("/");
  return value.includes(":") || !isPortRange(port) ? `takes a port or a range of ports such as 8000-8010/tcp, not ${quoted(value)}` : null;
}

export function publishProblem(value: string): string | null {
  // The long form is for services of Swarm.
  if (value.includes("=")) return null;
  const [ports = "", protocol = ""] = value.split("/");
  const parts = ports.split(":");
  const container = parts.at(-1) ?? "";
  const host = parts.at(-2) ?? "";
  const address = parts.slice(0, -2).join(":");
  const bare = /^\[(.+)\]$/u.exec(address)?.[1] ?? address;
  if (bare !== "" && !isIpAddress(bare)) return `takes an IP address in front of the ports, not ${quoted(address)}`;
  if (!isPortRange(container)) return `takes a port of the container from 0 to 65535, not ${quoted(container)}`;
  if (host !== "" && !isPortRange(host)) return `takes a port of the host from 0 to 65535, not ${quoted(host)}`;
  if (protocol !== "" && !protocols.has(protocol.toLowerCase())) return `takes the protocols tcp, udp and sctp, not ${quoted(protocol)}`;
  const isUneven = host !== "" && lengthOf(container) > 0 && lengthOf(host) !== lengthOf(container);
  return isUneven ? `takes as many ports of the host as of the container, not ${quoted(`${host}:${container}`)}` : null;
}

function isPortRange(text: string): boolean {
  const ports = text.split("-");
  const isSound = ports.length <= 2 && ports.every((port) => /^\d+$/u.test(port) && Number(port) <= 65_535);
  return isSound && lengthOf(text) >= 0;
}

/** The ports of a range behind its first. */
function lengthOf(range: string): number {
  const [start = 0, end = start] = range.split("-").map(Number);
  return end - start;
}

export function networkProblem(value: string): string | null {
  if (value === "") return "takes the name of a network, not an empty value";
  if (!value.includes("=")) return null;
  const fields = splitRecord(value);
  if (fields === null) return `takes fields such as name=NETWORK,alias=NAME, not ${quoted(value)}`;
  const pairs = fields.map(({ text }) => {
    const { key, value: field } = keyAndValue(text);
    return { text, name: key.trim(), field };
  });
  for (const { text, name, field } of pairs) {
    if (field === null) return `takes fields such as name=NETWORK,alias=NAME, not ${quoted(text)}`;
    if (!networkKeys.has(name)) return `has no field ${quoted(name)}; it has ${[...networkKeys].join(", ")}`;
    if (name === "driver-opt" && !field.includes("=")) return `takes driver-opt=NAME=VALUE, not ${quoted(text)}`;
    if (name === "mac-address" && macProblem(field) !== null) return `takes an address such as 02:42:ac:11:00:02 for mac-address, not ${quoted(field)}`;
  }
  const isNamed = pairs.some(({ name, field }) => name === "name" && field !== "");
  return isNamed ? null : `takes the name of the network too, as name=NETWORK, which ${quoted(value)} lacks`;
}
