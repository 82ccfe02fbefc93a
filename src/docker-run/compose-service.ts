import type { SourceRange } from "../text/source-range.js";
import { addAt, emptyMap, setAt, type ComposeMap, type ComposeNode, type ComposeScalar } from "./compose-node.js";
import { flagMeanings } from "./flag-meanings.js";
import type { RunCommand, RunFlag } from "./run-command.js";
import { rangeInWord, type ShellWord } from "./shell-word.js";

/** YAML takes no key of more than 1,024 characters. */
const LONGEST_NAME = 300;

/** The Compose service that a command line stands for. */
export interface ComposeService {
  readonly name: string;
  readonly service: ComposeMap;
  /** Named volumes, which a Compose file has to declare. */
  readonly volumes: readonly string[];
  /** Networks that exist already. */
  readonly networks: readonly string[];
  /** What Compose cannot say, a sentence each, with the place in the command line. */
  readonly losses: readonly { readonly message: string; readonly range: SourceRange }[];
}

/** The service that a command line without problems stands for. */
export function composeServiceOf(command: RunCommand): ComposeService {
  return new ServiceBuilder(command).build();
}

const networkKeys: Readonly<Record<string, string>> = {
  ip: "ipv4_address",
  ip6: "ipv6_address",
  "link-local-ip": "link_local_ips",
  "network-alias": "aliases",
  "net-alias": "aliases",
};

class ServiceBuilder {
  readonly #command: RunCommand;
  readonly #service = emptyMap();
  readonly #volumes = new Set<string>();
  readonly #networks: string[] = [];
  readonly #losses: { message: string; range: SourceRange }[] = [];

  constructor(command: RunCommand) {
    this.#command = command;
  }

  build(): ComposeService {
    const { image, args, flags, opaque } = this.#command;
    if (image !== null) setAt(this.#service, ["image"], word(image));
    for (const flag of flags) this.#add(flag);
    this.#addNetworkSettings();
    if (args.length > 0) setAt(this.#service, ["command"], { kind: "list", items: args.map(word) });
    for (const text of opaque) {
      this.#lose(`What \`${text.unknown[0] ?? `$${text.splits ?? ""}`}\` stands for is not known here and is left out.`, text.range);
    }
    return {
      name: this.#name(),
      service: this.#service,
      volumes: [...this.#volumes],
      networks: this.#networks,
      losses: this.#losses,
    };
  }

  #name(): string {
    const given = this.#command.flags.findLast(({ name }) => name === "name")?.value;
    const image = this.#command.image?.text.split("/").at(-1)?.split(/[@:]/u, 1)[0] ?? "";
    const name = given !== undefined && /^[a-zA-Z0-9._-]{1,300}$/u.test(given) ? given : image.replaceAll(/[^a-zA-Z0-9._-]/gu, "").slice(0, LONGEST_NAME);
    return name === "" || image.includes("$") && given === undefined ? "app" : name;
  }

  #add(flag: RunFlag): void {
    const meaning = flagMeanings[flag.name];
    const given = `\`${flag.written}\``;
    if (meaning === undefined) {
      this.#lose(`${given} has no equivalent in Compose.`, flag.range);
      return;
    }
    switch (meaning.as) {
      case "client":
        return;
      case "nothing":
        {
          this.#lose(`${given}: ${meaning.why}`, flag.range);
          return;
        }
      case "special":
        {
          this.#addSpecial(flag);
          return;
        }
      case "scalar":
        {
          // In quotes, Compose refuses -1.
          setAt(this.#service, meaning.path, valueOf(flag, meaning.bare === true || (flag.name === "memory-swap" && flag.value === "-1")));
          return;
        }
      case "list":
        if (flag.name === "volume") this.#noteVolume(flag.value);
        for (const node of itemsOf(flag)) addAt(this.#service, meaning.path, node);
        return;
      case "pairs":
        {
          this.#addPair(meaning.path, flag, "=");
          return;
        }
      case "devices":
        {
          this.#addDevice(meaning.path, meaning.number, flag);
          return;
        }
    }
  }

  #addSpecial(flag: RunFlag): void {
    switch (flag.name) {
      case "entrypoint":
        {
          setAt(this.#service, ["entrypoint"], entrypointOf(flag));
          return;
        }
      case "stop-timeout":
        {
          setAt(this.#service, ["stop_grace_period"], { ...valueOf(flag), text: `${flag.value}s` });
          return;
        }
      case "volumes-from":
        {
          addAt(this.#service, ["volumes_from"], { ...valueOf(flag), text: `container:${flag.value}` });
          return;
        }
      case "ulimit":
        {
          this.#addUlimit(flag);
          return;
        }
      case "gpus":
        {
          this.#addGpus(flag);
          return;
        }
      case "mount":
        {
          this.#addMount(flag);
          return;
        }
      case "network":
      case "net":
        {
          this.#addNetwork(flag);
          return;
        }
      default:
        // The settings of a network come when all networks are known.
        return;
    }
  }

  #addPair(path: readonly string[], flag: RunFlag, separator: string): void {
    const at = flag.value.indexOf(separator);
    if (at === -1) {
      this.#lose(`\`${flag.written} ${flag.value}\` has no \`${separator}\`.`, flag.range);
      return;
    }
    setAt(this.#service, [...path, flag.value.slice(0, at)], partOf(flag, at + 1, flag.value.length));
  }

  #addDevice(path: readonly string[], number: string, flag: RunFlag): void {
    const at = flag.value.lastIndexOf(":");
    const item = emptyMap();
    item.entries.set("path", partOf(flag, 0, Math.max(at, 0)));
    item.entries.set(number, partOf(flag, at + 1, flag.value.length, number === "weight"));
    addAt(this.#service, path, item);
  }

  #addUlimit(flag: RunFlag): void {
    const match = /^([a-z]+)=(-?\d+)(?::(-?\d+))?$/u.exec(flag.value);
    const [, name = "", soft = "", hard] = match ?? [];
    if (match === null) {
      this.#lose(`\`${flag.written} ${flag.value}\` is not \`name=soft:hard\`.`, flag.range);
      return;
    }
    const start = name.length + 1;
    if (hard === undefined) {
      setAt(this.#service, ["ulimits", name], partOf(flag, start, flag.value.length, true));
      return;
    }
    const middle = start + soft.length;
    setAt(this.#service, ["ulimits", name, "soft"], partOf(flag, start, middle, true));
    setAt(this.#service, ["ulimits", name, "hard"], partOf(flag, middle + 1, flag.value.length, true));
  }

  #addGpus(flag: RunFlag): void {
    if (flag.value === "all") {
      setAt(this.#service, ["gpus"], valueOf(flag));
      return;
    }
    const item = emptyMap();
    for (const [, key = "", value = ""] of flag.value.matchAll(/(?<!\w)"?(\w+)=((?:[^,"]|,(?!\w+=))*)"?/gu)) {
      if (key === "device") item.entries.set("device_ids", { kind: "list", items: value.split(",").map((text) => ({ ...valueOf(flag), text })) });
      else if (key === "count" || key === "driver") item.entries.set(key, { ...valueOf(flag, /^\d+$/u.test(value)), text: value });
      else if (key === "capabilities") item.entries.set(key, { kind: "list", items: value.split(",").map((text) => ({ ...valueOf(flag), text })) });
    }
    if (/^\d+$/u.test(flag.value)) item.entries.set("count", valueOf(flag, true));
    setAt(this.#service, ["gpus"], { kind: "list", items: [item] });
  }

  #addMount(flag: RunFlag): void {
    const item = emptyMap();
    const options: string[] = [];
    let position = 0;
    for (const field of flag.value.split(",")) {
      const equals = field.indexOf("=");
      const key = (equals === -1 ? field : field.slice(0, equals)).toLowerCase();
      const start = position + (equals === -1 ? 0 : equals + 1);
      const value = equals === -1 ? "true" : field.slice(equals + 1);
      position += field.length + 1;
      const path = mountPaths[key];
      if (path === undefined) options.push(key);
      else setAt(item, path, { ...partOf(flag, start, start + (equals === -1 ? field.length : value.length), value === "true" || value === "false" || /^\d+$/u.test(value)), text: value });
    }
    if (!item.entries.has("type")) item.entries.set("type", { ...valueOf(flag), text: "volume" });
    const type = item.entries.get("type");
    const source = item.entries.get("source");
    if (type?.kind === "scalar" && type.text === "volume" && source?.kind === "scalar") this.#noteVolume(`${source.text}:/`);
    if (options.length > 0) this.#lose(`\`${options.join("`, `")}\` of \`${flag.written}\` has no equivalent in Compose.`, flag.range);
    addAt(this.#service, ["volumes"], item);
  }

  #addNetwork(flag: RunFlag): void {
    const { value } = flag;
    if (/^(?:none|host|bridge|default|container:.*|slirp4netns.*|pasta.*|private|ns:.*)$/u.test(value)) {
      setAt(this.#service, ["network_mode"], value === "default" ? { ...valueOf(flag), text: "bridge" } : valueOf(flag)); return;
    }
    // `name=net,alias=web,ip=10.0.0.2` is the long form.
    const fields = value.includes("=") ? value.split(",").map((field) => field.split("=", 2) as [string, string?]) : [["name", value] as [string, string?]];
    const name = fields.find(([key]) => key === "name")?.[1] ?? value;
    if (!this.#networks.includes(name)) this.#networks.push(name);
    const settings = emptyMap();
    for (const [key, text = ""] of fields) {
      if (key === "alias") addAt(settings, ["aliases"], { ...valueOf(flag), text });
      else if (key === "ip" || key === "ip6") setAt(settings, [networkKeys[key] ?? key], { ...valueOf(flag), text });
      else if (key === "mac-address") setAt(settings, ["mac_address"], { ...valueOf(flag), text });
    }
    setAt(this.#service, ["networks", name], settings);
  }

  #addNetworkSettings(): void {
    const [first] = this.#networks;
    for (const flag of this.#command.flags) {
      const key = networkKeys[flag.name];
      if (key === undefined) continue;
      const path = ["networks", first ?? "default", key];
      if (flag.kind === "value") setAt(this.#service, path, valueOf(flag));
      else addAt(this.#service, path, valueOf(flag));
    }
  }

  #noteVolume(volume: string): void {
    const source = /^([a-zA-Z0-9][a-zA-Z0-9_.-]+):/u.exec(volume)?.[1];
    if (source !== undefined) this.#volumes.add(source);
  }

  #lose(message: string, range: SourceRange): void {
    this.#losses.push({ message, range });
  }
}

const mountPaths: Readonly<Record<string, readonly string[]>> = {
  type: ["type"],
  source: ["source"],
  src: ["source"],
  target: ["target"],
  destination: ["target"],
  dst: ["target"],
  readonly: ["read_only"],
  ro: ["read_only"],
  consistency: ["consistency"],
  "bind-propagation": ["bind", "propagation"],
  "bind-create-src": ["bind", "create_host_path"],
  "volume-nocopy": ["volume", "nocopy"],
  "volume-subpath": ["volume", "subpath"],
  "tmpfs-size": ["tmpfs", "size"],
  "image-subpath": ["image", "subpath"],
};

function word(given: ShellWord): ComposeScalar {
  return { kind: "scalar", text: given.text, bare: false, origin: { range: given.range, flag: null, prefix: "" } };
}

function valueOf(flag: RunFlag, bare = false): ComposeScalar {
  // Only what reads as a number or boolean may stand bare.
  const isBare = bare && /^(?:-?\d+(?:\.\d+)?|true|false)$/u.test(flag.value);
  return { kind: "scalar", text: flag.value, bare: isBare, origin: { range: flag.valueRange, flag, prefix: "" } };
}

function partOf(flag: RunFlag, start: number, end: number, bare = false): ComposeScalar {
  const { valueIn, value } = flag;
  const range = valueIn === null ? flag.range : rangeInWord(valueIn.word, valueIn.start + start, valueIn.start + end);
  return { kind: "scalar", text: value.slice(start, end), bare, origin: { range, flag, prefix: value.slice(0, start) } };
}

function itemsOf(flag: RunFlag): ComposeScalar[] {
  if (flag.kind !== "commas" || !flag.value.includes(",")) return [valueOf(flag)];
  let start = 0;
  return flag.value.split(",").map((item) => {
    const node = partOf(flag, start, start + item.length);
    start += item.length + 1;
    return node;
  });
}

/** Docker takes the value as one word; podman takes a list in JSON too. An empty one drops the image's own. */
function entrypointOf(flag: RunFlag): ComposeNode {
  if (flag.value === "") return { kind: "list", items: [] };
  return { kind: "list", items: [valueOf(flag)] };
}
