import { mergeServices } from "./merge.js";
import type { ProjectProblem } from "./project-problem.js";
import { resetsBelow, withoutResets, type ResetTree } from "./resets.js";
import { entryValue, isNull, stringOf, withEntries, withStep, type MapEntry, type MapValue, type Value } from "./value.js";

/** The services of one file, among which `extends` without a file looks. */
export interface ServiceSet {
  file: string;
  services: ReadonlyMap<string, MapEntry>;
  resets: ResetTree;
  /** Services whose `extends` is followed already. */
  resolved: Map<string, ResolvedService>;
}

export interface ResolvedService {
  value: Value;
  /** How many `extends` in a row lead to what is in it. */
  depth: number;
}

export interface ExtendsContext {
  /** The services of another file, named by the value `file` of an `extends`; null if they cannot be had. */
  load(file: string, namedAt: Value): ServiceSet | null;
  report(code: string, message: string, value: Value, related?: ProjectProblem["related"]): void;
}

interface Link {
  set: ServiceSet;
  service: string;
  extends: Value;
}

/** Compose has no limit; a chain of this length is a mistake, and following it would take the stack. */
export const MAXIMUM_EXTENDS = 200;

/** Follows `extends` of every service of a set. */
export function applyExtends(services: MapValue, set: ServiceSet, context: ExtendsContext): MapValue {
  const resolver = new ExtendsResolver(context);
  const changes: [string, MapEntry][] = [];
  for (const [name, entry] of services.entries) {
    const value = resolver.resolve(set, name, [])?.value ?? entry.value;
    if (value !== entry.value) changes.push([name, { key: entry.key, value }]);
  }
  return withEntries(services, changes);
}

class ExtendsResolver {
  readonly #context: ExtendsContext;

  constructor(context: ExtendsContext) {
    this.#context = context;
  }

  /** The service with what it extends merged in; null if there is no such service. */
  resolve(set: ServiceSet, name: string, chain: readonly Link[]): ResolvedService | null {
    const known = set.resolved.get(name);
    if (known !== undefined) return known;
    const service = set.services.get(name)?.value;
    if (service === undefined) return null;
    const resolved = this.#extended(set, name, service, chain);
    set.resolved.set(name, resolved);
    return resolved;
  }

  #extended(set: ServiceSet, name: string, service: Value, chain: readonly Link[]): ResolvedService {
    const alone: ResolvedService = { value: service, depth: 0 };
    const setting = entryValue(service, "extends");
    if (service.kind !== "map" || setting === undefined || isNull(setting)) return alone;
    const link: Link = { set, service: name, extends: setting };
    if (this.#isBroken(link, chain)) return alone;
    const baseName = stringOf(setting) ?? stringOf(entryValue(setting, "service"));
    if (baseName === null) {
      this.#context.report("extends-without-service", `\`extends\` of the service \`${name}\` does not name a service.`, setting);
      return alone;
    }
    const base = this.#base(link, baseName, chain);
    if (base?.value.kind !== "map") return alone;
    // Those below may be resolved already, so that the chain does not show how many they are.
    if (base.depth >= MAXIMUM_EXTENDS) {
      this.#reportDepth(link);
      return alone;
    }
    return { value: this.#merge(link, baseName, base.value, service), depth: base.depth + 1 };
  }

  #isBroken(link: Link, chain: readonly Link[]): boolean {
    const start = chain.findIndex((earlier) => earlier.set === link.set && earlier.service === link.service);
    if (start !== -1) {
      this.#reportCycle(chain.slice(start));
      return true;
    }
    if (chain.length < MAXIMUM_EXTENDS) return false;
    this.#reportDepth(link);
    return true;
  }

  #reportDepth(link: Link): void {
    const message = `This is the ${MAXIMUM_EXTENDS}th \`extends\` in a row, which is more than is followed here.`;
    this.#context.report("extends-too-deep", message, link.extends);
  }

  #reportCycle(cycle: readonly Link[]): void {
    const [first, ...others] = cycle;
    if (first === undefined) return;
    const way = [...cycle, first].map((link) => `\`${link.service}\``).join(" extends ");
    const related = others.map((link) => ({
      place: { file: link.extends.origin.file, range: link.extends.origin.node.range, loc: link.extends.origin.node.loc },
      message: `\`${link.service}\` extends here`,
    }));
    this.#context.report("extends-cycle", `The services extend each other in a circle, so Compose refuses them: ${way}.`, first.extends, related);
  }

  #base(link: Link, baseName: string, chain: readonly Link[]): ResolvedService | null {
    const file = entryValue(link.extends, "file");
    const fileName = stringOf(file);
    const set = file === undefined || fileName === null ? link.set : this.#context.load(fileName, file);
    if (set === null) return null;
    const base = this.resolve(set, baseName, [...chain, link]);
    if (base !== null) return base;
    const where = set === link.set ? "in this file" : `in ${fileName ?? set.file}`;
    const message = `The service \`${link.service}\` extends \`${baseName}\`, and there is no such service ${where}. Compose refuses the project.`;
    this.#context.report("extends-unknown-service", message, entryValue(link.extends, "service") ?? link.extends);
    return null;
  }

  #merge(link: Link, baseName: string, base: MapValue, service: MapValue): Value {
    const step = { kind: "extends", base: baseName, service: link.service, origin: link.extends.origin } as const;
    const inherited = withStep(base, step) as MapValue;
    const resets = resetsBelow(link.set.resets, ["services", link.service]);
    const source = resets === null ? inherited : withoutResets(inherited, resets);
    const merged = mergeServices(source, service, (left, right) => {
      const message = `\`${baseName}\` has a ${left.kind} here and \`${link.service}\` a ${right.kind}, which Compose cannot merge. It refuses the project.`;
      this.#context.report("merge-conflict", message, right);
    });
    const entries = new Map(merged.entries);
    entries.delete("extends");
    return { ...merged, entries };
  }
}
