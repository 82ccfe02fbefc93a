const decimal = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const version4 = new RegExp(`^${decimal}(?:\\.${decimal}){3}$`, "u");
const group = /^[\da-f]{1,4}$/iu;

/** True for an IPv4 or IPv6 address without brackets and zone, as Go's `net.ParseIP` takes it. */
export function isIpAddress(text: string): boolean {
  return version4.test(text) || isVersion6(text);
}

function isVersion6(text: string): boolean {
  const halves = text.split("::");
  const [head = "", tail] = halves;
  if (halves.length > 2 || !text.includes(":")) return false;
  const first = head === "" ? [] : head.split(":");
  const second = tail === undefined || tail === "" ? [] : tail.split(":");
  const groups = [...first, ...second];
  const last = groups.at(-1) ?? "";
  // An IPv4 address at the end stands for two groups.
  const isMixed = version4.test(last) && (tail === undefined || second.length > 0);
  const plain = isMixed ? groups.slice(0, -1) : groups;
  const count = plain.length + (isMixed ? 2 : 0);
  return plain.every((part) => group.test(part)) && (tail === undefined ? count === 8 : count <= 7);
}
