import type { InspectedImages } from "../image/inspected-image.js";

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
  /** The day for which floating tags and ends of support are judged, `YYYY-MM-DD`; today by default. */
  date?: string;
  /**
   * What images are that compose-lint does not know: a pattern (`registry.example/base/*`) to a release (`debian:12`), or
   * to the image that it is a copy of. It counts before what compose-lint knows.
   */
  images?: Readonly<Record<string, string>>;
  /** What was read in images of the local daemon; the command line sets it. */
  inspected?: InspectedImages;
}

export const defaultProfilePath = "./seccomp-compose-lint.json";

/** Our part of ESLint's settings; empty where the user gave none. */
export function lintSettings(settings: Readonly<Record<string, unknown>>): LintSettings {
  const own = settings["compose-lint"];
  return own !== null && typeof own === "object" ? own : {};
}
