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
  YamlAlias,
  YamlMap,
  YamlPair,
  YamlScalar,
  YamlSeq,
} from "./ast.js";
import { effectivePairs, followAlias } from "./effective-pairs.js";
import { PairFinder } from "./pair-finder.js";
import { scalarContent } from "./yaml-scalar.js";

type Place = Pick<Setting, "range" | "loc">;

/** What the reading of one file's services shares. */
interface Reading {
  project: Project;
  problems: SyntaxProblem[];
  finder: PairFinder;
  sharedMaps: ReadonlySet<YamlMap>;
  /** The lists of `security_opt` and the maps of services that were read. */
  read: Set<YamlMap | YamlSeq>;
  /** Services and `security_opt` entries that were read again through an alias. */
  repeated: number;
}

// Aliases make much out of little; compose-go refuses a file in which they stand for more values than this.
const maximumRepeated = 100_000;

/** Reads the services of one file's YAML, and notes what cannot be a Compose file. */
export function readProject(file: ComposeFile, problems: SyntaxProblem[]): Project {
  const project: Project = { type: "Project", parent: file, node: null, services: [], ...place(file) };
  const reading: Reading = {
    project,
    problems,
    finder: new PairFinder(),
    sharedMaps: anchoredMapsInUse(file),
    read: new Set(),
    repeated: 0,
  };
  const isEmpty = file.documents.every((document) => document.contents === null);
  for (const document of file.documents) {
    if (document.contents === null && !isEmpty) {
      const message = "This YAML document is empty, and Docker Compose refuses a file with an empty document. Remove the `---` that makes it.";
      problems.push(problemAt(startOf(document), "empty-document", message));
    }
    const top = followAlias(document.contents);
    if (top === null) continue;
    if (top.type !== "YamlMap") {
      problems.push(problemAt(top, "top-level-not-a-map", topLevelMessage(top.type)));
      continue;
    }
    project.node ??= top;
    readServices(top, reading);
  }
  if (isEmpty) {
    problems.push(
      problemAt(
        startOf(file),
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

function readServices(top: YamlMap, reading: Reading): void {
  const pair = reading.finder.find(top, "services");
  if (pair === null) return;
  const value = followAlias(pair.value);
  if (value?.tag?.value === "!reset") return;
  if (value?.type !== "YamlMap") {
    reading.problems.push(
      problemAt(
        value ?? pair,
        "services-not-a-map",
        "`services` is not a map, so Compose finds no service in it. Write each service as a key with its settings below.",
      ),
    );
    return;
  }
  const isRepeated = reading.read.has(value);
  reading.read.add(value);
  for (const { name, pair: servicePair } of effectivePairs(value).values()) {
    if (isRepeated && isTooMuch(reading, servicePair)) return;
    reading.project.services.push(readService(name, servicePair, reading));
  }
}

/** Counts what is read again through an alias, and reports once that it is more than any project needs. */
function isTooMuch(reading: Reading, at: Place): boolean {
  reading.repeated += 1;
  if (reading.repeated === maximumRepeated) {
    const message = `The aliases of this file stand for more than ${maximumRepeated} values in all, which no project needs; the rest is not read. Docker Compose does not get through such a file either.`;
    reading.problems.push(problemAt(at, "too-many-aliases", message));
  }
  return reading.repeated >= maximumRepeated;
}

function readService(name: string, pair: YamlPair, reading: Reading): Service {
  const value = followAlias(pair.value);
  const map = value?.type === "YamlMap" ? value : null;
  const service: Service = {
    type: "Service",
    parent: reading.project,
    name,
    node: pair,
    // Only pairs with a scalar key have a name, and only those get here.
    key: pair.key as YamlScalar,
    map,
    shared: map !== null && reading.sharedMaps.has(map),
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
    if (value?.tag == null) reading.problems.push(serviceProblem(name, pair, value));
    return service;
  }
  const entry = (key: string): Entry | null => findEntry(map, key, pair.value?.type === "YamlAlias", reading);
  service.image = readImage(entry("image"), service, reading);
  service.build = readBuild(entry("build"), service, reading);
  service.securityOpt = readSecurityOpt(entry("security_opt"), service, reading);
  service.privileged = readSetting(entry("privileged"), service);
  service.capAdd = readSetting(entry("cap_add"), service);
  service.capDrop = readSetting(entry("cap_drop"), service);
  service.extends = readSetting(entry("extends"), service);
  return service;
}

function serviceProblem(name: string, pair: YamlPair, value: YamlSeq | YamlScalar | YamlMap | null): SyntaxProblem {
  const advice = "Give it at least `image:` or `build:`, indented below its name.";
  const isNothing = value === null || isNull(value);
  const message = isNothing
    ? `The service \`${name}\` has no settings. ${refusedAlone} ${advice}`
    : `The service \`${name}\` is not a map, and Docker Compose refuses the file. ${advice}`;
  return problemAt(pair.value ?? pair.key, "service-not-a-map", message);
}

// Measured with Compose 2.40.3: an override may repeat a key without a value, a file alone may not.
const refusedAlone = "Docker Compose refuses the file, unless a file before it on the command line has the value.";

function isNull(value: YamlMap | YamlSeq | YamlScalar): boolean {
  return value.type === "YamlScalar" && scalarContent(value).type === "null";
}

/** A pair that a map has, and how it comes by it. */
interface Entry {
  name: string;
  pair: YamlPair;
  origin: SettingOrigin;
}

function findEntry(map: YamlMap, name: string, isAliased: boolean, { finder }: Reading): Entry | null {
  const pair = finder.find(map, name);
  if (pair === null) return null;
  const kind = pair.parent !== map ? "merge" : isAliased ? "alias" : "own";
  return { name, pair, origin: { kind, map: pair.parent } };
}

function readSetting(entry: Entry | null, parent: Service | Build): Setting | null {
  if (entry === null) return null;
  const { name, pair, origin } = entry;
  return { type: "Setting", parent, name, node: pair, value: followAlias(pair.value), origin, ...place(pair) };
}

function readImage(entry: Entry | null, parent: Service, { problems }: Reading): ImageReference | null {
  if (entry === null) return null;
  const { pair, origin } = entry;
  const scalar = followAlias(pair.value);
  if (scalar?.tag?.value === "!reset") return null;
  const at = pair.value ?? pair;
  if (scalar === null || isNull(scalar)) {
    const message = `\`image\` of the service \`${parent.name}\` has no value. ${refusedAlone}`;
    problems.push(problemAt(at, "image-without-value", message));
    return null;
  }
  if (scalar.type !== "YamlScalar" || scalarContent(scalar).type !== "string") {
    const advice = scalar.type === "YamlScalar" ? "Put it in quotes." : "Write one reference, such as `node:22`.";
    const message = `\`image\` of the service \`${parent.name}\` is not a string, and Docker Compose refuses the file. ${advice}`;
    problems.push(problemAt(at, "image-not-a-string", message));
  }
  if (scalar.type !== "YamlScalar") return null;
  // A value behind an alias is reported where the service uses it.
  return { type: "ImageReference", parent, node: pair, scalar, text: scalar.text, origin, ...place(at) };
}

function readBuild(entry: Entry | null, parent: Service, reading: Reading): Build | null {
  if (entry === null) return null;
  const { pair, origin } = entry;
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
    origin,
    ...place(pair),
  };
  if (value?.type !== "YamlMap") return build;
  const setting = (key: string): Setting | null =>
    readSetting(findEntry(value, key, pair.value?.type === "YamlAlias", reading), build);
  build.context = setting("context");
  build.dockerfile = setting("dockerfile");
  build.dockerfileInline = setting("dockerfile_inline");
  build.target = setting("target");
  build.args = setting("args");
  return build;
}

function readSecurityOpt(entry: Entry | null, parent: Service, reading: Reading): SecurityOpt | null {
  if (entry === null) return null;
  const { pair, origin } = entry;
  const value = followAlias(pair.value);
  const entries: SecurityOptEntry[] = [];
  const securityOpt: SecurityOpt = { type: "SecurityOpt", parent, node: pair, value, entries, origin, ...place(pair) };
  if (value?.tag?.value === "!reset") return securityOpt;
  if (value === null || isNull(value)) {
    const message = `\`security_opt\` of the service \`${parent.name}\` has no value. ${refusedAlone}`;
    reading.problems.push(problemAt(pair, "security-opt-without-value", message));
  } else if (value.type !== "YamlSeq") {
    reading.problems.push(problemAt(value, "security-opt-not-a-list", securityOptMessage(parent.name)));
  } else {
    readSecurityOptEntries(value, securityOpt, reading);
  }
  return securityOpt;
}

function readSecurityOptEntries(list: YamlSeq, parent: SecurityOpt, reading: Reading): void {
  const isRepeated = reading.read.has(list);
  reading.read.add(list);
  for (const item of list.items) {
    if (isRepeated && isTooMuch(reading, parent)) return;
    const scalar = followAlias(item);
    if (scalar?.type === "YamlScalar" && scalarContent(scalar).type === "string") {
      parent.entries.push(readSecurityOptEntry(scalar, item.type === "YamlAlias" ? item : null, parent));
    } else if (!isRepeated) {
      const message = securityOptEntryMessage(parent.parent.name);
      reading.problems.push(problemAt(item, "security-opt-entry-not-a-string", message));
    }
  }
}

function securityOptMessage(service: string): string {
  return `\`security_opt\` of the service \`${service}\` is not a list, and Docker Compose refuses the file. Write one entry per line below it, such as \`- no-new-privileges:true\`.`;
}

function securityOptEntryMessage(service: string): string {
  return `This entry of \`security_opt\` of the service \`${service}\` is not a string, and Docker Compose refuses the file. Write it as one word, such as \`- seccomp=./profile.json\`, without a space after the separator.`;
}

function readSecurityOptEntry(scalar: YamlScalar, alias: YamlAlias | null, parent: SecurityOpt): SecurityOptEntry {
  const { text } = scalar;
  // Docker splits at the first `=`, and only without one at the first `:` (cli/opts, parseSecurityOpts).
  const at = text.includes("=") ? text.indexOf("=") : text.indexOf(":");
  const found = at === -1 ? null : text[at] === "=" ? "=" : ":";
  return {
    type: "SecurityOptEntry",
    parent,
    scalar,
    alias,
    option: at === -1 ? text : text.slice(0, at),
    separator: found,
    value: at === -1 ? null : text.slice(at + 1),
    ...place(scalar),
  };
}

function place(node: Place): Place {
  return { range: node.range, loc: node.loc };
}

function startOf(node: Place): Place {
  const [start] = node.range;
  return { range: [start, start], loc: { start: node.loc.start, end: node.loc.start } };
}

function problemAt(node: Place, code: string, message: string): SyntaxProblem {
  return { code, message, range: node.range, loc: node.loc };
}
