/** How Compose prints a value: which text or number it makes of it, and whether it leaves it out when it is nothing. */
export type Shape =
  | "text"
  | "boolean"
  /** Printed even if it is false. */
  | "boolean-or-unset"
  | "integer"
  | "integer-or-unset"
  /** A number of single precision. */
  | "float"
  | "bytes"
  | "duration"
  | "duration-or-unset"
  | "command"
  | "health-test"
  | "texts"
  | "text-or-texts"
  /** A map of texts, in which nothing is an empty text. */
  | "text-map"
  /** A map of variables, in which one may have no value. */
  | "variables"
  | "hosts"
  | "repeated-options"
  | "device-count"
  | "file-mode"
  | "ulimit"
  | "ssh"
  /** Not printed: what it names has become part of something else. */
  | "omitted"
  | { fields: Readonly<Record<string, Shape>>; rename?: Readonly<Record<string, string>> }
  | { listOf: Shape }
  | { mapOf: Shape };

const hook: Shape = {
  fields: { command: "command", user: "text", privileged: "boolean", working_dir: "text", environment: "variables" },
};

const fileReference: Shape = {
  fields: { source: "text", target: "text", uid: "text", gid: "text", mode: "file-mode" },
};

const deviceRequest: Shape = {
  fields: {
    capabilities: "texts",
    driver: "text",
    count: "device-count",
    device_ids: "texts",
    options: "text-map",
  },
};

const throttle: Shape = { listOf: { fields: { path: "text", rate: "bytes" }, rename: { path: "Path", rate: "Rate" } } };

const update: Shape = {
  fields: {
    parallelism: "integer-or-unset",
    delay: "duration",
    failure_action: "text",
    monitor: "duration",
    max_failure_ratio: "float",
    order: "text",
  },
};

const resource: Shape = {
  fields: {
    cpus: "float",
    memory: "bytes",
    pids: "integer",
    devices: { listOf: deviceRequest },
    generic_resources: {
      listOf: { fields: { discrete_resource_spec: { fields: { kind: "text", value: "integer-or-unset" } } } },
    },
  },
};

const build: Shape = {
  fields: {
    context: "text",
    dockerfile: "text",
    dockerfile_inline: "text",
    entitlements: "texts",
    args: "variables",
    provenance: "text",
    sbom: "text",
    ssh: "ssh",
    labels: "text-map",
    cache_from: "text-or-texts",
    cache_to: "text-or-texts",
    no_cache: "boolean",
    additional_contexts: "text-map",
    pull: "boolean",
    extra_hosts: "hosts",
    isolation: "text",
    network: "text",
    target: "text",
    secrets: { listOf: fileReference },
    shm_size: "bytes",
    tags: "text-or-texts",
    ulimits: { mapOf: "ulimit" },
    platforms: "text-or-texts",
    privileged: "boolean",
  },
};

const volumeMount: Shape = {
  fields: {
    type: "text",
    source: "text",
    target: "text",
    read_only: "boolean",
    consistency: "text",
    bind: { fields: { selinux: "text", propagation: "text", create_host_path: "boolean", recursive: "text" } },
    volume: { fields: { labels: "text-map", nocopy: "boolean", subpath: "text" } },
    tmpfs: { fields: { size: "bytes", mode: "integer" } },
    image: { fields: { subpath: "text" } },
  },
};

const deploy: Shape = {
  fields: {
    mode: "text",
    replicas: "integer-or-unset",
    labels: "text-map",
    update_config: update,
    rollback_config: update,
    resources: { fields: { limits: resource, reservations: resource } },
    restart_policy: {
      fields: {
        condition: "text",
        delay: "duration-or-unset",
        max_attempts: "integer-or-unset",
        window: "duration-or-unset",
      },
    },
    placement: {
      fields: {
        constraints: "texts",
        preferences: { listOf: { fields: { spread: "text" } } },
        max_replicas_per_node: "integer",
      },
    },
    endpoint_mode: "text",
  },
};

const serviceNetwork: Shape = {
  fields: {
    aliases: "texts",
    driver_opts: "text-map",
    gw_priority: "integer",
    interface_name: "text",
    ipv4_address: "text",
    ipv6_address: "text",
    link_local_ips: "texts",
    mac_address: "text",
    priority: "integer",
  },
};

/** A service in the output of `docker compose config --format json` (compose-go 2.9.1, types/types.go). */
export const serviceShape: Shape & object = {
  fields: {
    profiles: "texts",
    annotations: "text-map",
    attach: "boolean-or-unset",
    build,
    develop: {
      fields: {
        watch: {
          listOf: {
            fields: {
              path: "text",
              action: "text",
              target: "text",
              exec: hook,
              include: "texts",
              ignore: "texts",
              initial_sync: "boolean",
            },
          },
        },
      },
    },
    blkio_config: {
      fields: {
        weight: "integer",
        weight_device: {
          listOf: { fields: { path: "text", weight: "integer-or-unset" }, rename: { path: "Path", weight: "Weight" } },
        },
        device_read_bps: throttle,
        device_read_iops: throttle,
        device_write_bps: throttle,
        device_write_iops: throttle,
      },
    },
    cap_add: "texts",
    cap_drop: "texts",
    cgroup_parent: "text",
    cgroup: "text",
    cpu_count: "integer",
    cpu_percent: "float",
    cpu_period: "integer",
    cpu_quota: "integer",
    cpu_rt_period: "integer",
    cpu_rt_runtime: "integer",
    cpus: "float",
    cpuset: "text",
    cpu_shares: "integer",
    command: "command",
    configs: { listOf: fileReference },
    container_name: "text",
    credential_spec: { fields: { config: "text", file: "text", registry: "text" } },
    depends_on: { mapOf: { fields: { condition: "text", restart: "boolean", required: "boolean-or-unset" } } },
    deploy,
    device_cgroup_rules: "texts",
    devices: { listOf: { fields: { source: "text", target: "text", permissions: "text" } } },
    dns: "text-or-texts",
    dns_opt: "texts",
    dns_search: "text-or-texts",
    domainname: "text",
    entrypoint: "command",
    provider: { fields: { type: "text", options: "repeated-options" } },
    environment: "variables",
    env_file: "omitted",
    expose: "text-or-texts",
    extends: { fields: { file: "text", service: "text" } },
    external_links: "texts",
    extra_hosts: "hosts",
    group_add: "texts",
    gpus: { listOf: deviceRequest },
    hostname: "text",
    healthcheck: {
      fields: {
        test: "health-test",
        timeout: "duration-or-unset",
        interval: "duration-or-unset",
        retries: "integer-or-unset",
        start_period: "duration-or-unset",
        start_interval: "duration-or-unset",
        disable: "boolean",
      },
    },
    image: "text",
    init: "boolean-or-unset",
    ipc: "text",
    isolation: "text",
    labels: "text-map",
    label_file: "omitted",
    links: "texts",
    logging: { fields: { driver: "text", options: "text-map" } },
    mem_limit: "bytes",
    mem_reservation: "bytes",
    memswap_limit: "bytes",
    mem_swappiness: "bytes",
    mac_address: "text",
    models: { mapOf: { fields: { endpoint_var: "text", model_var: "text" } } },
    network_mode: "text",
    networks: { mapOf: serviceNetwork },
    oom_kill_disable: "boolean",
    oom_score_adj: "integer",
    pid: "text",
    pids_limit: "integer",
    platform: "text",
    ports: {
      listOf: {
        fields: {
          name: "text",
          mode: "text",
          host_ip: "text",
          target: "integer",
          published: "text",
          protocol: "text",
          app_protocol: "text",
        },
      },
    },
    privileged: "boolean",
    pull_policy: "text",
    read_only: "boolean",
    restart: "text",
    runtime: "text",
    scale: "integer-or-unset",
    secrets: { listOf: fileReference },
    security_opt: "texts",
    shm_size: "bytes",
    stdin_open: "boolean",
    stop_grace_period: "duration-or-unset",
    stop_signal: "text",
    storage_opt: "text-map",
    sysctls: "text-map",
    tmpfs: "text-or-texts",
    tty: "boolean",
    ulimits: { mapOf: "ulimit" },
    use_api_socket: "boolean",
    user: "text",
    userns_mode: "text",
    uts: "text",
    volumes: { listOf: volumeMount },
    volumes_from: "texts",
    working_dir: "text",
    post_start: { listOf: hook },
    pre_stop: { listOf: hook },
    // Since Compose 5.
    pre_start: { listOf: { fields: { ...hook.fields, image: "text" } } },
  },
};

const fileObject: Readonly<Record<string, Shape>> = {
  name: "text",
  file: "text",
  environment: "text",
  external: "boolean",
  labels: "text-map",
  driver: "text",
  driver_opts: "text-map",
  template_driver: "text",
};

/** The other sections of the output; `models` is not among them. */
export const resourceShapes: Readonly<Record<string, Shape>> = {
  networks: {
    fields: {
      name: "text",
      driver: "text",
      driver_opts: "text-map",
      ipam: {
        fields: {
          driver: "text",
          options: "omitted",
          config: { listOf: { fields: { subnet: "text", gateway: "text", ip_range: "text", aux_addresses: "text-map" } } },
        },
      },
      external: "boolean",
      internal: "boolean",
      attachable: "boolean",
      labels: "text-map",
      enable_ipv4: "boolean-or-unset",
      enable_ipv6: "boolean-or-unset",
    },
  },
  volumes: {
    fields: { name: "text", driver: "text", driver_opts: "text-map", external: "boolean", labels: "text-map" },
  },
  secrets: { fields: fileObject },
  configs: { fields: { ...fileObject, content: "text" } },
};
