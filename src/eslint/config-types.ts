import type { RuleConfig } from "@eslint/core";
import type { LintRule } from "../../rules/lint-rule.js";
import type { rules, RuleName } from "./rules.js";

type OptionsOf<Name extends RuleName> = (typeof rules)[Name] extends LintRule<infer Options, string> ? Options : never;

/** Each key of a rule's one option may be left out: the rule has a default for it. */
type Given<Options> = Options extends readonly [infer Only] ? [Partial<Only>?] : Options extends readonly [] ? [] : unknown[];

/** The configuration of our rules under the names that ESLint knows them by. */
export type ConfiguredRules = {
  [Name in RuleName as `compose-lint/${Name}`]?: RuleConfig<Given<OptionsOf<Name>>>;
};
