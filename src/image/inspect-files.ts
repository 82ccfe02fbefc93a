import type { Distribution } from "./distribution.js";
import type { Libc } from "./libc.js";
import { glibcOfFile, muslOfFile } from "./libc-file.js";
import { parseOsRelease } from "./os-release.js";

/** The files of an image, whoever reads them. */
export interface ImageFiles {
  /** The content of a file, links followed as in a container; null where there is none. */
  read(path: string): Promise<Buffer | null>;
  /** Where a path ends when its links are followed; null where there is nothing. */
  realPath(path: string): Promise<string | null>;
}

export interface FileFindings {
  /** Null where the image has no `/etc/os-release`. */
  distribution: Distribution | null;
  /** Null where it cannot be told. */
  libc: Libc | null;
}

/** The loaders of programs per architecture, as their psABI names them; musl's by its own list of architectures. */
const LOADERS: Readonly<Record<string, { glibc: string[]; musl: string[] }>> = {
  amd64: { glibc: ["/lib64/ld-linux-x86-64.so.2"], musl: ["/lib/ld-musl-x86_64.so.1"] },
  "386": { glibc: ["/lib/ld-linux.so.2"], musl: ["/lib/ld-musl-i386.so.1"] },
  arm64: { glibc: ["/lib/ld-linux-aarch64.so.1"], musl: ["/lib/ld-musl-aarch64.so.1"] },
  arm: {
    glibc: ["/lib/ld-linux-armhf.so.3", "/lib/ld-linux.so.3"],
    musl: ["/lib/ld-musl-armhf.so.1", "/lib/ld-musl-arm.so.1"],
  },
  ppc64le: { glibc: ["/lib64/ld64.so.2"], musl: ["/lib/ld-musl-powerpc64le.so.1"] },
  s390x: { glibc: ["/lib/ld64.so.1"], musl: ["/lib/ld-musl-s390x.so.1"] },
  riscv64: { glibc: ["/lib/ld-linux-riscv64-lp64d.so.1"], musl: ["/lib/ld-musl-riscv64.so.1"] },
};
/** Where distributions without the usual folders keep their C library. */
const OTHER_STORES = ["/nix/store", "/gnu/store"];

/**
 * Finds the distribution and the C library in an image's files. Without a loader for programs there is no C library
 * that programs could share: the image holds static ones.
 *
 * @param architecture as an image's configuration names it: `amd64`, `arm64`
 */
export async function inspectFiles(files: ImageFiles, architecture: string): Promise<FileFindings> {
  const text = (await files.read("/etc/os-release")) ?? (await files.read("/usr/lib/os-release"));
  const distribution = text === null ? null : parseOsRelease(text.toString("utf8"));
  return { distribution, libc: await findLibc(files, architecture, distribution?.id ?? null) };
}

async function findLibc(files: ImageFiles, architecture: string, id: string | null): Promise<Libc | null> {
  const loaders = Object.hasOwn(LOADERS, architecture) ? LOADERS[architecture] : undefined;
  if (loaders === undefined) return null;
  const glibc = (): Promise<Libc | null> => findGlibc(files, loaders.glibc);
  const musl = (): Promise<Libc | null> => findMusl(files, loaders.musl);
  // Alpine can have a bridge to glibc, and other distributions musl as a package.
  const order = id === "alpine" ? [musl, glibc] : [glibc, musl];
  for (const find of order) {
    const libc = await find();
    if (libc !== null) return libc;
  }
  for (const place of [...loaders.glibc, ...OTHER_STORES]) if ((await files.realPath(place)) !== null) return null;
  return { name: "none", version: null };
}

async function findGlibc(files: ImageFiles, loaders: readonly string[]): Promise<Libc | null> {
  for (const loader of loaders) {
    const real = await files.realPath(loader);
    if (real === null) continue;
    const content = await files.read(`${real.slice(0, real.lastIndexOf("/"))}/libc.so.6`);
    const libc = content === null ? null : glibcOfFile(content);
    if (libc !== null) return libc;
  }
  return null;
}

async function findMusl(files: ImageFiles, loaders: readonly string[]): Promise<Libc | null> {
  for (const loader of loaders) {
    const content = await files.read(loader);
    if (content !== null) return muslOfFile(content);
  }
  return null;
}
