import path from "node:path";

/** Where programs keep what they can make again, for this user and system. */
export function cacheFolder(
  variables: Readonly<Record<string, string | undefined>>,
  home: string,
  platform: NodeJS.Platform,
): string {
  const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = variables;
  if (xdg !== undefined && path.isAbsolute(xdg)) return path.join(xdg, "compose-lint");
  if (platform === "win32") return path.join(local ?? path.join(home, "AppData", "Local"), "compose-lint", "cache");
  return path.join(home, platform === "darwin" ? "Library/Caches" : ".cache", "compose-lint");
}
