import { describe, it } from "node:test";
import { RuleTester } from "eslint";
import { ProjectFileCache } from "../../src/compose/project-file.js";
import type { FileKind } from "../../src/eslint/file-kind.js";
import type { LintHost } from "../../src/eslint/lint-host.js";
import { createPlugin } from "../../src/eslint/plugin.js";
import { rules, type RuleName } from "../../src/eslint/rules.js";
import type { LintSettings } from "../../src/eslint/settings.js";
import { MemoryFileSystem } from "../memory-file-system.js";
import { assertSameInEveryHost } from "./every-host.js";

RuleTester.describe = (name: string, run: () => void) => void describe(name, run);
RuleTester.it = (name: string, run: () => void) => void it(name, run);
RuleTester.itOnly = (name: string, run: () => void) => void it(name, { only: true }, run);

export type ValidCase = RuleTester.ValidTestCase;
export type InvalidCase = RuleTester.InvalidTestCase;

export interface TestedHost {
  /** Files beside those under lint, by absolute path. */
  files?: Readonly<Record<string, string>>;
  writesFiles?: boolean;
  settings?: LintSettings;
}

/** A host as an editor is one: it reads files and writes none. */
export function memoryHost({ files = {}, writesFiles = false }: TestedHost = {}): LintHost {
  return { fileSystem: new MemoryFileSystem(files), projectFiles: new ProjectFileCache(), variables: {}, writesFiles };
}

/**
 * Runs the cases of a rule through ESLint's own tester, with the plugin's language for that kind of file. It checks that
 * options are valid, that messages and suggestions are used, and that a fix does not break the text. Then the command
 * line and ESLint 8, 9 and 10 must find the same in each case.
 */
export function testWithEslint(
  name: RuleName,
  kind: FileKind,
  cases: { valid: ValidCase[]; invalid: InvalidCase[] },
  host: TestedHost = {},
): void {
  const tester = new RuleTester({
    plugins: { "compose-lint": createPlugin(memoryHost(host)) },
    language: `compose-lint/${kind}`,
    settings: { "compose-lint": host.settings ?? {} },
  });
  const filename = kind === "compose" ? "/project/compose.yaml" : "/project/Dockerfile";
  const named = <Case extends ValidCase>(testCase: Case): Case => ({ filename, ...testCase });
  const rule = rules[name] as unknown as Parameters<RuleTester["run"]>[1];
  tester.run(name, rule, { valid: cases.valid.map(named), invalid: cases.invalid.map(named) });
  describe(`${name} in every host`, () => {
    for (const testCase of [...cases.valid, ...cases.invalid].map(named)) {
      it(testCase.name ?? testCase.code, () => {
        compareHosts(name, testCase, host);
      });
    }
  });
}

function compareHosts(name: RuleName, { code, filename = "", options, settings }: ValidCase, host: TestedHost): void {
  assertSameInEveryHost({
    path: filename,
    text: code,
    files: host.files ?? {},
    settings: (settings?.["compose-lint"] as LintSettings | undefined) ?? host.settings ?? {},
    variables: {},
    rules: { [name]: ["error", ...((options ?? []) as unknown[])] },
  });
}
