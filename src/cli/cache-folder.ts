import { isAbsolute, join } from "node:path";

/**
 * Where programs keep what they can make again, for this user and system; null where there is no such place. Relative paths
 * are not taken, as the XDG base directory specification has it: they would stand for another folder in each working directory.
 */
export function userCacheFolder(variables: Readonly<Record<string, string | undefined>>, home: string | undefined, platform: NodeJS.Platform): string | null {
  const inHome = (...names: string[]): string | null => (home !== undefined && isAbsolute(home) ? join(home, ...names) : null);
  const absolute = (folder: string | undefined): string | null => (folder !== undefined && isAbsolute(folder) ? folder : null);
  if (platform === "win32") return absolute(variables.LOCALAPPDATA) ?? inHome("AppData", "Local");
  if (platform === "darwin") return inHome("Library", "Caches");
  return absolute(variables.XDG_CACHE_HOME) ?? inHome(".cache");
}
