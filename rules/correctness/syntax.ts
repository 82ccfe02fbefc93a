import { composeSource, dockerfileSource } from "../../src/eslint/linted-source.js";
import { parseDockerfile } from "../../src/dockerfile/parse.js";
import { inlineDockerfilesOf } from "../../src/eslint/inline-dockerfiles.js";
import { lintSettings } from "../../src/eslint/settings.js";
import { foreignDirectives } from "../../src/eslint/foreign-directives.js";
import { createRule } from "../create-rule.js";

export const syntax = createRule<[], "invalid" | "foreignComment">({
  name: "syntax",
  meta: {
    type: "problem",
    docs: {
      description: "Report what is not YAML in a Compose file and what is not Dockerfile syntax in a Dockerfile",
      set: "recommended",
      level: "error",
      fixes: { foreignComment: ["comment"] },
    },
    fixable: "code",
    messages: {
      invalid: "{{problem}}",
      foreignComment:
        "An editor wrote this comment as JavaScript has them, and here it is no comment: the file cannot be read. Begin it with `#`.",
    },
    schema: [],
    defaultOptions: [],
  },
  create(context) {
    const source = composeSource(context);
    const dockerfile = dockerfileSource(context);
    const problems = source?.parsed.syntaxProblems ?? dockerfile?.parsed.problems ?? [];
    const text = source?.text ?? dockerfile?.text ?? "";
    const reportAll = (): void => {
      const foreign = problems.length === 0 ? [] : foreignDirectives(text);
      for (const { range, comment } of foreign) {
        const loc = (source ?? dockerfile)?.lineIndex.locationOf(range);
        if (loc === undefined) continue;
        context.report({ loc, messageId: "foreignComment", fix: (fixer) => fixer.replaceTextRange(range, comment) });
      }
      // What follows such a comment stumbles over it.
      if (foreign.length > 0) return;
      for (const { message, loc } of problems) {
        context.report({ loc, messageId: "invalid", data: { problem: message } });
      }
      for (const inline of source === null ? [] : inlineDockerfilesOf(source, lintSettings(context.settings))) {
        for (const { message, range } of parseDockerfile(inline.text).problems) {
          context.report({ loc: inline.placeOf(range).loc, messageId: "invalid", data: { problem: message } });
        }
      }
    };
    return { ComposeFile: reportAll, Dockerfile: reportAll };
  },
});
