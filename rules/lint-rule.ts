import type { FixKind } from "./fix-kinds.js";

/** What our rules say of themselves beyond ESLint's own `meta`. */
export interface RuleDocs {
  /** The smallest shipped set that has the rule. */
  set: "recommended" | "strict" | "all";
  /** The level that the sets give it. */
  level: "error" | "warn";
  /** Messages that are warnings even where the rule is set to `error`: they tell of a risk, not of a failure. */
  warnings?: readonly string[];
  /**
   * For each message with a fix, and each suggestion, the kinds of change that it can be. Where there are several, a note
   * of the finding says which one its fix is.
   */
  fixes?: Readonly<Record<string, readonly [FixKind, ...FixKind[]]>>;
}

/**
 * A rule of ours as the plugin shows it. Named here so that the published declarations tell each rule's options without
 * the packages that the rules were written with.
 */
export interface LintRule<Options extends readonly unknown[], MessageIds extends string> {
  name: string;
  meta: {
    type: "problem" | "suggestion" | "layout";
    docs?: RuleDocs & { description: string; url?: string };
    fixable?: "code" | "whitespace";
    hasSuggestions?: boolean;
    messages: Record<MessageIds, string>;
    schema: object | readonly object[];
    defaultOptions?: Options;
    /** Languages of the plugin that the rule is for; all of them where it is missing. */
    languages?: readonly string[];
  };
  create: (context: never) => object;
}
