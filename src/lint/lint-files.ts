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
import { projectHolding, servicesOfFile, type ProjectContext } from "../facts/project-services.js";
import { toldText } from "../text/told-text.js";
import { checkedConfig } from "./checked-config.js";
import { isConfigurationError, lintFailure, type LintFailure } from "./lint-failure.js";
import { FileMender } from "./file-mender.js";
import { fixAll } from "./fix-all.js";
import type { ProjectAtHand } from "./fix-order.js";
import { relatedPlace } from "./related-place.js";
import { wholeLinter, type WholeLinter } from "./whole-linter.js";
import { withoutSchemas } from "./without-schemas.js";
import { fixKindOf, withKind } from "./fix-choice.js";
import { fileResult, type FileResult, type Finding } from "./lint-result.js";

const ourRule = /^compose-lint\/[a-z-]+$/u;

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
  /** Is told of the files that the fix of a finding refers to and that are still to be written. */
  takePlannedFiles?: (finding: Finding, files: readonly PlannedFile[]) => void;
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
  /** Whether it comes of other files that are read with it, so that the rule may be right. */
  isOfOthers?: boolean;
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
  const linter = new FileLinter(options);
  if (!options.fix) {
    const looks = Array.from(inputs, (input) => linter.look(input));
    return { results: looks.map(({ result }) => result), requiredFiles: [], warningCount: warningsOf(looks), failures: linter.failures, refusedFixes: [] };
  }
  const mender = new FileMender(linter, options);
  const fixed = fixAll([...inputs], mender);
  const results = fixed.map(({ result }) => mender.withoutRefused(result));
  const { refusedFixes } = mender;
  return { results, requiredFiles: mender.requiredFiles(results), warningCount: warningsOf(fixed), failures: linter.failures, refusedFixes };
}

function warningsOf(looks: readonly { warnings: number }[]): number {
  return looks.reduce((sum, { warnings }) => sum + warnings, 0);
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

/** A file as it was looked at: what was found in one text of it, with the others as they were then. */
export interface Look {
  input: LintInput;
  /** As ESLint gave them, for the fixes. */
  messages: Linter.LintMessage[];
  /** The same with their levels. */
  levelled: readonly Linter.LintMessage[];
  noteOf: (message: Linter.LintMessage) => FindingNote | undefined;
  result: FileResult;
  /** All warnings, those that `quiet` leaves out too. */
  warnings: number;
}

/** Lints one file after the other, each with what is configured for it. */
export class FileLinter {
  readonly #options: LintOptions;
  readonly #linter: WholeLinter;
  /** What lies above the disk: texts under lint, and files that are still to be written. */
  readonly above: OverlayFileSystem;
  readonly #host: LintHost;
  readonly #plugin: ComposeLintPlugin;
  readonly #configs = new Map<FileConfig, Record<FileKind, FileConfigs>>();
  /** By file, the rules that came to an exception in it. */
  readonly #failed = new Map<string, Set<string | null>>();
  /** The notes of the file at hand by rule and the place where their finding starts. */
  #notes = new Map<string, FindingNote>();
  readonly failures: LintFailure[] = [];

  constructor(options: LintOptions) {
    this.#options = options;
    this.#linter = wholeLinter(options.cwd);
    this.above = new OverlayFileSystem(options.fileSystem);
    this.#host = {
      fileSystem: this.above,
      projectFiles: options.projectFiles ?? new ProjectFileCache(),
      ...(options.scope === undefined ? {} : { scope: options.scope }),
      variables: options.variables,
      writesFiles: options.writesFiles ?? options.fix,
      ...(options.areOnDisk === undefined ? {} : { areOnDisk: options.areOnDisk }),
      takeNote: (note) => {
        const key = `${note.ruleId} ${note.loc.start.line}:${note.loc.start.column + 1}`;
        const known = this.#notes.get(key);
        // Two findings at one place, about two profiles, have their fixes made one after the other: each may write both.
        const requiredFiles = [...(known?.requiredFiles ?? []), ...(note.requiredFiles ?? [])];
        this.#notes.set(key, { ...known, ...note, ...(requiredFiles.length === 0 ? {} : { requiredFiles }) });
      },
    };
    this.#plugin = createPlugin(this.#host);
  }

  /** Lints a file. A rule that comes to an exception is left out from then on, so that the others still tell what they find. */
  look(input: LintInput): Look {
    const failed = this.#failed.get(input.path) ?? new Set();
    for (;;) {
      try {
        return this.#lookWithout(failed, input);
      } catch (error) {
        if (isConfigurationError(error)) throw error;
        const failure = lintFailure(input.path, error);
        const isKnown = failed.has(failure.ruleId);
        if (!isKnown) this.failures.push(failure);
        failed.add(failure.ruleId);
        this.#failed.set(input.path, failed);
        if (failure.ruleId === null || isKnown) return { input, messages: [], levelled: [], noteOf: () => undefined, result: fileResult(input.path, input.text, [], []), warnings: 0 };
      }
    }
  }

  /** Looks at a file whose fixes were refused, for messages that promise none. */
  lookWithRefusedFixes(input: LintInput): Look {
    this.#host.areFixesRefused = true;
    try {
      return this.look(input);
    } finally {
      this.#host.areFixesRefused = false;
    }
  }

  /** Whether nothing is known of what is in a file. */
  hasFailed(path: string): boolean {
    return this.#failed.get(path)?.has(null) === true;
  }

  #lookWithout(failed: ReadonlySet<string | null>, input: LintInput): Look {
    const { path, text } = input;
    const notes = new Map<string, FindingNote>();
    this.#notes = notes;
    // Other files of the project see this one as it is linted, not as it is on the disk.
    if (this.#options.areOnDisk !== true) this.above.set(path, text);
    const messages = this.#linter.verify(text, this.#configFor(input, failed), { filename: path });
    const noteOf = ({ line, column, ruleId }: Linter.LintMessage): FindingNote | undefined => notes.get(`${ruleId ?? ""} ${line}:${column}`);
    const levelled = this.#levelled(input, messages);
    const { quiet = false, keepsWarnings = false } = this.#options;
    const kept = quiet && !keepsWarnings ? levelled.filter(({ severity }) => severity === 2) : levelled;
    const findings = kept.map((message) => this.#findingOf(message, path, noteOf(message)));
    const result = fileResult(path, text, findings, this.#linter.getSuppressedMessages());
    return { input, messages, levelled, noteOf, result, warnings: levelled.filter(({ severity }) => severity === 1).length };
  }

  /** Lets all files of the projects see texts in the place of those on the disk. */
  show(inputs: readonly LintInput[]): void {
    for (const { path, text } of inputs) this.above.set(path, text);
    this.#host.scope?.memory.clear();
  }

  #configFor({ path, text }: LintInput, left: ReadonlySet<string | null>): Linter.Config[] {
    const fileConfig = this.#options.configOf?.(path) ?? this.#options;
    this.#host.runsOwnRulesOnly = Object.keys(fileConfig.plugins ?? this.#options.plugins ?? {}).length === 0;
    const { usual, withComments } = this.#configsOf(fileConfig)[fileKindOf(path, text)];
    const off = Object.fromEntries(Array.from(left, (ruleId) => [ruleId ?? "", "off"] as const));
    return left.size > 0 ? [...withComments, { rules: off }] : text.includes("lint") && settingComment.test(text) ? withComments : usual;
  }

  /** The project in which a Compose file is judged; null for a Dockerfile. */
  projectOf(input: LintInput): ProjectAtHand | null {
    const { path, text } = input;
    if (fileKindOf(path, text) === "dockerfile") return null;
    const { projectFiles: cache, variables, scope } = this.#host;
    const fileSystem = new OverlayFileSystem(this.above);
    fileSystem.set(path, text);
    const context: ProjectContext = { fileSystem, variables, cache, scope: scope ?? null };
    try {
      const file = cache.fileOf(path, text);
      const project = projectHolding(path, context, file);
      return { project, services: () => servicesOfFile(file, project, context), alsoIn: scope?.alsoIn(path) ?? [] };
    } catch {
      // It comes again when the file is linted, and is told then.
      return null;
    }
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

  #levelled({ text }: LintInput, messages: Linter.LintMessage[]): Linter.LintMessage[] {
    // Our languages accept every text, so ESLint speaks of a parsing error only where a parser threw. What it calls fatal
    // beside that is a comment that sets a rule and is not JSON: a finding like others.
    const fatal = messages.find((message) => message.fatal === true && message.message.startsWith("Parsing error: "));
    if (fatal !== undefined) throw new Error(fatal.message);
    return this.withLevels(withShortDirectives(messages, text));
  }

  withLevels(messages: readonly Linter.LintMessage[]): Linter.LintMessage[] {
    return withMessageLevels(messages, (ruleId) => this.#rule(ruleId));
  }

  #rule(ruleId: string): NonNullable<ComposeLintPlugin["rules"]>[string] | undefined {
    return this.#plugin.rules?.[ruleId.replace("compose-lint/", "")];
  }

  /** A rule of ours, or of a plugin of the user's. */
  ruleOfAny(ruleId: string | null, path: string): NonNullable<ESLint.Plugin["rules"]>[string] | undefined {
    if (ruleId === null) return undefined;
    const { plugins } = this.#options.configOf?.(path) ?? this.#options;
    const [namespace = "", name = ""] = ruleId.split(/\/(?=[^/]*$)/u);
    return this.#rule(ruleId) ?? { ...this.#options.plugins, ...plugins }[namespace]?.rules?.[name];
  }

  #findingOf(message: Linter.LintMessage, path: string, { related = [], requiredFiles = [], fixKind }: Partial<FindingNote> = {}): Finding {
    const { suggestions } = message;
    const rule = message.fix === undefined && suggestions === undefined ? undefined : this.ruleOfAny(message.ruleId, path);
    const kind = message.fix === undefined ? null : fixKindOf(message, rule, fixKind);
    const finding: Finding = {
      ...message,
      ...(suggestions === undefined ? {} : { suggestions: suggestions.map((suggestion) => withKind(suggestion, rule)) }),
      // Ours are made of what is safe; those about comments, with the rules that these name, and of other plugins hold what they were given.
      ...(message.ruleId !== null && ourRule.test(message.ruleId) ? {} : { message: toldText(message.message), ruleId: message.ruleId === null ? null : toldText(message.ruleId) }),
      ...(related.length === 0 ? {} : { relatedLocations: related.map(relatedPlace) }),
      ...(requiredFiles[0] === undefined ? {} : { fixWrites: requiredFiles[0].path }),
      ...(kind === null ? {} : { fixKind: kind }),
    };
    if (requiredFiles.length > 0) this.#options.takePlannedFiles?.(finding, requiredFiles);
    return finding;
  }
}
