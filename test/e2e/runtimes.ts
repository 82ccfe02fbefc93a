import { readdirSync } from "node:fs";
import { enginesFolder } from "./places.js";
import { runOrThrow, runProgram } from "./run-program.js";

/** A runtime that every engine of a test has. */
export interface Runtime {
  /** What `docker run --runtime` takes. */
  name: string;
  runc: string;
  libseccomp: string;
}

const FILE = /^(runc-(.+)-libseccomp-([\d.]+))\.xz$/;

/** The runtimes of the folder of engines, and the machine's own runc first. */
export async function allRuntimes(): Promise<Runtime[]> {
  const files = readdirSync(enginesFolder).sort();
  return [
    await ownRuntime(),
    ...files.flatMap((file) => {
      const [, name, runc, libseccomp] = FILE.exec(file) ?? [];
      return name === undefined || runc === undefined || libseccomp === undefined ? [] : [{ name, runc, libseccomp }];
    }),
  ];
}

async function ownRuntime(): Promise<Runtime> {
  const version = await runOrThrow("runc", ["--version"]);
  const runc = /^runc version (\S+)/.exec(version)?.[1] ?? "";
  // The package tells more than runc does: Debian adds syscall names without changing the version.
  const installed = await runProgram("dpkg-query", ["-W", "-f", "${Version}", "libseccomp2"]).catch(() => null);
  const libseccomp = installed?.code === 0 ? installed.stdout : (/libseccomp: (\S+)/.exec(version)?.[1] ?? "");
  return { name: "runc", runc, libseccomp };
}
