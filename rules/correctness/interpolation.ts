import { composeFacts } from "../../src/eslint/compose-facts.js";
import { composeSource } from "../../src/eslint/linted-source.js";
import { lintSettings } from "../../src/eslint/settings.js";
import { projectFindings } from "../../src/facts/project-findings.js";
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
        const { project } = composeFacts(source, lintSettings(context.settings));
        const linted = source.host.scope?.linted ?? new Set<string>();
        for (const { message, loc } of projectFindings(source.path, project, "interpolation", linted)) {
          context.report({ loc, messageId: "invalid", data: { problem: message } });
        }
      },
    };
  },
});
