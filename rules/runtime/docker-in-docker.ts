import { composeFacts } from "../../src/eslint/compose-facts.js";
import { composeSource } from "../../src/eslint/linted-source.js";
import { lintSettings } from "../../src/eslint/settings.js";
import { locationOf } from "../../src/facts/location-of.js";
import { failingNestedEngines, FIRST_WORKING_TAG } from "../../src/facts/nested-engine.js";
import { haveOneName, theServices } from "../../src/facts/service-names.js";
import { createRule } from "../create-rule.js";

export const dockerInDocker = createRule<[], "refusesThreads">({
  name: "docker-in-docker",
  meta: {
    type: "problem",
    docs: {
      description: "Report services that are a Docker Engine themselves, on which threads of newer images cannot be created",
      set: "recommended",
      level: "warn",
    },
    messages: {
      refusesThreads:
        "{{subject}} {{is}}: {{image}} is Docker Engine {{version}}, and in the containers " +
        "that are started through it programs with glibc 2.34 or newer cannot create threads, whatever the engine of this " +
        "host answers. Use docker:{{tag}} or newer.",
    },
    schema: [],
    defaultOptions: [],
  },
  create(context) {
    return {
      ComposeFile() {
        const source = composeSource(context);
        if (source === null) return;
        const { services } = composeFacts(source, lintSettings(context.settings));
        for (const { at, services: found, engine } of failingNestedEngines(source.path, services)) {
          const models = found.map(({ service }) => service);
          const data = {
            subject: theServices(models, "The"),
            is: haveOneName(models) ? "is a Docker Engine of its own" : "are Docker Engines of their own",
            image: found[0].imageText ?? "the image",
            version: engine.version,
            tag: FIRST_WORKING_TAG,
          };
          context.report({ loc: locationOf(at), messageId: "refusesThreads", data });
        }
      },
    };
  },
});
