import type { YamlPair } from "../../src/compose/ast.js";
import { describeEngines } from "../../src/engine/describe-engines.js";
import type { Target } from "../../src/engine/target.js";
import { composeFacts, declaredTarget } from "../../src/eslint/compose-facts.js";
import { composeSource } from "../../src/eslint/linted-source.js";
import { lintSettings } from "../../src/eslint/settings.js";
import {
  blockedSyscallFindings,
  capabilityHelps,
  engineThatPasses,
  type BlockedSyscallFinding,
} from "../../src/facts/blocked-syscalls.js";
import { newestTarget, oldTarget } from "../../src/facts/old-target.js";
import { theServices } from "../../src/facts/service-names.js";
import type { ServiceFacts } from "../../src/facts/service-facts.js";
import { engineName } from "../../src/facts/thread-advice.js";
import type { SourceLocation } from "../../src/text/source-range.js";
import { createRule } from "../create-rule.js";

type MessageId = "fails" | "inUse" | "degrades" | "partly" | "everywhere";
type Options = [{ minor: boolean }];

export const blockedSyscall = createRule<Options, MessageId>({
  name: "blocked-syscall",
  meta: {
    type: "problem",
    docs: {
      description: "Report services whose programs make a syscall that the seccomp profile of the engine refuses",
      set: "recommended",
      level: "error",
      warnings: ["inUse", "degrades", "partly", "everywhere"],
    },
    messages: {
      fails: "On {{engine}}, {{subject}} will fail: {{who}} calls {{syscall}}, which {{profile}} {{answer}}. {{effect}} {{advice}}",
      inUse:
        "On {{engine}}, some of what {{subject}} can do fails: {{who}} calls {{syscall}}, which {{profile}} {{answer}}. {{effect}} {{advice}}",
      degrades: "On {{engine}}, {{subject}} works less well: {{who}} calls {{syscall}}, which {{profile}} {{answer}}. {{effect}} {{advice}}",
      partly:
        "Whether {{subject}} will work is open: {{who}} calls {{syscall}}, which {{profile}} {{answer}} on {{blocked}}, and not on the other engines of {{engine}}. Where it does: {{effect}} {{advice}}",
      everywhere:
        "The default seccomp profile of every Docker Engine {{answer}} to {{syscall}}, which {{who}} calls in {{subject}}. {{effect}} {{advice}}",
    },
    schema: [
      {
        type: "object",
        properties: {
          // Whether calls are reported too that only some programs of an image make, or whose callers go on in another way.
          minor: { type: "boolean" },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ minor: false }],
  },
  create(context, [{ minor }]) {
    const source = composeSource(context);
    if (source === null) return {};
    return {
      ComposeFile() {
        const settings = lintSettings(context.settings);
        const declared = declaredTarget(settings);
        // The rule thread-creation tells that an engine is not understood.
        if (declared.kind === "wrong") return;
        const { services } = composeFacts(source, settings);
        const target = declared.kind === "declared" ? declared.target : null;
        const findings =
          target === null
            ? blockedEverywhere(source.path, services, minor)
            : blockedSyscallFindings(source.path, services, target, minor);
        for (const finding of findings) {
          context.report({ loc: locationOf(finding.at), messageId: messageOf(finding, target), data: dataOf(finding, target) });
        }
      },
    };
  },
});

/** What both an old and the newest engine refuse; nothing else can be said where no engine is declared. */
function blockedEverywhere(file: string, services: readonly ServiceFacts[], minor: boolean): BlockedSyscallFinding[] {
  const before = new Map<YamlPair, Set<unknown>>();
  for (const { entry, at } of blockedSyscallFindings(file, services, oldTarget(), minor)) {
    before.set(at, (before.get(at) ?? new Set()).add(entry));
  }
  return blockedSyscallFindings(file, services, newestTarget(), minor).filter(({ entry, at }) => before.get(at)?.has(entry));
}

function messageOf({ entry, isPartly }: BlockedSyscallFinding, target: Target | null): MessageId {
  if (target === null) return "everywhere";
  if (isPartly) return "partly";
  return entry.harm === "fails" ? "fails" : entry.harm === "in use" ? "inUse" : "degrades";
}

function dataOf(finding: BlockedSyscallFinding, target: Target | null): Record<string, string> {
  const { entry, user, services, blocked, outcome } = finding;
  const [first] = services;
  return {
    engine: target === null ? "" : engineName(target),
    blocked: describeEngines(blocked),
    subject: theServices(services.map(({ service }) => service)),
    // Within a sentence only a name or a code word keeps its capital.
    who: user.who.replace(/^(?:The|A) /u, (word) => word.toLowerCase()),
    syscall: entry.syscall,
    profile: outcome.ownProfile ? `its seccomp profile ${first.profile?.name ?? ""}`.trimEnd() : "the seccomp profile of the engine",
    answer: target === null ? "answers EPERM" : answerOf(outcome),
    effect: entry.effect,
    advice: adviceFor(finding, target),
  };
}

function answerOf(outcome: BlockedSyscallFinding["outcome"]): string {
  if (outcome.kind === "killed") return "punishes with the end of the process";
  if (outcome.kind === "missing") return "answers with ENOSYS";
  return `answers with ${outcome.errno === 1 ? "EPERM" : `error ${outcome.errno}`}`;
}

function adviceFor(finding: BlockedSyscallFinding, target: Target | null): string {
  const { entry, user, outcome } = finding;
  if (outcome.ownProfile) return `To mend it: allow ${entry.syscall} in that profile.`;
  const engine = target === null ? null : engineThatPasses(entry, target);
  const choices = [
    ...(engine === null ? [] : [`Docker Engine ${engine} or newer`]),
    ...(user.remedy === undefined ? [] : [user.remedy]),
    ...(capabilityHelps(finding) ? [`\`cap_add: [${entry.capability ?? ""}]\`, which permits more than this call`] : []),
    `a seccomp profile of its own that allows ${entry.syscall}`,
  ];
  return `To mend it: ${choices.join("; or ")}.`;
}

function locationOf(pair: YamlPair): SourceLocation {
  return pair.value?.type === "YamlScalar" || pair.value?.type === "YamlAlias" ? pair.value.loc : pair.key.loc;
}
