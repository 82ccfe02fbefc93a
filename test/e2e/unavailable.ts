import { accessSync, constants } from "node:fs";
import path from "node:path";
import { hasRealEngines, isContinuousIntegration } from "./places.js";

/** Tells whether a program is on PATH. */
export function isInstalled(program: string): boolean {
  return (process.env.PATH ?? "").split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * Why a test with a real Docker Engine cannot run on this machine, or null when it can.
 * Under `.ci/run` always null: there a missing part has to fail the test.
 */
export function unavailable(): string | null {
  return engineUnavailable(hasRealEngines ? ["xz"] : ["dockerd"]);
}

/** Why Debian's dockerd cannot stand in for the real engines on this machine, or null. */
export function standInUnavailable(): string | null {
  return engineUnavailable(["dockerd"]);
}

function engineUnavailable(further: readonly string[]): string | null {
  if (isContinuousIntegration) return null;
  if (process.platform !== "linux" || process.arch !== "x64") return "needs Linux on x86-64";
  if (process.getuid?.() !== 0) return "needs root";
  const needed = ["docker", "containerd", "runc", "curl", "ldd", ...further];
  const missing = needed.filter((program) => !isInstalled(program));
  return missing.length > 0 ? `needs ${missing.join(", ")}` : null;
}

/** Why docker-compose v1 cannot be tested here, or null. */
export function composeV1Unavailable(): string | null {
  const reason = unavailable();
  if (reason !== null || isContinuousIntegration) return reason;
  return isInstalled("docker-compose") ? null : "needs docker-compose 1.29";
}

/** Why Compose 2 cannot be tested here, or null; it comes with the real engines, also under `.ci/run`. */
export function composeV2Unavailable(): string | null {
  return hasRealEngines ? unavailable() : "needs the folder of real engines (ENGINES_DIR)";
}
