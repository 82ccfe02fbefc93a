/** The C library of an image. `none` is an image without one (`scratch`, a static program). */
export interface Libc {
  name: "glibc" | "musl" | "uclibc" | "none";
  /** Version as its project writes it, such as `2.36` or `1.2.5`; null where it is not known. */
  version: string | null;
  /** Where the version is not known (a rolling release): one that it is not older than. */
  atLeast?: string;
}

/** As people write it: `glibc 2.36`, `glibc 2.41 or newer`, `musl`. */
export function describeLibc({ name, version, atLeast }: Libc): string {
  if (version !== null) return `${name} ${version}`;
  return atLeast === undefined ? name : `${name} ${atLeast} or newer`;
}
