import { ARCHITECTURES } from "../../engine/architecture.js";
import { imageSettingProblem } from "../../eslint/image-options.js";
import { profilePathProblem } from "../../eslint/profile-path.js";
import type { LintSettings } from "../../eslint/settings.js";

/** One setting: this table makes the check of configuration files and their JSON schema. */
export interface SettingKind {
  type: "text" | "boolean" | "texts by text";
  description: string;
  values?: readonly string[];
  pattern?: string;
  /** What a schema cannot say; a sentence about a value that cannot be. */
  check?: (value: string) => string | null;
}

export const settingTable: Readonly<Record<Exclude<keyof LintSettings, "inspected" | "problem">, SettingKind>> = {
  engine: {
    type: "text",
    description: "Docker Engine that runs the services: a version or a semver range, or `auto` to ask the local daemon.",
  },
  host: { type: "text", description: "The platform instead, such as debian-11-docker-ce; `compose-lint hosts` lists them." },
  runc: { type: "text", description: "runc of that host, where it is not the one that the engine came with." },
  libseccomp: { type: "text", description: "libseccomp of that host; 2.5 by default." },
  arch: { type: "text", description: "Architecture of that host; amd64 by default.", values: ARCHITECTURES },
  images: {
    type: "texts by text",
    description:
      "What your own images are: a pattern with stars, and the release (`debian:12`, `alpine:3.20`, `scratch`, `musl`, `glibc`) or the image that it is a copy of.",
  },
  profilePath: {
    type: "text",
    description: "Where the fix writes the seccomp profile, relative to the folder of the Compose file.",
    check: profilePathProblem,
  },
  swarm: { type: "boolean", description: "Whether the files are deployed as stacks of Swarm, which ignores some keys." },
  date: {
    type: "text",
    description: "The day for which floating tags are judged, YYYY-MM-DD; today by default.",
    pattern: "^\\d{4}-\\d{2}-\\d{2}$",
    check: (date) => imageSettingProblem({ date }),
  },
};
