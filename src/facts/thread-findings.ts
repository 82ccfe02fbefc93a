import type { YamlPair } from "../compose/ast.js";
import type { Target } from "../engine/target.js";
import { threadCreation, type ThreadVerdict } from "../seccomp/thread-creation.js";
import { oldTarget } from "./old-target.js";
import type { ServiceFacts } from "./service-facts.js";
import type { ServiceModel } from "./service-model.js";
import { harmOf } from "./thread-verdict.js";

/** Services that share an image, and what becomes of their threads on the target. */
export interface ThreadFinding {
  /**
   * `fails` and `depends` as the verdict says; `harmless`: it fails, but the program that runs creates no threads.
   */
  kind: "fails" | "depends" | "harmless";
  /** The pair `image:` or `build:` that all of them get; `extends:` where that is written in another file. */
  at: YamlPair;
  services: [ServiceFacts, ...ServiceFacts[]];
  verdict: ThreadVerdict;
}

/** The services of a file whose threads fail, or may fail, on the target; those that share a pair stand in one finding. */
export function threadFindings(file: string, services: readonly ServiceFacts[], target: Target): ThreadFinding[] {
  const findings: ThreadFinding[] = [];
  for (const facts of services) {
    const at = placeIn(file, facts.service);
    if (at === null) continue;
    const verdict = threadCreation(facts.image.libc, target, facts.security);
    if (verdict.verdict !== "fails" && verdict.verdict !== "depends") continue;
    const kind = verdict.verdict === "fails" && harmOf(facts.program) === "none" ? "harmless" : verdict.verdict;
    const same = findings.find((finding) => finding.at === at && finding.kind === kind);
    if (same === undefined) findings.push({ kind, at, services: [facts], verdict });
    else same.services.push(facts);
  }
  return findings;
}

/** Where this file says which image a service has; null if only another file of the project does. */
function placeIn(file: string, { build, image, node }: ServiceModel): YamlPair | null {
  const written = build?.at ?? image?.at;
  if (written === undefined) return null;
  return written.file === file ? written.pair : (node.extends?.node ?? null);
}

/** The services that need a newer engine than some that are in use; for a project that declares no engine. */
export function needsNewerEngine(file: string, services: readonly ServiceFacts[]): ThreadFinding[] {
  return threadFindings(file, services, oldTarget()).filter(({ kind }) => kind === "fails");
}
