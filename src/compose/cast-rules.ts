import { PathTable } from "./path-table.js";

export type Cast = "integer" | "float" | "boolean";

/** Where Compose turns text into a number or a boolean after interpolation (compose-go 2.9.1, loader/interpolate.go). */
export const castRules = new PathTable<Cast>(
  [
    "integer", "services.*.cpu_count", "services.*.cpu_period", "services.*.cpu_quota", "services.*.cpu_rt_period",
    "services.*.cpu_rt_runtime", "services.*.cpu_shares", "services.*.deploy.replicas", "services.*.deploy.update_config.parallelism",
    "services.*.deploy.rollback_config.parallelism", "services.*.deploy.restart_policy.max_attempts",
    "services.*.deploy.placement.max_replicas_per_node", "services.*.healthcheck.retries", "services.*.oom_score_adj",
    "services.*.pids_limit", "services.*.ports.*.target", "services.*.scale", "services.*.ulimits.*", "services.*.ulimits.*.hard",
    "services.*.ulimits.*.soft",
  ],
  [
    "float", "services.*.cpu_percent", "services.*.cpus", "services.*.deploy.update_config.max_failure_ratio",
    "services.*.deploy.rollback_config.max_failure_ratio",
  ],
  [
    "boolean", "services.*.init", "services.*.healthcheck.disable", "services.*.oom_kill_disable", "services.*.privileged",
    "services.*.read_only", "services.*.stdin_open", "services.*.tty", "services.*.volumes.*.read_only",
    "services.*.volumes.*.volume.nocopy", "networks.*.external", "networks.*.internal", "networks.*.attachable", "networks.*.enable_ipv4",
    "networks.*.enable_ipv6", "volumes.*.external", "secrets.*.external", "configs.*.external",
  ],
);
