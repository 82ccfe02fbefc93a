import type { Service, YamlPair } from "../compose/ast.js";
import type { ProjectService } from "../compose/service.js";
import type { OriginNode, Value } from "../compose/value.js";

/** The Dockerfile that a service is built from. */
export type DockerfileOrigin =
  | { kind: "file"; path: string }
  /** In the Compose file itself; `value` tells where. */
  | { kind: "inline"; text: string; value: Value }
  /** A context that is fetched: a git repository, an archive on a web server. */
  | { kind: "remote"; context: string };

/** Where a setting is written: the pair, and the absolute path of its file. */
export interface WrittenAt {
  file: string;
  /** Null where Compose put it together from parts, or where it stands in no pair. */
  pair: YamlPair | null;
  /** The value itself, with the way on which it came. */
  value: Value;
}

export interface BuildModel {
  at: WrittenAt;
  dockerfile: DockerfileOrigin;
  target: string | null;
  args: Record<string, string>;
  /** `additional_contexts`, by the names that they have in the Dockerfile. */
  contexts: Record<string, string>;
}

/** What the rules about images and engines need of a service, as it will run: all files merged, variables replaced. */
export interface ServiceModel {
  /** The service as it is written in the file under lint; there, that which it extends, where it is not written itself. */
  node: Service;
  name: string;
  /** The project directory, from which Compose resolves the path of a profile. */
  folder: string;
  /** Everything that Compose makes of the service, for finders that need more of its keys than stand here. */
  merged: ProjectService;
  image: {
    at: WrittenAt;
    reference: string;
    /** Variables in it that have no value; the reference is then incomplete. */
    missing: string[];
  } | null;
  build: BuildModel | null;
  command: string[] | null;
  entrypoint: string[] | null;
  privileged: boolean;
  capAdd: string[];
  capDrop: string[];
  securityOpt: string[];
  /** The `seccomp` entry of `security_opt` that counts, which is the last one; null where there is none. */
  seccompEntry: SeccompEntry | null;
  /** Where a file of the project takes away what `file` says of `security_opt`; null where it counts. */
  securityOptReset: (file: string) => OriginPlace | null;
  /** Whether what is wrong with a value that another file writes is told in that file, by the same run. */
  isToldIn: (file: string) => boolean;
  /** Whether what a service of an extended file says reaches services for which a fix of this one may be wrong. */
  reachesOthers: (file: string, service: string) => boolean;
}

/** A `!reset` or `!override`. */
export interface OriginPlace {
  file: string;
  /** From 1. */
  line: number;
  tag: string;
}

/** The place of an entry such as `seccomp=./profile.json`. */
export interface SeccompEntry {
  file: string;
  node: OriginNode;
  /** Whether it comes from a service that this one extends, so that an entry of the service itself stands behind it. */
  inherited: boolean;
}
