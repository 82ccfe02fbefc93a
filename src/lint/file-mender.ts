import type { Linter } from "eslint";
import type { FixKind } from "../../rules/fix-kinds.js";
import { fixKindOf, isWantedType } from "./fix-choice.js";
import type { Mend, FixingRun } from "./fix-batch.js";
import type { FixFault } from "./fix-judge.js";
import type { ProjectAtHand } from "./fix-order.js";
import type { FileLinter, LintInput, LintOptions, Look, RefusedFix, RequiredFile } from "./lint-files.js";
import { fileResult, withoutFix, type AppliedFix, type FileResult, type Finding } from "./lint-result.js";
import { RequiredFiles, type RequiredState } from "./required-files.js";
import { FixMerger } from "./whole-linter.js";

/** Applies the fixes that are wanted, and keeps the files that they refer to. */
export class FileMender implements FixingRun {
  readonly #linter: FileLinter;
  readonly #options: LintOptions;
  readonly #merger = new FixMerger();
  readonly #required: RequiredFiles;
  readonly refusedFixes: RefusedFix[] = [];

  constructor(linter: FileLinter, options: LintOptions) {
    this.#linter = linter;
    this.#options = options;
    this.#required = new RequiredFiles(options.fileSystem, linter.above);
  }

  look(input: LintInput): Look {
    return this.#linter.look(input);
  }

  isUnknown({ path }: LintInput): boolean {
    return this.#linter.hasFailed(path);
  }

  show(inputs: readonly LintInput[]): void {
    this.#linter.show(inputs);
  }

  projectOf(input: LintInput): ProjectAtHand | null {
    return this.#linter.projectOf(input);
  }

  mend(look: Look): Mend | null {
    const { path, text } = look.input;
    const findings: Linter.LintMessage[] = [];
    const fixes = new Map<string, AppliedFix>();
    const merged = this.#merger.merge(text, look.messages, (message) => {
      const fix = this.#wantedFix(message, look);
      if (fix === null) return false;
      fixes.set(JSON.stringify(fix), fix);
      findings.push(message);
      const { requiredFiles = [], namedFiles = [] } = look.noteOf(message) ?? {};
      for (const planned of requiredFiles) this.#required.add(planned, path);
      for (const namedFile of namedFiles) this.#required.addUser(namedFile, path);
      return true;
    });
    return merged === null ? null : { text: merged, findings, fixes: [...fixes.values()] };
  }

  /** What the fix of a message is; null where it is not to be applied. */
  #wantedFix(message: Linter.LintMessage, { input: { path }, noteOf }: Look): AppliedFix | null {
    const kind = fixKindOf(message, this.#linter.ruleOfAny(message.ruleId, path), noteOf(message)?.fixKind);
    return this.#isWanted(message, path, kind) ? { ruleId: message.ruleId, messageId: message.messageId ?? null, kind } : null;
  }

  #isWanted(message: Linter.LintMessage, path: string, kind: FixKind | null): boolean {
    if (this.#options.mayFix?.(message) === false) return false;
    if (this.#options.quiet === true && this.#linter.withLevels([message])[0]?.severity !== 2) return false;
    return isWantedType(this.#options.fixTypes, this.#linter.ruleOfAny(message.ruleId, path), kind);
  }

  realPath(file: string): string {
    return this.#options.fileSystem.realPath(file);
  }

  requiredState(): RequiredState {
    return this.#required.state();
  }

  requiresOthersThan(state: RequiredState): boolean {
    return this.#required.areOthersThan(state);
  }

  restoreRequired(state: RequiredState): void {
    this.#required.restore(state);
  }

  refuse({ path }: LintInput, fault: FixFault): void {
    this.refusedFixes.push({ filePath: path, ...fault });
  }

  /** A result that neither offers nor promises a fix which was refused: `--fix` would refuse it again. */
  withoutRefused(result: FileResult): FileResult {
    const { filePath, source, output, messages, suppressedMessages } = result;
    if (this.refusedFixes.every((refused) => refused.filePath !== filePath)) return result;
    const told = this.#linter.lookWithRefusedFixes({ path: filePath, text: output ?? source }).result.messages;
    const left = messages.map((finding, index) => {
      if (!this.#isWanted(finding, filePath, finding.fixKind ?? null)) return finding;
      const counterpart = told[index];
      return { ...withoutFix(finding), message: counterpart !== undefined && isSame(counterpart, finding) ? counterpart.message : finding.message };
    });
    return { ...result, ...fileResult(filePath, source, left, suppressedMessages) };
  }

  /** The files that are named in an output; a fix may have been chosen and then not applied. */
  requiredFiles(results: readonly FileResult[]): RequiredFile[] {
    return results.some(({ output }) => output !== undefined) ? this.#required.all() : [];
  }
}

/** Whether two findings are one, be it told in other words. */
function isSame(one: Finding, other: Finding): boolean {
  return one.ruleId === other.ruleId && one.messageId === other.messageId && one.line === other.line && one.column === other.column;
}
