import { composeSource, dockerfileSource } from "../../src/eslint/linted-source.js";
import { createRule } from "../create-rule.js";

export const syntax = createRule<[], "invalid">({
  name: "syntax",
  meta: {
    type: "problem",
    docs: {
      description: "Report what is not YAML in a Compose file and what is not Dockerfile syntax in a Dockerfile",
      set: "recommended",
      level: "error",
    },
    messages: { invalid: "{{problem}}" },
    schema: [],
    defaultOptions: [],
  },
  create(context) {
    const problems =
      composeSource(context)?.parsed.syntaxProblems ?? dockerfileSource(context)?.parsed.problems ?? [];
    const reportAll = (): void => {
      for (const { message, loc } of problems) {
        context.report({ loc, messageId: "invalid", data: { problem: message } });
      }
    };
    return { ComposeFile: reportAll, Dockerfile: reportAll };
  },
});
