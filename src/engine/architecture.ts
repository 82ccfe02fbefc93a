/** The processor architectures that verdicts are given for, in Go's and Docker's words (`arm` is 32-bit, `386` is x86). */
export type Architecture = "amd64" | "arm64" | "arm" | "386";

const NAMES: Record<string, Architecture> = {
  amd64: "amd64",
  x86_64: "amd64",
  "x86-64": "amd64",
  x64: "amd64",
  arm64: "arm64",
  aarch64: "arm64",
  "arm64/v8": "arm64",
  arm: "arm",
  armhf: "arm",
  armv6l: "arm",
  armv7l: "arm",
  "arm/v6": "arm",
  "arm/v7": "arm",
  "386": "386",
  i386: "386",
  i686: "386",
  x86: "386",
};

/** The names that a message can offer. */
export const ARCHITECTURES: readonly Architecture[] = ["amd64", "arm64", "arm", "386"];

/**
 * Reads an architecture as Docker, Debian or `uname -m` write it.
 *
 * @param text such as `amd64`, `x86_64`, `aarch64`, `armhf`, `linux/arm/v7`
 * @returns null where no verdict can be given for it
 */
export function parseArchitecture(text: string): Architecture | null {
  const name = text
    .trim()
    .toLowerCase()
    .replace(/^linux\//, "");
  return Object.hasOwn(NAMES, name) ? (NAMES[name] ?? null) : null;
}
