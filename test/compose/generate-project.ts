import { dotenvNoise, dotenvText } from "./generate-dotenv.js";
import { serviceKeys, type ServiceSurroundings } from "./generate-service.js";
import { Random } from "./random.js";
import { SketchWriter } from "./sketch-writer.js";
import { list, map, nothing, plain, printSketch, text, type MapSketch, type Sketch } from "./yaml-sketch.js";

/** A project to be loaded: its files and how Compose is called. */
export interface ProjectSketch {
  /** The documents of each Compose file, by path relative to the project. */
  composeFiles: ReadonlyMap<string, readonly Sketch[]>;
  otherFiles: ReadonlyMap<string, string>;
  /** What `-f` names; empty for Compose's own search. */
  named: readonly string[];
  envFiles: readonly string[];
  profiles: readonly string[];
  /** What `--project-directory` names; empty for none. */
  projectDirectory: string;
  environment: Readonly<Record<string, string>>;
}

/** The text of every file of a project. */
export function printProject(project: ProjectSketch): Map<string, string> {
  const files = new Map(project.otherFiles);
  for (const [path, documents] of project.composeFiles) files.set(path, documents.map(printSketch).join("---\n"));
  return files;
}

/** The project of a seed; the same each time. */
export function generateProject(seed: number): ProjectSketch {
  return new ProjectGenerator(new Random(seed)).generate();
}

type Pairs = [string, Sketch][];

class ProjectGenerator {
  readonly #random: Random;
  readonly #writer: SketchWriter;
  readonly #composeFiles = new Map<string, readonly Sketch[]>();
  readonly #otherFiles = new Map<string, string>();
  readonly #networks: readonly string[];
  readonly #volumes: readonly string[];
  readonly #secrets: readonly string[];
  readonly #configs: readonly string[];
  readonly #services: readonly string[];

  constructor(random: Random) {
    this.#random = random;
    this.#writer = new SketchWriter(random, random.pick([0, 0.1, 0.3]));
    const names = (all: readonly string[]): string[] => (random.chance(0.7) ? random.some(all, 2) : []);
    this.#networks = names(["front", "back", "default"]);
    this.#volumes = names(["data", "cache-vol"]);
    this.#secrets = names(["token", "key"]);
    this.#configs = names(["conf", "settings"]);
    this.#services = random.some(["web", "db-1", "my.svc", "worker"], 4);
  }

  generate(): ProjectSketch {
    const main = this.#mainFile();
    const usesDefaultNames = this.#random.chance(0.4);
    const mainPath = usesDefaultNames ? this.#random.pick(["compose.yaml", "compose.yml", "docker-compose.yml"]) : "main.yaml";
    const documents = [main];
    if (this.#random.chance(0.1)) documents.push(this.#secondDocument(main));
    this.#composeFiles.set(mainPath, documents);
    const named = usesDefaultNames ? [] : [mainPath];
    if (this.#random.chance(0.5)) {
      const path = usesDefaultNames ? "compose.override.yaml" : this.#random.pick(["prod.yaml", "dir/prod.yaml"]);
      this.#composeFiles.set(path, [this.#override()]);
      if (!usesDefaultNames) named.push(path);
    }
    if (!usesDefaultNames && this.#random.chance(0.2)) {
      this.#composeFiles.set("more.yaml", [this.#override()]);
      named.push("more.yaml");
    }
    for (const path of ["a.env", "b.env", "dir/a.env", "sub/a.env"]) this.#otherFiles.set(path, dotenvNoise(this.#random));
    return this.#withVariables(named);
  }

  #withVariables(named: readonly string[]): ProjectSketch {
    const { variables } = this.#writer;
    const environment: Record<string, string> = {};
    for (const { name, value, home } of variables) if (home === "process") environment[name] = value;
    const dotenv = dotenvText(variables.filter(({ home }) => home === "dotenv"), this.#random);
    const usesEnvFile = this.#random.chance(0.15);
    this.#otherFiles.set(usesEnvFile ? "custom.env" : ".env", dotenv);
    if (usesEnvFile && this.#random.chance(0.5)) this.#otherFiles.set(".env", "UNSET=from-dotenv\n");
    if (this.#random.chance(0.2)) environment.INHERITED = "from process";
    const calls = this.#callVariables(named);
    if (!usesEnvFile && this.#random.chance(0.5)) {
      const lines = Object.entries(calls).map(([name, value]) => `${name}=${value}\n`);
      this.#otherFiles.set(".env", dotenv + lines.join(""));
    } else Object.assign(environment, calls);
    return {
      composeFiles: this.#composeFiles,
      otherFiles: this.#otherFiles,
      named: "COMPOSE_FILE" in calls ? [] : named,
      envFiles: usesEnvFile ? ["custom.env"] : [],
      profiles: this.#random.chance(0.2) ? [this.#random.pick(["debug", "*"])] : [],
      projectDirectory: this.#random.chance(0.07) ? this.#random.pick([".", "dir", "../project"]) : "",
      environment,
    };
  }

  /** How Compose is called, in variables. */
  #callVariables(named: readonly string[]): Record<string, string> {
    const variables: Record<string, string> = {};
    if (this.#random.chance(0.1)) variables.COMPOSE_PROFILES = this.#random.pick(["debug", "other, debug", "*"]);
    if (this.#random.chance(0.1)) variables.COMPOSE_PROJECT_NAME = "from-variable";
    if (named.length > 0 && this.#random.chance(0.1)) {
      const separator = this.#random.pick([":", ";"]);
      variables.COMPOSE_FILE = named.join(separator);
      if (separator !== ":") variables.COMPOSE_PATH_SEPARATOR = separator;
    }
    return variables;
  }

  #mainFile(): MapSketch {
    const pairs: Pairs = [];
    if (this.#random.chance(0.2)) pairs.push(["name", this.#writer.word("My-Project_1")]);
    if (this.#random.chance(0.1)) pairs.push(["version", text("3.8")]);
    if (this.#random.chance(0.35)) pairs.push(["include", this.#include()]);
    const anchors = this.#random.chance(0.4) ? this.#anchors(pairs) : [];
    const services: Pairs = [];
    this.#services.forEach((name, index) => {
      services.push([name, this.#service(this.#services.slice(0, index), anchors, index)]);
    });
    this.#shareValues(services);
    this.#tagLast(services);
    pairs.push(["services", map(services)], ...this.#resources());
    return map(pairs);
  }

  /** Top-level maps that services merge. */
  #anchors(pairs: Pairs): string[] {
    const names = ["base", "other"].slice(0, this.#random.integer(1, 2));
    for (const name of names) {
      const content = map(this.#keys(this.#surroundings([]), this.#random.integer(1, 4)));
      const earlier = name === "other" && this.#random.chance(0.3) ? ([["<<", { kind: "alias", name: "base" }]] as Pairs) : [];
      pairs.push([`x-${name}`, { ...content, pairs: [...earlier, ...content.pairs], anchor: name }]);
    }
    return names;
  }

  #service(earlier: readonly string[], anchors: readonly string[], index: number): Sketch {
    const surroundings = this.#surroundings(earlier);
    const pairs: Pairs = [];
    const merges = anchors.filter(() => this.#random.chance(0.5)).map((name): Sketch => ({ kind: "alias", name }));
    const [merge] = merges;
    if (merge === undefined && this.#random.chance(0.05)) pairs.push(["<<", map(this.#keys(surroundings, 2))]);
    if (merge !== undefined) pairs.push(["<<", merges.length === 1 ? merge : { kind: "list", items: merges, flow: true }]);
    if (this.#random.chance(0.25)) pairs.push(["extends", this.#extends(earlier)]);
    pairs.push(["image", this.#writer.word(`image-${index}:1.${index}`)]);
    pairs.push(...this.#keys(surroundings, this.#random.integer(1, 8)));
    if (this.#random.chance(0.08)) pairs.push(["profiles", this.#writer.words(["debug", "other"])]);
    return map(pairs);
  }

  #surroundings(earlier: readonly string[]): ServiceSurroundings {
    return {
      writer: this.#writer,
      earlier,
      networks: this.#networks,
      volumes: this.#volumes,
      secrets: this.#secrets,
      configs: this.#configs,
      isIncluded: false,
      usesNetworks: this.#random.chance(0.7),
      usesDeployLimits: this.#random.chance(0.5),
    };
  }

  #keys(surroundings: ServiceSurroundings, count: number): Pairs {
    return this.#random.some(Object.keys(serviceKeys), count).flatMap((key): Pairs => {
      const value = serviceKeys[key]?.(surroundings) ?? null;
      return value === null ? [] : [[key, value]];
    });
  }

  /** Tags values of the last service, which no other extends: along a chain Compose's own order is left to chance. */
  #tagLast(services: Pairs): void {
    const last = services.at(-1);
    if (last?.[1].kind !== "map" || !this.#random.chance(0.3)) return;
    const pairs = last[1].pairs.map(([key, value]): [string, Sketch] =>
      ["<<", "extends", "image"].includes(key) ? [key, value] : [key, this.#tagged(value)],
    );
    services[services.length - 1] = [last[0], map(pairs)];
  }

  /** Gives a value of one service an anchor, and puts the alias into another. */
  #shareValues(services: Pairs): void {
    const [first, second] = services;
    if (first?.[1].kind !== "map" || second?.[1].kind !== "map" || !this.#random.chance(0.3)) return;
    const index = first[1].pairs.findLastIndex(([key, value]) => key !== "<<" && key !== "extends" && value.kind !== "alias");
    const pair = first[1].pairs[index];
    if (pair === undefined || ["depends_on", "links", "volumes_from"].includes(pair[0])) return;
    const anchored = { ...pair[1], anchor: "shared" } as Sketch;
    services[0] = [first[0], map(first[1].pairs.toSpliced(index, 1, [pair[0], anchored]))];
    const others = second[1].pairs.filter(([key]) => key !== pair[0]);
    services[1] = [second[0], map([...others, [pair[0], { kind: "alias", name: "shared" }]])];
  }

  #extends(earlier: readonly string[]): Sketch {
    if (earlier.length > 0 && this.#random.chance(0.5)) {
      const name = this.#writer.word(this.#random.pick(earlier));
      return this.#random.chance(0.5) ? name : map([["service", name]]);
    }
    const path = this.#random.pick(["common.yaml", "dir/common.yaml"]);
    if (!this.#composeFiles.has(path)) this.#composeFiles.set(path, [this.#commonFile(path)]);
    return map([["file", this.#writer.word(path)], ["service", plain(this.#random.pick(["base", "derived"]))]]);
  }

  #commonFile(path: string): Sketch {
    const surroundings = this.#surroundings([]);
    const base = map(this.#keys(surroundings, this.#random.integer(1, 6)));
    const own = this.#keys(surroundings, this.#random.integer(0, 4));
    const derived: Pairs = [["extends", this.#derivation(path)]];
    derived.push(...own.map(([key, value]): [string, Sketch] => [key, this.#tagged(value)]));
    return map([["services", map([["base", base], ["derived", map(derived)]])]]);
  }

  #derivation(path: string): Sketch {
    if (path === "common.yaml" || this.#random.chance(0.5)) return map([["service", plain("base")]]);
    const other = map(this.#keys(this.#surroundings([]), 3));
    this.#composeFiles.set("dir/deep/more.yaml", [map([["services", map([["third", other]])]])]);
    return map([["file", text("deep/more.yaml")], ["service", plain("third")]]);
  }

  #include(): Sketch {
    const surroundings: ServiceSurroundings = { ...this.#surroundings([]), volumes: [], networks: [], secrets: [], configs: [], isIncluded: true };
    const pairs = (): Pairs => [
      ["image", this.#writer.word("included:1")],
      ...this.#keys(surroundings, this.#random.integer(1, 6)),
    ];
    const services: Pairs = [["inc", map(pairs())]];
    if (this.#random.chance(0.3)) services.push(["inc2", map([["extends", plain("inc")], ...pairs()])]);
    const included: Pairs = [["services", map(services)]];
    if (this.#random.chance(0.3)) included.push(["volumes", map([["incvol", nothing()]])]);
    if (this.#random.chance(0.25)) {
      included.unshift(["include", list([text("deeper/compose.yaml")])]);
      const deeper = map([["image", this.#writer.word("deep:1")], ...this.#keys(surroundings, 3)]);
      this.#composeFiles.set("sub/deeper/compose.yaml", [map([["services", map([["deep", deeper]])]])]);
      for (const name of ["a.env", "b.env"]) this.#otherFiles.set(`sub/deeper/${name}`, dotenvNoise(this.#random));
    }
    this.#composeFiles.set("sub/compose.yaml", [map(included)]);
    this.#otherFiles.set("sub/b.env", dotenvNoise(this.#random));
    if (this.#random.chance(0.5)) this.#otherFiles.set("sub/.env", "UNSET=from-sub\nINHERITED=sub\n");
    return list([this.#includeEntry(surroundings)]);
  }

  #includeEntry(surroundings: ServiceSurroundings): Sketch {
    const path = this.#writer.word("sub/compose.yaml");
    if (this.#random.chance(0.4)) return path;
    const pairs: Pairs = [["path", path]];
    if (this.#random.chance(0.3)) {
      const override = map([["services", map([["inc", map(this.#keys(surroundings, 3))]])]]);
      this.#composeFiles.set("sub/override.yaml", [override]);
      pairs[0] = ["path", list([path, text("sub/override.yaml")])];
    }
    if (this.#random.chance(0.4)) pairs.push(["project_directory", this.#writer.pick([".", "sub", "./dir"])]);
    if (this.#random.chance(0.4)) {
      pairs.push(["env_file", this.#random.chance(0.5) ? text("sub/inc.env") : list([text("sub/inc.env"), text("sub/a.env")])]);
      this.#otherFiles.set("sub/inc.env", "UNSET=from-inc\nU_2='single $X'\n");
    }
    return map(pairs);
  }

  #override(): MapSketch {
    const services: Pairs = this.#random.some(this.#services, 3).map((name): [string, Sketch] => {
      const earlier = this.#services.slice(0, this.#services.indexOf(name));
      const pairs = this.#keys(this.#surroundings(earlier), this.#random.integer(1, 8));
      return [name, map(pairs.map(([key, value]): [string, Sketch] => [key, this.#tagged(value)]))];
    });
    if (this.#random.chance(0.2)) services.push(["added", map([["image", plain("extra")]])]);
    const pairs: Pairs = [["services", map(services)]];
    if (this.#random.chance(0.2) && this.#volumes.length > 0) {
      pairs.push(["volumes", map([[this.#volumes[0] ?? "", map([["labels", this.#writer.keyValues([["a", "b"], ["FOO", "z"]])]])]])]);
    }
    return map(pairs);
  }

  /** A document after the first, in which the anchors of the first hold. */
  #secondDocument(main: MapSketch): MapSketch {
    const override = this.#override();
    if (!main.pairs.some(([key]) => key === "x-base") || this.#random.chance(0.5)) return override;
    const merged = map([["<<", { kind: "alias", name: "base" }], ["image", plain("merged")]]);
    return map([...override.pairs.filter(([key]) => key !== "services"), ["services", map([["merged", merged]])]]);
  }

  #tagged(value: Sketch): Sketch {
    if (value.kind === "alias" || value.kind === "scalar" || !this.#random.chance(0.15)) {
      return this.#random.chance(0.05) ? { kind: "scalar", style: "plain", text: "null", tag: "!reset" } : value;
    }
    return this.#random.chance(0.5) ? { ...value, tag: "!override" } : { ...value, tag: "!reset" };
  }

  #resources(): Pairs {
    const writer = this.#writer;
    const pairs: Pairs = [];
    const section = (name: string, keys: readonly string[], make: () => Sketch): void => {
      if (keys.length > 0) pairs.push([name, map(keys.map((key): [string, Sketch] => [key, make()]))]);
    };
    const labels = (): Sketch => writer.keyValues([["a", 1], ["b", "x"], ["c", true]]);
    section("networks", this.#networks, () => this.#random.chance(0.4) ? nothing() : writer.fields([
      ["driver", () => plain("bridge")],
      ["labels", labels],
      ["internal", () => writer.castable(true)],
      ["attachable", () => writer.castable(this.#random.chance(0.5))],
      ["enable_ipv6", () => writer.castable(this.#random.chance(0.5))],
      ["name", () => writer.word("own-name")],
      ["driver_opts", () => map([["com.x", plain(1)]])],
      ["ipam", () => map([["config", list([map([["subnet", text("10.1.0.0/16")]])])]])],
    ]));
    section("volumes", this.#volumes, () => this.#random.chance(0.4) ? nothing() : this.#random.chance(0.3)
      ? map([["external", writer.castable(true)]])
      : writer.fields([
          ["driver", () => plain("local")],
          ["labels", labels],
          ["driver_opts", () => map([["type", plain("none")], ["o", plain("bind")], ["device", writer.word("./vol")]])],
          ["name", () => writer.word("vol-name")],
        ]));
    section("secrets", this.#secrets, () => this.#random.chance(0.5) ? map([["file", writer.word("./secret.txt")]]) : map([["environment", plain("HOME")]]));
    section("configs", this.#configs, () => this.#random.chance(0.5) ? map([["file", writer.word("./conf.txt")]]) : map([["content", writer.word("a=b $x")]]));
    pairs.push(["models", map([["llm", map([["model", writer.word("ai/model")], ["context_size", plain(1024)]])]])]);
    if (this.#random.chance(0.1)) pairs.push(["x-top", writer.keyValues([["a", "b"], ["n", 1]])]);
    return pairs;
  }
}
