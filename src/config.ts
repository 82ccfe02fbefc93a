/** For configuration files: `import { defineConfig } from "compose-lint/config"`. */
export { defineConfig } from "./cli/configuration/configuration.js";
export type { Configuration, ConfigurationOverride, RuleLevel, RuleSetting } from "./cli/configuration/configuration.js";
export type { LintSettings } from "./eslint/settings.js";
