import type { SuggestionReportDescriptor } from "@typescript-eslint/utils/ts-eslint";
import { composeFacts } from "../../src/eslint/compose-facts.js";
import { composeSource } from "../../src/eslint/linted-source.js";
import { lintSettings } from "../../src/eslint/settings.js";
import { setLimit } from "../../src/facts/limit-edit.js";
import { serviceNames, theServices } from "../../src/facts/service-names.js";
import type { ServiceFacts } from "../../src/facts/service-facts.js";
import {
  describeParts,
  describeShortage,
  threadLimits,
  type ThreadLimitFinding,
  type ThreadLimitKind,
} from "../../src/facts/thread-limits.js";
import { unusableCountLimits, type UnusableCount } from "../../src/facts/unusable-limits.js";
import { createRule } from "../create-rule.js";
import { raiseOption } from "../raise-option.js";
import { pidsMessages, ulimitMessages, unusableReport } from "../unusable-limit.js";

type MessageId = ThreadLimitKind | UnusableCount | "raise" | "raiseShared" | "set";
type Options = [{ fix: "raise" | "none" }];

const nprocScope = "`nproc` counts all processes and threads of that user id on the whole host, not those of one container.";

export const threadLimit = createRule<Options, MessageId>({
  name: "thread-limit",
  meta: {
    type: "problem",
    docs: {
      description: "Report limits on processes and threads that are below what the service's program needs",
      set: "recommended",
      level: "error",
      warnings: ["notAllStart", "belowSettings", "sharedUser", "rootExempt", "userUnknown"],
      fixes: { tooLow: ["limit"], raise: ["limit"], raiseShared: ["limit"], set: ["limit"] },
    },
    fixable: "code",
    hasSuggestions: true,
    messages: {
      tooLow:
        "`{{key}}: {{value}}` is too low for {{subject}}: {{program}} needs {{enough}} processes and threads at least{{parts}}. Below that: {{cry}} {{scope}}Raise the limit to {{enough}} or more{{working}}.",
      notAllStart:
        "`{{key}}: {{value}}` is less than what {{subject}} starts by itself: {{program}} has {{enough}} processes and threads when it is idle, so some of them are refused, and it works with fewer or dies. {{scope}}Raise the limit to {{enough}} or more{{working}}.",
      belowSettings:
        "`{{key}}: {{value}}` is less than what the settings of {{subject}} let {{program}} have: {{enough}} processes and threads{{parts}}. In full work it is refused more. {{scope}}Raise the limit to {{enough}} or more, or lower the setting.",
      conflict:
        "`pids_limit` of {{subject}} is {{value}} and `deploy.resources.limits.pids` is {{enough}}, and Docker Compose refuses a file in which they differ. Keep one of them.",
      sharedUser:
        "`{{key}}: {{value}}` is less than what all containers of the user of {{subject}} need together, {{enough}} processes and threads{{others}}. " +
        `${nprocScope} ` +
        "Raise the limit to {{enough}} or more, give each service a `user` of its own, or use `pids_limit`, which counts for each container.",
      rootExempt:
        "`{{key}}: {{value}}` has no effect on {{subject}}, which runs as root: the kernel does not hold root to `nproc`. As another user {{program}} would need {{enough}}. To limit this container, use `pids_limit` with {{enough}} or more.",
      userUnknown:
        "`{{key}}: {{value}}` is too low for {{subject}}, unless it runs as root, whom `nproc` does not bind: {{program}} needs {{enough}} processes and threads at least{{parts}}. Below that: {{cry}} {{scope}}Raise the limit to {{enough}} or more{{working}}.",
      ...ulimitMessages,
      ...pidsMessages,
      raise: "Raise `{{key}}` to {{better}}",
      raiseShared: "Raise `{{key}}` to {{better}}, for {{bystanders}} too",
      set: "Set `{{key}}` to {{better}}",
    },
    schema: [raiseOption],
    defaultOptions: [{ fix: "none" }],
  },
  create(context, [{ fix }]) {
    const source = composeSource(context);
    if (source === null) return {};
    return {
      ComposeFile() {
        const { services } = composeFacts(source, lintSettings(context.settings));
        // Where the file is not YAML, places are guesses.
        const isSound = source.parsed.syntaxProblems.length === 0;
        for (const limit of unusableCountLimits(source.path, services)) {
          const { edit, ...report } = unusableReport(limit);
          const suggest: SuggestionReportDescriptor<MessageId>[] =
            edit === null || !isSound ? [] : [{ messageId: "set", data: report.data, fix: (fixer) => fixer.replaceTextRange(edit.range, edit.text) }];
          context.report({ ...report, suggest });
        }
        for (const finding of threadLimits(source.path, services)) {
          const data = dataOf(finding);
          const { kind, at, twins, bystanders, better } = finding;
          const isRaised = isSound && kind !== "rootExempt" && better !== null;
          const edits = isRaised ? setLimit([at, ...twins], String(better)) : null;
          const isFixed = fix === "raise" && bystanders.length === 0 && kind === "tooLow";
          context.report({
            loc: at.loc,
            messageId: kind,
            data,
            fix: edits === null || !isFixed ? null : (fixer) => edits.map((edit) => fixer.replaceTextRange(edit.range, edit.text)),
            suggest:
              edits === null
                ? []
                : [
                    {
                      messageId: suggestionOf(finding),
                      data,
                      fix: (fixer) => edits.map((edit) => fixer.replaceTextRange(edit.range, edit.text)),
                    },
                  ],
          });
        }
      },
    };
  },
});

function suggestionOf({ kind, bystanders }: ThreadLimitFinding): "raise" | "raiseShared" | "set" {
  if (kind === "conflict") return "set";
  return bystanders.length === 0 ? "raise" : "raiseShared";
}

function dataOf(finding: ThreadLimitFinding): Record<string, string> {
  const { limit, services, need, enough, better, bystanders } = finding;
  const others = othersOfUser(finding);
  const working = need === null ? 0 : need.working;
  return {
    key: limit.key,
    value: limit.text,
    enough: String(enough),
    better: String(better ?? ""),
    subject: theServices(services.map(({ service }) => service)),
    program: need?.program.title ?? "the program",
    parts: need === null ? "" : describeParts(need, enough),
    cry: need === null ? "" : describeShortage(need, limit.value),
    scope: limit.key.startsWith("ulimits.nproc") ? `${nprocScope} ` : "",
    working: working > enough ? `; in full work it has up to ${working}` : "",
    others: others === "" ? "" : `: ${others} the same`,
    bystanders: namesOf(bystanders),
  };
}

// A file may have thousands, each with a finding of its own.
const MOST_OTHERS = 10;

/** "`db` has", "`db` and `api` have": the services that share the user with that of the finding; empty where none does. */
function othersOfUser({ services: [first], ofUser }: ThreadLimitFinding): string {
  const shown = ofUser.slice(0, MOST_OTHERS + 1).filter((facts) => facts !== first).slice(0, MOST_OTHERS);
  if (shown.length === 0) return "";
  const more = ofUser.length - 1 - shown.length;
  if (more > 0) return `${shown.map(({ service }) => `\`${service.name}\``).join(", ")} and ${more} more have`;
  return `${namesOf(shown)} ${shown.length === 1 ? "has" : "have"}`;
}

function namesOf(services: readonly ServiceFacts[]): string {
  return serviceNames(services.map(({ service }) => service));
}
