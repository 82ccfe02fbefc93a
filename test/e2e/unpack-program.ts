import path from "node:path";
import { enginesFolder } from "./places.js";
import { runOrThrow } from "./run-program.js";

/** Unpacks a program of the folder of real engines ("docker-compose-2.40.3") into a folder and returns its path. */
export async function unpackProgram(name: string, folder: string): Promise<string> {
  return (await runOrThrow(path.join(enginesFolder, "engine"), ["unpack", name, folder])).trim();
}
