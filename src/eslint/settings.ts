import type { ResolveOptions } from "../image/resolve.js";

/** What `settings["compose-lint"]` holds, in ESLint and in our own configuration. */
export interface LintSettings {
  /** Docker Engine that runs the services: a version or a semver range, such as `20.10.9` or `>=19.03 <23`. */
  engine?: string;
  /** A host preset, such as `debian-11-docker-ce`. */
  host?: string;
  /** runc of that host, where it is not the one that the engine came with. */
  runc?: string;
  /** libseccomp of that host. */
  libseccomp?: string;
  /** `amd64`, `arm64`, `arm` or `386`. */
  arch?: string;
  /** Where the fix writes the seccomp profile, relative to the folder of the Compose file. */
  profilePath?: string;
  /** Whether the files are deployed as stacks of Swarm, which ignores some of what they say. */
  swarm?: boolean;
  /** What the own images are: pattern to release, such as `registry.example/base:*` to `debian:12`. */
  images?: Readonly<Record<string, string>>;
  /** The day for which floating tags are judged, `YYYY-MM-DD`; today by default. */
  date?: string;
}

export const defaultProfilePath = "./seccomp-compose-lint.json";

/** What the settings say of images. */
export function imageOptions({ date, images }: LintSettings): ResolveOptions {
  return { ...(date === undefined ? {} : { date }), ...(images === undefined ? {} : { custom: images }) };
}

/** Our part of ESLint's settings; empty where the user gave none. */
export function lintSettings(settings: Readonly<Record<string, unknown>>): LintSettings {
  const own = settings["compose-lint"];
  return own !== null && typeof own === "object" ? own : {};
}
