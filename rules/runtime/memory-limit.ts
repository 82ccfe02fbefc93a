import type { SuggestionReportDescriptor } from "@typescript-eslint/utils/ts-eslint";
import { composeFacts, targetOf } from "../../src/eslint/compose-facts.js";
import { composeSource } from "../../src/eslint/linted-source.js";
import { lintSettings } from "../../src/eslint/settings.js";
import { setLimit } from "../../src/facts/limit-edit.js";
import { isBareNumber, memoryLimits, sizeLike, type MemoryLimitFinding, type MemoryLimitKind } from "../../src/facts/memory-limits.js";
import { serviceNames, theServices } from "../../src/facts/service-names.js";
import { engineName } from "../../src/facts/thread-advice.js";
import { unusableMemoryLimits, type UnusableSize, type UnusableUlimit } from "../../src/facts/unusable-limits.js";
import { readableBytes } from "../../src/program/memory-size.js";
import { createRule } from "../create-rule.js";
import { raiseOption } from "../raise-option.js";
import { sizeMessages, ulimitMessages, unusableReport } from "../unusable-limit.js";

type MessageId = MemoryLimitKind | UnusableSize | UnusableUlimit | "set" | "setShared" | "meant";
type Options = [{ fix: "raise" | "none" }];

export const memoryLimit = createRule<Options, MessageId>({
  name: "memory-limit",
  meta: {
    type: "problem",
    docs: {
      description: "Report memory limits that Docker refuses or that the service's program cannot keep to",
      set: "recommended",
      level: "error",
      warnings: ["noRoom", "stacks", "stackShort", "dropped", "overflows"],
      fixes: { tooLow: ["limit"], set: ["limit"], setShared: ["limit"], meant: ["limit"] },
    },
    fixable: "code",
    hasSuggestions: true,
    messages: {
      belowEngine:
        "`{{key}}: {{value}}` of {{subject}} is {{size}}, and {{engine}} creates no container with less than {{enough}}. {{units}}Raise it.",
      tooLow:
        "`{{key}}: {{value}}` is too low for {{subject}}: {{program}} needs {{enough}} to start, and more to work. Below that the kernel kills it (exit status 137), or it gives up by itself. Raise the limit.",
      belowSettings:
        "`{{key}}: {{value}}` of {{subject}} is less than the {{configured}} that its own settings let {{program}} take ({{parts}}). When it takes them, the kernel kills it (exit status 137) without a word. Raise the limit above {{enough}}, or lower the setting.",
      noRoom:
        "`{{key}}: {{value}}` of {{subject}} leaves {{program}} {{left}} beside the {{configured}} that its own settings let it take ({{parts}}), and it needs more for itself. Then the kernel kills it (exit status 137) without a word. Raise the limit above {{enough}}, or lower the setting.",
      stacks:
        "`{{key}}: {{value}}` of {{subject}} is less than what its own settings let {{program}} take with the stacks of all its threads in use: {{enough}} ({{parts}}). Raise the limit, or lower one of the settings.",
      conflict:
        "`{{key}}` of {{subject}} is {{value}} and `{{otherKey}}` is {{otherValue}}, and Docker Compose refuses a file in which they differ. Keep one of them.",
      swapBelowMemory:
        "`memswap_limit: {{value}}` of {{subject}} is memory and swap together, and below `{{otherKey}}: {{otherValue}}`, so Docker creates no container. Set it to {{otherValue}} for no swap, to more for some, or to -1 for any.",
      swapWithoutMemory:
        "`memswap_limit: {{value}}` of {{subject}} stands without a limit on memory, so Docker creates no container. Add `mem_limit`, or remove it.",
      reservationAbove:
        "`{{key}}: {{value}}` of {{subject}} is above the limit `{{otherKey}}: {{otherValue}}`, so Docker creates no container. Lower the reservation, or raise the limit.",
      stackTooSmall:
        "`{{key}}: {{value}}` gives {{subject}} a stack of {{size}}, and {{program}} dies of SIGSEGV at its start with less than {{enough}}. `ulimits` counts bytes here, not KiB as `ulimit -s` does. Raise it; 8388608 is what Linux gives.",
      stackShort:
        "`{{key}}: {{value}}` gives {{subject}} a stack of {{size}}, and V8 reckons with 984 KiB: endless recursion then kills Node.js with SIGSEGV where it would throw a RangeError. Raise it to {{enough}} or more; 8388608 is what Linux gives.",
      ...sizeMessages,
      ...ulimitMessages,
      set: "Set `{{key}}` to {{better}}",
      setShared: "Set `{{key}}` to {{better}}, for {{bystanders}} too",
      meant: "Set `{{key}}` to {{better}}, if the unit was forgotten",
    },
    schema: [raiseOption],
    defaultOptions: [{ fix: "none" }],
  },
  create(context, [{ fix }]) {
    const source = composeSource(context);
    if (source === null) return {};
    return {
      ComposeFile() {
        const settings = lintSettings(context.settings);
        const target = targetOf(settings);
        const engine = target === null ? "Docker Engine" : engineName(target);
        const { services } = composeFacts(source, settings);
        // Where the file is not YAML, places are guesses.
        const isSound = source.parsed.syntaxProblems.length === 0;
        for (const limit of unusableMemoryLimits(source.path, services)) {
          const { edit, ...report } = unusableReport(limit);
          const suggest: SuggestionReportDescriptor<MessageId>[] =
            edit === null || !isSound ? [] : [{ messageId: "set", data: report.data, fix: (fixer) => fixer.replaceTextRange(edit.range, edit.text) }];
          context.report({ ...report, suggest });
        }
        for (const finding of memoryLimits(source.path, services, target)) {
          const better = betterValue(finding);
          const { kind, at, twins, bystanders } = finding;
          const data = { ...dataOf(finding), engine, better: better?.value ?? "" };
          const edits = better !== null && isSound ? setLimit([at, ...twins], better.value) : null;
          context.report({
            loc: at.loc,
            messageId: kind,
            data,
            fix:
              edits === null || fix === "none" || kind !== "tooLow" || bystanders.length > 0
                ? null
                : (fixer) => edits.map((edit) => fixer.replaceTextRange(edit.range, edit.text)),
            suggest:
              edits === null || better === null
                ? []
                : [
                    {
                      messageId: bystanders.length > 0 ? "setShared" : better.messageId,
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

interface BetterValue {
  value: string;
  messageId: "set" | "meant";
}

/** What the limit should rather be; null where only the author knows, and where that alone would not help. */
function betterValue({ kind, limit, other, isMendedByOther, raiseTo }: MemoryLimitFinding): BetterValue | null {
  switch (kind) {
    case "belowEngine":
      return isBareNumber(limit.text) && raiseTo === limit.value * 1024 ** 2 ? { value: `${limit.text}m`, messageId: "meant" } : set(sizeLike(raiseTo, limit.text));
    case "tooLow":
    case "belowSettings":
    case "noRoom":
    case "stacks":
      return set(sizeLike(raiseTo, limit.text));
    case "conflict":
    case "swapBelowMemory":
    case "reservationAbove":
      return other === null || !isMendedByOther ? null : set(other.text);
    case "stackTooSmall":
    case "stackShort":
      return { value: String(raiseTo), messageId: raiseTo === limit.value * 1024 ? "meant" : "set" };
    case "swapWithoutMemory":
      return null;
  }
}

function set(value: string): BetterValue {
  return { value, messageId: "set" };
}

/** Whole mebibytes, so that what is told to be enough is. */
function roundedUp(bytes: number): string {
  const mebibyte = 1024 ** 2;
  const isExact = bytes % (1024 * mebibyte) === 0;
  return bytes < mebibyte || isExact ? readableBytes(bytes) : `${Math.ceil(bytes / mebibyte)} MiB`;
}

function dataOf({ kind, limit, other, program, needs, enough, services, bystanders }: MemoryLimitFinding): Record<string, string> {
  const configured = needs?.configured ?? 0;
  const parts = [...(needs?.reasons ?? []), ...(kind === "stacks" && needs?.stacks != null ? [needs.stacks] : [])];
  return {
    key: limit.key,
    value: limit.text,
    size: readableBytes(limit.value),
    units: isBareNumber(limit.text) ? "A number without a unit counts bytes: write `512m` for 512 MiB. " : "",
    subject: theServices(services.map(({ service }) => service)),
    program: program?.title ?? "every program",
    enough: roundedUp(enough),
    configured: readableBytes(configured),
    left: limit.value > configured ? readableBytes(limit.value - configured) : "nothing",
    parts: parts.map(({ text, bytes, setting }) => `${readableBytes(bytes)} for ${text}, ${setting.name}=${setting.value}`).join("; "),
    bystanders: serviceNames(bystanders.map(({ service }) => service)),
    otherKey: other?.key ?? "",
    otherValue: other?.text ?? "",
  };
}
