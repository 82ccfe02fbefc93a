/** The three numbers of a release, and what follows them. */
export interface ThreeNumbers {
  major: number;
  minor: number;
  patch: number;
  rest: string;
}

// One for all: V8 compiles each, and writes out each place of `{1,4}`, which takes longer than all that it is for.
const NUMBERS = /^v?(\d+)\.(\d+)\.(\d+)/;

/** Reads the start of a version in lower case, such as `v1.1.12-rc.1`; null for another start, and for more digits than may be. */
export function threeNumbers(text: string, mostDigits: number): ThreeNumbers | null {
  const [all = "", major = "", minor = "", patch = ""] = NUMBERS.exec(text) ?? [];
  if (all === "" || Math.max(major.length, minor.length, patch.length) > mostDigits) return null;
  return { major: Number(major), minor: Number(minor), patch: Number(patch), rest: text.slice(all.length) };
}
