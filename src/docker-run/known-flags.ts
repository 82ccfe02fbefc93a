import { runFlags } from "../data/run-flags.js";

/** The programs whose `run` is understood. */
export type Client = "docker" | "podman" | "nerdctl";

/** `switch` takes no value, of a `value` the last one counts, a `list` collects, `commas` collects and splits at commas. */
export type FlagKind = "switch" | "value" | "list" | "commas";

export interface KnownFlag {
  readonly name: string;
  readonly kind: FlagKind;
}

interface FlagTable {
  readonly long: ReadonlyMap<string, KnownFlag>;
  readonly short: ReadonlyMap<string, KnownFlag>;
}

const tables = new Map<Client, FlagTable>();

/** The flags of a client's `run`. Source: src/data/run-flags.ts. */
export function flagsOfClient(client: Client): FlagTable {
  const known = tables.get(client);
  if (known !== undefined) return known;
  const long = new Map<string, KnownFlag>();
  const short = new Map<string, KnownFlag>();
  for (const line of runFlags) {
    const [name = "", letter = "", kind, clients = ""] = line.split("\t");
    if (!clients.split(",").includes(client)) continue;
    const flag: KnownFlag = { name, kind: kind as FlagKind };
    long.set(name, flag);
    if (letter !== "") short.set(letter, flag);
  }
  // Podman and nerdctl take the options of the whole program behind `run` too.
  if (client !== "docker") {
    for (const option of globalOptionsWithValue[client]) addGlobal(long, option, "value");
    for (const option of globalSwitches[client]) addGlobal(long, option, "switch");
  }
  const table = { long, short };
  tables.set(client, table);
  return table;
}

function addGlobal(long: Map<string, KnownFlag>, option: string, kind: FlagKind): void {
  const name = option.replace(/^--/u, "");
  if (option.startsWith("--") && !long.has(name)) long.set(name, { name, kind });
}

const globalSwitches: Readonly<Record<"podman" | "nerdctl", readonly string[]>> = {
  podman: ["--noout", "--remote", "--syslog", "--tls", "--trace", "--transient-store"],
  nerdctl: ["--debug", "--debug-full", "--experimental", "--insecure-registry", "--kube-hide-dupe", "--selinux-enabled"],
};

/** The clients that have a flag of this long name. */
export function clientsWith(name: string): Client[] {
  return (["docker", "podman", "nerdctl"] as const).filter((client) => flagsOfClient(client).long.has(name));
}

/**
 * Options with a value that stand between the client's name and the verb. Sources: docker/cli (cli/flags/options.go),
 * containers/podman (cmd/podman/root.go), containerd/nerdctl (cmd/nerdctl/main.go).
 */
export const globalOptionsWithValue: Readonly<Record<Client, readonly string[]>> = {
  docker: ["--config", "--context", "-c", "--host", "-H", "--log-level", "-l", "--tlscacert", "--tlscert", "--tlskey"],
  podman: [
    ...["--cdi-spec-dir", "--cgroup-manager", "--config", "--conmon", "--connection", "-c", "--cpu-profile", "--events-backend"],
    ...["--hooks-dir", "--identity", "--imagestore", "--log-level", "--memory-profile", "--module", "--namespace"],
    ...["--network-cmd-path", "--network-config-dir", "--out", "--root", "--runroot", "--runtime", "--runtime-flag", "--ssh"],
    ...["--storage-driver", "--storage-opt", "--tls-ca", "--tls-cert", "--tls-key", "--tmpdir", "--url", "--volumepath"],
  ],
  nerdctl: [
    ...["--address", "-a", "--host", "-H", "--bridge-ip", "--cgroup-manager", "--cni-netconfpath", "--cni-path"],
    ...["--cdi-spec-dirs", "--data-root", "--host-gateway-ip", "--hosts-dir", "--namespace", "-n", "--snapshotter"],
    ...["--storage-driver", "--userns-remap"],
  ],
};
