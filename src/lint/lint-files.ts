import { Linter as UniversalLinter } from "eslint/universal";
import type { Linter } from "eslint";
import { parse as parsePath } from "node:path";
import { OverlayFileSystem } from "../compose/overlay-file-system.js";
import { ProjectFileCache } from "../compose/project-file.js";
import type { FileSystem } from "../compose/file-system.js";
import { fileKindOf, type FileKind } from "../eslint/file-kind.js";
import type { FindingNote, LintHost, RelatedLocation } from "../eslint/lint-host.js";
import { withMessageLevels } from "../eslint/message-level.js";
import { createPlugin, ruleLevels, type ComposeLintPlugin, type ConfigName } from "../eslint/plugin.js";
import type { LintSettings } from "../eslint/settings.js";
import type { ProjectScope } from "../facts/project-scope.js";
import { projectOfFile } from "../facts/project-services.js";
import { fileResult, type FileResult, type Finding, type RelatedPlace } from "./lint-result.js";

export interface LintOptions {
  /** The folder that the run starts in; the files lie on its drive. */
  cwd: string;
  fileSystem: FileSystem;
  settings: LintSettings;
  /** The environment in which Compose would run. */
  variables: Readonly<Record<string, string | undefined>>;
  /** Compose files that were read before; a fresh cache by default. */
  projectFiles?: ProjectFileCache;
  /** What is known of the projects of these files. Without it each is judged in the project of its folder. */
  scope?: ProjectScope;
  /** The rules of this set are on; `recommended` by default. */
  set?: ConfigName;
  /** Rules that the user set, under their short names; their options are checked. */
  rules?: Readonly<Record<string, Linter.RuleEntry>>;
  /** Apply the fixes, to the result's `output`; nothing is written. */
  fix: boolean;
  /** Leave out what is not an error, before fixes are chosen. */
  quiet?: boolean;
}

/** A file that a fix refers to and that must be written before the fixed one. */
export interface RequiredFile {
  path: string;
  text: string;
}

export interface LintRun {
  results: FileResult[];
  /** The files that the applied fixes refer to and that are still to be written, before the results' outputs. */
  requiredFiles: RequiredFile[];
  /** All warnings, those that `quiet` leaves out of the results too. */
  warningCount: number;
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
  const run = new Run(options);
  const results = options.fix ? fixAll([...inputs], run) : Array.from(inputs, (input) => run.lint(input));
  return { results, requiredFiles: run.requiredFiles(results), warningCount: run.warningCount };
}

/**
 * Lints files in the order in which their fixes help each other: what a Compose file extends goes before it, so that no
 * entry is given twice, and Dockerfiles go last, whose containers are judged by the services that were mended.
 */
function fixAll(inputs: readonly LintInput[], run: Run): FileResult[] {
  const results = new Map<LintInput, FileResult | null>();
  const byPath = new Map(inputs.map((input) => [input.path, input]));
  const visit = (input: LintInput): void => {
    if (results.has(input)) return;
    results.set(input, null);
    for (const path of run.filesReadBy(input)) {
      const other = byPath.get(path);
      if (other !== undefined) visit(other);
    }
    results.set(input, run.lint(input));
  };
  const isDockerfile = ({ path, text }: LintInput): boolean => fileKindOf(path, text) === "dockerfile";
  for (const input of inputs) if (!isDockerfile(input)) visit(input);
  for (const input of inputs) if (isDockerfile(input)) results.set(input, run.lint(input));
  return inputs.map((input) => results.get(input)).filter((result) => result != null);
}

/** What ESLint's `Linter` can do and its type declarations leave out. */
type WholeLinter = Omit<Linter, "verifyAndFix"> & {
  getSuppressedMessages(): Linter.SuppressedLintMessage[];
  verifyAndFix(
    text: string,
    config: Linter.Config[],
    options: { filename: string; fix: (message: Linter.LintMessage) => boolean },
  ): Linter.FixReport;
};

/**
 * A fix that writes a file and leaves the text as it is looks to ESLint like one that another fix undoes; it would tell
 * the user to look for rules in conflict.
 */
const silence = { emitCircularFixesWarning: () => undefined, emitInactiveFlagWarning: () => undefined };

class Run {
  readonly #options: LintOptions;
  readonly #linter: WholeLinter;
  readonly #fileSystem: OverlayFileSystem;
  readonly #host: LintHost;
  readonly #plugin: ComposeLintPlugin;
  readonly #configs: Record<FileKind, Linter.Config[]>;
  readonly #required = new Map<string, RequiredFile>();
  /** The notes of the file at hand by rule and the place where their finding starts; the last pass counts. */
  #notes = new Map<string, FindingNote>();
  warningCount = 0;

  constructor(options: LintOptions) {
    this.#options = options;
    // ESLint lints nothing outside its folder; a user may name files anywhere.
    const { root } = parsePath(options.cwd);
    const linterOptions = { cwd: root, warningService: silence };
    this.#linter = new UniversalLinter(linterOptions) as unknown as WholeLinter;
    this.#fileSystem = new OverlayFileSystem(options.fileSystem);
    this.#host = {
      fileSystem: this.#fileSystem,
      projectFiles: options.projectFiles ?? new ProjectFileCache(),
      ...(options.scope === undefined ? {} : { scope: options.scope }),
      variables: options.variables,
      writesFiles: true,
      takeNote: (note) => {
        const key = `${note.ruleId} ${note.loc.start.line}:${note.loc.start.column + 1}`;
        this.#notes.set(key, { ...this.#notes.get(key), ...note });
      },
    };
    this.#plugin = createPlugin(this.#host);
    const plugin = withoutSchemas(this.#plugin, options.rules ?? {});
    this.#configs = { compose: this.#config(plugin, "compose"), dockerfile: this.#config(plugin, "dockerfile") };
  }

  lint({ path, text }: LintInput): FileResult {
    this.#notes.clear();
    // Other files of the project see this one as it is linted, not as it is on the disk.
    this.#fileSystem.set(path, text);
    const config = this.#configs[fileKindOf(path, text)];
    if (!this.#options.fix) return this.#result(path, text, this.#linter.verify(text, config, { filename: path }));
    const { fixed, messages, output } = this.#linter.verifyAndFix(text, config, {
      filename: path,
      fix: (message) => this.#acceptFix(message),
    });
    if (!fixed) return this.#result(path, text, messages);
    this.#fileSystem.set(path, output);
    this.#host.scope?.memory.clear();
    return { ...this.#result(path, text, messages), output };
  }

  /** The Compose files that Compose reads for this one, itself among them. */
  filesReadBy({ path, text }: LintInput): string[] {
    const { projectFiles: cache, variables, scope } = this.#host;
    const fileSystem = new OverlayFileSystem(this.#fileSystem);
    fileSystem.set(path, text);
    const { project } = projectOfFile(cache.fileOf(path, text), { fileSystem, variables, cache, scope: scope ?? null });
    return [...project.files.keys()];
  }

  /** The files that are named in an output; a fix may have been chosen and then not applied. */
  requiredFiles(results: readonly FileResult[]): RequiredFile[] {
    const isFixed = results.some(({ output }) => output !== undefined);
    return isFixed ? [...this.#required.values()] : [];
  }

  #config(plugin: ComposeLintPlugin, kind: FileKind): Linter.Config[] {
    const levels = ruleLevels(this.#options.set ?? "recommended", kind);
    const own = Object.entries(this.#options.rules ?? {}).map(([name, entry]) => [`compose-lint/${name}`, entry]);
    return [
      // What the user names is linted wherever it lies; ESLint leaves these folders out by default.
      { ignores: ["!**/node_modules/", "!.git/"] },
      {
        files: ["**"],
        plugins: { "compose-lint": plugin },
        language: `compose-lint/${kind}`,
        rules: { ...levels, ...(Object.fromEntries(own) as Linter.RulesRecord) },
        settings: { "compose-lint": this.#options.settings },
        linterOptions: { reportUnusedDisableDirectives: "warn" },
      },
    ];
  }

  #result(path: string, text: string, messages: Linter.LintMessage[]): FileResult {
    const levelled = withMessageLevels(messages, (ruleId) => this.#rule(ruleId));
    this.warningCount += levelled.filter(({ severity }) => severity === 1).length;
    const kept = this.#options.quiet === true ? levelled.filter(({ severity }) => severity === 2) : levelled;
    const findings = kept.map((message) => this.#withRelated(message));
    return fileResult(path, text, findings, this.#linter.getSuppressedMessages());
  }

  #rule(ruleId: string): NonNullable<ComposeLintPlugin["rules"]>[string] | undefined {
    return this.#plugin.rules?.[ruleId.replace("compose-lint/", "")];
  }

  #noteOf({ line, column, ruleId }: Linter.LintMessage): FindingNote | undefined {
    return this.#notes.get(`${ruleId ?? ""} ${line}:${column}`);
  }

  #withRelated(message: Linter.LintMessage): Finding {
    const related = this.#noteOf(message)?.related ?? [];
    return related.length === 0 ? message : { ...message, relatedLocations: related.map(relatedPlace) };
  }

  #acceptFix(message: Linter.LintMessage): boolean {
    if (this.#options.quiet === true && withMessageLevels([message], (id) => this.#rule(id))[0]?.severity !== 2) {
      return false;
    }
    const planned = this.#noteOf(message)?.requiredFile;
    if (planned !== undefined) {
      const file: RequiredFile = { path: planned.path, text: planned.text() };
      this.#required.set(file.path, file);
      // The next pass must find the file that the entry names.
      this.#fileSystem.set(file.path, file.text);
    }
    return true;
  }
}

function relatedPlace({ path, loc: { start, end }, message }: RelatedLocation): RelatedPlace {
  return { filePath: path, line: start.line, column: start.column + 1, endLine: end.line, endColumn: end.column + 1, message };
}

/** ESLint loads a schema validator to check rule options. Where the user set none there is nothing to check. */
function withoutSchemas(plugin: ComposeLintPlugin, own: Readonly<Record<string, unknown>>): ComposeLintPlugin {
  const rules = Object.entries(plugin.rules ?? {}).map(([name, rule]) => {
    if (Array.isArray(own[name])) return [name, rule];
    return [name, { ...rule, meta: { ...rule.meta, schema: false } }];
  });
  return { ...plugin, rules: Object.fromEntries(rules) as NonNullable<ComposeLintPlugin["rules"]> };
}
