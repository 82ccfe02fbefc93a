/**
 * What is wrong with a port of EXPOSE, `[[ip:]host:]port[-port][/protocol]`, after BuildKit's rules; null when nothing
 * is.
 */
export function checkPort(text: string): string | null {
  const parts = text.split(":");
  const [port, protocol] = cut(parts.at(-1) ?? "", "/");
  const host = parts.length > 1 ? (parts.at(-2) ?? "") : "";
  const address = parts.slice(0, -2).join(":");
  if (port === "") return `"${text}" has no port. Write a number from 0 to 65535.`;
  if (!["", "tcp", "udp", "sctp"].includes(protocol.toLowerCase())) {
    return `"${protocol}" is not a protocol. Write tcp, udp or sctp after the slash.`;
  }
  if (address !== "" && !isAddress(address)) return `"${address}" is not an IP address; EXPOSE needs none.`;
  const range = readRange(port);
  if (range === null) return `"${port}" is not a port. Write a number from 0 to 65535, or a range such as 8000-8010.`;
  if (host === "") return null;
  const hostRange = readRange(host);
  if (hostRange === null) return `"${host}" is not a port. EXPOSE needs only the container's port.`;
  const isMatching = range[1] - range[0] === hostRange[1] - hostRange[0] || range[0] === range[1];
  return isMatching ? null : `The ranges ${host} and ${port} are not of the same length.`;
}

function cut(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

function readRange(text: string): [number, number] | null {
  const [start, end] = text.includes("-") ? cut(text, "-") : [text, text];
  const first = readPort(start);
  const last = start === end ? first : readPort(end);
  return first === null || last === null || last < first ? null : [first, last];
}

function readPort(text: string): number | null {
  return /^[+-]?[0-9]+$/.test(text) && Number(text) >= 0 && Number(text) <= 65_535 ? Number(text) : null;
}

function isAddress(text: string): boolean {
  const bare = /^\[(.*)\]$/.exec(text)?.[1] ?? text;
  return isAddress4(bare) || isAddress6(bare);
}

function isAddress6(text: string): boolean {
  if (!/^[0-9a-fA-F:.]+$/.test(text) || text.includes(":::")) return false;
  // The last two groups can be written as an address of the older kind.
  const last = text.slice(text.lastIndexOf(":") + 1);
  if (last.includes(".")) return isAddress4(last) && isAddress6(`${text.slice(0, -last.length)}0:0`);
  const halves = text.split("::");
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === "" ? [] : half.split(":")));
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return false;
  return halves.length === 2 ? groups.length < 8 : groups.length === 8;
}

function isAddress4(text: string): boolean {
  const parts = text.split(".");
  return parts.length === 4 && parts.every((part) => /^(?:0|[1-9][0-9]{0,2})$/.test(part) && Number(part) < 256);
}
