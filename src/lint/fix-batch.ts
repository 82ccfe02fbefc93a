import type { Linter } from "eslint";
import type { LoadedProject } from "../compose/load-project.js";
import { servicesTouched, type ProjectAtHand } from "./fix-order.js";
import { FixJudge, type FixFault, type FixFaults } from "./fix-judge.js";
import type { LintInput, Look } from "./lint-files.js";
import type { AppliedFix, FileResult } from "./lint-result.js";
import type { RequiredState } from "./required-files.js";

/** What fixes make of a text, once applied. */
export interface Mend {
  text: string;
  /** The findings whose fixes were chosen. */
  findings: readonly Linter.LintMessage[];
  fixes: readonly AppliedFix[];
}

/** What is asked of the run whose files are mended. */
export interface FixingRun {
  look(input: LintInput): Look;
  /** Whether a file cannot be linted at all. */
  isUnknown(input: LintInput): boolean;
  /** Applies the fixes that are wanted, once; null where there are none. */
  mend(look: Look): Mend | null;
  /** Lets all files see these texts in the place of those on the disk. */
  show(inputs: readonly LintInput[]): void;
  projectOf(input: LintInput): ProjectAtHand | null;
  /** The files that fixes refer to. */
  requiredState(): RequiredState;
  realPath(file: string): string;
  requiresOthersThan(state: RequiredState): boolean;
  restoreRequired(state: RequiredState): void;
  refuse(input: LintInput, fault: FixFault): void;
}

/** A file with its fixes, where it has any, and what is found in it then. */
export interface FixedFile {
  result: FileResult;
  warnings: number;
}

/** A file as it is at some point, and the project in which it is judged then. */
export interface View extends Look {
  at: ProjectAtHand | null;
}

/** What was done to a file in all rounds. */
export interface Mended {
  findings: Linter.LintMessage[];
  fixes: Map<string, AppliedFix>;
  rounds: number;
  /** The text before the last round; with the one after it, fixes that undo each other are known. */
  earlier: string;
  isDone: boolean;
}

/** The files of a group with the fixes of some of them. */
export interface Trial {
  views: ReadonlyMap<LintInput, View>;
  mended: ReadonlyMap<LintInput, Mended>;
}

// As ESLint.
const MOST_ROUNDS = 10;

/**
 * Files that are mended together. All fixes are applied in rounds, in each of which every file is linted once beside the
 * others, and judged with each other: that takes no more than linting the files some times over. Only where something is
 * wrong with them are they parted, until the file is found whose fixes are to blame.
 */
export class FixBatch {
  readonly #inputs: readonly LintInput[];
  readonly #run: FixingRun;
  /** The files with the fixes that were found right. */
  #views: ReadonlyMap<LintInput, View>;
  readonly #mended = new Map<LintInput, Mended>();
  /** Files that are judged with these and not mended. */
  readonly #readers: ReadonlySet<LintInput>;

  /**
   * @param inputs in the order in which they are mended where two cannot be mended at the same time
   * @param readersOf finds other files in which some of these are read, by the paths of those that may be mended
   */
  constructor(inputs: readonly LintInput[], run: FixingRun, readersOf: (paths: ReadonlySet<string>) => readonly LintInput[] = () => []) {
    this.#inputs = inputs;
    this.#run = run;
    const views = new Map(inputs.map((input) => [input, this.#viewOf(input)]));
    const fixable = [...views].filter(([, { messages }]) => messages.some(({ fix }) => fix !== undefined));
    this.#readers = new Set(fixable.length === 0 ? [] : readersOf(new Set(fixable.map(([{ path }]) => path))));
    for (const reader of this.#readers) views.set(reader, this.#viewOf(reader));
    this.#views = views;
  }

  /** Returns the files, and those that are only judged with them, as they are then. */
  mend(): [LintInput, FixedFile][] {
    const open: (readonly LintInput[])[] = [this.#inputs];
    for (let some = open.shift(); some !== undefined; some = open.shift()) {
      const required = this.#run.requiredState();
      const trial = this.#tryOut(some);
      const faults = new FixJudge(this.#views, trial, this.#run).faults();
      if (faults === null) this.#accept(trial);
      else {
        this.#undo(trial, required);
        open.unshift(...this.#partsOf(some, trial, faults));
      }
    }
    return [...this.#inputs, ...this.#readers].map((input) => [input, this.#fixed(input)]);
  }

  #viewOf(input: LintInput): View {
    const look = this.#run.look(input);
    return { ...look, at: this.#run.projectOf(input) };
  }

  /**
   * Applies the fixes of some files, round after round, until none is left.
   * @param looksAt which files are linted with them
   */
  #tryOut(some: readonly LintInput[], looksAt: (input: LintInput) => boolean = () => true): Trial {
    const views = new Map(this.#views);
    const mended = new Map<LintInput, Mended>();
    for (;;) {
      const required = this.#run.requiredState();
      const changed = this.#applyRound(some, views, mended);
      if (changed.length === 0) return { views, mended };
      this.#run.show(changed.map(([, text]) => text));
      const texts = new Map(changed);
      const isAffected = affectedBy(changed.map(([{ path }]) => path));
      const all = this.#run.requiresOthersThan(required);
      for (const [input, view] of views) {
        if (looksAt(input) && (all || texts.has(input) || this.#readers.has(input) || isAffected(view))) views.set(input, this.#viewOf(texts.get(input) ?? view.input));
      }
    }
  }

  /** Applies the fixes that are there now, of files that change no service twice. Returns their new texts. */
  #applyRound(some: readonly LintInput[], views: ReadonlyMap<LintInput, View>, mended: Map<LintInput, Mended>): [LintInput, LintInput][] {
    const changed: [LintInput, LintInput][] = [];
    const busy = new Set<string>();
    for (const input of some) {
      const view = views.get(input);
      const known = mended.get(input);
      if (view === undefined || known?.isDone === true) continue;
      const touched = touchedBy(view);
      if (touched === null || touched.some((part) => busy.has(part))) continue;
      const mend = this.#run.mend(view);
      if (mend === null) continue;
      for (const part of touched) busy.add(part);
      mended.set(input, withMend(known, view.input.text, mend));
      changed.push([input, { path: input.path, text: mend.text }]);
    }
    return changed;
  }

  #accept({ views, mended }: Trial): void {
    this.#views = views;
    for (const [input, mends] of mended) {
      const known = this.#mended.get(input);
      this.#mended.set(input, known === undefined ? mends : { ...mends, fixes: new Map([...known.fixes, ...mends.fixes]) });
    }
  }

  #undo({ mended }: Trial, required: RequiredState): void {
    this.#run.restoreRequired(required);
    this.#run.show(Array.from(mended.keys(), (input) => this.#views.get(input)?.input ?? input));
  }

  /** The files in parts that are to be mended one after the other; without the one whose fixes are known to be wrong. */
  #partsOf(some: readonly LintInput[], { mended }: Trial, faults: FixFaults): (readonly LintInput[])[] {
    const changed = some.filter((input) => mended.has(input));
    const [only] = changed;
    if (changed.length === 1 && only !== undefined) {
      const fault = faults.own.get(only) ?? faults.elsewhere;
      if (fault !== null) this.#run.refuse(only, fault);
      return withoutEmpty([some.filter((input) => input !== only)]);
    }
    const { unlike, own } = faults;
    const wrong = own.size === changed.length ? this.#refuseWrong(changed) : new Set();
    if (wrong.size > 0) return withoutEmpty([some.filter((input) => !wrong.has(input))]);
    if (unlike.length > 1) return withoutEmpty([...unlike, some.filter((input) => !mended.has(input))]);
    const suspects = own.size > 0 && own.size < changed.length ? own : new Set(changed.slice(changed.length / 2));
    const isSuspect = (input: LintInput): boolean => suspects.has(input);
    return withoutEmpty([some.filter((input) => !isSuspect(input)), some.filter(isSuspect)]);
  }

  /** Refuses the fixes that are wrong for their own file already, without a look at the others. */
  #refuseWrong(inputs: readonly LintInput[]): ReadonlySet<LintInput> {
    const wrong = new Set<LintInput>();
    for (const input of inputs) {
      const required = this.#run.requiredState();
      const trial = this.#tryOut([input], (other) => other === input);
      const fault = new FixJudge(this.#views, trial, this.#run).faults()?.own.get(input);
      this.#undo(trial, required);
      if (fault === undefined) continue;
      this.#run.refuse(input, fault);
      wrong.add(input);
    }
    return wrong;
  }

  #fixed(input: LintInput): FixedFile {
    const view = this.#views.get(input);
    if (view === undefined) throw new Error(`${input.path} was not linted.`);
    const { result, warnings } = view;
    const mended = this.#mended.get(input);
    if (mended === undefined) return { result, warnings };
    return { result: { ...result, source: input.text, output: view.input.text, appliedFixes: [...mended.fixes.values()] }, warnings };
  }
}

function withoutEmpty(parts: readonly (readonly LintInput[])[]): (readonly LintInput[])[] {
  return parts.filter((part) => part.length > 0);
}

function withMend(known: Mended | undefined, text: string, mend: Mend): Mended {
  const rounds = (known?.rounds ?? 0) + 1;
  const fixes = new Map(known?.fixes);
  for (const fix of mend.fixes) fixes.set(JSON.stringify(fix), fix);
  const isDone = rounds >= MOST_ROUNDS || known?.earlier === mend.text;
  return { findings: [...(known?.findings ?? []), ...mend.findings], fixes, rounds, earlier: text, isDone };
}

/** The services that the fixes of a file may change; null where it has none. */
function touchedBy({ input, messages, at }: View): string[] | null {
  const lines = new Set(messages.filter(({ fix }) => fix !== undefined).map(({ line }) => line));
  if (lines.size === 0) return null;
  return at === null ? [] : servicesTouched(input.path, lines, at);
}

/** Tells whether a file is judged by one of those that changed. */
function affectedBy(paths: readonly string[]): (view: View) => boolean {
  const known = new Map<LoadedProject, boolean>();
  const changed = new Set(paths);
  const reads = (project: LoadedProject): boolean => {
    const answer = known.get(project) ?? paths.some((path) => project.files.has(path));
    known.set(project, answer);
    return answer;
  };
  return ({ at }) => at !== null && (reads(at.project) || at.alsoIn.some(({ files }) => files.some((file) => changed.has(file))));
}
