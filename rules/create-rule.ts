import { RuleCreator, type RuleModule } from "@typescript-eslint/utils/eslint-utils";
import type { LintRule, RuleDocs } from "./lint-rule.js";

export type { RuleDocs } from "./lint-rule.js";

/** Where the page of a rule is. */
export function rulePage(name: string): string {
  return `https://github.com/compose-lint/compose-lint/blob/main/docs/rules/${name}.md`;
}

const create = RuleCreator<RuleDocs>(rulePage);
type Definition<Options extends readonly unknown[], MessageIds extends string> = Parameters<
  typeof create<Options, MessageIds>
>[0];

/** Makes a rule: its options and message ids are typed, and its page is known from its name. */
export function createRule<Options extends readonly unknown[], MessageIds extends string>(
  definition: Definition<Options, MessageIds>,
): LintRule<Options, MessageIds> {
  const rule: RuleModule<MessageIds, Options, RuleDocs> = create(definition);
  const { defaultOptions } = definition.meta;
  type Context = Parameters<typeof rule.create>[0];
  // The rule creator copies the default options for each file, which takes longer than many a rule.
  const createListeners = (context: Readonly<Context>): ReturnType<typeof rule.create> => {
    const isDefault = defaultOptions !== undefined && context.options.every((option, index) => option === defaultOptions[index]);
    return isDefault ? definition.create(context, defaultOptions) : rule.create(context);
  };
  return { ...rule, create: createListeners } as typeof rule & LintRule<Options, MessageIds>;
}
