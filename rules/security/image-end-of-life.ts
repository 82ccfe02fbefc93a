import { targetOf } from "../../src/eslint/compose-facts.js";
import { imageOptions, judgedDay } from "../../src/eslint/image-options.js";
import { imageUses } from "../../src/eslint/image-uses.js";
import { lintSettings } from "../../src/eslint/settings.js";
import { shownReference } from "../../src/facts/image-history.js";
import { type UnsupportedImage, unsupportedImages } from "../../src/facts/image-support.js";
import { editOfUse, usersOfImage } from "../../src/facts/image-uses.js";
import { engineName } from "../../src/facts/thread-advice.js";
import type { Target } from "../../src/engine/target.js";
import { threadRemedies } from "../../src/facts/thread-remedies.js";
import { describeDistribution } from "../../src/image/distribution.js";
import { createRule } from "../create-rule.js";

type MessageId = "endOfLife" | "useImage";

export const imageEndOfLife = createRule<[], MessageId>({
  name: "image-end-of-life",
  meta: {
    type: "problem",
    docs: {
      description: "Report images whose distribution release gets no more security updates",
      set: "recommended",
      level: "warn",
      fixes: { useImage: ["other-image"] },
    },
    hasSuggestions: true,
    messages: {
      endOfLife:
        "{{subject}} {{image}} on {{release}}, which gets no security updates since {{end}}: what is found in its libraries later stays open. {{choices}}",
      useImage: "Use {{image}}, {{release}}",
    },
    schema: [],
    defaultOptions: [],
  },
  create(context) {
    const settings = lintSettings(context.settings);
    const check = (): void => {
      for (const found of unsupportedImages(imageUses(context, settings), judgedDay(settings), imageOptions(settings), () => targetOf(settings))) {
        const { use, distribution, end, supported } = found;
        context.report({
          loc: use.loc,
          messageId: "endOfLife",
          data: {
            subject: usersOfImage(use),
            release: describeDistribution(distribution),
            end,
            image: shownReference(use.reference.text),
            choices: choicesOf(found, targetOf(settings), settings.swarm === true),
          },
          suggest: supported.flatMap(({ reference, alternative }) => {
            const edit = editOfUse(use, reference);
            if (edit === null) return [];
            return [
              {
                messageId: "useImage" as const,
                data: { image: reference, release: releaseOf(alternative.facts.distribution) },
                fix: (fixer) => fixer.replaceTextRange(edit.range, edit.text),
              },
            ];
          }),
        });
      }
    };
    return { ComposeFile: check, Dockerfile: check };
  },
});

function choicesOf({ use, supported, failing, unbuilt }: UnsupportedImage, target: Target | null, swarm: boolean): string {
  if (supported.length > 0) {
    const tags = supported.map(({ reference, alternative }) => `${reference} (${releaseOf(alternative.facts.distribution)})`);
    return `Use ${tags.join(" or ")}.`;
  }
  if (failing !== null && target !== null) {
    const { reference, alternative, verdict } = failing;
    const fail = verdict.verdict === "fails" ? "fail" : "may fail";
    const remedies = threadRemedies(use, verdict, swarm);
    return `Use ${reference} (${releaseOf(alternative.facts.distribution)}), with which threads ${fail} on ${engineName(target)} unless ${remedies}.`;
  }
  if (use.image.byTagOnly) return "Move to a newer image and pin its digest.";
  return unbuilt !== null
    ? `${unbuilt.reference} (${releaseOf(unbuilt.alternative.facts.distribution)}) has not been rebuilt since ${unbuilt.goneSince}, so it gets none either: move to a newer version.`
    : "No tag of this version on a release with updates is known: move to a newer version.";
}

function releaseOf(distribution: UnsupportedImage["distribution"] | null): string {
  return distribution === null ? "no distribution" : describeDistribution(distribution);
}
