import { TextSourceCodeBase, VisitNodeStep, type Directive } from "@eslint/plugin-kit";
import type { LineIndex } from "../text/line-index.js";
import type { SourceLocation, SourceRange } from "../text/source-range.js";
import type { LintHost } from "./lint-host.js";
import {
  disableDirectives,
  inlineConfigComments,
  inlineConfigs,
  type DirectiveProblem,
  type InlineConfig,
  type LineComment,
} from "./directive-comments.js";

/** What every node of our ASTs has. */
export interface AstNode {
  type: string;
  range: SourceRange;
  loc: SourceLocation;
  parent?: AstNode | null;
}

type VisitorKeys = Record<string, string[]>;

// ESLint looks at all of them for each finding: without a bound the time of a file would grow with the square of its length.
const MOST_DIRECTIVES = 5000;
const ENTER = 1;
const EXIT = 2;

/** ESLint's view of a text in one of our languages. */
export class SourceCode<Root extends AstNode> extends TextSourceCodeBase<{
  LangOptions: Record<string, unknown>;
  RootNode: Root;
  SyntaxElementWithLoc: AstNode;
  ConfigNode: LineComment;
}> {
  readonly path: string;
  readonly host: LintHost;
  readonly lineIndex: LineIndex;
  readonly comments: readonly LineComment[];
  readonly visitorKeys: VisitorKeys;
  readonly #visitedKeys: VisitorKeys;

  constructor(options: {
    path: string;
    host: LintHost;
    text: string;
    ast: Root;
    lineIndex: LineIndex;
    comments: readonly LineComment[];
    visitorKeys: VisitorKeys;
    /** The keys of the nodes below which a rule of ours looks at something. */
    ownVisitorKeys: VisitorKeys;
  }) {
    super({ text: options.text, ast: options.ast, lineEndingPattern: /\r\n|[\r\n]/u });
    this.path = options.path;
    this.host = options.host;
    this.lineIndex = options.lineIndex;
    this.comments = options.comments;
    this.visitorKeys = options.visitorKeys;
    this.#visitedKeys = options.host.runsOwnRulesOnly === true ? options.ownVisitorKeys : options.visitorKeys;
  }

  override getParent(node: AstNode): AstNode | undefined {
    return node.parent ?? undefined;
  }

  /** All nodes, parents before children and again after them. Steps are made as ESLint asks for them. */
  override *traverse(): Generator<VisitNodeStep> {
    // A stack instead of recursion: a file may be nested as deep as the parser's own limit allows.
    const stack = [visit(this.ast, ENTER)];
    for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
      yield step;
      if (step.phase === EXIT) continue;
      const node = step.target as AstNode;
      stack.push(visit(node, EXIT));
      this.#pushChildren(node, stack);
    }
  }

  /** ESLint's rules for JavaScript ask for these where a configuration has them on for all files: there are none. */
  getAllComments(): [] {
    return [];
  }

  getDisableDirectives(): { directives: Directive[]; problems: DirectiveProblem[] } {
    const directives = disableDirectives(this.comments, this.lineIndex);
    const beyond = directives[MOST_DIRECTIVES];
    if (beyond === undefined) return { directives, problems: [] };
    const message = `This file has ${directives.length} comments that switch rules off or on, and no more than ${MOST_DIRECTIVES} are obeyed: this one and those below are not. Switch the rules off for the whole file, or in the configuration.`;
    return { directives: directives.slice(0, MOST_DIRECTIVES), problems: [{ ruleId: null, message, loc: (beyond.node as AstNode).loc }] };
  }

  getInlineConfigNodes(): LineComment[] {
    return inlineConfigComments(this.comments);
  }

  applyInlineConfig(): { configs: InlineConfig[]; problems: DirectiveProblem[] } {
    return inlineConfigs(this.comments);
  }

  /** Puts the steps into the children of a node on a stack, the first on top. */
  #pushChildren(node: AstNode, stack: VisitNodeStep[]): void {
    const keys = this.#visitedKeys[node.type] ?? [];
    for (let index = keys.length - 1; index >= 0; index -= 1) {
      const child = (node as unknown as Record<string, AstNode | AstNode[] | null | undefined>)[keys[index] ?? ""];
      if (!Array.isArray(child)) {
        if (child != null) stack.push(visit(child, ENTER));
        continue;
      }
      for (const node of child.toReversed()) stack.push(visit(node, ENTER));
    }
  }
}

function visit(target: AstNode, phase: VisitNodeStep["phase"]): VisitNodeStep {
  return new VisitNodeStep({ target, phase, args: [target] });
}
