import { Lexer } from "yaml";

/** Announces the content of a scalar. */
export const SCALAR_SIGN = "\u001f";
/** What the lexer of `yaml` says between the parts of the text. */
export const lexerSigns: ReadonlySet<string> = new Set(["\u0002", "\u0018", SCALAR_SIGN]);

/** The parts of the lexer of `yaml` that look at the indentation inside brackets and quotes. */
interface LexerInternals {
  /** The least indentation of a line that goes on with what is open. */
  indentNext: number;
  parseFlowCollection?: () => Generator<string, unknown>;
  parseQuotedScalar?: () => Generator<string, unknown>;
}

/**
 * A lexer that lets the lines of a flow collection and of a quoted scalar begin in any column. YAML wants them indented
 * by more than their key, but go-yaml and PyYAML, with which both Docker Composes read, take them, and people write
 *
 *     command: [
 *     "npm", "start"
 *     ]
 */
export function lenientLexer(): Lexer {
  const lexer = new Lexer();
  const internals = lexer as unknown as LexerInternals;
  for (const name of ["parseFlowCollection", "parseQuotedScalar"] as const) {
    const strict = internals[name];
    // A later `yaml` may call its parts otherwise; then it is as strict as it likes.
    if (typeof strict === "function") internals[name] = withoutIndentation(internals, strict);
  }
  return lexer;
}

function withoutIndentation(lexer: LexerInternals, parse: () => Generator<string, unknown>): typeof parse {
  return function* (): Generator<string, unknown> {
    const { indentNext } = lexer;
    lexer.indentNext = 0;
    const next = yield* parse.call(lexer);
    if (lexer.indentNext === 0) lexer.indentNext = indentNext;
    return next;
  };
}
