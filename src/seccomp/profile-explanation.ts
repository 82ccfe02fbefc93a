import { compareEngineVersions, parseEngineVersion } from "../engine/engine-version.js";
import { describeEngines } from "../engine/describe-engines.js";
import type { Target } from "../engine/target.js";
import type { ProfileStrategy } from "./profile-strategy.js";

interface ProfileFacts {
  /** Some engine of the target needs the profile. */
  needed: boolean;
  /** How many different default profiles the target's engines have. */
  defaults: number;
}

/** What a generated profile says about itself. */
export interface ProfileExplanation {
  /** For the comment in the file: what it is for and when it can be deleted. */
  about: string;
  /** For people, a sentence or two each. */
  explanation: string[];
}

/** Where engines know the answer and their runtime cannot give it, a newer runtime is what makes the file superfluous. */
function whenToDelete(target: Target): string {
  const what = isRuntimeAtFault(target) ? "has runc 1.0.0-rc93 or later" : "is Docker Engine 20.10.10 or later";
  return `Delete this file, and the security_opt entry that names it, once every engine that runs it ${what}.`;
}

function isRuntimeAtFault({ members }: Target): boolean {
  return members.every(({ engine, backport }) => {
    const version = parseEngineVersion(engine ?? "");
    return backport || (version !== null && compareEngineVersions(version, ANSWERS_SINCE) >= 0);
  });
}

const ANSWERS_SINCE = { major: 20, minor: 10, patch: 10 };

const ANSWER: Record<ProfileStrategy, string> = {
  default: "",
  errno: "a rule answers ENOSYS to clone3",
  trace: "a rule with SCMP_ACT_TRACE answers ENOSYS to clone3",
  "default-action":
    "the default action SCMP_ACT_TRACE answers ENOSYS to clone3 and to whatever else libseccomp has no name for",
};

/** The words of a generated profile. */
export function explainProfile(strategy: ProfileStrategy, target: Target, facts: ProfileFacts): ProfileExplanation {
  const engines = enginesText(target);
  const base =
    facts.defaults === 1
      ? `the default seccomp profile of ${engines}`
      : `what the default seccomp profiles of ${engines} all permit`;
  if (strategy === "default") {
    return {
      about: `It is ${base}, which needs no addition. Delete it, and the security_opt entry that names it: it changes nothing.`,
      explanation: [
        `This is ${base}. ${facts.needed ? "" : "Threads can be made under it, so no profile of your own is needed."}`.trim(),
        ...(target.members.some(({ seccomp }) => seccomp === "unconfined")
          ? ["The platform itself runs containers without any seccomp filter."]
          : []),
      ],
    };
  }
  const purpose =
    "so that programs of glibc 2.34 and later make threads and processes with clone, which the profile permits";
  return {
    about: `It is ${base}; beyond that ${ANSWER[strategy]}, ${purpose}. ${whenToDelete(target)}`,
    explanation: [
      `This is ${base}; beyond that ${ANSWER[strategy]}, ${purpose}.`,
      "clone is still refused for making namespaces, and no syscall is permitted that the default refuses.",
      ...caveats(strategy, target),
      whenToDelete(target),
    ],
  };
}

function caveats(strategy: ProfileStrategy, target: Target): string[] {
  if (strategy === "errno")
    return ["Engines before 20.10.10 drop errnoRet and would answer EPERM: do not use this file there."];
  const tracer =
    "A process in the container that is permitted to ptrace can let the call through for one that it traces.";
  if (strategy === "trace") {
    const dropping = isRuntimeAtFault(target) ? "A runc before 1.0.0-rc91" : "An engine before 20.10.10";
    return [
      `${dropping} drops errnoRet, so a rule that names the error does not work there. SCMP_ACT_TRACE gives ENOSYS as long as nothing traces the process. ${tracer}`,
    ];
  }
  return [
    `The host's libseccomp cannot name clone3, so no rule can be about it. Every syscall that has a name there and is not permitted is refused by a rule; newer ones get ENOSYS from the default action. ${tracer} An update of libseccomp to 2.5 on the host makes a narrower profile possible.`,
  ];
}

function enginesText(target: Target): string {
  if (target.host !== null) return `${target.host.title} (Docker Engine ${describeEngines(target.members)})`;
  return `Docker Engine ${describeEngines(target.members)}`;
}
