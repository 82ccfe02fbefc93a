import type { YamlPair } from "../compose/ast.js";
import type { ServiceFacts } from "./service-facts.js";
import { placeOfValue, type LimitPlace, type ServiceLimit } from "./service-limit.js";
import { addToList } from "../memory/add-to-list.js";

/** The services by the place of a limit. */
export class LimitSharers {
  readonly #services: readonly ServiceFacts[];
  readonly #file: string;
  readonly #byKey = new Map<string, Map<YamlPair, ServiceFacts[]>>();

  constructor(services: readonly ServiceFacts[], file: string) {
    this.#services = services;
    this.#file = file;
  }

  /** Those that get the limit of a finding from the same place without being in it. */
  beside({ limit, at, services }: { limit: ServiceLimit; at: LimitPlace; services: readonly ServiceFacts[] }): ServiceFacts[] {
    const places = this.#byKey.get(limit.key) ?? this.#index(limit.key);
    this.#byKey.set(limit.key, places);
    const sharers = places.get(at.pair) ?? [];
    return sharers.length === services.length ? [] : sharers.filter((facts) => !services.includes(facts));
  }

  #index(key: string): Map<YamlPair, ServiceFacts[]> {
    const places = new Map<YamlPair, ServiceFacts[]>();
    for (const facts of this.#services) {
      const from = facts.service.merged.get(...key.split("."));
      const place = from === undefined ? null : placeOfValue(from, facts.service, this.#file);
      if (place !== null) addToList(places, place.pair, facts);
    }
    return places;
  }
}
