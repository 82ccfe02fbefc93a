import type { Linter } from "eslint";
import { fixKindOf, isWantedType } from "./fix-choice.js";
import type { Mend, FixingRun } from "./fix-batch.js";
import type { FixFault } from "./fix-judge.js";
import type { ProjectAtHand } from "./fix-order.js";
import type { FileLinter, LintInput, LintOptions, Look, RefusedFix, RequiredFile } from "./lint-files.js";
import type { AppliedFix, FileResult } from "./lint-result.js";
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
      const { requiredFile: planned, namedFile } = look.noteOf(message) ?? {};
      if (planned !== undefined) this.#required.add(planned, path);
      else if (namedFile !== undefined) this.#required.addUser(namedFile, path);
      return true;
    });
    return merged === null ? null : { text: merged, findings, fixes: [...fixes.values()] };
  }

  /** What the fix of a message is; null where it is not to be applied. */
  #wantedFix(message: Linter.LintMessage, { input: { path }, noteOf }: Look): AppliedFix | null {
    if (this.#options.mayFix?.(message) === false) return null;
    if (this.#options.quiet === true && this.#linter.withLevels([message])[0]?.severity !== 2) return null;
    const rule = this.#linter.ruleOfAny(message.ruleId, path);
    const kind = fixKindOf(message, rule, noteOf(message)?.fixKind);
    if (!isWantedType(this.#options.fixTypes, rule, kind)) return null;
    return { ruleId: message.ruleId, messageId: message.messageId ?? null, kind };
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

  /** The files that are named in an output; a fix may have been chosen and then not applied. */
  requiredFiles(results: readonly FileResult[]): RequiredFile[] {
    return results.some(({ output }) => output !== undefined) ? this.#required.all() : [];
  }
}
