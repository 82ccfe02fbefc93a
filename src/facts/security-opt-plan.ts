import type { ComposeFile, Service, YamlMap, YamlPair } from "../compose/ast.js";
import { addSecurityOpt, type NewSecurityOpt } from "../compose/add-security-opt.js";
import { effectivePairs, mergedInto } from "../compose/effective-pairs.js";
import type { TextEdit } from "../text/text-edit.js";
import { extendsChain } from "./extends-chain.js";
import type { ServiceModel } from "./service-model.js";

export type SecurityOptPlan =
  | { ok: true; edit: TextEdit }
  /** A sentence that says why no edit is right. */
  | { ok: false; why: string };

/** What plans for the services of one file need to know. */
export class PlanContext {
  readonly text: string;
  readonly file: ComposeFile;
  readonly #wanted: ReadonlySet<ServiceModel>;
  readonly #reached = new Map<YamlMap, ServiceModel[]>();

  /**
   * @param services all services of the file
   * @param wanted those for which an entry is right
   */
  constructor(text: string, file: ComposeFile, services: readonly ServiceModel[], wanted: ReadonlySet<ServiceModel>) {
    this.text = text;
    this.file = file;
    this.#wanted = wanted;
    for (const service of services) {
      for (const map of mapsOf(service.node)) {
        const reached = this.#reached.get(map);
        if (reached === undefined) this.#reached.set(map, [service]);
        else reached.push(service);
      }
    }
  }

  /** The services that a change in a map reaches and for which it would be wrong. */
  unwanted(map: YamlMap): ServiceModel[] {
    return (this.#reached.get(map) ?? []).filter((service) => !this.#wanted.has(service));
  }
}

/**
 * Plans the edit that gives services the same `security_opt` entry. The services share the pair `at`, through an anchor
 * or a merge key where they are several. The edit goes where that pair is written, so that it reaches all of them, and
 * only if it reaches no service for which it would be wrong.
 */
export function planSecurityOpt(
  at: YamlPair,
  services: readonly ServiceModel[],
  added: NewSecurityOpt,
  context: PlanContext,
): SecurityOptPlan {
  const [first] = services;
  if (first === undefined) return { ok: false, why: "There is no service to change." };
  const map = mapToChange(at, first);
  const others = context.unwanted(map);
  if (others.length > 0) return { ok: false, why: sharedWith(others) };
  const missed = services.filter(({ node }) => !mapsOf(node).has(map) || overrides(node, map));
  if (missed.length > 0) return { ok: false, why: notReached(missed) };
  const edit = addSecurityOpt(context.text, context.file, map, added);
  if (edit === null) {
    return { ok: false, why: "Its `security_opt` comes from another place through an alias, so add the entry by hand." };
  }
  return { ok: true, edit };
}

/** The map that has the service's `security_opt`; where there is none, the one in which the pair is written. */
function mapToChange(at: YamlPair, service: ServiceModel): YamlMap {
  const owner = service.node.map;
  const existing = owner === null ? undefined : effectivePairs(owner).get("security_opt")?.pair;
  return existing?.parent ?? at.parent;
}

/** The maps in which a change reaches a service: its own, those merged into it, and those of services it extends. */
function mapsOf(service: Service): Set<YamlMap> {
  return new Set(layersOf(service).flatMap((layer) => [...mergedInto(layer)]));
}

/** Whether a nearer `security_opt` of the same service hides that of the map. */
function overrides(service: Service, map: YamlMap): boolean {
  return layersOf(service).some((layer) => {
    const nearest = effectivePairs(layer).get("security_opt")?.pair.parent;
    return mergedInto(layer).has(map) && nearest !== undefined && nearest !== map;
  });
}

/** The maps of a service and of the services of this file that it extends. */
function layersOf(service: Service): YamlMap[] {
  return extendsChain(service)
    .map(({ map }) => map)
    .filter((map) => map !== null);
}

function sharedWith(services: readonly ServiceModel[]): string {
  return `No fix is offered: these lines also make ${serviceNames(services)}, where the entry is not needed or not right. Add it to the services that need it by hand.`;
}

function notReached(services: readonly ServiceModel[]): string {
  return `No fix is offered: ${serviceNames(services)} would not get an entry that stands where the image is written. Add it by hand.`;
}

/** Names for a message: `` `web` ``, `` `web` and `api` ``. */
export function serviceNames(services: readonly ServiceModel[]): string {
  const names = services.map(({ name }) => `\`${name}\``);
  const last = names.pop() ?? "";
  return names.length === 0 ? last : `${names.join(", ")} and ${last}`;
}
