import type { Target } from "../engine/target.js";
import { missingRule, ownProfileOf, type OwnProfile } from "./own-profile.js";
import type { ServiceFacts } from "./service-facts.js";
import { advice, adviceToStart, containerChoices, stackChoices, type FixOffer } from "./thread-advice.js";
import type { ThreadFinding } from "./thread-findings.js";
import type { OtherImage } from "./thread-verdict.js";

/** What can be done about a finding: "To mend it: ...; or ...". */
export function serviceAdvice(finding: ThreadFinding, images: readonly OtherImage[], { target, swarm }: { target: Target | null; swarm: boolean }, offer: FixOffer): string {
  const choices = choicesOf(finding.services, target, swarm, offer);
  return finding.kind === "doesNotStart" ? adviceToStart(finding.services[0].security, choices) : advice(finding.verdict.needs, images, choices);
}

/** What can be done for a service beside another engine or image, best first. */
export function choicesOf(services: readonly ServiceFacts[], target: Target | null, swarm: boolean, offer: FixOffer): readonly string[] {
  if (swarm) return stackChoices;
  const own = ownProfileOf(services);
  return own === null || target === null ? containerChoices(offer) : ownProfileChoices(own, target);
}

function ownProfileChoices({ name, profile, facts }: OwnProfile, target: Target): readonly string[] {
  const rule = missingRule(profile, { target, libc: facts.image.libc, security: facts.security });
  const place = rule?.replaces === true ? `in \`syscalls\` of ${name}, in the place of its own answer to clone3,` : `in \`syscalls\` of ${name}`;
  return [...(rule === null ? [] : [`${place} the rule \`${rule.text}\``]), "as the last resort `seccomp=unconfined`"];
}
