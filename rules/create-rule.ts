import { RuleCreator, type RuleModule } from "@typescript-eslint/utils/eslint-utils";
import { toldText } from "../src/text/told-text.js";
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
    const telling = new TellingContext(context) as unknown as Context;
    return isDefault ? definition.create(telling, defaultOptions) : rule.create(telling);
  };
  return { ...rule, create: createListeners } as typeof rule & LintRule<Options, MessageIds>;
}

interface Descriptor {
  data?: Data;
  suggest?: readonly { data?: Data }[] | null;
}

type Data = Readonly<Record<string, unknown>> | undefined;

/** What our rules ask their context for. */
interface AskedContext {
  id: string;
  options: readonly unknown[];
  settings: unknown;
  sourceCode: unknown;
  report(descriptor: Descriptor): void;
}

/**
 * A context with reports whose words of the file under lint are safe in a terminal and not too long: ESLint and its
 * formatters print a message as it is. It does not inherit from ESLint's own: V8 would keep a hidden class for each, and
 * with it the tree of each file.
 */
class TellingContext implements AskedContext {
  readonly id: string;
  readonly options: readonly unknown[];
  readonly settings: unknown;
  readonly sourceCode: unknown;
  readonly #context: AskedContext;

  constructor(context: AskedContext) {
    this.id = context.id;
    this.options = context.options;
    this.settings = context.settings;
    this.sourceCode = context.sourceCode;
    this.#context = context;
  }

  report(descriptor: Descriptor): void {
    const { data, suggest } = descriptor;
    this.#context.report({
      ...descriptor,
      ...(data === undefined ? {} : { data: toldData(data) }),
      ...(suggest == null ? {} : { suggest: suggest.map((each) => (each.data === undefined ? each : { ...each, data: toldData(each.data) })) }),
    });
  }
}

function toldData(data: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, typeof value === "string" ? toldText(value) : value]));
}
