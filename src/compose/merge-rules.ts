import { PathTable } from "./path-table.js";

/** How two values of one place become one. What has no rule of its own: maps merge, lists append, the rest replaces. */
export type MergeRule =
  /** The later value alone, even if it is null. */
  | "replace"
  /** Maps become lists of `key=value`, then lists append; a later entry of the same key wins in the end. */
  | "key-values"
  /** Like `key-values`, but an entry that is there already is not added. */
  | "extra-hosts"
  /** A text is a build context; then maps merge. */
  | "build"
  /** A list of services is a map of them; then maps merge. */
  | "depends-on"
  /** A list of names is a map of them; then maps merge. */
  | "names"
  /** Maps merge if they name the same driver or one names none; else the later alone. */
  | "logging"
  /** Address pools merge by subnet. */
  | "address-pools";

/** The merge rules of Compose (compose-go 2.9.1, package override). */
export const mergeRules = new PathTable<MergeRule>(
  ["address-pools", "networks.*.ipam.config"],
  [
    "key-values", "networks.*.labels", "volumes.*.labels", "services.*.annotations", "services.*.build.args",
    "services.*.build.additional_contexts", "services.*.build.labels", "services.*.deploy.labels", "services.*.dns", "services.*.dns_opt",
    "services.*.dns_search", "services.*.env_file", "services.*.label_file", "services.*.environment", "services.*.labels",
    "services.*.sysctls", "services.*.tmpfs",
  ],
  ["build", "services.*.build"],
  ["extra-hosts", "services.*.build.extra_hosts", "services.*.extra_hosts"],
  ["replace", "services.*.command", "services.*.entrypoint", "services.*.healthcheck.test", "services.*.ulimits.*"],
  ["depends-on", "services.*.depends_on"],
  ["logging", "services.*.logging"],
  ["names", "services.*.models", "services.*.networks"],
);

/** What makes two entries of a list one and the same, of which the later holds. */
export type UniqueBy =
  /** The text up to the first `=`. */
  | "key"
  /** The place in the container. */
  | "volume-target"
  | "device-target"
  /** The place in the container; without one, the source. */
  | "config-target"
  | "secret-target"
  | "text"
  | "port"
  | "path";

/** The lists whose entries are unique (compose-go 2.9.1, override/uncity.go). */
export const uniqueLists = new PathTable<UniqueBy>(
  [
    "key", "networks.*.labels", "networks.*.ipam.options", "services.*.annotations", "services.*.build.args",
    "services.*.build.additional_contexts", "services.*.build.platform", "services.*.build.tags", "services.*.build.labels",
    "services.*.cap_add", "services.*.cap_drop", "services.*.deploy.labels", "services.*.dns", "services.*.dns_opt",
    "services.*.dns_search", "services.*.environment", "services.*.labels", "services.*.links", "services.*.networks.*.aliases",
    "services.*.networks.*.link_local_ips", "services.*.profiles", "services.*.sysctls", "services.*.tmpfs",
  ],
  ["config-target", "services.*.configs"],
  ["device-target", "services.*.devices"],
  ["path", "services.*.env_file"],
  ["text", "services.*.expose"],
  ["port", "services.*.ports"],
  ["secret-target", "services.*.secrets"],
  ["volume-target", "services.*.volumes"],
);
