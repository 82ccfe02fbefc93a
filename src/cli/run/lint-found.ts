import type { ConfiguredIgnores } from "../configured-ignores.js";
import { FoundProjects, type FoundFacts, type ScopeParts, type TakenIn } from "../project-files.js";
import type { NamesOfFolders } from "../folder-names.js";
import type { ProjectChoice } from "../project-choice.js";
import type { AskedSurvey } from "./early-surveys.js";
import { FILES_OF_A_BATCH, type FileOutcome, type LintAnswer, type LintExecutor, type LintTask, type Survey } from "./lint-task.js";

/** So many batches are at most begun after one that is not done: what comes of them waits for it, to be told in order. */
const BATCHES_AHEAD = 16;
const PAUSE_MS = 5;

/** What earlier runs tell of files whose dependencies have not changed since. */
export interface RunMemory {
  /** Says what is known of the projects, on which results depend. */
  begin(scope: ScopeParts): void;
  takenIn(file: string): readonly TakenIn[] | null;
  outcome(file: string): Promise<FileOutcome | null>;
  keepTakenIn(survey: Survey): void;
  keepOutcome(outcome: FileOutcome): Promise<void>;
}

export interface LintFoundOptions {
  /** All files that were found, in order. */
  found: readonly string[];
  names: FoundFacts;
  choice: ProjectChoice;
  /** What is known of the folders. */
  folders: NamesOfFolders;
  /** Those that lint, for so many files; the same ones each time they are asked for. */
  executors: (files: number) => Promise<readonly LintExecutor[]>;
  /** What other threads were asked for while files were looked for. */
  asked: readonly AskedSurvey[];
  memory: RunMemory | null;
  /** Asked once for each file. */
  ignores: Pick<ConfiguredIgnores, "leavesOut" | "requireSome">;
  /** Of the files found those that this run lints; null for all. What another run lints too is left to it. */
  share: ReadonlySet<string> | null;
  /** Takes what came of each file, in order. */
  take: (outcome: FileOutcome) => void;
  /** How many of the files found are done. */
  progress: (done: number) => void;
}

/**
 * Lints the files found and what their projects take in, each file once: first it is told what each takes in, since that
 * decides in which project a file is judged, then they are judged. What came of them is told in the order of the files,
 * each followed by what its project takes in.
 */
export async function lintFound(options: LintFoundOptions): Promise<void> {
  const surveys = await surveyAll(options);
  const projects = new FoundProjects(options.found, options.choice, options.names);
  for (const file of options.found) {
    const takenIn = surveys.takenIn.get(file) ?? [];
    projects.add(file, takenIn === "later" ? [] : takenIn);
  }
  options.memory?.begin(projects);
  await new LintInOrder(options, surveys, projects).run();
}

interface Surveys {
  takenIn: Map<string, readonly TakenIn[] | "later">;
  /** Who has read a file for that, and so lints it faster. */
  readers: Map<string, LintExecutor>;
}

async function surveyAll({ found, executors, asked, memory, share }: LintFoundOptions): Promise<Surveys> {
  const surveys: Surveys = { takenIn: new Map(), readers: new Map() };
  const waitedFor = new Set(asked.flatMap(({ files }) => files));
  const unknown: string[] = [];
  for (const file of found) {
    const known = memory?.takenIn(file) ?? null;
    if (known !== null) surveys.takenIn.set(file, known);
    else if (!waitedFor.has(file)) unknown.push(file);
  }
  const keep = (answers: readonly Survey[], executor: LintExecutor): void => {
    for (const survey of answers) {
      surveys.takenIn.set(survey.file, survey.takenIn);
      surveys.readers.set(survey.file, executor);
      if (survey.takenIn !== "later") memory?.keepTakenIn(survey);
    }
  };
  // Who shares the work must know of each file which run lints it.
  const isWhole = share !== null;
  const workers = await executors(waitedFor.size + unknown.length);
  await Promise.all([
    workOff(batchesOf(unknown, workers), workers, (executor, batch) => executor.survey(batch, isWhole), keep),
    ...asked.map(async ({ answer, executor }) => { keep(await answer, executor); }),
  ]);
  return surveys;
}

/** A file found, and what its project takes in; null as long as nobody knows. */
interface Slot {
  file: string;
  others: readonly string[] | null;
}

class LintInOrder {
  readonly #options: LintFoundOptions;
  readonly #slots: Slot[];
  readonly #surveys: Surveys;
  readonly #waiting = new Map<string, FileOutcome>();
  readonly #done = new Set<string>();
  /** The files that have a task of their own, or are known to be left out. */
  readonly #projects: FoundProjects;
  #next = 0;

  constructor(options: LintFoundOptions, surveys: Surveys, projects: FoundProjects) {
    this.#options = options;
    this.#projects = projects;
    this.#surveys = surveys;
    this.#slots = options.found.map((file) => {
      const takenIn = surveys.takenIn.get(file) ?? [];
      return { file, others: takenIn === "later" ? null : takenIn.map(([other]) => other).filter((other) => !projects.isOtherName(other)) };
    });
  }

  async run(): Promise<void> {
    // Those that are there already take it in while the tasks are put together.
    const begun = new Map((await this.#options.executors(0)).map((executor) => [executor, this.#begin(executor)]));
    const tasks = await this.#tasks();
    // Who shares the work may have got none but ignored files.
    if (this.#options.share === null) await this.#options.ignores.requireSome();
    this.#takeReady();
    const executors = await this.#options.executors(tasks.length);
    const beginning = executors.map((executor) => begun.get(executor) ?? this.#begin(executor));
    const { readers } = this.#surveys;
    const batches = batchesOf(tasks, executors, ({ file }) => readers.get(file));
    const working = workOff(batches, executors, (executor, batch) => executor.lint(batch), async (answers) => {
      for (const answer of answers) await this.#keep(answer);
      this.#takeReady();
    });
    // Each begins before it lints, since it does one thing after the other.
    await Promise.all([...beginning, working]);
  }

  #begin(executor: LintExecutor): Promise<void> {
    const beginning = executor.begin(this.#projects.parts(), this.#options.folders);
    // What went wrong is told where it is waited for.
    beginning.catch(() => undefined);
    return beginning;
  }

  /** What is left to do, in order; what is known from earlier runs waits to be told. */
  async #tasks(): Promise<LintTask[]> {
    const { share } = this.#options;
    const tasks: LintTask[] = [];
    const owned = new Set<string>();
    const ofNamed = new Map(this.#slots.map((slot) => [slot.file, slot]));
    const add = async (file: string, isOurs: boolean): Promise<void> => {
      if (owned.has(file)) return;
      owned.add(file);
      const lints = isOurs && (await this.#isToLint(file));
      if (!isOurs) this.#done.add(file);
      const follows = ofNamed.get(file)?.others === null;
      if (lints || follows) tasks.push({ file, lints, follows });
    };
    const isOurs = (file: string): boolean => share === null || share.has(file);
    for (const { file, others } of this.#slots) {
      await add(file, isOurs(file));
      // In the order in which they are told, so that little waits for what comes before it.
      for (const other of others ?? []) await add(other, isOurs(ofNamed.has(other) ? other : file));
    }
    return tasks;
  }

  async #isToLint(file: string): Promise<boolean> {
    const { ignores, memory } = this.#options;
    if (await ignores.leavesOut(file)) {
      this.#done.add(file);
      return false;
    }
    const known = memory === null ? null : await memory.outcome(file);
    if (known !== null) this.#waiting.set(file, known);
    return known === null;
  }

  async #keep({ file, outcomes, survey }: LintAnswer): Promise<void> {
    const { memory } = this.#options;
    for (const outcome of outcomes) {
      if (!this.#done.has(outcome.file)) this.#waiting.set(outcome.file, outcome);
      await memory?.keepOutcome(outcome);
    }
    if (survey === null || survey.takenIn === "later") return;
    memory?.keepTakenIn(survey);
    const slot = this.#slotOf(file);
    if (slot !== undefined) slot.others = survey.takenIn.map(([other]) => other).filter((other) => this.#projects.linted.has(other) || this.#waiting.has(other));
  }

  #slotOf(file: string): Slot | undefined {
    // Answers come nearly in order.
    for (let index = this.#next; index < this.#slots.length; index += 1) if (this.#slots[index]?.file === file) return this.#slots[index];
    return undefined;
  }

  /** Tells of what is ready and next in order. */
  #takeReady(): void {
    for (; this.#next < this.#slots.length; this.#next += 1) {
      const slot = this.#slots[this.#next];
      if (slot === undefined || slot.others === null) break;
      const files = [slot.file, ...(this.#isElsewhere(slot.file) ? [] : slot.others)];
      if (!files.every((file) => this.#done.has(file) || this.#waiting.has(file))) break;
      for (const file of files) this.#tell(file);
    }
    this.#options.progress(this.#next);
  }

  #isElsewhere(file: string): boolean {
    const { share } = this.#options;
    return share !== null && !share.has(file);
  }

  #tell(file: string): void {
    const outcome = this.#waiting.get(file);
    if (outcome === undefined) return;
    this.#waiting.delete(file);
    this.#done.add(file);
    // In order, so that of two names the same one is told of in each run.
    if (!this.#projects.isOtherName(file)) this.#options.take(outcome);
  }
}

/** What an executor is asked for at once. */
interface Batch<Item> {
  items: Item[];
  /** In the order of their first items. */
  index: number;
  /** Who does it best. */
  favourite: LintExecutor | undefined;
}

/** Small where there is little to do, so that each executor gets its part. */
function batchesOf<Item>(items: readonly Item[], executors: readonly LintExecutor[], favouriteOf: (item: Item) => LintExecutor | undefined = () => undefined): Batch<Item>[] {
  const requests = executors.reduce((sum, { requestsAtOnce }) => sum + requestsAtOnce, 0);
  const size = Math.max(1, Math.min(FILES_OF_A_BATCH, Math.ceil(items.length / Math.max(requests, 1))));
  const batches: Batch<Item>[] = [];
  const open = new Map<LintExecutor | undefined, Batch<Item>>();
  for (const item of items) {
    const favourite = favouriteOf(item);
    let batch = open.get(favourite);
    if (batch === undefined || batch.items.length === size) {
      batch = { items: [], index: batches.length, favourite };
      batches.push(batch);
      open.set(favourite, batch);
    }
    batch.items.push(item);
  }
  return batches;
}

/** Has batches done, each by the next executor that is free; ends with the first error. */
async function workOff<Item, Answer>(
  batches: readonly Batch<Item>[],
  executors: readonly LintExecutor[],
  work: (executor: LintExecutor, items: readonly Item[]) => Promise<Answer>,
  take: (answer: Answer, executor: LintExecutor) => Promise<void> | void,
): Promise<void> {
  const left = [...batches];
  const begun = new Set<number>();
  const ahead = BATCHES_AHEAD * executors.length;
  const isFarAhead = (): boolean => Math.min(...begun) < (left[0]?.index ?? 0) - ahead;
  const nextFor = (executor: LintExecutor): Batch<Item> | undefined => {
    const own = left.slice(0, ahead).findIndex(({ favourite }) => favourite === executor);
    return left.splice(Math.max(own, 0), 1)[0];
  };
  const workWith = async (executor: LintExecutor): Promise<void> => {
    while (left.length > 0) {
      if (isFarAhead()) {
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
        continue;
      }
      const batch = nextFor(executor);
      if (batch === undefined) return;
      begun.add(batch.index);
      try {
        await take(await work(executor, batch.items), executor);
        begun.delete(batch.index);
      } catch (error) {
        left.length = 0;
        throw error;
      }
      // Signals, timers and the terminal get their turn.
      if (left.length > 0) await new Promise((resolve) => setImmediate(resolve));
    }
  };
  await Promise.all(executors.flatMap((executor) => Array.from({ length: executor.requestsAtOnce }, () => workWith(executor))));
}
