/** What a flag becomes in a Compose service. */
export type FlagMeaning =
  /** A value of its own: text, or a number or boolean that stands bare. */
  | { readonly as: "scalar"; readonly path: readonly string[]; readonly bare?: true }
  | { readonly as: "list"; readonly path: readonly string[] }
  /** `name=value` becomes a key of a map. */
  | { readonly as: "pairs"; readonly path: readonly string[] }
  /** `device:number` becomes an item with two keys. */
  | { readonly as: "devices"; readonly path: readonly string[]; readonly number: string }
  /** It has code of its own. */
  | { readonly as: "special" }
  /** It says how the command runs and nothing of the service. */
  | { readonly as: "client" }
  /** Compose has nothing for it; the text says what to do. */
  | { readonly as: "nothing"; readonly why: string };

function scalar(...path: string[]): FlagMeaning {
  return { as: "scalar", path };
}

function bare(...path: string[]): FlagMeaning {
  return { as: "scalar", path, bare: true };
}

function list(...path: string[]): FlagMeaning {
  return { as: "list", path };
}

function nothing(why: string): FlagMeaning {
  return { as: "nothing", why };
}

const special: FlagMeaning = { as: "special" };
const client: FlagMeaning = { as: "client" };

/**
 * Flags and the keys of a Compose service. Source: the reference of Compose files (compose-spec, 05-services) and of
 * `docker run`, read on 2026-11-27. A flag that is missing here has no equivalent.
 */
export const flagMeanings: Readonly<Record<string, FlagMeaning>> = {
  "add-host": list("extra_hosts"),
  annotation: list("annotations"),
  attach: client,
  "blkio-weight": bare("blkio_config", "weight"),
  "blkio-weight-device": { as: "devices", path: ["blkio_config", "weight_device"], number: "weight" },
  "cap-add": list("cap_add"),
  "cap-drop": list("cap_drop"),
  "cgroup-parent": scalar("cgroup_parent"),
  cgroupns: scalar("cgroup"),
  cidfile: nothing("Compose writes no file with the container's id; `docker compose ps -q` prints it."),
  "cpu-count": bare("cpu_count"),
  "cpu-percent": bare("cpu_percent"),
  "cpu-period": bare("cpu_period"),
  "cpu-quota": bare("cpu_quota"),
  "cpu-rt-period": bare("cpu_rt_period"),
  "cpu-rt-runtime": bare("cpu_rt_runtime"),
  "cpu-shares": bare("cpu_shares"),
  cpus: bare("cpus"),
  "cpuset-cpus": scalar("cpuset"),
  detach: client,
  "detach-keys": client,
  device: list("devices"),
  "device-cgroup-rule": list("device_cgroup_rules"),
  "device-read-bps": { as: "devices", path: ["blkio_config", "device_read_bps"], number: "rate" },
  "device-read-iops": { as: "devices", path: ["blkio_config", "device_read_iops"], number: "rate" },
  "device-write-bps": { as: "devices", path: ["blkio_config", "device_write_bps"], number: "rate" },
  "device-write-iops": { as: "devices", path: ["blkio_config", "device_write_iops"], number: "rate" },
  "disable-content-trust": client,
  dns: list("dns"),
  "dns-opt": list("dns_opt"),
  "dns-option": list("dns_opt"),
  "dns-search": list("dns_search"),
  domainname: scalar("domainname"),
  entrypoint: special,
  env: list("environment"),
  "env-file": list("env_file"),
  expose: list("expose"),
  gpus: special,
  "group-add": list("group_add"),
  "health-cmd": scalar("healthcheck", "test"),
  "health-interval": scalar("healthcheck", "interval"),
  "health-retries": bare("healthcheck", "retries"),
  "health-start-interval": scalar("healthcheck", "start_interval"),
  "health-start-period": scalar("healthcheck", "start_period"),
  "health-timeout": scalar("healthcheck", "timeout"),
  "healthcheck-command": scalar("healthcheck", "test"),
  "healthcheck-interval": scalar("healthcheck", "interval"),
  "healthcheck-retries": bare("healthcheck", "retries"),
  "healthcheck-start-period": scalar("healthcheck", "start_period"),
  "healthcheck-timeout": scalar("healthcheck", "timeout"),
  help: client,
  hostname: scalar("hostname"),
  init: bare("init"),
  interactive: bare("stdin_open"),
  ip: special,
  ip6: special,
  ipc: scalar("ipc"),
  isolation: scalar("isolation"),
  label: list("labels"),
  "label-file": list("label_file"),
  link: list("external_links"),
  "link-local-ip": special,
  "log-driver": scalar("logging", "driver"),
  "log-opt": { as: "pairs", path: ["logging", "options"] },
  "mac-address": scalar("mac_address"),
  memory: scalar("mem_limit"),
  "memory-reservation": scalar("mem_reservation"),
  "memory-swap": scalar("memswap_limit"),
  "memory-swappiness": bare("mem_swappiness"),
  mount: special,
  name: scalar("container_name"),
  net: special,
  "net-alias": special,
  network: special,
  "network-alias": special,
  "no-healthcheck": bare("healthcheck", "disable"),
  "oom-kill-disable": bare("oom_kill_disable"),
  "oom-score-adj": bare("oom_score_adj"),
  pid: scalar("pid"),
  "pids-limit": bare("pids_limit"),
  platform: scalar("platform"),
  privileged: bare("privileged"),
  publish: list("ports"),
  "publish-all": nothing("Compose publishes the ports that `ports` lists; list those that the image exposes."),
  pull: scalar("pull_policy"),
  quiet: client,
  "read-only": bare("read_only"),
  restart: scalar("restart"),
  rm: client,
  runtime: scalar("runtime"),
  "security-opt": list("security_opt"),
  "shm-size": scalar("shm_size"),
  "sig-proxy": client,
  "stop-signal": scalar("stop_signal"),
  "stop-timeout": special,
  "storage-opt": { as: "pairs", path: ["storage_opt"] },
  sysctl: list("sysctls"),
  tmpfs: list("tmpfs"),
  tty: bare("tty"),
  ulimit: special,
  "use-api-socket": bare("use_api_socket"),
  user: scalar("user"),
  userns: scalar("userns_mode"),
  uts: scalar("uts"),
  volume: list("volumes"),
  "volumes-from": special,
  workdir: scalar("working_dir"),
};

/** Flags whose value in one key of a service says the same, by that key; the first one is the usual one. */
export function flagOfPath(path: readonly string[]): string | null {
  const wanted = path.join("\0");
  const found = Object.entries(flagMeanings).find(
    ([, meaning]) => "path" in meaning && meaning.path.join("\0") === wanted && meaning.as !== "devices",
  );
  return found?.[0] ?? deployFlags[wanted] ?? null;
}

const deployFlags: Readonly<Record<string, string>> = {
  "deploy\0resources\0limits\0pids": "pids-limit",
  "deploy\0resources\0limits\0memory": "memory",
  "deploy\0resources\0limits\0cpus": "cpus",
  "deploy\0resources\0reservations\0memory": "memory-reservation",
};
