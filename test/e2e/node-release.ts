import path from "node:path";
import { cachedPackages } from "./cached-packages.js";

/**
 * The folder with the `node` program of a release ("22", "20.19.0"), brought by the npm package that carries the binary
 * (the package `node` itself only fetches that one in an install script).
 */
export async function nodeReleaseFolder(release: string): Promise<string> {
  const carrier = `node-${process.platform}-${process.arch}`;
  const folder = await cachedPackages(`node-${release}`, `${carrier}@${release}`);
  return path.join(folder, "node_modules", carrier, "bin");
}
