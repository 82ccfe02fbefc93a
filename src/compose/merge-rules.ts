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
export const mergeRules = new PathTable<MergeRule>({
  "networks.*.ipam.config": "address-pools",
  "networks.*.labels": "key-values",
  "volumes.*.labels": "key-values",
  "services.*.annotations": "key-values",
  "services.*.build": "build",
  "services.*.build.args": "key-values",
  "services.*.build.additional_contexts": "key-values",
  "services.*.build.extra_hosts": "extra-hosts",
  "services.*.build.labels": "key-values",
  "services.*.command": "replace",
  "services.*.depends_on": "depends-on",
  "services.*.deploy.labels": "key-values",
  "services.*.dns": "key-values",
  "services.*.dns_opt": "key-values",
  "services.*.dns_search": "key-values",
  "services.*.entrypoint": "replace",
  "services.*.env_file": "key-values",
  "services.*.label_file": "key-values",
  "services.*.environment": "key-values",
  "services.*.extra_hosts": "extra-hosts",
  "services.*.healthcheck.test": "replace",
  "services.*.labels": "key-values",
  "services.*.logging": "logging",
  "services.*.models": "names",
  "services.*.networks": "names",
  "services.*.sysctls": "key-values",
  "services.*.tmpfs": "key-values",
  "services.*.ulimits.*": "replace",
});

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
export const uniqueLists = new PathTable<UniqueBy>({
  "networks.*.labels": "key",
  "networks.*.ipam.options": "key",
  "services.*.annotations": "key",
  "services.*.build.args": "key",
  "services.*.build.additional_contexts": "key",
  "services.*.build.platform": "key",
  "services.*.build.tags": "key",
  "services.*.build.labels": "key",
  "services.*.cap_add": "key",
  "services.*.cap_drop": "key",
  "services.*.configs": "config-target",
  "services.*.deploy.labels": "key",
  "services.*.devices": "device-target",
  "services.*.dns": "key",
  "services.*.dns_opt": "key",
  "services.*.dns_search": "key",
  "services.*.environment": "key",
  "services.*.env_file": "path",
  "services.*.expose": "text",
  "services.*.labels": "key",
  "services.*.links": "key",
  "services.*.networks.*.aliases": "key",
  "services.*.networks.*.link_local_ips": "key",
  "services.*.ports": "port",
  "services.*.profiles": "key",
  "services.*.secrets": "secret-target",
  "services.*.sysctls": "key",
  "services.*.tmpfs": "key",
  "services.*.volumes": "volume-target",
});
