import { composeFacts } from "../../src/eslint/compose-facts.js";
import { composeSource } from "../../src/eslint/linted-source.js";
import { projectProblems } from "../../src/eslint/project-problems.js";
import { lintSettings } from "../../src/eslint/settings.js";
import { unsetVariables } from "../../src/facts/unset-variables.js";
import { createRule } from "../create-rule.js";

export const undefinedVariable = createRule<[], "unset" | "required">({
  name: "undefined-variable",
  meta: {
    type: "problem",
    docs: {
      description: "Report variables that have no value where the project is linted",
      set: "recommended",
      level: "error",
      warnings: ["unset"],
    },
    messages: {
      unset:
        "The variable `{{name}}` is not set, so Docker Compose puts nothing in its place and only warns. Set it in `.env` " +
        "or in the environment, or give it a default: `${{{name}}:-value}`. For a dollar sign itself, write `$$`.",
      required: "{{problem}}",
    },
    schema: [],
    defaultOptions: [],
  },
  create(context) {
    return {
      ComposeFile() {
        const source = composeSource(context);
        if (source === null) return;
        const settings = lintSettings(context.settings);
        const { project, others } = composeFacts(source, settings);
        for (const { name, loc } of unsetVariables(source.path, [project, ...others])) {
          context.report({ loc, messageId: "unset", data: { name } });
        }
        for (const { message, loc } of projectProblems(source, settings, "required variable")) {
          context.report({ loc, messageId: "required", data: { problem: message } });
        }
      },
    };
  },
});
