import { copyFileSync, existsSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runOrThrow } from "./run-program.js";

const programs = ["sh", "true", "unshare"];

/**
 * Fills an empty folder with the root of a container image: this machine's Node, `sh`, `true` and `unshare`, and the
 * shared libraries that they need, so with the C library of this machine.
 */
export async function buildNodeImage(root: string): Promise<void> {
  for (const folder of ["bin", "etc", "tmp", "proc", "dev", "sys", "usr"]) mkdirSync(path.join(root, folder));
  symlinkSync("../bin", path.join(root, "usr", "bin"));
  writeFileSync(path.join(root, "etc", "passwd"), "root:x:0:0::/:/bin/sh\n");
  if (existsSync("/etc/os-release")) copyFileSync("/etc/os-release", path.join(root, "etc", "os-release"));
  await copyProgram(realpathSync(process.execPath), "node", root);
  for (const program of programs) {
    const found = await runOrThrow("sh", ["-c", `command -v ${program} | grep / || echo /bin/${program}`]);
    await copyProgram(realpathSync(found.trim()), program, root);
  }
}

/** Copies a program to `bin/NAME` of the image and its shared libraries to where the loader looks for them. */
async function copyProgram(file: string, name: string, root: string): Promise<void> {
  copyFileSync(file, path.join(root, "bin", name));
  const listed = await runOrThrow("ldd", [file]);
  for (const [library] of listed.matchAll(/\/\S+\.so\S*/g)) {
    mkdirSync(path.dirname(path.join(root, library)), { recursive: true });
    copyFileSync(library, path.join(root, library));
  }
}
