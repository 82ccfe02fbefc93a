import { fileURLToPath } from "node:url";
import { resolve } from "node:path";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Test data that is not part of the repository: `SHARED_DIR`, by default the folder `shared` beside it. */
export const sharedFolder = resolve(root, process.env.SHARED_DIR ?? "../shared");

/** The real engines: `ENGINES_DIR`, by default the folder `engines` of the shared data. */
export const enginesFolder = resolve(root, process.env.ENGINES_DIR ?? "../shared/engines");
