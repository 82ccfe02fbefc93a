import type { SecurityOptEntry } from "../../src/compose/ast.js";
import { scalarText } from "../../src/compose/yaml-style.js";
import type { Target } from "../../src/engine/target.js";
import { composeFacts, declaredTarget } from "../../src/eslint/compose-facts.js";
import { composeSource } from "../../src/eslint/linted-source.js";
import { lintSettings } from "../../src/eslint/settings.js";
import { judgeThreads } from "../../src/facts/judge-threads.js";
import { profileOfText } from "../../src/facts/profile-of-text.js";
import { planProfile } from "../../src/facts/profile-plan.js";
import { RememberedOf } from "../../src/facts/remembered.js";
import type { ServiceFacts } from "../../src/facts/service-facts.js";
import { engineName } from "../../src/facts/thread-advice.js";
import { ignoredFields } from "../../src/seccomp/ignored-fields.js";
import { isOurProfile } from "../../src/seccomp/our-profile.js";
import { ordinaryContainer } from "../../src/seccomp/container-security.js";
import type { SeccompProfile } from "../../src/seccomp/profile.js";
import { widenedSyscalls } from "../../src/seccomp/widened-syscalls.js";
import { createRule } from "../create-rule.js";

type MessageId = "unreadable" | "notAProfile" | "fault" | "ignoredField" | "breaksThreads" | "wider";

const RULE_ID = "compose-lint/seccomp-profile";
const NAMES_SHOWN = 5;

interface Problem {
  messageId: MessageId;
  data: Record<string, string>;
}

export const seccompProfile = createRule<[], MessageId>({
  name: "seccomp-profile",
  meta: {
    type: "problem",
    docs: {
      description: "Report seccomp profiles that are missing, broken, or do not do on the engine what they say",
      set: "recommended",
      level: "error",
      warnings: ["fault", "ignoredField", "wider"],
    },
    fixable: "code",
    messages: {
      unreadable:
        "The seccomp profile {{profile}} of the service `{{service}}` {{problem}}, so the container does not start. Write the profile, or remove the entry.",
      notAProfile:
        "The seccomp profile {{profile}} of the service `{{service}}` cannot be used, so the container does not start. Line {{line}}: {{problem}}",
      fault: "The seccomp profile {{profile}} of the service `{{service}}` has a part without effect. Line {{line}}: {{problem}}",
      ignoredField:
        "The seccomp profile {{profile}} of the service `{{service}}` uses `{{field}}`, which {{engine}} drops without a word; it is obeyed since Docker Engine {{since}}. Write the rule without it: `compose-lint profile --engine ...` shows how.",
      breaksThreads:
        "With the seccomp profile {{profile}} the service `{{service}}` cannot create threads on {{engine}}. {{reason}} `compose-lint profile --engine '{{range}}'` prints one with which it can.",
      wider:
        "The seccomp profile {{profile}} of the service `{{service}}` permits {{syscalls}}, which the default profile of {{engine}} refuses. Permit only what the service needs.",
    },
    schema: [],
    defaultOptions: [],
  },
  create(context) {
    const source = composeSource(context);
    if (source === null) return {};
    const settings = lintSettings(context.settings);
    const declared = declaredTarget(settings);
    const target = declared.kind === "declared" ? declared.target : null;
    return {
      SecurityOptEntry(entry: SecurityOptEntry) {
        if (entry.option !== "seccomp") return;
        const facts = composeFacts(source, settings);
        const node = entry.parent.parent;
        const service = facts.services.find((candidate) => candidate.service.node === node);
        if (service?.profile?.name !== entry.value) return;
        const content = facts.fileSystem.read(service.profile.path);
        const text = content.ok ? content.text : null;
        const problems = problemsOf(service, text, target);
        const mended = target !== null && problems.some(isMendable) && (text === null || isOurProfile(text));
        const plan = mended
          ? planProfile({
              target,
              libc: service.image.libc,
              security: { ...service.security, seccomp: ordinaryContainer().seccomp },
              folder: facts.folder,
              profilePath: entry.value,
              fileSystem: facts.fileSystem,
            })
          : null;
        const write = plan?.ok === true && source.host.writesFiles ? plan.write : null;
        for (const { messageId, data } of problems) {
          if (write !== null) source.host.takeNote?.({ path: source.path, ruleId: RULE_ID, loc: entry.loc, requiredFile: write });
          context.report({
            loc: entry.loc,
            messageId,
            data,
            // The text stays as it is: what the fix changes is the file that it names.
            fix:
              write === null
                ? null
                : (fixer) => fixer.replaceTextRange(entry.range, scalarText(entry.scalar.text, entry.scalar.style)),
          });
        }
      },
    };
  },
});

/** What a new profile mends, as against what only the author of the profile can. */
function isMendable({ messageId }: Problem): boolean {
  return messageId === "unreadable" || messageId === "breaksThreads" || messageId === "notAProfile";
}

function problemsOf(facts: ServiceFacts, text: string | null, target: Target | null): Problem[] {
  const { profile, service } = facts;
  const data = { profile: profile?.name ?? "", service: service.name, engine: target === null ? "" : engineName(target) };
  if (text === null) return [{ messageId: "unreadable", data: { ...data, problem: profile?.problem ?? "cannot be read" } }];
  const { profile: parsed, problems } = profileOfText(text);
  const fatal = problems.find((problem) => problem.fatal) ?? (parsed === null ? problems[0] : undefined);
  if (fatal !== undefined || parsed === null) {
    const line = String(fatal?.loc.start.line ?? 1);
    return [{ messageId: "notAProfile", data: { ...data, line, problem: fatal?.message ?? "It is no seccomp profile." } }];
  }
  const found: Problem[] = problems.map(({ message, loc }) => ({
    messageId: "fault",
    data: { ...data, line: String(loc.start.line), problem: message },
  }));
  if (target === null) return found;
  const [engine] = target.members;
  for (const { field, since } of ignoredFields(parsed, engine)) {
    found.push({ messageId: "ignoredField", data: { ...data, field, since } });
  }
  const verdict = judgeThreads(facts.image.libc, target, facts.security);
  const usual = judgeThreads(facts.image.libc, target, { ...facts.security, seccomp: ordinaryContainer().seccomp });
  // Where the default would fail too, the rule thread-creation tells of it and mends it.
  if (verdict.verdict === "fails" && usual.verdict === "works") {
    found.push({ messageId: "breaksThreads", data: { ...data, reason: verdict.reason.text, range: target.text } });
  }
  // A profile that compose-lint wrote is no wider, which takes long to find out again.
  const wider = isOurProfile(text) ? [] : widenedNames(parsed, target);
  if (wider.length > 0) found.push({ messageId: "wider", data: { ...data, syscalls: listed(wider) } });
  return found;
}

const widened = new RememberedOf<SeccompProfile, string[]>();

function widenedNames(profile: SeccompProfile, target: Target): string[] {
  const key = JSON.stringify([target.text, target.members.map(({ label }) => label)]);
  return widened.get(profile, key, () => widenedSyscalls(profile, target.members).map(({ name }) => name));
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, NAMES_SHOWN).map((name) => `\`${name}\``);
  const more = names.length - shown.length;
  return more === 0 ? shown.join(", ") : `${shown.join(", ")} and ${more} more`;
}
