import { composeSource } from "../../src/eslint/linted-source.js";
import { createRule } from "../create-rule.js";

export const fileStructure = createRule<[], "unexpected">({
  name: "file-structure",
  meta: {
    type: "problem",
    docs: {
      description: "Report YAML that Docker Compose cannot read as a Compose file",
      set: "recommended",
      level: "error",
    },
    messages: { unexpected: "{{problem}}" },
    schema: [],
    defaultOptions: [],
  },
  create(context) {
    return {
      ComposeFile() {
        for (const { message, loc } of composeSource(context)?.parsed.structureProblems ?? []) {
          context.report({ loc, messageId: "unexpected", data: { problem: message } });
        }
      },
    };
  },
});
