import { parseByteSize } from "../compose/byte-size.js";
import { splitRecord } from "../dockerfile/mount-fields.js";
import { quoted } from "./quoted.js";

// As in network-problem.ts. Sources: docker/cli, opts/weightdevice.go, opts/throttledevice.go, opts/gpus.go,
// cli/command/container/opts.go; seen with the client 28.2.

const cgroupRule = /^[acb] (?:\d+|\*):(?:\d+|\*) [rwm]{1,3}$/u;
const gpuKeys: ReadonlySet<string> = new Set(["driver", "count", "device", "capabilities", "options"]);

export function weightProblem(value: string): string | null {
  const [path, weight = ""] = cut(value);
  if (!path.startsWith("/dev/") || !/^\d{1,5}$/u.test(weight)) return `takes /dev/DEVICE:WEIGHT, not ${quoted(value)}`;
  const isWithin = Number(weight) === 0 || (Number(weight) >= 10 && Number(weight) <= 1000);
  return isWithin ? null : `takes a weight from 10 to 1000, not ${quoted(weight)}`;
}

export function bytesRateProblem(value: string): string | null {
  const [path, rate = ""] = cut(value);
  return path.startsWith("/dev/") && parseByteSize(rate) !== null ? null : `takes /dev/DEVICE:SIZE such as /dev/sda:1mb, not ${quoted(value)}`;
}

export function operationsRateProblem(value: string): string | null {
  const [path, rate = ""] = cut(value);
  return path.startsWith("/dev/") && /^\d+$/u.test(rate) ? null : `takes /dev/DEVICE:NUMBER, not ${quoted(value)}`;
}

export function cgroupRuleProblem(value: string): string | null {
  return cgroupRule.test(value) ? null : `takes a rule such as \`c 1:3 rwm\`, not ${quoted(value)}`;
}

export function deviceProblem(value: string): string | null {
  // The name of a device of a vendor, such as vendor.com/class=name.
  if (value.includes("=")) return null;
  const parts = value.split(":");
  const [host = "", second = "", mode = ""] = parts;
  if (host === "" || parts.length > 3) return `takes HOST-PATH, HOST-PATH:PATH or HOST-PATH:PATH:rwm, not ${quoted(value)}`;
  if (parts.length === 3 && !isDeviceMode(mode)) return `takes r, w and m for what is permitted, not ${quoted(mode)}`;
  const path = parts.length === 1 || (parts.length === 2 && isDeviceMode(second)) ? host : second;
  return path.startsWith("/") ? null : `takes absolute paths, not ${quoted(path)}`;
}

function isDeviceMode(text: string): boolean {
  return /^[rwm]{1,3}$/u.test(text) && new Set(text).size === text.length;
}

export function gpusProblem(value: string): string | null {
  const fields = splitRecord(value);
  if (fields === null) return `takes all, a number, or fields such as device=0, not ${quoted(value)}`;
  for (const { text } of fields) {
    const [, key, field = ""] = /^([^=]*)=(.*)$/su.exec(text) ?? [];
    if (key !== undefined && !gpuKeys.has(key)) return `has no field ${quoted(key)}; it has ${[...gpuKeys].join(", ")}`;
    const count = key === undefined ? text : key === "count" ? field : "all";
    if (count !== "all" && !/^[-+]?\d+$/u.test(count)) return `takes all or a number, not ${quoted(count)}`;
  }
  return null;
}

/** At the first colon. */
function cut(value: string): [string, string?] {
  const colon = value.indexOf(":");
  return colon === -1 ? [value] : [value.slice(0, colon), value.slice(colon + 1)];
}
