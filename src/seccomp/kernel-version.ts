import { leadingNumbers } from "../text/leading-numbers.js";

/**
 * Whether a kernel is at least a version; the first two numbers count, as in moby: `3.12.25-gentoo` and `3.12` are the
 * same.
 */
export function kernelAtLeast(kernel: string, wanted: string): boolean {
  const [major = 0, minor = 0] = leadingNumbers(kernel);
  const [wantedMajor = 0, wantedMinor = 0] = leadingNumbers(wanted);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}
