import type { YamlDocument } from "../../src/compose/ast.js";
import { composeSource } from "../../src/eslint/linted-source.js";
import { createRule } from "../create-rule.js";

export const singleDocument = createRule<[], "several">({
  name: "single-document",
  meta: {
    type: "problem",
    docs: {
      description: "Report a Compose file with several YAML documents, which not every Compose reads alike",
      set: "recommended",
      level: "warn",
    },
    messages: {
      several:
        "A second YAML document starts here. Docker Compose 2 merges the documents of a file in their order, " +
        "docker-compose 1 refuses the file. Put this document into a file of its own and name both with `-f`, or merge them.",
    },
    schema: [],
    defaultOptions: [],
  },
  create(context) {
    return {
      YamlDocument(document: YamlDocument) {
        if (document.parent.documents[1] !== document) return;
        const { start } = document.loc;
        // After `...` a document may start without `---`.
        const width = composeSource(context)?.text.startsWith("---", document.range[0]) === true ? 3 : 1;
        context.report({ loc: { start, end: { line: start.line, column: start.column + width } }, messageId: "several" });
      },
    };
  },
});
