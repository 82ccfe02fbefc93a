import type { ESLint, Linter } from "eslint";
import { OverlayFileSystem } from "../compose/overlay-file-system.js";
import { ProjectFileCache } from "../compose/project-file.js";
import type { FileSystem } from "../compose/file-system.js";
import { fileKindOf, type FileKind } from "../eslint/file-kind.js";
import type { FindingNote, LintHost } from "../eslint/lint-host.js";
import { withMessageLevels } from "../eslint/message-level.js";
import { withShortDirectives } from "../eslint/short-directives.js";
import { appliesTo, createPlugin, ruleLevels, type ComposeLintPlugin, type ConfigName } from "../eslint/plugin.js";
import type { LintSettings } from "../eslint/settings.js";
import type { ProjectScope } from "../facts/project-scope.js";
import { projectOfFile } from "../facts/project-services.js";
import type { LoadedProject } from "../compose/load-project.js";
import { toldText } from "../text/told-text.js";
import { checkedConfig } from "./checked-config.js";
import { isConfigurationError, lintFailure, type LintFailure } from "./lint-failure.js";
import { fixAll } from "./fix-all.js";
import { RequiredFiles } from "./required-files.js";
import { relatedPlace } from "./related-place.js";
import { wholeLinter, type WholeLinter } from "./whole-linter.js";
import { withoutSchemas } from "./without-schemas.js";
import { faultOfFix, type JudgedText } from "./judge-fix.js";
import { fixKindOf, isWantedType, withKind } from "./fix-choice.js";
import { fileResult, type AppliedFix, type FileResult, type Finding } from "./lint-result.js";

/** What is judged, and for which engine. */
export interface FileConfig {
  settings: LintSettings;
  /** The rules of this set are on; `recommended` by default, null for none. */
  set?: ConfigName | null;
  /** Rules that the user set, under their short names; their options are checked. */
  rules?: Readonly<Record<string, Linter.RuleEntry>>;
  /** Plugins with rules of the user's own, by their namespaces; `rules` sets those under `namespace/rule`. */
  plugins?: Readonly<Record<string, ESLint.Plugin>>;
}

export interface LintOptions extends FileConfig {
  /** The folder that the run starts in; the files lie on its drive. */
  cwd: string;
  fileSystem: FileSystem;
  /** The environment in which Compose would run. */
  variables: Readonly<Record<string, string | undefined>>;
  /** Compose files that were read before; a fresh cache by default. */
  projectFiles?: ProjectFileCache;
  /** What is known of the projects of these files. Without it each is judged in the project of its folder. */
  scope?: ProjectScope;
  /** What holds for a file, where files differ; files for which the same holds should get the same object. */
  configOf?: (path: string) => FileConfig | undefined;
  /** Apply the fixes, to the result's `output`; nothing is written. */
  fix: boolean;
  /**
   * Whether the caller writes the files that fixes refer to, so that such fixes are offered; by default where `fix` is set.
   * Without it the findings are those that ESLint gives, which writes none.
   */
  writesFiles?: boolean;
  /** Which findings the fixes of are applied; all by default. It is asked in each pass, with places as they are by then. */
  mayFix?: (message: Linter.LintMessage) => boolean;
  /** Whether the texts are those of the file system, so that nothing needs to be put over it. Not with `fix`. */
  areOnDisk?: boolean;
  /** Leave out what is not an error, before fixes are chosen. */
  quiet?: boolean;
  /** With `quiet`: warnings are in the results nevertheless, for a caller that leaves them out itself. */
  keepsWarnings?: boolean;
  /** Apply only fixes of these types of rule or kinds of change; all where it is missing. */
  fixTypes?: readonly string[];
  /** Is told of the file that the fix of a finding refers to and that is still to be written. */
  takePlannedFile?: (finding: Finding, file: PlannedFile) => void;
}

/** A file that a fix would write; its text is made when it is asked for. */
export interface PlannedFile {
  path: string;
  text: () => string;
}

/** A file that a fix refers to and that must be written before the fixed one. */
export interface RequiredFile {
  path: string;
  text: string;
  /** What lay there when the fix was chosen; null for nothing. Missing where nobody looked. */
  before?: string | null;
  /** The linted files whose fixes refer to it, absolute; missing where it is all of them. */
  neededBy?: readonly string[];
}

export interface LintRun {
  results: FileResult[];
  /** The files that the applied fixes refer to and that are still to be written, before the results' outputs. */
  requiredFiles: RequiredFile[];
  /** All warnings, those that `quiet` leaves out of the results too. */
  warningCount: number;
  /** Files whose fixes were found wrong when they were judged again, and that stay as they are. */
  refusedFixes?: readonly RefusedFix[];
  /** Rules that came to an exception, and files that could not be linted at all: faults of compose-lint. */
  failures: LintFailure[];
}

export interface RefusedFix {
  /** Absolute. */
  filePath: string;
  /** A sentence or more. */
  why: string;
}

export interface LintInput {
  /** Absolute. */
  path: string;
  text: string;
}

/**
 * Lints texts with ESLint's `Linter` and our plugin.
 * @throws Error if the user's rules are not rules or have wrong options.
 */
export function lintTexts(inputs: Iterable<LintInput>, options: LintOptions): LintRun {
  const run = new FileLinter(options);
  const results = options.fix ? fixAll([...inputs], run) : Array.from(inputs, (input) => run.lint(input));
  const { warningCount, failures, refusedFixes } = run;
  return { results, requiredFiles: run.requiredFiles(results), warningCount, failures, refusedFixes };
}

/** What may be a comment that sets a rule, perhaps with options that ESLint has to check. */
const settingComment = /(?:eslint|compose-lint)\s+["']?[@\w/-]+["']?\s*:/u;

/** A level without options, as the sets of rules have them. */
function isLevel(entry: Linter.RuleEntry): boolean {
  return (["off", "warn", "error", 0, 1, 2] as readonly unknown[]).includes(entry);
}

/** What the user names is linted wherever it lies; ESLint leaves these folders out by default. */
const lintsAll: Linter.Config = { ignores: ["!**/node_modules/", "!.git/"] };

interface FileConfigs {
  usual: Linter.Config[];
  /** For a text with comments that set rules, whose options ESLint checks. */
  withComments: Linter.Config[];
}

/** Lints one file after the other, each with what is configured for it. */
export class FileLinter {
  readonly #options: LintOptions;
  readonly #linter: WholeLinter;
  readonly #fileSystem: OverlayFileSystem;
  readonly #host: LintHost;
  readonly #plugin: ComposeLintPlugin;
  readonly #configs = new Map<FileConfig, Record<FileKind, FileConfigs>>();
  readonly #required: RequiredFiles;
  /** The file at hand. */
  #path = "";
  /** Fixes of the file at hand that were chosen. */
  #applied = new Map<string, AppliedFix>();
  /** The findings that they are of. */
  #mended: Linter.LintMessage[] = [];
  /** The notes of the file at hand by rule and the place where their finding starts; the last pass counts. */
  #notes = new Map<string, FindingNote>();
  readonly #warnings = new Map<string, number>();
  readonly failures: LintFailure[] = [];
  readonly refusedFixes: RefusedFix[] = [];

  constructor(options: LintOptions) {
    this.#options = options;
    this.#linter = wholeLinter(options.cwd);
    this.#fileSystem = new OverlayFileSystem(options.fileSystem);
    this.#required = new RequiredFiles(options.fileSystem, this.#fileSystem);
    this.#host = {
      fileSystem: this.#fileSystem,
      projectFiles: options.projectFiles ?? new ProjectFileCache(),
      ...(options.scope === undefined ? {} : { scope: options.scope }),
      variables: options.variables,
      writesFiles: options.writesFiles ?? options.fix,
      ...(options.areOnDisk === undefined ? {} : { areOnDisk: options.areOnDisk }),
      takeNote: (note) => {
        const key = `${note.ruleId} ${note.loc.start.line}:${note.loc.start.column + 1}`;
        this.#notes.set(key, { ...this.#notes.get(key), ...note });
      },
    };
    this.#plugin = createPlugin(this.#host);
  }

  /** The warnings of a file as it was linted last, those that `quiet` leaves out too. */
  warningsOf(path: string): number {
    return this.#warnings.get(path) ?? 0;
  }

  get warningCount(): number {
    return [...this.#warnings.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Lints a file. A rule that comes to an exception is left out, so that the others still tell what they find. */
  lint(input: LintInput): FileResult {
    const left = new Set<string>();
    for (;;) {
      try {
        return this.#lintWithout(left, input);
      } catch (error) {
        if (isConfigurationError(error)) throw error;
        const failure = lintFailure(input.path, error);
        this.failures.push(failure);
        if (failure.ruleId === null || left.has(failure.ruleId)) return fileResult(input.path, input.text, [], []);
        left.add(failure.ruleId);
      }
    }
  }

  #lintWithout(left: ReadonlySet<string>, { path, text }: LintInput): FileResult {
    this.#notes = new Map();
    this.#path = path;
    this.#applied = new Map();
    this.#mended = [];
    // Other files of the project see this one as it is linted, not as it is on the disk.
    if (this.#options.areOnDisk !== true) this.#fileSystem.set(path, text);
    const config = this.#configFor({ path, text }, left);
    if (!this.#options.fix) return this.#result(path, text, withShortDirectives(this.#linter.verify(text, config, { filename: path }), text));
    const { fixed, messages, output } = this.#linter.verifyAndFix(text, config, {
      filename: path,
      fix: (message) => this.#acceptFix(message),
    });
    if (!fixed) return this.#result(path, text, withShortDirectives(messages, text));
    const [mended, fixes] = [[...this.#mended], [...this.#applied.values()]];
    const before = this.#judge({ path, text }, config);
    const after = this.#judge({ path, text: output }, config);
    const fault = faultOfFix({ kind: fileKindOf(path, text), before, after, mended, fixes });
    if (fault !== null) {
      this.takeBack({ path, text }, fault);
      return this.#result(path, text, this.#verify({ path, text }, config));
    }
    return { ...this.#result(path, text, after.messages), output, appliedFixes: fixes };
  }

  /** What a file would be found to have without its own fixes, beside the others as they were mended. */
  findingsOf(input: LintInput): readonly Linter.LintMessage[] {
    try {
      return this.#judge(input, this.#configFor(input, new Set())).messages;
    } catch {
      // The same was told when the file was linted.
      return [];
    }
  }

  /** Gives a file its old text back, and leaves out the files that its fixes alone refer to. */
  takeBack({ path, text }: LintInput, why: string): void {
    this.refusedFixes.push({ filePath: path, why });
    this.show({ path, text });
    this.#required.takeBack(path);
  }

  /** A file after `takeBack`: as if it had no fixes. */
  unfixed(input: LintInput): FileResult {
    return this.#result(input.path, input.text, this.#verify(input, this.#configFor(input, new Set())));
  }

  #judge(input: LintInput, config: Linter.Config[]): JudgedText {
    const messages = withMessageLevels(this.#verify(input, config), (ruleId) => this.#rule(ruleId));
    return { text: input.text, messages, model: this.#projectOf(input)?.model ?? null };
  }

  #verify({ path, text }: LintInput, config: Linter.Config[]): Linter.LintMessage[] {
    this.#notes = new Map();
    this.#path = path;
    this.show({ path, text });
    return withShortDirectives(this.#linter.verify(text, config, { filename: path }), text);
  }

  /** Lets all files of the project see a text in the place of the one on the disk. */
  show({ path, text }: LintInput): void {
    this.#fileSystem.set(path, text);
    this.#host.scope?.memory.clear();
  }

  #configFor({ path, text }: LintInput, left: ReadonlySet<string>): Linter.Config[] {
    const fileConfig = this.#options.configOf?.(path) ?? this.#options;
    this.#host.runsOwnRulesOnly = Object.keys(fileConfig.plugins ?? this.#options.plugins ?? {}).length === 0;
    const { usual, withComments } = this.#configsOf(fileConfig)[fileKindOf(path, text)];
    const off = Object.fromEntries(Array.from(left, (ruleId) => [ruleId, "off"] as const));
    return left.size > 0 ? [...withComments, { rules: off }] : settingComment.test(text) ? withComments : usual;
  }

  /** The Compose files that Compose reads for this one, itself among them. */
  filesReadBy(input: LintInput): string[] {
    return [...(this.#projectOf(input)?.files.keys() ?? [])];
  }

  #projectOf({ path, text }: LintInput): LoadedProject | null {
    if (fileKindOf(path, text) === "dockerfile") return null;
    const { projectFiles: cache, variables, scope } = this.#host;
    const fileSystem = new OverlayFileSystem(this.#fileSystem);
    fileSystem.set(path, text);
    try {
      return projectOfFile(cache.fileOf(path, text), { fileSystem, variables, cache, scope: scope ?? null }).project;
    } catch {
      // It comes again when the file is linted, and is told then.
      return null;
    }
  }

  /** The files that are named in an output; a fix may have been chosen and then not applied. */
  requiredFiles(results: readonly FileResult[]): RequiredFile[] {
    const isFixed = results.some(({ output }) => output !== undefined);
    return isFixed ? this.#required.all() : [];
  }

  #configsOf(config: FileConfig): Record<FileKind, FileConfigs> {
    let configs = this.#configs.get(config);
    if (configs === undefined) {
      configs = { compose: this.#configsFor(config, "compose"), dockerfile: this.#configsFor(config, "dockerfile") };
      this.#configs.set(config, configs);
    }
    return configs;
  }

  #configsFor({ set = "recommended", rules = {}, settings, plugins = this.#options.plugins }: FileConfig, kind: FileKind): FileConfigs {
    const levels = set === null ? {} : ruleLevels(set, kind);
    const own = Object.entries(rules)
      .filter(([name]) => name.includes("/") || appliesTo(name, kind))
      .map(([name, entry]) => [name.includes("/") ? name : `compose-lint/${name}`, entry] as const);
    const configWith = (plugin: ComposeLintPlugin): Linter.Config => ({
      files: ["**"],
      plugins: { ...plugins, "compose-lint": plugin },
      language: `compose-lint/${kind}`,
      rules: { ...levels, ...Object.fromEntries(own) },
      settings: { "compose-lint": settings },
      linterOptions: { reportUnusedDisableDirectives: "warn" },
    });
    const unchecked = configWith(withoutSchemas(this.#plugin, rules));
    const needsNoCheck = own.every(([ruleId, entry]) => isLevel(entry) && this.#rule(ruleId) !== undefined);
    return {
      usual: needsNoCheck ? checkedConfig(unchecked) : [lintsAll, unchecked],
      withComments: [lintsAll, configWith(this.#plugin)],
    };
  }

  #result(path: string, text: string, messages: readonly Linter.LintMessage[]): FileResult {
    // Our languages accept every text, so ESLint speaks of a parsing error only where a parser threw. What it calls fatal
    // beside that is a comment that sets a rule and is not JSON: a finding like others.
    const fatal = messages.find((message) => message.fatal === true && message.message.startsWith("Parsing error: "));
    if (fatal !== undefined) throw new Error(fatal.message);
    const levelled = withMessageLevels(messages, (ruleId) => this.#rule(ruleId));
    this.#warnings.set(path, levelled.filter(({ severity }) => severity === 1).length);
    const { quiet = false, keepsWarnings = false } = this.#options;
    const kept = quiet && !keepsWarnings ? levelled.filter(({ severity }) => severity === 2) : levelled;
    const findings = kept.map((message) => this.#withNote(message));
    return fileResult(path, text, findings, this.#linter.getSuppressedMessages());
  }

  #rule(ruleId: string): NonNullable<ComposeLintPlugin["rules"]>[string] | undefined {
    return this.#plugin.rules?.[ruleId.replace("compose-lint/", "")];
  }

  /** A rule of ours, or of a plugin of the user's. */
  #ruleOfAny(ruleId: string | null): NonNullable<ESLint.Plugin["rules"]>[string] | undefined {
    if (ruleId === null) return undefined;
    const { plugins } = this.#options.configOf?.(this.#path) ?? this.#options;
    const [namespace = "", name = ""] = ruleId.split(/\/(?=[^/]*$)/u);
    return this.#rule(ruleId) ?? { ...this.#options.plugins, ...plugins }[namespace]?.rules?.[name];
  }

  #noteOf({ line, column, ruleId }: Linter.LintMessage): FindingNote | undefined {
    return this.#notes.get(`${ruleId ?? ""} ${line}:${column}`);
  }

  #withNote(message: Linter.LintMessage): Finding {
    const { related = [], requiredFile, fixKind } = this.#noteOf(message) ?? {};
    const { suggestions } = message;
    const rule = message.fix === undefined && suggestions === undefined ? undefined : this.#ruleOfAny(message.ruleId);
    const kind = message.fix === undefined ? null : fixKindOf(message, rule, fixKind);
    const finding: Finding = {
      ...message,
      ...(suggestions === undefined ? {} : { suggestions: suggestions.map((suggestion) => withKind(suggestion, rule)) }),
      // Ours are made of what is safe; those about comments, and of other plugins, hold what they were given.
      ...(message.ruleId?.startsWith("compose-lint/") === true ? {} : { message: toldText(message.message) }),
      ...(related.length === 0 ? {} : { relatedLocations: related.map(relatedPlace) }),
      ...(requiredFile === undefined ? {} : { fixWrites: requiredFile.path }),
      ...(kind === null ? {} : { fixKind: kind }),
    };
    if (requiredFile !== undefined) this.#options.takePlannedFile?.(finding, requiredFile);
    return finding;
  }

  #acceptFix(message: Linter.LintMessage): boolean {
    if (this.#options.mayFix?.(message) === false) return false;
    if (this.#options.quiet === true && withMessageLevels([message], (id) => this.#rule(id))[0]?.severity !== 2) {
      return false;
    }
    const { requiredFile: planned, namedFile, fixKind } = this.#noteOf(message) ?? {};
    const rule = this.#ruleOfAny(message.ruleId);
    const kind = fixKindOf(message, rule, fixKind);
    if (!isWantedType(this.#options.fixTypes, rule, kind)) return false;
    const applied = { ruleId: message.ruleId, messageId: message.messageId ?? null, kind };
    this.#applied.set(JSON.stringify(applied), applied);
    this.#mended.push(message);
    if (planned !== undefined) this.#required.add(planned, this.#path);
    else if (namedFile !== undefined) this.#required.addUser(namedFile, this.#path);
    return true;
  }
}
