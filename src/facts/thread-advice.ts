import type { Target } from "../engine/target.js";
import type { ContainerSecurity } from "../seccomp/container-security.js";
import { NO_ENGINE } from "../seccomp/needed-engines.js";
import { describeOther, type OtherImage } from "./thread-verdict.js";

/** What `needs` is where no engine is the cause: a runtime that does not start containers, for instance. */
export const ANY_ENGINE = "*";

/** The engines of a target as a message names them: `Docker Engine 20.10.9`, `Docker Engine >=19.03 <23`, a host's title. */
export function engineName(target: Target): string {
  if (target.host !== null) return target.host.title;
  const [first, ...others] = target.members;
  if (others.length === 0 && first.engine !== null) return `Docker Engine ${first.engine}`;
  return `Docker Engine ${target.text}`;
}

/** A semver range of engines as a person says it: `Docker Engine 20.10.10 or newer`. */
export function neededEngine(needs: string): string {
  return needs.startsWith(">=") && !needs.includes(" ") ? `Docker Engine ${needs.slice(2)} or newer` : `Docker Engine ${needs}`;
}

/** What can be done where an image is named directly in a Dockerfile or Compose file: "To mend it: ...; or ...". */
export function advice(needs: string, images: readonly OtherImage[], more: readonly string[]): string {
  const choices = [
    // Under a profile of its own a container may fail on every engine.
    ...(needs === NO_ENGINE || needs === ANY_ENGINE ? [] : [neededEngine(needs)]),
    ...images.map((image) => `${image.reference} (${describeOther(image)})`),
    ...more,
  ];
  return `To mend it: ${choices.join("; or ")}.`;
}

/** What can be done where the runtime does not start containers: neither engine nor image is the cause. */
export function adviceToStart(security: ContainerSecurity, more: readonly string[]): string {
  // Only a runtime that is older than its engine refuses the default profile: it cannot express the answer to clone3.
  const runtime = security.seccomp.kind === "default" ? ["runc 1.0.0-rc93 or newer on that host"] : [];
  return `To mend it: ${[...runtime, ...more].join("; or ")}.`;
}

/** The choices for a stack of Swarm, which ignores `security_opt`: the nodes have to be configured. */
export const stackChoices: readonly string[] = [
  "the profile that `compose-lint profile` prints as the default of the nodes (`dockerd --seccomp-profile FILE`), since Swarm ignores `security_opt`",
];

/** What `--fix` does for a finding, which decides what its message says of the choices. */
export type FixOffer =
  /** It writes a seccomp profile and names it, as this command: ESLint's own `--fix` writes no file. */
  | { kind: "profile"; command: "compose-lint --fix" | "--fix" }
  /** It switches the sandbox off, as an option of the rule wants. */
  | { kind: "unconfined"; command: string }
  /** Nothing; the command prints a profile that would help. */
  | { kind: "by-hand"; command: string }
  /** Nothing, and no profile would help. */
  | { kind: "none" };

/** The choices that only a running container has, best first. */
export function containerChoices(offer: FixOffer): readonly string[] {
  const how = offer.kind === "none" ? null : `\`${offer.command}\` ${offer.kind === "profile" ? "writes" : "prints"} it`;
  return [
    ...(how === null ? [] : [`a seccomp profile, which keeps the sandbox (${how})`]),
    `as the last resort \`seccomp=unconfined\`${offer.kind === "unconfined" ? " (`--fix` writes it)" : ""}`,
  ];
}
