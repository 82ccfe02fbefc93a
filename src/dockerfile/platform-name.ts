// github.com/containerd/platforms: what alone is understood as an operating system or as an architecture.
const SYSTEMS =
  "aix android darwin dragonfly freebsd hurd illumos ios js linux macos nacl netbsd openbsd plan9 solaris windows zos";
const ARCHITECTURES =
  "386 aarch64 amd64 amd64p32 arm arm64 arm64be armbe armel armhf i386 loong64 mips mips64 mips64le mips64p32 " +
  "mips64p32le mipsle ppc ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm x86-64 x86_64";

/**
 * Whether BuildKit takes the text as a platform: `os`, `architecture`, `os/architecture` or `os/architecture/variant`.
 */
export function isPlatformName(text: string): boolean {
  const [system = "", ...others] = text.split("/");
  if (others.length > 2 || !/^[A-Za-z0-9_-]+(?:\([A-Za-z0-9_.-]*\))?$/.test(system)) return false;
  if (others.length > 0) return others.every((part) => /^[A-Za-z0-9_.-]+$/.test(part));
  const name = system.toLowerCase();
  return SYSTEMS.split(" ").includes(name.split("(", 1)[0] ?? "") || ARCHITECTURES.split(" ").includes(name);
}
