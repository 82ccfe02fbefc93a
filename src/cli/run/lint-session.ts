import type { ESLint } from "eslint";
import type { Discovery } from "../../compose/discover.js";
import type { FileSystem } from "../../compose/file-system.js";
import type { LoadedProject } from "../../compose/load-project.js";
import { namedFiles } from "../../compose/named-files.js";
import { ProjectFileCache } from "../../compose/project-file.js";
import { RecordingFileSystem } from "../../compose/recording-file-system.js";
import { fileKindOf } from "../../eslint/file-kind.js";
import { whenDayIsAsked } from "../../eslint/image-options.js";
import type { ProjectScope } from "../../facts/project-scope.js";
import { projectHolding, type ProjectContext } from "../../facts/project-services.js";
import { ProjectMemory, ProjectQuestion } from "../../facts/project-memory.js";
import { Attached } from "../../memory/attached.js";
import { FileLinter, type FileConfig } from "../../lint/lint-files.js";
import type { FileResult } from "../../lint/lint-result.js";
import type { ReportTargets } from "../formats/report-targets.js";
import type { RenderFile } from "../formats/render-file.js";
import type { NamesOfFolders } from "../folder-names.js";
import { ListedFileSystem, type TellFolder } from "../listed-file-system.js";
import type { ProjectChoice } from "../project-choice.js";
import { FoundProjects, mayTakeIn, takenIn, type ScopeParts, type TakenIn } from "../project-files.js";
import { ruleConfigurationProblem } from "../rule-option.js";
import type { RunConfiguration } from "../run-configuration.js";
import type { Dependencies } from "./dependency.js";
import type { DependencyRecord } from "./dependency-record.js";
import type { FileOutcome, LintAnswer, LintExecutor, LintTask, Survey } from "./lint-task.js";
import { ReadAhead } from "./read-ahead.js";
import type { Recorder } from "./recorder.js";

// Few: files of one project follow each other. Those that include a file are at hand beside its own.
const PROJECTS_AT_HAND = 4;
// A parsed file takes some hundred bytes for each character.
const KEPT_FILES = { keys: 256, weight: 200_000, turns: 4 };
// Signals, the terminal and other threads wait no longer, but for a file that takes so long by itself. Node loads its clock of
// milliseconds only when it is asked for, that of seconds it has.
const LONGEST_TURN_S = 0.05;

/** What a project names to have in its containers. */
const named = new ProjectQuestion<readonly string[]>();

export interface SessionOptions {
  cwd: string;
  variables: Readonly<Record<string, string | undefined>>;
  fileSystem: FileSystem;
  targets: Pick<ReportTargets, "areWanted" | "noteKnown" | "requireUnread">;
  choice: ProjectChoice;
  configuration: RunConfiguration;
  /** The rules that flags set. */
  flaggedRules: Readonly<Record<string, unknown>>;
  plugins: Readonly<Record<string, ESLint.Plugin>>;
  quiet: boolean;
  /** Whether files are linted that their configuration leaves out. */
  noIgnore: boolean;
  /** Whether results that have findings keep the text of their file. */
  keepsSource: boolean;
  /** Makes of a result all that is wanted of it; null where the result itself is. */
  render: RenderFile | null;
  /** Takes down what is asked for; null where nobody wants to know. */
  recording: { recorder: Recorder; variables: Readonly<Record<string, string | undefined>> } | null;
}

/** Lints files one after the other and keeps of each no more than its result, so that memory does not grow with them. */
export class LintSession implements LintExecutor {
  readonly requestsAtOnce = 1;
  readonly #options: SessionOptions;
  readonly #context: ProjectContext & { scope: ProjectScope };
  readonly #linter: FileLinter;
  readonly #recorder: Recorder | null;
  readonly #readAhead: ReadAhead;
  readonly #followed = new Set<string>();
  #scope: ScopeParts;
  #config: FileConfig | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#recorder = options.recording?.recorder ?? null;
    this.#scope = new FoundProjects([], options.choice, { links: new Map(), realPath: (file) => options.fileSystem.realPath(file) });
    const recorder = this.#recorder;
    const { cwd, plugins, quiet } = options;
    const disk = recorder === null ? options.fileSystem : new RecordingFileSystem(options.fileSystem, recorder.noteFile);
    // One answer for all that a folder lacks, in the place of one for each file.
    const noteFolder: TellFolder | undefined = recorder === null ? undefined : (folder, names) => { recorder.note("names", folder, String(names)); };
    const fileSystem = new ListedFileSystem(disk, options.configuration.configurations.folderNames, noteFolder);
    // A result depends on all that was asked for while the file was linted, its text among it.
    this.#readAhead = new ReadAhead(fileSystem, recorder === null ? undefined : 0);
    const variables = options.recording?.variables ?? options.variables;
    const onLoad = (path: string, text: string): void => recorder?.note("read", path, `=${text}`);
    const projectFiles = new ProjectFileCache({ kept: KEPT_FILES, ...(recorder === null ? {} : { onLoad }) });
    const scope = this.#scopeFor(recorder);
    this.#context = { fileSystem, variables, cache: projectFiles, scope };
    if (recorder !== null) whenDayIsAsked((day) => { recorder.note("day", "", day); });
    this.#linter = new FileLinter({ cwd, fileSystem, variables, projectFiles, scope, plugins, quiet, settings: {}, fix: false, areOnDisk: true, configOf: () => this.#config });
  }

  survey(files: readonly string[], isWhole: boolean): Promise<Survey[]> {
    return Promise.resolve(
      files.map((file) => {
        this.#context.cache.nextTurn();
        return this.#surveyOf(file, isWhole);
      }),
    );
  }

  begin(scope: ScopeParts, names: NamesOfFolders): Promise<void> {
    this.#scope = scope;
    this.#options.configuration.configurations.folderNames.take(names);
    return Promise.resolve();
  }

  async lint(tasks: readonly LintTask[]): Promise<LintAnswer[]> {
    const answers: LintAnswer[] = [];
    let lastTurn = process.uptime();
    for (const task of tasks) {
      answers.push(await this.#answer(task));
      if (process.uptime() - lastTurn < LONGEST_TURN_S) continue;
      await new Promise((resolve) => setImmediate(resolve));
      lastTurn = process.uptime();
    }
    return answers;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #answer({ file, lints, follows }: LintTask): Promise<LintAnswer> {
    this.#context.cache.nextTurn();
    const survey = follows ? this.#surveyOf(file, true) : null;
    const outcomes = lints ? [await this.#outcomeOf(file)] : [];
    for (const [other] of survey === null || survey.takenIn === "later" ? [] : survey.takenIn) {
      if (this.#scope.linted.has(other) || this.#followed.has(other)) continue;
      this.#followed.add(other);
      const { noIgnore, configuration } = this.#options;
      if (noIgnore || !(await configuration.ignores(other))) outcomes.push(await this.#outcomeOf(other));
    }
    return { file, outcomes, survey };
  }

  #surveyOf(file: string, isWhole: boolean): Survey {
    const { result, dependencies } = this.#during(() => this.#takenInBy(file, isWhole));
    this.#options.targets.requireUnread();
    return { file, takenIn: result, dependencies };
  }

  #takenInBy(file: string, isWhole: boolean): readonly TakenIn[] | "later" {
    const may = mayTakeIn(file, this.#readAhead);
    if (may === "nothing") return [];
    return !isWhole && may === "dockerfiles" ? "later" : takenIn(file, this.#context);
  }

  async #outcomeOf(file: string): Promise<FileOutcome> {
    this.#config = await this.#options.configuration.for(file);
    await this.#noteConfiguration(file);
    const { result, dependencies } = this.#during(() => this.#linted(file));
    this.#options.targets.requireUnread();
    return { file, ...result, dependencies };
  }

  #linted(file: string): Omit<FileOutcome, "file" | "dependencies"> {
    const content = this.#readAhead.take(file);
    if (!content.ok) return { result: null, problem: content.problem, warningCount: 0, failures: [] };
    // What was asked for another result is not noted for this one.
    this.#context.scope.memory.lastHeld = null;
    try {
      const { result, warnings } = this.#linter.look({ path: file, text: content.text });
      this.#askForNamed(file, content.text);
      const { render } = this.#options;
      const told = render === null ? { result: this.#kept(result) } : { result: null, rendered: render(result) };
      return { ...told, problem: null, warningCount: warnings, failures: this.#linter.failures.splice(0) };
    } catch (error) {
      throw ruleConfigurationProblem(error, this.#options.flaggedRules) ?? error;
    }
  }

  /** Asks for what the project of a file names, so that it is noted, and kept with the result for a run that reports over it. */
  #askForNamed(file: string, text: string): void {
    if (this.#recorder === null && !this.#options.targets.areWanted) return;
    if (fileKindOf(file, text) === "dockerfile") return;
    const { scope, fileSystem } = this.#context;
    const { lastHeld } = scope.memory;
    // Mostly the rules have just asked for it.
    const project = lastHeld?.file === file ? lastHeld.project : projectHolding(file, this.#context);
    scope.memory.answer(named, project, "", () => {
      const paths = namedFiles(project);
      for (const path of paths) fileSystem.facts(path);
      return paths;
    });
  }

  async #noteConfiguration(file: string): Promise<void> {
    const { configuration, targets } = this.#options;
    if (!targets.areWanted) return;
    const resolved = await configuration.configurations.resolved(file);
    for (const source of resolved?.sources ?? []) targets.noteKnown(source);
  }

  #kept(result: FileResult): FileResult {
    return this.#options.keepsSource && result.messages.length > 0 ? result : { ...result, source: "" };
  }

  #during<Result>(work: () => Result): { result: Result; dependencies: Dependencies | null } {
    if (this.#recorder === null) return { result: work(), dependencies: null };
    const { result, record } = this.#recorder.during(work);
    return { result, dependencies: record.dependencies };
  }

  #scopeFor(recorder: Recorder | null): ProjectScope {
    const note = recorder === null ? () => undefined : recorder.note.bind(recorder);
    const has = (file: string): boolean => {
      const answer = this.#scope.linted.has(file);
      note("linted", file, answer);
      return answer;
    };
    return {
      options: this.#options.choice.options,
      rootOf: (file) => {
        const answer = this.#scope.roots.get(file);
        note("root", file, answer);
        return answer;
      },
      alsoIn: (file) => {
        const answer = this.#scope.alsoIn.get(file) ?? [];
        note("also", file, answer);
        return answer;
      },
      linted: { has },
      memory: recorder === null ? new ProjectMemory(PROJECTS_AT_HAND) : new RecordedProjects(recorder),
    };
  }
}

/** Projects at hand; what was asked for when one was loaded, or for an answer about it, counts for each file that is judged in it. */
class RecordedProjects extends ProjectMemory {
  readonly #recorder: Recorder;
  readonly #records = new Attached<object, DependencyRecord>();

  constructor(recorder: Recorder) {
    super(PROJECTS_AT_HAND);
    this.#recorder = recorder;
  }

  override get(key: string, load: () => LoadedProject): LoadedProject {
    return this.#replayed(super.get(key, () => this.#recorded(load)));
  }

  override search(find: () => Discovery): Discovery {
    return this.#recorded(find);
  }

  override made(found: Discovery): Discovery {
    return this.#replayed(found);
  }

  override answer<Answer extends object>(question: ProjectQuestion<Answer>, project: LoadedProject, part: string, find: () => Answer): Answer {
    return this.#replayed(super.answer(question, project, part, () => this.#recorded(find)));
  }

  #recorded<Result extends object>(work: () => Result): Result {
    const { result, record } = this.#recorder.during(work);
    this.#records.set(result, record);
    return result;
  }

  #replayed<Result extends object>(result: Result): Result {
    const record = this.#records.get(result);
    if (record !== undefined) this.#recorder.replay(record);
    return result;
  }
}
