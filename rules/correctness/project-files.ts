import { composeSource } from "../../src/eslint/linted-source.js";
import { noteRelated } from "../../src/eslint/related-note.js";
import { projectProblems } from "../../src/eslint/project-problems.js";
import { lintSettings } from "../../src/eslint/settings.js";
import { createRule } from "../create-rule.js";

const RULE_ID = "compose-lint/project-files";

/** Reports what keeps the files of a project from coming together; the loader of `src/compose` finds it. */
export const projectFiles = createRule<[], "refused" | "risk">({
  name: "project-files",
  meta: {
    type: "problem",
    docs: {
      description: "Report files, services and variables files that a project names and that cannot be brought together",
      set: "recommended",
      level: "error",
      warnings: ["risk"],
    },
    messages: { refused: "{{problem}}", risk: "{{problem}}" },
    schema: [],
    defaultOptions: [],
  },
  create(context) {
    return {
      ComposeFile() {
        const source = composeSource(context);
        // In a broken file a service may be missing because it could not be read.
        if (source === null || source.parsed.syntaxProblems.length > 0) return;
        const problems = projectProblems(source, lintSettings(context.settings), "files");
        for (const { refused, message, loc, related } of problems) {
          context.report({ loc, messageId: refused ? "refused" : "risk", data: { problem: message } });
          noteRelated(source, { ruleId: RULE_ID, loc }, related);
        }
      },
    };
  },
});
