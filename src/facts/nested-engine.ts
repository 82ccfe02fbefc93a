import type { YamlPair } from "../compose/ast.js";
import { engineOfTag } from "../engine/engine-image.js";
import { knownName, officialName } from "../image/registry-alias.js";
import type { ThreadVerdict } from "../seccomp/thread-creation.js";
import { judgeThreads } from "./judge-threads.js";
import type { ServiceFacts } from "./service-facts.js";
import { imagePlace } from "./thread-findings.js";

/** A service that is a Docker Engine itself: containers that are started through it meet its profile, not the host's. */
export interface NestedEngine {
  version: string;
  /** What becomes of threads with glibc 2.34 or newer in the containers that it runs. */
  verdict: ThreadVerdict;
}

const DEMANDING = { name: "glibc", version: "2.34" } as const;
/** The first tag whose engine answers clone3 for glibc. */
export const FIRST_WORKING_TAG = "20.10.10-dind";

/** Services of a file that share an image with an engine, and the pair that says so. */
export interface NestedEngineFinding {
  at: YamlPair;
  services: [ServiceFacts, ...ServiceFacts[]];
  engine: NestedEngine;
}

/** The services of a file in whose containers threads fail, whatever the engine that runs the services themselves. */
export function failingNestedEngines(file: string, services: readonly ServiceFacts[]): NestedEngineFinding[] {
  const findings = new Map<YamlPair, NestedEngineFinding>();
  for (const facts of services) {
    const engine = nestedEngine(facts);
    const at = engine?.verdict.verdict === "fails" ? imagePlace(file, facts.service) : null;
    if (engine === null || at === null) continue;
    const known = findings.get(at);
    if (known === undefined) findings.set(at, { at, services: [facts], engine });
    else known.services.push(facts);
  }
  return [...findings.values()];
}

/** The engine that a service runs (`docker:20.10.9-dind`); null for a service that is none, or whose version is not told. */
export function nestedEngine({ reference }: Pick<ServiceFacts, "reference">): NestedEngine | null {
  if (reference?.effectiveTag == null || officialName(knownName(reference)) !== "docker") return null;
  const engine = engineOfTag(reference.effectiveTag);
  return engine === null ? null : { version: engine.version, verdict: judgeThreads(DEMANDING, engine.target) };
}
