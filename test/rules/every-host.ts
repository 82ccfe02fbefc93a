import assert from "node:assert/strict";
import type { Linter, Rule } from "eslint";
import { ProjectFileCache } from "../../src/compose/project-file.js";
import { fileKindOf } from "../../src/eslint/file-kind.js";
import type { LintHost } from "../../src/eslint/lint-host.js";
import { createPlugin, type ComposeLintPlugin } from "../../src/eslint/plugin.js";
import type { LintSettings } from "../../src/eslint/settings.js";
import { lintTexts } from "../../src/lint/lint-files.js";
import { eslintModule } from "../eslint/eslint-release.js";
import { MemoryFileSystem } from "../memory-file-system.js";

/** One text with what lies around it, to be linted by every program that runs our rules. */
export interface HostCase {
  path: string;
  text: string;
  /** The other files, by absolute path. */
  files: Readonly<Record<string, string>>;
  settings: LintSettings;
  variables: Readonly<Record<string, string>>;
  /** Under the short names; rules that are not named are off. */
  rules: Readonly<Record<string, Linter.RuleEntry>>;
}

type Finding = Pick<Linter.LintMessage, "ruleId" | "severity" | "messageId" | "message" | "line" | "column" | "endLine" | "endColumn" | "fix" | "suggestions">;

const eslint8 = await eslintModule(8);
const eslint9 = await eslintModule(9);
const eslint10 = await eslintModule(10);

/** Fails unless the command line and ESLint 8, 9 and 10 find the same, word for word and fix for fix. */
export function assertSameInEveryHost(hostCase: HostCase): void {
  const expected = byCommandLine(hostCase);
  assert.deepEqual(byFlatConfig(eslint10, hostCase), expected, "ESLint 10 finds something else than the command line");
  assert.deepEqual(byFlatConfig(eslint9, hostCase), expected, "ESLint 9 finds something else than the command line");
  assert.deepEqual(byEslintrc(hostCase), expected, "ESLint 8 finds something else than the command line");
}

/** What is compared: all that a user sees of a message. */
export function visible(messages: readonly Linter.LintMessage[]): Finding[] {
  return messages.map(({ ruleId, severity, messageId, message, line, column, endLine, endColumn, fix, suggestions }) => ({
    ruleId,
    severity,
    ...(messageId === undefined ? {} : { messageId }),
    message,
    line,
    column,
    // ESLint 8 has null where there is no end.
    ...(endLine == null ? {} : { endLine }),
    ...(endColumn == null ? {} : { endColumn }),
    ...(fix === undefined ? {} : { fix }),
    // The kind of a suggestion has no place in ESLint's messages.
    ...(suggestions === undefined ? {} : { suggestions: suggestions.map((suggestion) => ({ ...suggestion, kind: undefined })) }),
  }));
}

function byCommandLine({ path, text, files, settings, variables, rules }: HostCase): Finding[] {
  const plugin = pluginFor({ path, text, files, variables });
  const off = Object.fromEntries(Object.keys(plugin.rules ?? {}).map((name) => [name, "off"] as const));
  const fileSystem = new MemoryFileSystem({ ...files, [path]: text });
  const options = { cwd: "/", fileSystem, settings, variables, fix: false, rules: { ...off, ...rules } };
  return visible(lintTexts([{ path, text }], options).results[0]?.messages ?? []);
}

function byFlatConfig(eslint: typeof eslint10, hostCase: HostCase): Finding[] {
  const { path, text, settings } = hostCase;
  const config: Linter.Config = {
    files: ["**"],
    plugins: { "compose-lint": pluginFor(hostCase) },
    language: `compose-lint/${fileKindOf(path, text)}`,
    processor: "compose-lint/levels",
    settings: { "compose-lint": settings },
    rules: prefixed(hostCase),
    linterOptions: { reportUnusedDisableDirectives: "warn" },
  };
  return visible(new eslint.Linter({ cwd: "/" }).verify(text, [config], { filename: path }));
}

/** What ESLint 8 has and the types of ESLint 10 no longer tell. */
interface EslintrcLinter {
  defineParser(name: string, parser: ComposeLintPlugin["parser"]): void;
  defineRules(rules: Record<string, Rule.RuleModule>): void;
  verify(text: string, config: object, options: object): Linter.LintMessage[];
}

function byEslintrc(hostCase: HostCase): Finding[] {
  const { path, text, settings } = hostCase;
  const plugin = pluginFor(hostCase);
  const linter = new eslint8.Linter({ cwd: "/" }) as unknown as EslintrcLinter;
  linter.defineParser("compose-lint", plugin.parser);
  const rules = Object.entries(plugin.rules ?? {}).map(([name, rule]) => [`compose-lint/${name}`, rule as Rule.RuleModule]);
  linter.defineRules(Object.fromEntries(rules) as Record<string, Rule.RuleModule>);
  const { preprocess, postprocess } = plugin.processors?.levels as Required<Linter.Processor>;
  const config = { parser: "compose-lint", settings: { "compose-lint": settings }, rules: prefixed(hostCase) };
  const options = { filename: path, preprocess, postprocess, reportUnusedDisableDirectives: "warn" };
  return visible(linter.verify(text, config, options));
}

function pluginFor({ path, text, files, variables }: Pick<HostCase, "path" | "text" | "files" | "variables">): ComposeLintPlugin {
  const host: LintHost = {
    fileSystem: new MemoryFileSystem({ ...files, [path]: text }),
    projectFiles: new ProjectFileCache(),
    variables,
    writesFiles: false,
  };
  return createPlugin(host);
}

function prefixed({ rules }: HostCase): Linter.RulesRecord {
  return Object.fromEntries(Object.entries(rules).map(([name, entry]) => [`compose-lint/${name}`, entry]));
}
