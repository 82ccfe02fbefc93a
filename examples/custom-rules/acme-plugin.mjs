import { defineComposeRule, defineDockerfileRule } from "compose-lint/rule";

/** Every service names the team that is called when it fails. */
const serviceOwner = defineComposeRule({
  meta: {
    type: "suggestion",
    messages: { missing: "The service `{{name}}` names no owner. Add the label `acme.owner` with the team that runs it." },
  },
  create(context) {
    return {
      Service(service) {
        const labels = service.map?.pairs.find((pair) => pair.key.type === "YamlScalar" && pair.key.text === "labels");
        const text = labels === undefined ? "" : context.source.text.slice(...labels.range);
        if (!text.includes("acme.owner")) {
          context.report({ loc: service.key.loc, messageId: "missing", data: { name: service.name } });
        }
      },
    };
  },
});

/** Images come from the company's registry. */
const ownRegistry = defineDockerfileRule({
  meta: {
    type: "problem",
    fixable: "code",
    messages: { foreign: "{{image}} does not come from {{registry}}." },
    schema: [{ type: "object", properties: { registry: { type: "string" } }, additionalProperties: false }],
    defaultOptions: [{ registry: "registry.acme.example" }],
  },
  create(context) {
    const [{ registry }] = context.options;
    return {
      From({ image }) {
        if (image === null || image.text.startsWith(`${registry}/`)) return;
        context.report({
          loc: image.loc,
          messageId: "foreign",
          data: { image: image.text, registry },
          fix: (fixer) => fixer.insertTextBeforeRange(image.range, `${registry}/`),
        });
      },
    };
  },
});

export default {
  meta: { name: "eslint-plugin-acme", namespace: "acme" },
  rules: { "service-owner": serviceOwner, "own-registry": ownRegistry },
};
