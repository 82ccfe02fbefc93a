import type { File, Language, OkParseResult } from "@eslint/core";
import { visitorKeys, type Dockerfile, type DockerfileNode } from "../dockerfile/ast.js";
import { parseDockerfile } from "../dockerfile/parse.js";
import { LineIndex } from "../text/line-index.js";
import type { LintHost } from "./lint-host.js";
import { SourceCode } from "./source-code.js";

export type ParsedDockerfile = ReturnType<typeof parseDockerfile>;
type DockerfileParseResult = OkParseResult<Dockerfile> & { parsed: ParsedDockerfile };

/** Our rules judge a Dockerfile as a whole. */
export const ownVisitorKeys: Record<string, string[]> = { Dockerfile: [] };

/** ESLint's view of a Dockerfile. */
export class DockerfileSourceCode extends SourceCode<Dockerfile> {
  /** Tells rules of other packages, which have no class of ours at hand, what they look at. */
  readonly kind = "dockerfile";
  readonly parsed: ParsedDockerfile;

  constructor(host: LintHost, path: string, text: string, parsed: ParsedDockerfile) {
    const { ast } = parsed;
    const keys = visitorKeys as Record<string, string[]>;
    super({ host, path, text, ast, lineIndex: new LineIndex(text), comments: ast.comments, visitorKeys: keys, ownVisitorKeys });
    this.parsed = parsed;
  }
}

export type DockerfileLanguage = Language<{
  LangOptions: Record<string, unknown>;
  Code: DockerfileSourceCode;
  RootNode: Dockerfile;
  Node: DockerfileNode;
}>;

/** The language `compose-lint/dockerfile`. Parsing never fails: the rule `syntax` reports what is not a Dockerfile. */
export function dockerfileLanguage(host: LintHost): DockerfileLanguage {
  return {
    fileType: "text",
    lineStart: 1,
    columnStart: 0,
    nodeTypeKey: "type",
    visitorKeys: visitorKeys as Record<string, string[]>,
    validateLanguageOptions() {
      // There are none: what a rule needs to know of the engine is in the settings.
    },
    parse(file: File): DockerfileParseResult {
      const parsed = parseDockerfile(file.body as string, { isMarkGone: true });
      return { ok: true, ast: parsed.ast, parsed };
    },
    createSourceCode(file: File, result: OkParseResult<Dockerfile>): DockerfileSourceCode {
      const { parsed } = result as DockerfileParseResult;
      return new DockerfileSourceCode(host, file.physicalPath, file.body as string, parsed);
    },
  };
}
