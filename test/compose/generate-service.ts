import type { SketchWriter } from "./sketch-writer.js";
import { list, map, plain, text, type Sketch } from "./yaml-sketch.js";

/** What a generated service may refer to. */
export interface ServiceSurroundings {
  writer: SketchWriter;
  /** Services that it may depend on without making a circle. */
  earlier: readonly string[];
  networks: readonly string[];
  volumes: readonly string[];
  secrets: readonly string[];
  configs: readonly string[];
  /** True if the service shall be in a network of its own choice. */
  usesNetworks: boolean;
  /** True in a file without resources of its own. */
  isIncluded: boolean;
  /** True if limits are set under `deploy` rather than in the old keys. */
  usesDeployLimits: boolean;
}

type Make = (surroundings: ServiceSurroundings) => Sketch | null;

const commands = ["npm run start", 'sh -c "echo $HOME"', "python -m http.server 80", "a\\ b 'c d' \"e f\"", "run --x=1 && false"];
const words = ["alpha", "beta", "gamma", "delta"];
const sizes = ["64m", "1g", "512k", "1.5gb", "100b", "2 MiB", "1048576"];
const durations = ["1s", "1m30s", "500ms", "2h", "1.5s", "1d", "90s"];
const pairs: readonly (readonly [string, string | number | boolean | null])[] = [
  ["FOO", "bar"],
  ["COUNT", 3],
  ["RATIO", 0.5],
  ["FLAG", true],
  ["EMPTY", ""],
  ["INHERITED", null],
  ["PWD", null],
  ["URL", "http://h:80/?a=b&c=d"],
  ["DOLLAR", "a$b"],
  ["com.example.x", "y z"],
  ["OCTAL", 17],
];

function bind(folder: string, index: number): string {
  return `/${folder}/${String.fromCharCode(97 + index)}`;
}

const port: Make = ({ writer }) => {
  const { random } = writer;
  const target = random.integer(80, 90);
  const published = random.integer(8000, 8010);
  switch (random.integer(0, 9)) {
    case 0:
      return plain(target);
    case 1:
      return text(String(target));
    case 2:
      return writer.word(`${published}:${target}/udp`);
    case 3:
      return text(`127.0.0.1:${published}:${target}`);
    case 4:
      return text(`${published}-${published + 2}:${target}-${target + 2}`);
    case 5:
      return text(`${published}-${published + 2}:${target}`);
    case 6:
      return text(`[::1]:${published}:${target}`);
    case 7:
      return map([
        ["target", writer.castable(target)],
        ["published", random.chance(0.5) ? plain(published) : writer.word(String(published))],
        ...(random.chance(0.3) ? [["protocol", plain("tcp")] as const] : []),
        ...(random.chance(0.3) ? [["mode", plain("host")] as const] : []),
        ...(random.chance(0.3) ? [["host_ip", text("127.0.0.1")] as const] : []),
        ...(random.chance(0.2) ? [["name", plain("web")] as const] : []),
        ...(random.chance(0.2) ? [["app_protocol", plain("http")] as const] : []),
      ]);
    default:
      return writer.word(`${published}:${target}`);
  }
};

const volume: Make = ({ writer, volumes }) => {
  const { random } = writer;
  const target = bind("data", random.integer(0, 5));
  const name = volumes.length === 0 ? "" : random.pick(volumes);
  switch (random.integer(0, 7)) {
    case 0:
      return writer.word(target);
    case 1:
      return writer.word(`./src:${target}`);
    case 2:
      return writer.word(`~/cfg:${target}/:ro`);
    case 3:
      return writer.word(`/abs/../path:${target}:rw,z`);
    case 4:
      return name === "" ? writer.word(`../up:${target}:rshared`) : writer.word(`${name}:${target}:nocopy`);
    case 5:
      return map([
        ["type", plain("bind")],
        ["source", writer.word("./long/../src")],
        ["target", writer.word(target)],
        ...(random.chance(0.4) ? [["read_only", writer.castable(true)] as const] : []),
        ...(random.chance(0.4) ? [["bind", map([["propagation", plain("shared")], ["create_host_path", plain(false)]])] as const] : []),
      ]);
    case 6:
      return map([
        ["type", plain("tmpfs")],
        ["target", writer.word(target)],
        ["tmpfs", map([["size", random.chance(0.5) ? plain(1000000) : writer.pick(sizes)], ["mode", plain("0o1777")]])],
      ]);
    default:
      return name === ""
        ? writer.word(target)
        : map([
            ["type", plain("volume")],
            ["source", writer.word(name)],
            ["target", writer.word(target)],
            ["volume", map([["nocopy", writer.castable(true)], ["subpath", writer.word("sub")]])],
          ]);
  }
};

function fileReference(name: string, { writer }: ServiceSurroundings): Sketch {
  if (writer.random.chance(0.5)) return writer.word(name);
  const { random } = writer;
  return map([
    ["source", writer.word(name)],
    ...(random.chance(0.5) ? [["target", writer.pick(["/run/x", "file.txt"])] as const] : []),
    ...(random.chance(0.5) ? [["mode", random.pick([plain("0440"), plain("0o400"), plain(288), text("0444")])] as const] : []),
    ...(random.chance(0.3) ? [["uid", text("103")] as const] : []),
  ]);
}

const build: Make = ({ writer, secrets }) => {
  const { random } = writer;
  if (random.chance(0.3)) return writer.pick([".", "./app", "../sibling", "https://github.com/a/b.git#main", "/abs/dir"]);
  return writer.fields(
    [
      ["context", () => writer.pick([".", "./app/", "dir/../x", "docker-image://alpine"])],
      ["dockerfile", () => writer.pick(["Dockerfile.dev", "sub/Dockerfile"])],
      ["args", () => writer.keyValues(pairs)],
      ["target", () => writer.pick(words)],
      ["labels", () => writer.keyValues(pairs.filter(([, value]) => value !== null))],
      ["cache_from", () => writer.words(words)],
      ["cache_to", () => writer.words(words)],
      ["no_cache", () => plain(random.chance(0.5))],
      ["pull", () => plain(true)],
      ["extra_hosts", () => hosts(writer)],
      ["network", () => writer.pick(["host", "none"])],
      ["shm_size", () => (random.chance(0.3) ? plain(65536) : writer.pick(sizes))],
      ["tags", () => writer.words(["a:1", "b:2", "c/d:e"])],
      ["platforms", () => writer.words(["linux/amd64", "linux/arm64"])],
      ["additional_contexts", () => writer.keyValues([["one", "./one"], ["two", "docker-image://x"], ["three", "../3"]])],
      ["secrets", () => list(secrets.slice(0, 1).map((name) => writer.word(name)))],
      ["ssh", () => list([text("default")])],
      ["privileged", () => plain(true)],
      ["ulimits", () => map([["nofile", plain(1024)], ["nproc", map([["soft", plain(10)], ["hard", plain(20)]])]])],
      ["entitlements", () => writer.words(["network.host", "security.insecure"])],
      ["x-extra", () => writer.pick(words)],
    ],
    5,
  );
};

function hosts(writer: SketchWriter): Sketch {
  const { random } = writer;
  if (random.chance(0.4)) {
    return map([["one", text("10.0.0.1")], ["six", text("::1")], ["many", list([text("10.0.0.3"), text("10.0.0.4")])]]);
  }
  return writer.words(["one:10.0.0.1", "two=10.0.0.2", "one=10.0.0.9", "six=[::1]", "host.docker.internal:host-gateway"], 4);
}

const healthcheck: Make = ({ writer }) =>
  writer.fields([
    ["test", () => (writer.random.chance(0.5) ? writer.pick(["curl -f http://x", "exit 0"]) : list([plain("CMD"), writer.word("true")]))],
    ["interval", () => writer.pick(durations)],
    ["timeout", () => writer.pick(durations)],
    ["retries", () => writer.castable(3)],
    ["start_period", () => writer.pick(durations)],
    ["start_interval", () => writer.pick(durations)],
    ["disable", () => writer.castable(writer.random.chance(0.5))],
  ]);

const deploy: Make = ({ writer, usesDeployLimits }) =>
  writer.fields(
    [
      ["mode", () => plain("replicated")],
      ["replicas", () => writer.castable(writer.random.integer(0, 2))],
      ["labels", () => writer.keyValues(pairs)],
      ["endpoint_mode", () => writer.pick(["vip", "dnsrr"])],
      ["update_config", () => writer.fields([
        ["parallelism", () => writer.castable(writer.random.integer(0, 2))],
        ["delay", () => writer.pick(durations)],
        ["failure_action", () => writer.pick(["pause", "continue"])],
        ["monitor", () => writer.pick(durations)],
        ["max_failure_ratio", () => writer.castable(0.3)],
        ["order", () => writer.pick(["start-first", "stop-first"])],
      ])],
      ["restart_policy", () => writer.fields([
        ["condition", () => writer.pick(["on-failure", "any"])],
        ["delay", () => writer.pick(durations)],
        ["max_attempts", () => writer.castable(3)],
        ["window", () => writer.pick(durations)],
      ])],
      ["placement", () => writer.fields([
        ["constraints", () => writer.words(["node.role==manager", "a==b"])],
        ["preferences", () => list([map([["spread", writer.word("node.labels.zone")]])])],
        ["max_replicas_per_node", () => writer.castable(2)],
      ])],
      ["resources", () => usesDeployLimits ? resources(writer) : map([])],
    ],
    4,
  );

function resources(writer: SketchWriter): Sketch {
  const { random } = writer;
  return writer.fields([
    ["limits", () => writer.fields([
      ["cpus", () => (random.chance(0.5) ? text("0.50") : plain(1.5))],
      ["memory", () => writer.pick(sizes)],
      ["pids", () => plain(100)],
    ])],
    ["reservations", () => writer.fields([
      ["cpus", () => text("0.25")],
      ["memory", () => writer.pick(sizes)],
      ["devices", () => list([map([["capabilities", list([plain("gpu")])], ...(random.chance(0.5) ? [["count", plain(1)] as const] : [])])])],
      ["generic_resources", () => list([map([["discrete_resource_spec", map([["kind", plain("gpu")], ["value", plain(2)]])]])])],
    ])],
  ]);
}

const networks: Make = ({ writer, networks: names, usesNetworks }) => {
  if (!usesNetworks || names.length === 0) return null;
  if (writer.random.chance(0.5)) return writer.words(names);
  return map(
    writer.random.some(names, 3).map((name): [string, Sketch] => [
      name,
      writer.random.chance(0.3)
        ? plain("")
        : writer.fields([
            ["aliases", () => writer.words(words)],
            ["ipv4_address", () => text("172.16.238.10")],
            ["priority", () => plain(10)],
            ["gw_priority", () => plain(1)],
            ["mac_address", () => text("02:42:ac:11:65:43")],
            ["link_local_ips", () => list([text("57.123.22.11")])],
            ["driver_opts", () => map([["a", plain(1)], ["b", text("x")]])],
          ]),
    ]),
  );
};

const dependsOn: Make = ({ writer, earlier }) => {
  if (earlier.length === 0) return null;
  if (writer.random.chance(0.5)) return writer.words(earlier);
  return map(
    writer.random.some(earlier, 3).map((name): [string, Sketch] => [
      name,
      map([
        ["condition", writer.pick(["service_started", "service_healthy", "service_completed_successfully"])],
        ...(writer.random.chance(0.3) ? [["restart", plain(true)] as const] : []),
        ...(writer.random.chance(0.3) ? [["required", plain(writer.random.chance(0.5))] as const] : []),
      ]),
    ]),
  );
};

const envFile: Make = ({ writer }) => {
  const { random } = writer;
  if (random.chance(0.4)) return writer.pick(["a.env", "./b.env"]);
  const item = (): Sketch =>
    random.chance(0.5)
      ? writer.pick(["a.env", "./b.env"])
      : map([["path", writer.pick(["a.env", "b.env", "none.env"])], ["required", plain(false)]]);
  return list(random.chance(0.5) ? [item()] : [item(), item()]);
};

/** The keys of a service, each with a maker of values; null where it does not fit the surroundings. */
export const serviceKeys: Readonly<Record<string, Make>> = {
  build,
  healthcheck,
  deploy,
  networks,
  depends_on: dependsOn,
  env_file: envFile,
  command: ({ writer }) => (writer.random.chance(0.5) ? writer.pick(commands) : writer.words(["a", "-b", "c d", "$X"])),
  entrypoint: ({ writer }) => (writer.random.chance(0.5) ? writer.pick(["/entry.sh", "sh -c 'x y'"]) : writer.words(["/e", "x"])),
  environment: ({ writer }) => writer.keyValues(pairs, 5),
  ports: (surroundings) => list(Array.from({ length: surroundings.writer.random.integer(1, 4) }, () => port(surroundings) ?? plain(1))),
  expose: ({ writer }) => list(writer.random.chance(0.5) ? [plain(3000), text("8000")] : [writer.word("9000-9001"), plain(80)]),
  volumes: (surroundings) => list(Array.from({ length: surroundings.writer.random.integer(1, 4) }, () => volume(surroundings) ?? plain("/x"))),
  tmpfs: ({ writer }) => writer.wordOrWords(["/tmp/a", "/tmp/b:size=64m", "/run"]),
  labels: ({ writer }) => writer.keyValues(pairs, 5),
  label_file: ({ writer }) => writer.wordOrWords(["a.env", "./b.env"], 2),
  annotations: ({ writer }) => writer.keyValues(pairs),
  sysctls: ({ writer }) => writer.keyValues([["net.core.somaxconn", 1024], ["net.ipv4.tcp_syncookies", 0], ["kernel.x", "y"]]),
  extra_hosts: ({ writer }) => hosts(writer),
  dns: ({ writer }) => writer.wordOrWords(["8.8.8.8", "9.9.9.9", ""]),
  dns_search: ({ writer }) => writer.wordOrWords(["a.example", "b.example"]),
  dns_opt: ({ writer }) => writer.words(["use-vc", "no-tld-query", "ndots:2"]),
  cap_add: ({ writer }) => writer.words(["SYS_ADMIN", "NET_ADMIN", "ALL"]),
  cap_drop: ({ writer }) => writer.words(["ALL", "NET_RAW"]),
  security_opt: ({ writer }) => writer.words(["seccomp=unconfined", "no-new-privileges:true", "label=type:x", "apparmor=unconfined"]),
  devices: ({ writer }) => list([
    writer.pick(["/dev/a", "/dev/b:/dev/c", "/dev/d:/dev/e:r"]),
    ...(writer.random.chance(0.4) ? [map([["source", text("/dev/f")], ["target", text("/dev/g")], ["permissions", text("rw")]])] : []),
  ]),
  device_cgroup_rules: ({ writer }) => writer.words(["c 1:3 mr", "a 7:* rmw"]),
  ulimits: ({ writer }) => map([
    ["nofile", writer.random.chance(0.5) ? writer.castable(1024) : map([["soft", writer.castable(10)], ["hard", writer.castable(20)]])],
    ...(writer.random.chance(0.5) ? [["nproc", writer.castable(writer.random.pick([0, 65535]))] as const] : []),
  ]),
  logging: ({ writer }) => writer.fields([
    ["driver", () => writer.pick(["json-file", "syslog"])],
    ["options", () => map([["max-size", text("10m")], ["max-file", plain(3)], ["x", plain("")]])],
  ]),
  restart: ({ writer }) => writer.pick(["always", "no", "on-failure:3", "unless-stopped"]),
  privileged: ({ writer }) => writer.castable(writer.random.chance(0.5)),
  read_only: ({ writer }) => writer.castable(writer.random.chance(0.5)),
  init: ({ writer }) => writer.castable(writer.random.chance(0.5)),
  tty: ({ writer }) => writer.castable(writer.random.chance(0.5)),
  stdin_open: ({ writer }) => writer.castable(writer.random.chance(0.5)),
  attach: ({ writer }) => plain(writer.random.chance(0.5)),
  oom_kill_disable: ({ writer }) => writer.castable(true),
  oom_score_adj: ({ writer }) => writer.castable(-500),
  mem_limit: ({ writer, usesDeployLimits }) => (usesDeployLimits ? null : writer.random.chance(0.2) ? plain(1000000) : writer.pick(sizes)),
  mem_reservation: ({ writer, usesDeployLimits }) => (usesDeployLimits ? null : writer.pick(sizes)),
  memswap_limit: ({ writer }) => writer.pick(sizes),
  mem_swappiness: ({ writer }) => writer.random.pick([plain(60), text("60")]),
  shm_size: ({ writer }) => writer.pick(sizes),
  cpus: ({ writer, usesDeployLimits }) => (usesDeployLimits ? null : writer.castable(writer.random.pick([0.5, 1.25, 2, 0.1]))),
  cpu_shares: ({ writer }) => writer.castable(73),
  cpu_quota: ({ writer }) => writer.castable(50000),
  cpu_period: ({ writer }) => writer.castable(20000),
  cpu_count: ({ writer }) => writer.castable(2),
  cpuset: ({ writer }) => writer.pick(["0-3", "0,1"]),
  pids_limit: ({ writer, usesDeployLimits }) => (usesDeployLimits ? null : writer.castable(10)),
  stop_grace_period: ({ writer }) => writer.pick(durations),
  stop_signal: ({ writer }) => writer.pick(["SIGUSR1", "SIGINT"]),
  user: ({ writer }) => writer.pick(["1000:1000", "root", "0"]),
  working_dir: ({ writer }) => writer.pick(["/app", "/code/../x"]),
  hostname: ({ writer }) => writer.pick(words),
  domainname: ({ writer }) => writer.pick(words),
  mac_address: () => text("02:42:ac:11:65:44"),
  ipc: ({ writer, earlier }) => writer.pick(["host", "shareable", ...earlier.slice(0, 1).map((name) => `service:${name}`)]),
  pid: ({ writer }) => writer.pick(["host"]),
  uts: ({ writer }) => writer.pick(["host"]),
  cgroup: ({ writer }) => writer.pick(["host", "private"]),
  cgroup_parent: ({ writer }) => writer.pick(words),
  userns_mode: ({ writer }) => writer.pick(["host"]),
  isolation: ({ writer }) => writer.pick(["default"]),
  platform: ({ writer }) => writer.pick(["linux/amd64"]),
  pull_policy: ({ writer }) => writer.pick(["always", "if_not_present", "missing", "never", "build"]),
  runtime: ({ writer }) => writer.pick(["runc", "nvidia"]),
  group_add: ({ writer }) => list([writer.word("mail"), ...(writer.random.chance(0.5) ? [plain(1001)] : [])]),
  network_mode: ({ writer, usesNetworks, earlier }) => {
    if (usesNetworks) return null;
    return writer.pick(["host", "none", "bridge", ...earlier.slice(0, 1).map((name) => `service:${name}`)]);
  },
  links: ({ writer, earlier }) => (earlier.length === 0 ? null : list([writer.word(writer.random.chance(0.5) ? `${earlier[0] ?? ""}:db` : (earlier[0] ?? ""))])),
  external_links: ({ writer }) => writer.words(["other:alias", "third"]),
  volumes_from: ({ writer, earlier }) => (earlier.length === 0 ? null : list([writer.word(`${earlier[0] ?? ""}:ro`)])),
  secrets: (surroundings) => {
    const { secrets, writer } = surroundings;
    return secrets.length === 0 ? null : list(writer.random.some(secrets, 2).map((name) => fileReference(name, surroundings)));
  },
  configs: (surroundings) => {
    const { configs, writer } = surroundings;
    return configs.length === 0 ? null : list(writer.random.some(configs, 2).map((name) => fileReference(name, surroundings)));
  },
  storage_opt: () => map([["size", text("1G")]]),
  blkio_config: ({ writer }) => map([
    ["weight", plain(300)],
    ["weight_device", list([map([["path", text("/dev/sda")], ["weight", plain(400)]])])],
    ["device_read_bps", list([map([["path", text("/dev/sdb")], ["rate", writer.random.pick([text("12mb"), plain(1024)])]])])],
  ]),
  credential_spec: () => map([["file", plain("my-credential-spec.json")]]),
  develop: ({ writer }) => map([["watch", list([map([
    ["path", writer.word("./web")],
    ["action", plain("sync")],
    ["target", plain("/src")],
    ["ignore", writer.wordOrWords(["node_modules/", "dist"])],
  ])])]]),
  post_start: ({ writer }) => list([map([["command", writer.pick(commands)], ["user", plain("root")], ["environment", writer.keyValues(pairs)]])]),
  pre_stop: ({ writer }) => list([map([["command", list([plain("a"), plain("b")])], ["privileged", plain(writer.random.chance(0.5))]])]),
  gpus: ({ writer }) => (writer.random.chance(0.5) ? plain("all") : list([map([["driver", plain("x")], ["count", plain(2)]])])),
  models: ({ writer, isIncluded }) => {
    if (isIncluded) return null;
    return writer.random.chance(0.5) ? list([plain("llm")]) : map([["llm", map([["endpoint_var", writer.word("URL")], ["model_var", plain("M")]])]]);
  },
  provider: ({ writer }) => map([["type", writer.word("awesome")], ["options", map([["a", plain("b")], ["c", list([plain(1), text("2")])]])]]),
  "x-note": ({ writer }) => writer.keyValues(pairs),
};
