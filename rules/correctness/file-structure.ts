import type { ComposeSourceCode } from "../../src/eslint/compose-language.js";
import { composeSource } from "../../src/eslint/linted-source.js";
import { projectProblems } from "../../src/eslint/project-problems.js";
import { lintSettings } from "../../src/eslint/settings.js";
import type { ProjectFinding } from "../../src/facts/project-findings.js";
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
        const source = composeSource(context);
        if (source === null) return;
        const values = valueFindings(source, lintSettings(context.settings));
        for (const { message, loc } of [...source.parsed.structureProblems, ...values]) {
          context.report({ loc, messageId: "unexpected", data: { problem: message } });
        }
      },
    };
  },
});

/** Values that Compose refuses, but for those of lines that have another mistake, of which they are a consequence. */
function valueFindings(source: ComposeSourceCode, settings: ReturnType<typeof lintSettings>): ProjectFinding[] {
  const { syntaxProblems, structureProblems } = source.parsed;
  const told = [...syntaxProblems, ...structureProblems];
  const lines = new Set(told.map(({ loc }) => loc.start.line));
  const messages = new Set(told.map(({ message }) => message));
  return projectProblems(source, settings, "values").filter(
    ({ loc, message }) => !lines.has(loc.start.line) && !messages.has(message),
  );
}
