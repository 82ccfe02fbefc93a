/**
 * The default seccomp profile of an engine release, as `dockerd --seccomp-profile` reads it, from the own data.
 * Only the stand-in for the real engines needs it.
 */
export function defaultProfileText(version: string): string {
  throw new Error(`no default profile of ${version} yet`);
}
