// An esbuild plugin: of `@typescript-eslint/utils` the published bundles need the rule creator alone. The whole package
// would bring its TypeScript parser along.
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(import.meta.url);

export function ruleCreatorOnly() {
  return {
    name: "rule-creator-only",
    setup(build) {
      build.onResolve({ filter: /^@typescript-eslint\/utils\/eslint-utils$/ }, () => ({
        path: path.join(path.dirname(require.resolve("@typescript-eslint/utils/eslint-utils")), "RuleCreator.js"),
      }));
    },
  };
}
