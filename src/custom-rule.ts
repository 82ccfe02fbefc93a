import type * as compose from "./compose/ast.js";
import type * as dockerfile from "./dockerfile/ast.js";
import type { FileKind } from "./eslint/file-kind.js";
import type { SourceLocation, SourceRange } from "./text/source-range.js";

export type { compose, dockerfile };

/** An edit, as ESLint's fixer makes it. */
export interface Fix {
  range: SourceRange;
  text: string;
}

export interface Fixer {
  insertTextAfterRange(range: SourceRange, text: string): Fix;
  insertTextBeforeRange(range: SourceRange, text: string): Fix;
  replaceTextRange(range: SourceRange, text: string): Fix;
  removeRange(range: SourceRange): Fix;
}

type Data = Readonly<Record<string, string | number>>;

export interface Report<MessageIds extends string> {
  /** Where: a node, or a place. */
  node?: { loc: SourceLocation };
  loc?: SourceLocation;
  messageId: MessageIds;
  data?: Data;
  fix?: ((fixer: Fixer) => Fix | readonly Fix[] | null) | null;
  suggest?: readonly { messageId: MessageIds; data?: Data; fix: (fixer: Fixer) => Fix | readonly Fix[] | null }[];
}

/** What a rule gets, in every version of ESLint and on the command line. */
export interface Context<Root, MessageIds extends string, Options extends readonly unknown[]> {
  filename: string;
  options: Options;
  settings: Readonly<Record<string, unknown>>;
  /** The file: its text, its tree, its absolute path. */
  source: { text: string; ast: Root; path: string };
  report(report: Report<MessageIds>): void;
}

/** A function for each type of node that the rule looks at, and `TYPE:exit` for after its children. */
export type Visitor<Node extends { type: string }> = {
  [Type in Node["type"] as Type | `${Type}:exit`]?: (node: Extract<Node, { type: Type }>) => void;
};

export interface Definition<Root, Node extends { type: string }, MessageIds extends string, Options extends readonly unknown[]> {
  meta: {
    type: "problem" | "suggestion" | "layout";
    docs?: { description?: string; url?: string };
    messages: Record<MessageIds, string>;
    fixable?: "code" | "whitespace";
    hasSuggestions?: boolean;
    /** JSON Schema of the options; leave it out where there are none. */
    schema?: readonly object[];
    defaultOptions?: Options;
  };
  create(context: Context<Root, MessageIds, Options>): Visitor<Node>;
}

/** A rule as ESLint and `compose-lint --plugin` take it. */
export interface CustomRule {
  meta: { type: "problem" | "suggestion" | "layout"; schema: readonly object[]; messages: Record<string, string> };
  create(context: never): Record<string, (node: never) => void>;
}

/** Makes a rule on Compose files. In other files it does nothing. */
export function defineComposeRule<MessageIds extends string, Options extends readonly unknown[] = []>(
  definition: Definition<compose.ComposeFile, compose.ComposeNode, MessageIds, Options>,
): CustomRule {
  return customRule("compose", definition);
}

/** Makes a rule on Dockerfiles. In other files it does nothing. */
export function defineDockerfileRule<MessageIds extends string, Options extends readonly unknown[] = []>(
  definition: Definition<dockerfile.Dockerfile, dockerfile.DockerfileNode, MessageIds, Options>,
): CustomRule {
  return customRule("dockerfile", definition);
}

/** The context of ESLint, as far as it matters here. */
interface EslintContext {
  sourceCode: { kind?: unknown; parserServices?: { composeLint?: unknown } };
  options: readonly unknown[];
}

function customRule<Root, Node extends { type: string }, MessageIds extends string, Options extends readonly unknown[]>(
  kind: FileKind,
  definition: Definition<Root, Node, MessageIds, Options>,
): CustomRule {
  const { meta } = definition;
  const rule = {
    meta: { schema: [], ...meta },
    create(context: EslintContext): Visitor<Node> {
      // ESLint 8 keeps our source code among the services of the parser.
      const source = context.sourceCode.parserServices?.composeLint ?? context.sourceCode;
      if ((source as { kind?: unknown }).kind !== kind) return {};
      // ESLint 8 does not know default options.
      const options = context.options.length > 0 ? context.options : (meta.defaultOptions ?? []);
      const own = { source: { value: source }, options: { value: options } };
      return definition.create(Object.create(context, own) as Context<Root, MessageIds, Options>);
    },
  };
  return rule as unknown as CustomRule;
}
