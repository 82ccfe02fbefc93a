import type { NewSecurityOpt } from "../compose/add-security-opt.js";
import type { YamlPair } from "../compose/ast.js";
import { noEdit, planSecurityOpt, wouldBeTwice, type PlanContext, type SecurityOptPlan } from "./security-opt-plan.js";
import type { ServiceModel } from "./service-model.js";

/** Services that are to get an entry, and the pair that they share. */
export interface SecurityOptRequest {
  at: YamlPair;
  services: readonly ServiceModel[];
}

/**
 * The edits that give all services of several requests an entry, planned so that all of them can be made at once: a
 * service that gets the entry from one that it extends gets none of its own, since Docker Compose refuses a list with an
 * entry that stands twice.
 */
export class SecurityOptPlans {
  readonly #requests: readonly SecurityOptRequest[];
  readonly #context: PlanContext;
  readonly #plans = new Map<string, Map<SecurityOptRequest, SecurityOptPlan>>();

  constructor(requests: readonly SecurityOptRequest[], context: PlanContext) {
    this.#requests = requests;
    this.#context = context;
  }

  /** The plan of one of the requests for an entry, which is the same entry for all of them. */
  planFor(request: SecurityOptRequest, added: NewSecurityOpt): SecurityOptPlan {
    let plans = this.#plans.get(added.entry);
    if (plans === undefined) {
      plans = this.#planAll(added);
      this.#plans.set(added.entry, plans);
    }
    return plans.get(request) ?? planSecurityOpt(request.at, request.services, added, this.#context);
  }

  #planAll(added: NewSecurityOpt): Map<SecurityOptRequest, SecurityOptPlan> {
    const plans = new Map(
      this.#requests.map((request) => [request, planSecurityOpt(request.at, request.services, added, this.#context)]),
    );
    const givenBy = new Map<ServiceModel, SecurityOptPlan>();
    // The edit that reaches most services goes first: it may serve those of others too.
    for (const [request, plan] of [...plans].sort(([, a], [, b]) => reachOf(b) - reachOf(a))) {
      if (!plan.ok) continue;
      const earlier = plan.reached.map((service) => givenBy.get(service)).find((given) => given !== undefined);
      if (earlier === undefined) for (const service of plan.reached) givenBy.set(service, plan);
      else plans.set(request, serves(earlier, request, givenBy) ? earlier : noEdit(wouldBeTwice(request.services)));
    }
    return plans;
  }
}

function reachOf(plan: SecurityOptPlan): number {
  return plan.ok ? plan.reached.length : 0;
}

/** Whether the edit of an earlier plan mends these services too: they get its entry, and have none that hides it. */
function serves(
  earlier: SecurityOptPlan,
  { services }: SecurityOptRequest,
  givenBy: ReadonlyMap<ServiceModel, SecurityOptPlan>,
): boolean {
  return services.every((service) => givenBy.get(service) === earlier && (service.seccompEntry?.inherited ?? true));
}
