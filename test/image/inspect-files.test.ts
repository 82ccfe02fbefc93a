import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inspectFiles, type ImageFiles } from "../../src/image/inspect-files.js";
import { parseOsRelease } from "../../src/image/os-release.js";

/** Files as an image has them; a text that starts with `->` is a link to a path in full. */
function filesOf(files: Readonly<Record<string, string>>): ImageFiles {
  const realPath = (path: string): Promise<string | null> => {
    const text = files[path];
    return Promise.resolve(text === undefined ? null : text.startsWith("->") ? text.slice(2) : path);
  };
  return {
    realPath,
    read: async (path) => {
      const text = files[(await realPath(path)) ?? ""];
      return text === undefined ? null : Buffer.from(text, "latin1");
    },
  };
}

const glibc = "\x7fELF...GNU C Library (Debian GLIBC 2.36-9+deb12u9) stable release version 2.36.\nCopyright";
const musl = "\x7fELF...\x001.2.5\0musl libc";
const debian = 'ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\n';

describe("what an image is, by its files", () => {
  const cases: [name: string, files: Record<string, string>, id: string | null, libc: string | null][] = [
    ["glibc behind a link", { "/etc/os-release": debian, "/lib64/ld-linux-x86-64.so.2": "->/usr/lib/x/ld.so", "/usr/lib/x/libc.so.6": glibc }, "debian", "glibc 2.36"],
    ["musl", { "/etc/os-release": "ID=alpine\nVERSION_ID=3.20.3\n", "/lib/ld-musl-x86_64.so.1": musl }, "alpine", "musl 1.2.5"],
    ["Alpine with a bridge to glibc", { "/etc/os-release": "ID=alpine\n", "/lib/ld-musl-x86_64.so.1": musl, "/lib64/ld-linux-x86-64.so.2": "x", "/lib64/libc.so.6": glibc }, "alpine", "musl 1.2.5"],
    ["Debian with the package musl", { "/etc/os-release": debian, "/lib/ld-musl-x86_64.so.1": musl, "/lib64/ld-linux-x86-64.so.2": "x", "/lib64/libc.so.6": glibc }, "debian", "glibc 2.36"],
    ["files alone", { "/usr/lib/os-release": debian, "/app": "static" }, "debian", "none "],
    ["nothing", {}, null, "none "],
    ["glibc without its words", { "/lib64/ld-linux-x86-64.so.2": "x", "/lib64/libc.so.6": "other" }, null, null],
    ["a C library elsewhere", { "/nix/store": "" }, null, null],
  ];
  for (const [name, files, id, libc] of cases) {
    it(name, async () => {
      const found = await inspectFiles(filesOf(files), "amd64");
      assert.equal(found.distribution?.id ?? null, id);
      assert.equal(found.libc === null ? null : `${found.libc.name} ${found.libc.version ?? ""}`, libc);
    });
  }

  it("does not guess about an architecture that it does not know", async () => {
    assert.equal((await inspectFiles(filesOf({}), "mips")).libc, null);
  });
});

describe("parseOsRelease", () => {
  it("reads what distributions write", () => {
    assert.deepEqual(parseOsRelease(debian), { id: "debian", version: "12", codename: "bookworm" });
    assert.deepEqual(parseOsRelease("ID='rhel'\r\nVERSION_ID=\"9.4\"\r\n"), { id: "rhel", version: "9.4", codename: null });
    assert.deepEqual(parseOsRelease("# x\nID=alpine\nVERSION_ID=3.23_alpha20250612\n"), { id: "alpine", version: null, codename: "edge" });
    assert.deepEqual(parseOsRelease("ID=wolfi\nVERSION_ID=20230201\n"), { id: "wolfi", version: "20230201", codename: null });
  });

  it("takes nothing that could not be a name", () => {
    for (const text of ["", "NAME=x\n", "ID=\n", "ID=a b\n", "ID=\u001b[31m\n", "\0\0"]) assert.equal(parseOsRelease(text), null);
    assert.equal(parseOsRelease("ID=debian\nVERSION_ID=1\u0007\n")?.version, null);
  });
});
