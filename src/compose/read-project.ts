import type { SyntaxProblem } from "../text/source-range.js";
import type {
  Build,
  ComposeFile,
  ImageReference,
  Project,
  SecurityOpt,
  SecurityOptEntry,
  Service,
  Setting,
  SettingOrigin,
  YamlMap,
  YamlPair,
  YamlScalar,
} from "./ast.js";
import { effectivePairs, followAlias, type EffectivePair } from "./effective-pairs.js";

type Place = Pick<Setting, "range" | "loc">;

/** Reads the services of one file's YAML, and notes what cannot be a Compose file. */
export function readProject(file: ComposeFile, problems: SyntaxProblem[]): Project {
  const project: Project = { type: "Project", parent: file, node: null, services: [], ...place(file) };
  const sharedMaps = anchoredMapsInUse(file);
  for (const document of file.documents) {
    const top = followAlias(document.contents);
    if (top === null) continue;
    if (top.type !== "YamlMap") {
      problems.push(problemAt(top, "top-level-not-a-map", topLevelMessage(top.type)));
      continue;
    }
    project.node ??= top;
    readServices(top, project, sharedMaps, problems);
  }
  if (file.documents.every((document) => document.contents === null)) {
    problems.push(
      problemAt(
        { range: [0, 0], loc: { start: file.loc.start, end: file.loc.start } },
        "empty-file",
        "This Compose file is empty, and Docker Compose refuses an empty file. Add a `services:` map, or remove the file.",
      ),
    );
  }
  return project;
}

function topLevelMessage(type: "YamlSeq" | "YamlScalar"): string {
  const what = type === "YamlSeq" ? "a list" : "a single value";
  return `The top level is ${what}, and Compose reads only a map there. Start the file with keys such as \`services:\`.`;
}

/** The maps that an alias of the file stands for: a change in one of them reaches more than one place. */
function anchoredMapsInUse(file: ComposeFile): Set<YamlMap> {
  const maps = new Set<YamlMap>();
  const visit = (node: YamlPair["value"] | YamlPair["key"]): void => {
    if (node?.type === "YamlAlias" && node.target?.type === "YamlMap") maps.add(node.target);
    if (node?.type === "YamlSeq") node.items.forEach(visit);
    if (node?.type !== "YamlMap") return;
    for (const pair of node.pairs) {
      visit(pair.key);
      visit(pair.value);
    }
  };
  for (const document of file.documents) visit(document.contents);
  return maps;
}

function readServices(top: YamlMap, project: Project, shared: Set<YamlMap>, problems: SyntaxProblem[]): void {
  const pair = effectivePairs(top).get("services")?.pair;
  if (pair === undefined) return;
  const value = followAlias(pair.value);
  if (value?.type !== "YamlMap") {
    problems.push(
      problemAt(
        value ?? pair,
        "services-not-a-map",
        "`services` is not a map, so Compose finds no service in it. Write each service as a key with its settings below.",
      ),
    );
    return;
  }
  for (const { name, pair: servicePair } of effectivePairs(value).values()) {
    // `x-` keys are extension fields, free for any use, at this level too.
    if (name.startsWith("x-")) continue;
    project.services.push(readService(name, servicePair, project, shared, problems));
  }
}

function readService(
  name: string,
  pair: YamlPair,
  project: Project,
  shared: Set<YamlMap>,
  problems: SyntaxProblem[],
): Service {
  const value = followAlias(pair.value);
  const map = value?.type === "YamlMap" ? value : null;
  const service: Service = {
    type: "Service",
    parent: project,
    name,
    node: pair,
    // Only pairs with a scalar key have a name, and only those get here.
    key: pair.key as YamlScalar,
    map,
    shared: map !== null && shared.has(map),
    image: null,
    build: null,
    securityOpt: null,
    privileged: null,
    capAdd: null,
    capDrop: null,
    extends: null,
    ...place(pair),
  };
  if (map === null) {
    // `web: !reset null` takes a service of another file away.
    if (value?.tag == null) {
      problems.push(
        problemAt(
          pair.value ?? pair.key,
          "service-not-a-map",
          `The service \`${name}\` is not a map, and Docker Compose refuses the file. Give it at least \`image:\` or \`build:\`, indented below its name.`,
        ),
      );
    }
    return service;
  }
  const pairs = effectivePairs(map);
  const aliased = pair.value?.type === "YamlAlias";
  const originOf = (entry: EffectivePair): SettingOrigin =>
    aliased && entry.origin.kind === "own" ? { kind: "alias", map } : entry.origin;
  const setting = (key: string): Setting | null => readSetting(pairs.get(key), service, originOf);
  service.image = readImage(pairs.get("image"), service, originOf, problems);
  service.build = readBuild(pairs.get("build"), service, originOf);
  service.securityOpt = readSecurityOpt(pairs.get("security_opt"), service, originOf, problems);
  service.privileged = setting("privileged");
  service.capAdd = setting("cap_add");
  service.capDrop = setting("cap_drop");
  service.extends = setting("extends");
  return service;
}

type OriginOf = (entry: EffectivePair) => SettingOrigin;

function readSetting(entry: EffectivePair | undefined, parent: Service | Build, originOf: OriginOf): Setting | null {
  if (entry === undefined) return null;
  const { name, pair } = entry;
  const value = followAlias(pair.value);
  return { type: "Setting", parent, name, node: pair, value, origin: originOf(entry), ...place(pair) };
}

function readImage(
  entry: EffectivePair | undefined,
  parent: Service,
  originOf: OriginOf,
  problems: SyntaxProblem[],
): ImageReference | null {
  if (entry === undefined) return null;
  const { pair } = entry;
  const scalar = followAlias(pair.value);
  if (scalar === null || scalar.tag?.value === "!reset") return null;
  if (scalar.type !== "YamlScalar") {
    problems.push(
      problemAt(
        pair.value ?? pair,
        "image-not-a-string",
        `\`image\` of the service \`${parent.name}\` is not a string, and Docker Compose refuses the file. Write one reference, such as \`node:22\`.`,
      ),
    );
    return null;
  }
  // A value behind an alias is reported where the service uses it.
  const at = pair.value ?? pair;
  return {
    type: "ImageReference",
    parent,
    node: pair,
    scalar,
    text: scalar.text,
    origin: originOf(entry),
    ...place(at),
  };
}

function readBuild(entry: EffectivePair | undefined, parent: Service, originOf: OriginOf): Build | null {
  if (entry === undefined) return null;
  const { pair } = entry;
  const value = followAlias(pair.value);
  if (value?.tag?.value === "!reset") return null;
  const build: Build = {
    type: "Build",
    parent,
    node: pair,
    value,
    context: null,
    dockerfile: null,
    dockerfileInline: null,
    target: null,
    args: null,
    origin: originOf(entry),
    ...place(pair),
  };
  if (value?.type !== "YamlMap") return build;
  const pairs = effectivePairs(value);
  const setting = (key: string): Setting | null => readSetting(pairs.get(key), build, (found) => found.origin);
  build.context = setting("context");
  build.dockerfile = setting("dockerfile");
  build.dockerfileInline = setting("dockerfile_inline");
  build.target = setting("target");
  build.args = setting("args");
  return build;
}

function readSecurityOpt(
  entry: EffectivePair | undefined,
  parent: Service,
  originOf: OriginOf,
  problems: SyntaxProblem[],
): SecurityOpt | null {
  if (entry === undefined) return null;
  const { pair } = entry;
  const value = followAlias(pair.value);
  const securityOpt: SecurityOpt = {
    type: "SecurityOpt",
    parent,
    node: pair,
    value,
    entries: [],
    origin: originOf(entry),
    ...place(pair),
  };
  if (value === null || value.tag?.value === "!reset") return securityOpt;
  if (value.type !== "YamlSeq") {
    problems.push(problemAt(value, "security-opt-not-a-list", securityOptMessage(parent.name)));
    return securityOpt;
  }
  for (const item of value.items) {
    const scalar = followAlias(item);
    if (scalar?.type === "YamlScalar" && typeof scalar.value === "string") {
      securityOpt.entries.push(readSecurityOptEntry(scalar, securityOpt));
      continue;
    }
    problems.push(problemAt(item, "security-opt-entry-not-a-string", securityOptEntryMessage(parent.name)));
  }
  return securityOpt;
}

function securityOptMessage(service: string): string {
  return `\`security_opt\` of the service \`${service}\` is not a list, and Docker Compose refuses the file. Write one entry per line below it, such as \`- no-new-privileges:true\`.`;
}

function securityOptEntryMessage(service: string): string {
  return `This entry of \`security_opt\` of the service \`${service}\` is not a string, and Docker Compose refuses the file. Write it as one word, such as \`- seccomp=./profile.json\`, without a space after the separator.`;
}

function readSecurityOptEntry(scalar: YamlScalar, parent: SecurityOpt): SecurityOptEntry {
  const { text } = scalar;
  // Docker splits at the first `=`, and only without one at the first `:` (cli/opts, parseSecurityOpts).
  const at = text.includes("=") ? text.indexOf("=") : text.indexOf(":");
  const found = at === -1 ? null : text[at] === "=" ? "=" : ":";
  return {
    type: "SecurityOptEntry",
    parent,
    scalar,
    option: at === -1 ? text : text.slice(0, at),
    separator: found,
    value: at === -1 ? null : text.slice(at + 1),
    ...place(scalar),
  };
}

function place(node: Place): Place {
  return { range: node.range, loc: node.loc };
}

function problemAt(node: Place, code: string, message: string): SyntaxProblem {
  return { code, message, range: node.range, loc: node.loc };
}
