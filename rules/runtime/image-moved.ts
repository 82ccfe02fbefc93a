import { imageOptions, judgedDay } from "../../src/eslint/image-options.js";
import { imageUses } from "../../src/eslint/image-uses.js";
import { lintSettings } from "../../src/eslint/settings.js";
import { shownReference } from "../../src/facts/image-history.js";
import { editOfUse, usersOfImage } from "../../src/facts/image-uses.js";
import { type MovedImage, movedImages } from "../../src/facts/moved-images.js";
import { describeDistribution } from "../../src/image/distribution.js";
import { createRule } from "../create-rule.js";

type Options = [{ days: number }];
type MessageId = "moved" | "movedUnnamed" | "keepFormer";

/** A year: as long as a host may well keep an image that it pulled before. */
const DEFAULT_DAYS = 365;

export const imageMoved = createRule<Options, MessageId>({
  name: "image-moved",
  meta: {
    type: "suggestion",
    docs: {
      description: "Report tags that have come to mean another distribution release within the last year",
      set: "strict",
      level: "warn",
      fixes: { moved: ["image"], keepFormer: ["other-image"] },
    },
    fixable: "code",
    hasSuggestions: true,
    messages: {
      moved:
        "{{subject}} {{image}}, which is {{now}} since {{since}} and was {{before}}: hosts run the one or the other, by the day of their pull. Name the release: {{pinned}}.",
      movedUnnamed:
        "{{subject}} {{image}}, which is {{now}} since {{since}} and was {{before}}: hosts run the one or the other, by the day of their pull. Name a version or pin the digest.",
      keepFormer: "Stay on {{before}}: {{former}}",
    },
    schema: [
      {
        type: "object",
        properties: {
          // For how many days after it moved a tag is reported.
          days: { type: "integer", minimum: 0 },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ days: DEFAULT_DAYS }],
  },
  create(context, [{ days }]) {
    const settings = lintSettings(context.settings);
    const check = (): void => {
      for (const moved of movedImages(imageUses(context, settings), judgedDay(settings), days, imageOptions(settings))) {
        const { use, now, before, since, pinned } = moved;
        const edit = pinned === null ? null : editOfUse(use, pinned);
        const data = {
          subject: usersOfImage(use),
          image: shownReference(use.reference.text),
          now: describeDistribution(now),
          before: describeDistribution(before),
          since,
          pinned: pinned ?? "",
        };
        context.report({
          loc: use.loc,
          messageId: pinned === null ? "movedUnnamed" : "moved",
          data,
          fix: edit === null ? null : (fixer) => fixer.replaceTextRange(edit.range, edit.text),
          suggest: keepingFormer(moved, data.before).map(({ text, range, ...suggestion }) => ({
            ...suggestion,
            messageId: "keepFormer" as const,
            fix: (fixer) => fixer.replaceTextRange(range, text),
          })),
        });
      }
    };
    return { ComposeFile: check, Dockerfile: check };
  },
});

function keepingFormer(
  { use, former }: MovedImage,
  before: string,
): { data: { before: string; former: string }; range: [number, number]; text: string }[] {
  const edit = former === null ? null : editOfUse(use, former);
  return former === null || edit === null ? [] : [{ data: { before, former }, range: edit.range, text: edit.text }];
}
