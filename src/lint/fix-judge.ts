import { changedPaths } from "../compose/changed-paths.js";
import type { LoadedProject } from "../compose/load-project.js";
import type { Value } from "../compose/value.js";
import { fileKindOf } from "../eslint/file-kind.js";
import { addToList } from "../memory/add-to-list.js";
import type { FixingRun, Mended, Trial, View } from "./fix-batch.js";
import { faultOfFix, meantKeys, type JudgedText } from "./judge-fix.js";
import type { LintInput } from "./lint-files.js";
import { levelWord, newError } from "./new-error.js";

/** What is wrong with the fixes of a file. */
export interface FixFault {
  /** As a sentence. */
  why: string;
  /** Whether it comes of other files, so that the rule may be right. */
  isOfOthers: boolean;
}

/** What is wrong with fixes that were made together. */
export interface FixFaults {
  /** By file, what is wrong with its own fixes. */
  own: ReadonlyMap<LintInput, FixFault>;
  /** What is wrong with a file that has no fixes, said of one that has; null where nothing is. */
  elsewhere: FixFault | null;
  /** Files whose fixes are not meant to change the same can only be judged apart; else there are none. */
  unlike: readonly (readonly LintInput[])[];
}

/** Judges the fixes of some files with each other, and each file that is read with them. */
export class FixJudge {
  readonly #before: ReadonlyMap<LintInput, View>;
  readonly #trial: Trial;
  readonly #run: Pick<FixingRun, "isUnknown">;
  readonly #doubled = new Map<LoadedProject, ReadonlySet<string>>();
  /** Files of one project have the same models. */
  readonly #changes = new Map<Value | null, Map<Value | null, string[][]>>();

  constructor(before: ReadonlyMap<LintInput, View>, trial: Trial, run: Pick<FixingRun, "isUnknown">) {
    this.#before = before;
    this.#trial = trial;
    this.#run = run;
  }

  /** Null where nothing is wrong. */
  faults(): FixFaults | null {
    const { views, mended } = this.#trial;
    const unlike = groupsByMeaning(mended);
    if (unlike.length > 1) return { own: new Map(), elsewhere: null, unlike };
    const own = new Map<LintInput, FixFault>();
    let elsewhere: FixFault | null = null;
    for (const [input, after] of views) {
      const before = this.#before.get(input);
      if (before === undefined || before === after) continue;
      const mends = mended.get(input);
      const wrong = mends === undefined ? null : this.#faultOf(input, mends, before, after);
      if (wrong !== null) {
        own.set(input, { why: wrong, isOfOthers: false });
        continue;
      }
      const why = this.#doubledBy(before, after) ?? (mends === undefined ? faultElsewhere(before, after) : null);
      if (why === null) continue;
      if (mends !== undefined) own.set(input, { why, isOfOthers: true });
      else elsewhere ??= { why, isOfOthers: true };
    }
    return own.size === 0 && elsewhere === null ? null : { own, elsewhere, unlike: [] };
  }

  #faultOf(input: LintInput, { findings, fixes }: Mended, before: View, after: View): string | null {
    if (this.#run.isUnknown(input)) return "With its fixes it could not be judged.";
    return faultOfFix({
      kind: fileKindOf(input.path, input.text),
      before: judgedText(before),
      after: judgedText(after),
      mended: findings,
      fixes: [...fixes.values()],
      changedPaths: (one, other) => this.#changedPaths(one, other),
    });
  }

  /** Also where the rule that tells of it is off, or tells of it in a file that is not linted. */
  #doubledBy(before: View, after: View): string | null {
    if (before.at === null || after.at === null) return null;
    const known = this.#doubledIn(before.at.project);
    const [service] = [...this.#doubledIn(after.at.project)].filter((name) => !known.has(name));
    return service === undefined ? null : `Its fixes would give the service \`${service}\` an entry of \`security_opt\` twice, which Docker Compose refuses.`;
  }

  #doubledIn(project: LoadedProject): ReadonlySet<string> {
    const found = this.#doubled.get(project) ?? servicesWithDoubles(project);
    this.#doubled.set(project, found);
    return found;
  }

  #changedPaths(before: Value | null, after: Value | null): string[][] {
    const known = this.#changes.get(before) ?? new Map<Value | null, string[][]>();
    this.#changes.set(before, known);
    const paths = known.get(after) ?? changedPaths(before, after);
    known.set(after, paths);
    return paths;
  }
}

function judgedText({ input: { text }, levelled, at }: View): JudgedText {
  return { text, messages: levelled, model: at?.project.model ?? null };
}

function faultElsewhere(before: View, after: View): string | null {
  const added = newError(judgedText(before), judgedText(after));
  return added === null ? null : `Its fixes would bring a new ${levelWord(added)} to another file of the project: ${added.message}`;
}

function servicesWithDoubles({ services }: LoadedProject): ReadonlySet<string> {
  const doubled = new Set<string>();
  for (const { name, securityOpt } of services.values()) {
    if (new Set(securityOpt.map(({ value }) => value)).size < securityOpt.length) doubled.add(name);
  }
  return doubled;
}

/** The files by the keys that their fixes are meant to change. */
function groupsByMeaning(mended: ReadonlyMap<LintInput, Mended>): LintInput[][] {
  const groups = new Map<string, LintInput[]>();
  for (const [input, { fixes }] of mended) {
    const meant = meantKeys([...fixes.values()]);
    addToList(groups, meant === null ? "all" : [...meant].sort().join(" "), input);
  }
  return [...groups.values()];
}
