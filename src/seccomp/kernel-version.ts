/**
 * Whether a kernel is at least a version; the first two numbers count, as in moby: `3.12.25-gentoo` and `3.12` are the
 * same.
 */
export function kernelAtLeast(kernel: string, wanted: string): boolean {
  const [major, minor] = kernelNumbers(kernel);
  const [wantedMajor, wantedMinor] = kernelNumbers(wanted);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

function kernelNumbers(text: string): [major: number, minor: number] {
  const match = /^(\d+)(?:\.(\d+))?/.exec(text);
  return [Number(match?.[1] ?? 0), Number(match?.[2] ?? 0)];
}
