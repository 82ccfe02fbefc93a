import { composeSource } from "../../src/eslint/linted-source.js";
import { projectProblems } from "../../src/eslint/project-problems.js";
import { lintSettings } from "../../src/eslint/settings.js";
import { createRule } from "../create-rule.js";

export const interpolation = createRule<[], "invalid">({
  name: "interpolation",
  meta: {
    type: "problem",
    docs: {
      description: "Report references to variables that Docker Compose cannot read",
      set: "recommended",
      level: "error",
    },
    messages: { invalid: "{{problem}}" },
    schema: [],
    defaultOptions: [],
  },
  create(context) {
    return {
      ComposeFile() {
        const source = composeSource(context);
        if (source === null) return;
        for (const { message, loc } of projectProblems(source, lintSettings(context.settings), "interpolation")) {
          context.report({ loc, messageId: "invalid", data: { problem: message } });
        }
      },
    };
  },
});
