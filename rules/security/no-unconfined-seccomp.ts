import type { SecurityOptEntry, Service } from "../../src/compose/ast.js";
import { removeSecurityOpt } from "../../src/compose/remove-security-opt.js";
import type { Target } from "../../src/engine/target.js";
import { composeFacts, targetOf, type ComposeFacts } from "../../src/eslint/compose-facts.js";
import type { ComposeSourceCode } from "../../src/eslint/compose-language.js";
import type { FindingNote } from "../../src/eslint/lint-host.js";
import { composeSource } from "../../src/eslint/linted-source.js";
import { failingCall } from "../../src/facts/blocked-syscalls.js";
import { defaultProfilePath, lintSettings, type LintSettings } from "../../src/eslint/settings.js";
import { isUnconfinedComment } from "../../src/facts/unconfined-comment.js";
import { judgeThreads } from "../../src/facts/judge-threads.js";
import { placeProfile } from "../../src/facts/placed-profile.js";
import { planProfile } from "../../src/facts/profile-plan.js";
import { PlanContext, planSecurityOpt } from "../../src/facts/security-opt-plan.js";
import type { ServiceFacts } from "../../src/facts/service-facts.js";
import { engineName } from "../../src/facts/thread-advice.js";
import { ordinaryContainer } from "../../src/seccomp/container-security.js";
import type { TextEdit } from "../../src/text/text-edit.js";
import { createRule } from "../create-rule.js";
import { addToList } from "../../src/memory/add-to-list.js";

type MessageId = "unconfined" | "otherCall" | "notNeeded" | "profileWouldDo" | "profileStands" | "chosen";

const RULE_ID = "compose-lint/no-unconfined-seccomp";

export const noUnconfinedSeccomp = createRule<[], MessageId>({
  name: "no-unconfined-seccomp",
  meta: {
    type: "problem",
    docs: {
      description: "Report services that switch the seccomp sandbox off",
      set: "recommended",
      level: "warn",
      fixes: { notNeeded: ["confine"], profileWouldDo: ["confine"], profileStands: ["confine"] },
    },
    fixable: "code",
    messages: {
      unconfined:
        "The service `{{service}}` runs without the seccomp sandbox, so a program in it may call every syscall of the kernel. Remove this entry, or name a profile that permits what the service needs.",
      otherCall:
        "The service `{{service}}` runs without the seccomp sandbox. {{who}} calls {{syscall}} there, which the default profile of {{engine}} refuses. A profile of its own that allows this call keeps the rest of the sandbox: name it in the place of this entry.",
      notNeeded:
        "The service `{{service}}` runs without the seccomp sandbox, and on {{engine}} its threads work with it too. Remove this entry.",
      profileWouldDo:
        "The service `{{service}}` runs without the seccomp sandbox, and its threads fail with the default profile of {{engine}}. A profile with the one missing answer keeps the sandbox: put `seccomp={{profile}}` in the place of this entry.",
      profileStands:
        "The service `{{service}}` runs without the seccomp sandbox, though it has `seccomp={{profile}}` too, with which its threads work on {{engine}}: of both the last one counts. Remove this entry.",
      chosen:
        "The service `{{service}}` runs without the seccomp sandbox, as the comment above says. Remove the entry when its engine is Docker Engine 20.10.10 or newer, or use a profile, which keeps the sandbox.",
    },
    schema: [],
    defaultOptions: [],
  },
  create(context) {
    const source = composeSource(context);
    if (source === null) return {};
    const settings = lintSettings(context.settings);
    // A stack of Swarm keeps the sandbox whatever the entry says; the rule security-opt tells of it.
    if (settings.swarm === true) return {};
    const target = targetOf(settings);
    // Each entry asks for it, and it is the same for all of them.
    let file: FileKnowledge | null = null;
    return {
      SecurityOptEntry(entry: SecurityOptEntry) {
        if (entry.option !== "seccomp" || entry.value !== "unconfined") return;
        file ??= new FileKnowledge(source, composeFacts(source, settings));
        const services = file.servicesOf(entry.parent.parent);
        const service = services.find((candidate) => candidate.service.seccompEntry?.node === entry.scalar) ?? services[0];
        // Docker obeys the last seccomp entry, which may stand in another file.
        if (service !== undefined && service.service.seccompEntry?.node !== entry.scalar) return;
        const finding = judge(entry, service, { source, target, settings, file });
        const { edit, files } = finding;
        const note = { path: source.path, ruleId: RULE_ID, loc: entry.loc };
        if (files !== undefined) source.host.takeNote?.({ ...note, ...files });
        context.report({
          loc: entry.loc,
          messageId: finding.messageId,
          data: {
            service: entry.parent.parent.name,
            engine: target === null ? "" : engineName(target),
            syscall: finding.call?.syscall ?? "",
            who: finding.call?.who ?? "",
            profile: settings.profilePath ?? defaultProfilePath,
          },
          fix: edit === undefined ? null : (fixer) => fixer.replaceTextRange(edit.range, edit.text),
        });
      },
    };
  },
});

interface Finding {
  messageId: MessageId;
  call?: { syscall: string; who: string };
  edit?: TextEdit;
  /** The profiles that the edit names. */
  files?: Pick<FindingNote, "requiredFiles" | "namedFiles">;
}

interface JudgeContext {
  source: ComposeSourceCode;
  target: Target | null;
  settings: LintSettings;
  file: FileKnowledge;
}

/** What is asked of a file for each of its entries. */
class FileKnowledge {
  readonly facts: ComposeFacts;
  readonly #source: ComposeSourceCode;
  readonly #services = new Map<Service, ServiceFacts[]>();
  #choices: ReadonlySet<number> | null = null;
  #plans: PlanContext | null = null;

  constructor(source: ComposeSourceCode, facts: ComposeFacts) {
    this.#source = source;
    this.facts = facts;
    for (const service of facts.services) {
      const { node } = service.service;
      addToList(this.#services, node, service);
    }
  }

  servicesOf(node: Service): readonly ServiceFacts[] {
    return this.#services.get(node) ?? [];
  }

  /** Whether a comment in a line says that the entry below it was chosen. */
  isChoice(line: number): boolean {
    this.#choices ??= new Set(this.#source.ast.comments.filter(({ value }) => isUnconfinedComment(value)).map(({ loc }) => loc.start.line));
    return this.#choices.has(line);
  }

  plans(target: Target): PlanContext {
    return (this.#plans ??= planContext(this.facts, this.#source, target));
  }
}

function judge(
  entry: SecurityOptEntry,
  service: ServiceFacts | undefined,
  { source, target, settings, file }: JudgeContext,
): Finding {
  // Whoever took `unconfined` as the fix of thread-creation keeps it until they change their mind.
  if (file.isChoice(entry.loc.start.line - 1)) return { messageId: "chosen" };
  if (target === null || service === undefined) return { messageId: "unconfined" };
  const confined = { ...service.security, seccomp: ordinaryContainer().seccomp };
  // Neither the default profile nor ours, which only makes threads work, permits what such a program needs.
  const call = failingCall({ ...service, security: confined }, target);
  if (call !== null) return { messageId: "otherCall", call };
  const { verdict } = judgeThreads(service.image.libc, target, confined);
  if (verdict === "unknown") return { messageId: "unconfined" };
  if (source.parsed.syntaxProblems.length > 0) return { messageId: verdict === "works" ? "notNeeded" : "profileWouldDo" };
  const plans = file.plans(target);
  if (verdict === "works") return withEdit("notNeeded", removal(entry, service, source, plans));
  return replacement(entry, service, file.facts, { source, target, settings, plans });
}

/** The services for which an edit is right: those that are unconfined and whose threads are judged alike without it. */
function planContext({ services }: ComposeFacts, source: ComposeSourceCode, target: Target): PlanContext {
  const unconfined = services.filter(({ security }) => security.seccomp.kind === "unconfined");
  const known = unconfined.filter((facts) => {
    const confined = { ...facts.security, seccomp: ordinaryContainer().seccomp };
    if (failingCall({ ...facts, security: confined }, target) !== null) return false;
    return judgeThreads(facts.image.libc, target, confined).verdict !== "unknown";
  });
  const all = services.map(({ service }) => service);
  return new PlanContext(source, all, new Set(known.map(({ service }) => service)));
}

function removal(
  entry: SecurityOptEntry,
  { service }: ServiceFacts,
  source: ComposeSourceCode,
  plans: PlanContext,
): TextEdit | null {
  const isShared = entry.parent.node.parent !== service.node.map || plans.unwanted(entry.parent.node.parent).length > 0;
  return isShared ? null : removeSecurityOpt(source.text, entry);
}

interface ReplaceContext {
  source: ComposeSourceCode;
  target: Target;
  settings: LintSettings;
  plans: PlanContext;
}

function replacement(entry: SecurityOptEntry, service: ServiceFacts, facts: ComposeFacts, { source, target, settings, plans }: ReplaceContext): Finding {
  const { image, security } = service;
  const profilePath = settings.profilePath ?? defaultProfilePath;
  const profile = placeProfile(source.path, [service.service], (folder) =>
    planProfile({ target, libc: image.libc, security, folder, profilePath, fileSystem: facts.fileSystem }),
  );
  if (!profile.ok) return { messageId: "profileWouldDo" };
  // Docker Compose refuses an entry that stands twice, be the other one that of a service which this one extends.
  const messageId = service.service.securityOpt.includes(profile.entry) ? "profileStands" : "profileWouldDo";
  const edit = messageId === "profileStands" ? removal(entry, service, source, plans) : replacing(service, profile.entry, plans);
  if (edit === null) return { messageId };
  if (profile.writes.length === 0) return { messageId, edit, files: { namedFiles: profile.files } };
  const files = { namedFiles: profile.files, requiredFiles: profile.writes };
  return source.host.writesFiles ? { messageId, edit, files } : { messageId, files };
}

function replacing({ service }: ServiceFacts, entry: string, plans: PlanContext): TextEdit | null {
  const at = service.node.securityOpt?.node;
  const plan = at === undefined ? null : planSecurityOpt(at, [service], { entry }, plans);
  return plan?.ok === true ? plan.edit : null;
}

function withEdit(messageId: MessageId, edit: TextEdit | null): Finding {
  return edit === null ? { messageId } : { messageId, edit };
}
