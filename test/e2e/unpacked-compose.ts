import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before } from "node:test";
import { enginesFolder } from "./places.js";
import { unpackProgram } from "./unpack-program.js";

const name = "docker-compose-2.40.3";
const archive = path.join(enginesFolder, `${name}.xz`);

/** Why Docker Compose cannot be unpacked here; false where it can. */
export const noCompose: string | false = existsSync(archive) ? false : `there is no ${archive}`;

/** Where Docker Compose is while tests run, and a folder for what they make; both are empty before. */
export interface UnpackedCompose {
  folder: string;
  program: string;
}

/** Unpacks Docker Compose for the tests of the suite, or of the file, that calls this, and removes all behind them. */
export function unpackedCompose(): UnpackedCompose {
  const compose = { folder: "", program: "" };
  before(async () => {
    if (noCompose !== false) return;
    compose.folder = mkdtempSync(path.join(tmpdir(), "compose-lint-real-"));
    compose.program = await unpackProgram(name, compose.folder);
  });
  after(() => {
    if (compose.folder !== "") rmSync(compose.folder, { recursive: true, force: true });
  });
  return compose;
}
