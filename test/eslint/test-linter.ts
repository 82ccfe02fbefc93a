import { Linter, type ESLint, type Rule } from "eslint";
import { ProjectFileCache } from "../../src/compose/project-file.js";
import { composeLanguage } from "../../src/eslint/compose-language.js";
import { dockerfileLanguage } from "../../src/eslint/dockerfile-language.js";
import type { FileKind } from "../../src/eslint/file-kind.js";
import type { LintHost } from "../../src/eslint/lint-host.js";
import { MemoryFileSystem } from "../memory-file-system.js";

export const testHost: LintHost = {
  fileSystem: new MemoryFileSystem(),
  projectFiles: new ProjectFileCache(),
  variables: {},
  writesFiles: false,
};

type Rules = Record<string, Rule.RuleModule>;

/** A rule that reports each value or word of a file that has a text in it. */
export function reporting(text: string): Rule.RuleModule {
  const check = (context: Rule.RuleContext) => (node: Rule.Node) => {
    const { text: written } = node as unknown as { text: string };
    if (written.includes(text)) context.report({ node, message: `${text} found` });
  };
  return { meta: { schema: [{ type: "object" }] }, create: (context) => ({ YamlScalar: check(context), Word: check(context) }) };
}

const defaultRules: Rules = { bad: reporting("bad"), worse: reporting("worse"), "x-bad": reporting("bad-x") };

/** The configuration of a real `Linter` with our languages and the rules of a test, under the name of our plugin. */
export function configFor(kind: FileKind, rules: Rules = defaultRules, levels?: Linter.RulesRecord): Linter.Config[] {
  const plugin = {
    languages: { compose: composeLanguage(testHost), dockerfile: dockerfileLanguage(testHost) },
    rules,
  } as unknown as ESLint.Plugin;
  return [
    {
      files: ["**"],
      plugins: { "compose-lint": plugin },
      language: `compose-lint/${kind}`,
      rules: levels ?? Object.fromEntries(Object.keys(rules).map((name) => [`compose-lint/${name}`, 2])),
      linterOptions: { reportUnusedDisableDirectives: "warn" },
    },
  ];
}

/** The messages of a text, each as `line:column rule or text`. */
export function messagesOf(text: string, kind: FileKind = "compose", config = configFor(kind)): string[] {
  return new Linter().verify(text, config, { filename: kind === "compose" ? "compose.yaml" : "Dockerfile" }).map(
    ({ line, column, ruleId, message }) => `${line}:${column} ${ruleId ?? message}`,
  );
}

/** The text after all fixes. */
export function fixed(text: string, kind: FileKind = "compose", config = configFor(kind)): string {
  return new Linter().verifyAndFix(text, config, { filename: kind === "compose" ? "compose.yaml" : "Dockerfile" }).output;
}
