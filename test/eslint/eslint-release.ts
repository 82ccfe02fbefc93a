import type * as Eslint from "eslint";
import { createRequire } from "node:module";
import path from "node:path";
import { cachedPackages } from "../e2e/cached-packages.js";
import { repository } from "../e2e/places.js";

/** The major releases of ESLint that the plugin supports. */
export const eslintMajors = [8, 9, 10] as const;
export type EslintMajor = (typeof eslintMajors)[number];

/** The last release of each older line; the newest line is the one of package.json. */
const olderReleases = { 8: "8.57.1", 9: "9.39.5" } as const;

/** The folder of the npm package `eslint` of a major release. */
export async function eslintFolder(major: EslintMajor): Promise<string> {
  if (major === 10) return path.join(repository, "node_modules", "eslint");
  const release = olderReleases[major];
  return path.join(await cachedPackages(`eslint-${release}`, `eslint@${release}`), "node_modules", "eslint");
}

/** The module `eslint` of a major release. Its types are those of the newest: check what you call. */
export async function eslintModule(major: EslintMajor): Promise<typeof Eslint> {
  const folder = await eslintFolder(major);
  return createRequire(path.join(folder, "package.json"))("./lib/api.js") as typeof Eslint;
}
