import path from "node:path";
import type { ComposeFile, Service, YamlMap, YamlPair, YamlSeq } from "../compose/ast.js";
import { addSecurityOpt, type NewSecurityOpt } from "../compose/add-security-opt.js";
import { removeSecurityOpt } from "../compose/remove-security-opt.js";
import { effectivePairs, followAlias, mergedInto } from "../compose/effective-pairs.js";
import { keyName } from "../compose/yaml-tree.js";
import type { TextEdit } from "../text/text-edit.js";
import { extendsChain } from "./extends-chain.js";
import { serviceNames } from "./service-names.js";
import type { OriginPlace, SeccompEntry, ServiceModel } from "./service-model.js";
import { addToList } from "../memory/add-to-list.js";

export type SecurityOptPlan =
  | {
      ok: true;
      edit: TextEdit;
      /** The services that get the entry by it: those that it is for, and others for which it is right too. */
      reached: readonly ServiceModel[];
    }
  /** A sentence that says why no edit is right. */
  | { ok: false; why: string };

/** What plans for the services of one file need to know. */
export class PlanContext {
  readonly text: string;
  readonly file: ComposeFile;
  readonly path: string;
  readonly #wanted: ReadonlySet<ServiceModel>;
  readonly #reached = new Map<YamlMap | YamlSeq, ServiceModel[]>();

  /**
   * @param source the file, with its absolute path
   * @param services all services of the file
   * @param wanted those for which an entry is right
   */
  constructor(
    source: { path: string; text: string; ast: ComposeFile },
    services: readonly ServiceModel[],
    wanted: ReadonlySet<ServiceModel>,
  ) {
    this.path = source.path;
    this.text = source.text;
    this.file = source.ast;
    this.#wanted = wanted;
    for (const service of services) {
      for (const place of [...mapsOf(service.node), ...listsOf(service.node)]) {
        addToList(this.#reached, place, service);
      }
    }
  }

  /** The services that a change in a map, or in a list of `security_opt`, reaches. */
  reached(place: YamlMap | YamlSeq): readonly ServiceModel[] {
    return this.#reached.get(place) ?? [];
  }

  /** Those among them for which it would be wrong. */
  unwanted(place: YamlMap | YamlSeq): ServiceModel[] {
    return this.reached(place).filter((service) => !this.#wanted.has(service));
  }
}

/**
 * Plans the edit that gives services the same `security_opt` entry. The services share the pair `at`, through an anchor
 * or a merge key where they are several. The edit goes where that pair is written, so that it reaches all of them, and
 * only if it counts for each of them and reaches no service for which it would be wrong.
 */
export function planSecurityOpt(
  at: YamlPair,
  services: readonly ServiceModel[],
  added: NewSecurityOpt,
  context: PlanContext,
): SecurityOptPlan {
  const [first] = services;
  if (first === undefined) return noEdit("there is no service to change.");
  for (const service of services) {
    const reset = service.securityOptReset(context.path);
    if (reset !== null) return noEdit(isReset(service, reset, context));
  }
  const map = mapToChange(at, first);
  const list = securityOptList(map);
  if (list === "not a list") return noEdit("its `security_opt` is not a list. Make it one, or add the entry by hand.");
  if (list?.tag?.value === "!reset") {
    return noEdit(`line ${list.loc.start.line} takes \`security_opt\` away (\`!reset\`), so that an entry here would not count. Change that by hand.`);
  }
  const reached = context.reached(list ?? map);
  const doubled = list !== null && hasEntry(list, added) ? [] : reached.filter((service) => service.securityOpt.includes(added.entry));
  const others = context.unwanted(list ?? map).filter((service) => !doubled.includes(service));
  if (others.length > 0) return noEdit(wouldReach(others, services, context));
  const missed = services.filter(({ node }) => (list === null ? misses(node, map) : !listsOf(node).has(list)));
  if (missed.length > 0) return noEdit(`no single place gives the entry to ${serviceNames(missed)} too. Add it by hand.`);
  const hiding = services.find((service) => hides(service, map, list));
  if (hiding?.seccompEntry != null) return noEdit(`${serviceNames([hiding])} ${namedElsewhere(hiding.seccompEntry, context)}`);
  const removals = doubled.map((service) => removalOfOwn(service, added, context));
  if (removals.includes(null)) return noEdit(hasItElsewhere(doubled, context) ?? wouldBeTwice(doubled));
  const edit = addSecurityOpt(context.text, context.file, map, added);
  if (edit === null) return noEdit("the entry to replace has an anchor, or is an alias. Change it by hand.");
  return { ok: true, edit: joinedEdit(context.text, [edit, ...removals.filter((removal) => removal !== null)]), reached };
}

/** Why services get no entry that would reach others. What is extended cannot get it alone, by hand neither. */
function wouldReach(others: readonly ServiceModel[], services: readonly ServiceModel[], context: PlanContext): string {
  const elsewhere = others.find(({ node }) => services.some((service) => service.node === node));
  if (elsewhere !== undefined) {
    const folder = path.relative(path.dirname(context.path), elsewhere.folder);
    return `in the project of ${folder === "" ? "this file's own folder" : `the folder ${folder}`}, ${serviceNames([elsewhere])} gets the entry too, where it is not needed or not right. Add it by hand if it may stand there.`;
  }
  const isExtended = others.every(({ node }) => extendsChain(node).some((base) => services.some((service) => service.node === base)));
  if (!isExtended) return `these lines also make ${serviceNames(others)}, where the entry is not needed or not right. Add it to the services that need it by hand.`;
  const [they, it] = others.length === 1 ? ["extends", "gets"] : ["extend", "get"];
  return `${serviceNames(others)} ${they} ${serviceNames(services)} and ${it} the entry too, where it is not needed or not right. Add it by hand if it may stand there, else let ${others.length === 1 ? "both" : "all"} extend a service that has the rest.`;
}

/** Takes out what a service has itself of an entry that it gets from the one it extends; null where that is not its own alone. */
function removalOfOwn({ node, seccompEntry, securityOpt }: ServiceModel, { entry }: NewSecurityOpt, context: PlanContext): TextEdit | null {
  const isOnly = securityOpt.filter((text) => text === entry).length === 1 && seccompEntry?.file === context.path && !seccompEntry.inherited;
  const own = isOnly ? node.securityOpt?.entries.find(({ scalar }) => scalar === seccompEntry.node) : undefined;
  if (own?.scalar.text !== entry || own.parent.node.parent !== node.map || node.map.anchor !== null) return null;
  return removeSecurityOpt(context.text, own);
}

/** One edit that does what several do at different places. */
function joinedEdit(text: string, edits: readonly TextEdit[]): TextEdit {
  const [first, ...others] = edits.toSorted((one, other) => one.range[0] - other.range[0]);
  if (first === undefined) throw new Error("There is no edit to join.");
  return others.reduce(({ range: [start, end], text: joined }, { range, text: added }) => ({ range: [start, range[1]], text: joined + text.slice(end, range[0]) + added }), first);
}

function hasEntry(list: YamlSeq, { entry }: NewSecurityOpt): boolean {
  return list.items.some((item) => {
    const scalar = followAlias(item);
    return scalar?.type === "YamlScalar" && scalar.text === entry;
  });
}

/** The plan for which there is no edit, because `why`, the rest of a sentence. */
export function noEdit(why: string): SecurityOptPlan {
  return { ok: false, why: `No fix is offered: ${why}` };
}

/** Why services get no entry that they would have twice. */
export function wouldBeTwice(services: readonly ServiceModel[]): string {
  return `${serviceNames(services)} would have the entry twice, which Docker Compose refuses: once from the service that it extends. Take its own seccomp entry out by hand.`;
}

/** The same for a service that has the entry from another file; null where none has. */
function hasItElsewhere(services: readonly ServiceModel[], context: PlanContext): string | null {
  const [service] = services.filter(({ seccompEntry }) => seccompEntry !== null && seccompEntry.file !== context.path);
  if (service?.seccompEntry == null) return null;
  return `${serviceNames([service])} has the entry from ${placeOf(service.seccompEntry, context)} already, and Docker Compose refuses one that stands twice. Take it out there by hand.`;
}

/** The map that has the service's `security_opt`; where there is none, the one in which the pair is written. */
function mapToChange(at: YamlPair, service: ServiceModel): YamlMap {
  const owner = service.node.map;
  const existing = owner === null ? undefined : effectivePairs(owner).get("security_opt")?.pair;
  return existing?.parent ?? at.parent;
}

/** The list that a map's own `security_opt` stands for; null where it has none, or an empty one. */
function securityOptList(map: YamlMap): YamlSeq | "not a list" | null {
  const pair = map.pairs.find((candidate) => keyName(candidate) === "security_opt");
  if (pair === undefined || pair.value === null) return null;
  const value = followAlias(pair.value);
  if (value?.type === "YamlSeq") return value;
  const isPlainNull = value?.type === "YamlScalar" && value === pair.value && value.value === null;
  return isPlainNull && value.anchor === null && value.tag === null ? null : "not a list";
}

/** The maps in which a change reaches a service: its own, those merged into it, and those of services it extends. */
function mapsOf(service: Service): Set<YamlMap> {
  return new Set(layersOf(service).flatMap((layer) => [...mergedInto(layer)]));
}

/** The lists of `security_opt` that a service has: its own, and those of services it extends. */
function listsOf(service: Service): Set<YamlSeq> {
  const lists = new Set<YamlSeq>();
  for (const layer of layersOf(service)) {
    const list = followAlias(effectivePairs(layer).get("security_opt")?.pair.value ?? null);
    if (list?.type === "YamlSeq") lists.add(list);
  }
  return lists;
}

/** Whether a new `security_opt` in the map does not get to a service, or is hidden there by a nearer one. */
function misses(service: Service, map: YamlMap): boolean {
  if (!mapsOf(service).has(map)) return true;
  return layersOf(service).some((layer) => {
    const nearest = effectivePairs(layer).get("security_opt")?.pair.parent;
    return mergedInto(layer).has(map) && nearest !== undefined && nearest !== map;
  });
}

/** Whether the service has a `seccomp` entry that stays behind the new one and counts instead. */
function hides({ node, seccompEntry }: ServiceModel, map: YamlMap, list: YamlSeq | null): boolean {
  if (seccompEntry === null) return false;
  if (list?.items.some((item) => followAlias(item) === seccompEntry.node) === true) return false;
  const isOwn = node.map !== null && mergedInto(node.map).has(map);
  return !(seccompEntry.inherited && isOwn);
}

function namedElsewhere(entry: SeccompEntry, context: PlanContext): string {
  return `has its seccomp entry in ${placeOf(entry, context)}, and the last one counts. Change that one by hand.`;
}

function placeOf({ file, node }: SeccompEntry, context: PlanContext): string {
  const { line } = node.loc.start;
  return file === context.path ? `line ${line}` : `${path.basename(file)}, line ${line}`;
}

/** The maps of a service and of the services of this file that it extends. */
function layersOf(service: Service): YamlMap[] {
  return extendsChain(service)
    .map(({ map }) => map)
    .filter((map) => map !== null);
}

function isReset(service: ServiceModel, { file, line, tag }: OriginPlace, context: PlanContext): string {
  const [place, names] = [file === context.path ? `line ${line}` : `${path.basename(file)}, line ${line},`, serviceNames([service])];
  if (tag === "!override") return `${place} puts a list of its own (\`!override\`) in the place of all that this file says of \`security_opt\` of ${names}. Add the entry there by hand.`;
  return `${place} takes \`security_opt\` of ${names} away (\`!reset\`), so that an entry here would not count. Change that by hand.`;
}
