import { dockerfileFacts } from "../../src/eslint/dockerfile-facts.js";
import { imageOptions } from "../../src/eslint/image-options.js";
import { inlineDockerfilesOf } from "../../src/eslint/inline-dockerfiles.js";
import { composeSource, dockerfileSource } from "../../src/eslint/linted-source.js";
import { projectProblems } from "../../src/eslint/project-problems.js";
import { lintSettings } from "../../src/eslint/settings.js";
import { inlineFacts } from "../../src/facts/inline-dockerfile.js";
import { unexpandedParts } from "../../src/facts/unexpanded-parts.js";
import { createRule } from "../create-rule.js";

export const interpolation = createRule<[], "invalid">({
  name: "interpolation",
  meta: {
    type: "problem",
    docs: {
      description: "Report references to variables that Docker Compose or a build cannot read",
      set: "recommended",
      level: "error",
    },
    messages: { invalid: "{{problem}}" },
    schema: [],
    defaultOptions: [],
  },
  create(context) {
    const settings = lintSettings(context.settings);
    return {
      ComposeFile() {
        const source = composeSource(context);
        if (source === null) return;
        for (const { message, loc } of projectProblems(source, settings, "interpolation")) {
          context.report({ loc, messageId: "invalid", data: { problem: message } });
        }
        for (const inline of inlineDockerfilesOf(source, settings)) {
          for (const { message, range } of unexpandedParts(inlineFacts(inline, imageOptions(settings)).resolution)) {
            context.report({ loc: inline.placeOf(range).loc, messageId: "invalid", data: { problem: message } });
          }
        }
      },
      Dockerfile() {
        const source = dockerfileSource(context);
        if (source === null) return;
        for (const { message, loc } of unexpandedParts(dockerfileFacts(source, settings).resolution)) {
          context.report({ loc, messageId: "invalid", data: { problem: message } });
        }
      },
    };
  },
});
