import { isAbsolute, resolve } from "node:path";
import { visitorKeys as composeVisitorKeys } from "../compose/ast.js";
import { parseComposeFile } from "../compose/parse.js";
import { visitorKeys as dockerfileVisitorKeys } from "../dockerfile/ast.js";
import { parseDockerfile } from "../dockerfile/parse.js";
import type { SourceLocation, SourceRange } from "../text/source-range.js";
import { ComposeSourceCode } from "./compose-language.js";
import { DockerfileSourceCode } from "./dockerfile-language.js";
import { fileKindOf } from "./file-kind.js";
import { legacyComments, type LegacyComment } from "./legacy-comments.js";
import { legacyScopeManager, type LegacyScopeManager } from "./legacy-scopes.js";
import type { LintHost } from "./lint-host.js";
import { SERVICE_NAME } from "./linted-source.js";
import { originalStart } from "./levels-processor.js";

type LintedSource = ComposeSourceCode | DockerfileSourceCode;

/** The root that ESLint 8 demands: it analyses the code paths of each file, and begins them at a `Program`. */
export interface LegacyProgram {
  type: "Program";
  range: SourceRange;
  loc: SourceLocation;
  parent: null;
  /** The root of our own AST. */
  file: LintedSource["ast"];
  /** Statements and tokens of JavaScript: none. ESLint's own rules read these lists. */
  body: never[];
  tokens: never[];
  comments: LegacyComment[];
  sourceType: "script";
}

/** What ESLint 8 gets from a parser. */
export interface LegacyParseResult {
  ast: LegacyProgram;
  services: Record<typeof SERVICE_NAME, LintedSource>;
  visitorKeys: Record<string, readonly string[]>;
  scopeManager: LegacyScopeManager;
}

export interface LegacyParser {
  meta: { name: string; version: string };
  parseForESLint(text: string, options?: { filePath?: string }): LegacyParseResult;
}

/** The parser for ESLint 8, which knows no languages. Parsing never fails, as in the languages. */
export function legacyParser(host: LintHost, version: string): LegacyParser {
  return {
    meta: { name: "compose-lint/parser", version },
    parseForESLint(givenText, { filePath = "" } = {}) {
      const text = originalStart(givenText, filePath);
      const path = isAbsolute(filePath) ? filePath : resolve(filePath);
      const source = sourceOf(host, path, text);
      return {
        ast: programOf(source),
        services: { [SERVICE_NAME]: source },
        visitorKeys: keysWithProgram(source.kind === "compose" ? composeVisitorKeys : dockerfileVisitorKeys),
        scopeManager: legacyScopeManager(source.ast),
      };
    },
  };
}

function sourceOf(host: LintHost, path: string, text: string): LintedSource {
  return fileKindOf(path, text) === "compose"
    ? new ComposeSourceCode(host, path, text, parseComposeFile(text, { isMarkGone: true }))
    : new DockerfileSourceCode(host, path, text, parseDockerfile(text, { isMarkGone: true }));
}

function programOf({ ast, comments, lineIndex, text }: LintedSource): LegacyProgram {
  const range: SourceRange = [0, text.length];
  return {
    type: "Program",
    range,
    loc: lineIndex.locationOf(range),
    parent: null,
    file: ast,
    body: [],
    tokens: [],
    comments: legacyComments(comments, lineIndex),
    sourceType: "script",
  };
}

function keysWithProgram(keys: Record<string, readonly string[]>): Record<string, readonly string[]> {
  return { Program: ["file"], ...keys };
}
