import type { SourceLocation, SourceRange } from "../text/source-range.js";

/**
 * The AST of one Compose file. It has two trees below one root: `documents`, the YAML as it is written, and `project`,
 * what Compose reads in it (services, images, ...). A semantic node points to the YAML nodes that it was read from, so
 * that a rule can be written in Compose's words and still edit the text exactly.
 */
interface NodeBase {
  range: SourceRange;
  loc: SourceLocation;
}

/** The style in which a scalar is written in the source. */
export type ScalarStyle = "plain" | "single-quoted" | "double-quoted" | "literal" | "folded";

export interface ComposeFile extends NodeBase {
  type: "ComposeFile";
  parent: null;
  project: Project;
  documents: YamlDocument[];
  /** All comments in reading order. ESLint does not traverse them. */
  comments: YamlComment[];
}

export interface YamlDocument extends NodeBase {
  type: "YamlDocument";
  parent: ComposeFile;
  contents: YamlNode | null;
}

export interface YamlComment extends NodeBase {
  type: "YamlComment";
  /** The text after `#`. */
  value: string;
}

/** `&name` in front of a node: it lies outside the range of its node, and inside that of the pair or list around. */
export interface YamlAnchor extends NodeBase {
  type: "YamlAnchor";
  parent: YamlMap | YamlSeq | YamlScalar;
  name: string;
}

/** `!tag` or `!!tag` in front of a node, as written. It lies outside the range of its node, as an anchor does. */
export interface YamlTag extends NodeBase {
  type: "YamlTag";
  parent: YamlMap | YamlSeq | YamlScalar;
  value: string;
}

export interface YamlMap extends NodeBase {
  type: "YamlMap";
  parent: YamlParent;
  style: "block" | "flow";
  anchor: YamlAnchor | null;
  tag: YamlTag | null;
  pairs: YamlPair[];
}

export interface YamlSeq extends NodeBase {
  type: "YamlSeq";
  parent: YamlParent;
  style: "block" | "flow";
  anchor: YamlAnchor | null;
  tag: YamlTag | null;
  items: YamlNode[];
}

export interface YamlPair extends NodeBase {
  type: "YamlPair";
  parent: YamlMap;
  /** A `YamlMergeKey` for `<<`. */
  key: YamlNode | YamlMergeKey;
  /** Null for a key without a value. */
  value: YamlNode | null;
}

/** The key `<<`, which merges the maps of its value into the map around it. */
export interface YamlMergeKey extends NodeBase {
  type: "YamlMergeKey";
  parent: YamlPair;
}

export interface YamlScalar extends NodeBase {
  type: "YamlScalar";
  parent: YamlParent;
  style: ScalarStyle;
  anchor: YamlAnchor | null;
  tag: YamlTag | null;
  /** What the YAML 1.2 core schema makes of it. */
  value: string | number | boolean | bigint | null;
  /** The content as text: for a plain `010` it is `010`, where `value` is the number. */
  text: string;
}

/** `*name` */
export interface YamlAlias extends NodeBase {
  type: "YamlAlias";
  parent: YamlParent;
  name: string;
  /** The node with the anchor; null if no such anchor stands before the alias. */
  target: YamlMap | YamlSeq | YamlScalar | null;
}

export type YamlParent = YamlDocument | YamlPair | YamlSeq;
export type YamlNode = YamlMap | YamlSeq | YamlScalar | YamlAlias;

/** What Compose reads in this one file. Values of other files (override, extends, include) are not in it. */
export interface Project extends NodeBase {
  type: "Project";
  parent: ComposeFile;
  /** The top-level map; null for an empty file or one whose top level is not a map. */
  node: YamlMap | null;
  services: Service[];
}

export interface Service extends NodeBase {
  type: "Service";
  parent: Project;
  name: string;
  /** The pair `name: {...}` below `services`. */
  node: YamlPair;
  key: YamlScalar;
  /**
   * The map with the service's keys; null where the value is not a map. If the value is an alias (`web: *default`),
   * this is the map that it stands for.
   */
  map: YamlMap | null;
  /** True if `map` is also what another place of the file gets, through an anchor. */
  shared: boolean;
  image: ImageReference | null;
  build: Build | null;
  securityOpt: SecurityOpt | null;
  privileged: Setting | null;
  capAdd: Setting | null;
  capDrop: Setting | null;
  extends: Setting | null;
}

/** A key of a service and its value, found in the service's own map or in one that is merged into it. */
export interface Setting extends NodeBase {
  type: "Setting";
  parent: Service | Build;
  name: string;
  node: YamlPair;
  /** The value with aliases followed; null if there is none, or if the alias cannot be resolved. */
  value: YamlMap | YamlSeq | YamlScalar | null;
  origin: SettingOrigin;
}

/** How a service comes by a setting: written in its own map, or through a merge key, or through an alias. */
export interface SettingOrigin {
  /**
   * `own`: the pair is in the map below the service's name, which other places may get too (`Service.shared`); `merge`:
   * in a map that is merged into the service's; `alias`: the service's map is written elsewhere, and the pair is in it.
   * In a `Build` the same of its map.
   */
  kind: "own" | "merge" | "alias";
  /** The map in which the pair is written. */
  map: YamlMap;
}

export interface ImageReference extends NodeBase {
  type: "ImageReference";
  parent: Service;
  node: YamlPair;
  scalar: YamlScalar;
  /** The reference as written, variables not yet replaced. */
  text: string;
  origin: SettingOrigin;
}

export interface Build extends NodeBase {
  type: "Build";
  parent: Service;
  node: YamlPair;
  value: YamlMap | YamlSeq | YamlScalar | null;
  context: Setting | null;
  dockerfile: Setting | null;
  dockerfileInline: Setting | null;
  target: Setting | null;
  args: Setting | null;
  origin: SettingOrigin;
}

export interface SecurityOpt extends NodeBase {
  type: "SecurityOpt";
  parent: Service;
  node: YamlPair;
  value: YamlMap | YamlSeq | YamlScalar | null;
  entries: SecurityOptEntry[];
  origin: SettingOrigin;
}

/** One entry of `security_opt`, such as `seccomp=./profile.json` or `no-new-privileges`. */
export interface SecurityOptEntry extends NodeBase {
  type: "SecurityOptEntry";
  parent: SecurityOpt;
  scalar: YamlScalar;
  /** What stands in the list for the scalar; null where that stands there itself. */
  alias: YamlAlias | null;
  /** `seccomp`, `apparmor`, `label`, `no-new-privileges`, ... */
  option: string;
  /** What stands between option and value; null for an option without a value. */
  separator: "=" | ":" | null;
  value: string | null;
}

export type SemanticNode = Project | Service | Setting | ImageReference | Build | SecurityOpt | SecurityOptEntry;
export type ComposeNode =
  | ComposeFile
  | SemanticNode
  | YamlDocument
  | YamlPair
  | YamlMergeKey
  | YamlNode
  | YamlAnchor
  | YamlTag;

/** The child properties of each node type in the order in which a traversal visits them. */
export const visitorKeys: Record<ComposeNode["type"], string[]> = {
  ComposeFile: ["project", "documents"],
  Project: ["services"],
  Service: ["image", "build", "securityOpt", "privileged", "capAdd", "capDrop", "extends"],
  ImageReference: [],
  Build: ["context", "dockerfile", "dockerfileInline", "target", "args"],
  SecurityOpt: ["entries"],
  SecurityOptEntry: [],
  Setting: [],
  YamlDocument: ["contents"],
  YamlMap: ["anchor", "tag", "pairs"],
  YamlSeq: ["anchor", "tag", "items"],
  YamlPair: ["key", "value"],
  YamlMergeKey: [],
  YamlScalar: ["anchor", "tag"],
  YamlAlias: [],
  YamlAnchor: [],
  YamlTag: [],
};
