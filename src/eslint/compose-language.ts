import type { File, Language, OkParseResult } from "@eslint/core";
import type { ComposeFile, ComposeNode } from "../compose/ast.js";
import { visitorKeys } from "../compose/ast.js";
import type { ParsedComposeFile } from "../compose/parse.js";
import type { LintHost } from "./lint-host.js";
import { parsedInProject } from "../facts/project-services.js";
import { SourceCode } from "./source-code.js";

type ComposeParseResult = OkParseResult<ComposeFile> & { parsed: ParsedComposeFile };

/** Our rules look at what Compose reads in a document, and find its YAML from there. */
export const ownVisitorKeys: Record<string, string[]> = { ...visitorKeys, YamlDocument: [] };

/** ESLint's view of a Compose file. */
export class ComposeSourceCode extends SourceCode<ComposeFile> {
  /** Tells rules of other packages, which have no class of ours at hand, what they look at. */
  readonly kind = "compose";
  readonly parsed: ParsedComposeFile;
  /** Whether the file begins with a byte order mark, which is no part of the text; false where ESLint does not tell. */
  readonly hasMark: boolean;

  constructor(host: LintHost, path: string, text: string, parsed: ParsedComposeFile, hasMark = false) {
    const { ast, lines } = parsed;
    super({ host, path, text, ast, lineIndex: lines, comments: ast.comments, visitorKeys, ownVisitorKeys });
    this.parsed = parsed;
    this.hasMark = hasMark;
  }
}

export type ComposeLanguage = Language<{
  LangOptions: Record<string, unknown>;
  Code: ComposeSourceCode;
  RootNode: ComposeFile;
  Node: ComposeNode;
}>;

/**
 * The language `compose-lint/compose`. Parsing never fails: what is not YAML is reported by the rule `syntax`, and the
 * other rules judge the rest of the file.
 */
export function composeLanguage(host: LintHost): ComposeLanguage {
  return {
    fileType: "text",
    lineStart: 1,
    columnStart: 0,
    nodeTypeKey: "type",
    visitorKeys,
    validateLanguageOptions() {
      // There are none: what a rule needs to know of the engine is in the settings.
    },
    parse(file: File): ComposeParseResult {
      const text = file.body as string;
      const path = file.physicalPath;
      const atHand = host.scope === undefined ? null : parsedInProject(path, text, host.scope);
      const parsed = atHand ?? host.projectFiles.parsedOf(path, text);
      return { ok: true, ast: parsed.ast, parsed };
    },
    createSourceCode(file: File, result: OkParseResult<ComposeFile>): ComposeSourceCode {
      return new ComposeSourceCode(host, file.physicalPath, file.body as string, (result as ComposeParseResult).parsed, file.bom);
    },
  };
}
