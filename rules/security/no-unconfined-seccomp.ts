import type { SecurityOptEntry } from "../../src/compose/ast.js";
import { composeFacts, declaredTarget } from "../../src/eslint/compose-facts.js";
import { composeSource } from "../../src/eslint/linted-source.js";
import { lintSettings } from "../../src/eslint/settings.js";
import { judgeThreads } from "../../src/facts/judge-threads.js";
import { engineName } from "../../src/facts/thread-advice.js";
import { ordinaryContainer } from "../../src/seccomp/container-security.js";
import { createRule } from "../create-rule.js";

export const noUnconfinedSeccomp = createRule<[], "unconfined" | "notNeeded" | "profileWouldDo">({
  name: "no-unconfined-seccomp",
  meta: {
    type: "problem",
    docs: { description: "Report services that switch the seccomp sandbox off", set: "recommended", level: "warn" },
    messages: {
      unconfined:
        "The service `{{service}}` runs without the seccomp sandbox, so a program in it may call every syscall of the kernel. Remove this entry, or name a profile that allows what the service needs.",
      notNeeded:
        "The service `{{service}}` runs without the seccomp sandbox, and on {{engine}} its threads work with it too. Remove this entry.",
      profileWouldDo:
        "The service `{{service}}` runs without the seccomp sandbox, because its threads fail with the default profile of {{engine}}. A profile with the one missing answer keeps the sandbox: remove this entry and let `compose-lint --fix` write one.",
    },
    schema: [],
    defaultOptions: [],
  },
  create(context) {
    const source = composeSource(context);
    if (source === null) return {};
    const settings = lintSettings(context.settings);
    return {
      SecurityOptEntry(entry: SecurityOptEntry) {
        if (entry.option !== "seccomp" || entry.value !== "unconfined") return;
        const node = entry.parent.parent;
        const facts = composeFacts(source, settings).services.find(({ service }) => service.node === node);
        const declared = declaredTarget(settings);
        const data = { service: node.name, engine: declared.kind === "declared" ? engineName(declared.target) : "" };
        const verdict =
          facts === undefined || declared.kind !== "declared"
            ? null
            : judgeThreads(facts.image.libc, declared.target, { ...facts.security, ...withDefaultSeccomp }).verdict;
        const messageId =
          verdict === "works" ? "notNeeded" : verdict === "fails" ? "profileWouldDo" : "unconfined";
        context.report({ loc: entry.loc, messageId, data });
      },
    };
  },
});

const withDefaultSeccomp = { seccomp: ordinaryContainer().seccomp };
