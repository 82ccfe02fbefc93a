import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of this repository. */
export const repository = fileURLToPath(new URL("../../", import.meta.url));

/** The folder with reference data and corpora: SHARED_DIR, by default `../shared` beside the repository. */
export const sharedFolder = path.resolve(repository, process.env.SHARED_DIR ?? "../shared");

/** The folder with the real engines: ENGINES_DIR, by default `../shared/engines` beside the repository. */
export const enginesFolder = path.resolve(repository, process.env.ENGINES_DIR ?? "../shared/engines");

/** Whether the real engines are on this machine; without them Debian's own dockerd stands in. */
export const hasRealEngines = existsSync(path.join(enginesFolder, "engine"));

/** Whether this is a run of `.ci/run`, which installs what is needed and lets nothing be skipped. */
export const isContinuousIntegration = process.env.CI === "true";
