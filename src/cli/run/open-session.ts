import type { ESLint } from "eslint";
import { NodeFileSystem } from "../../compose/node-file-system.js";
import { SteadyFileSystem } from "../../compose/steady-file-system.js";
import type { Arguments } from "../arguments.js";
import { ReportTargets } from "../formats/report-targets.js";
import type { ReportOfFiles } from "../formats/render-file.js";
import type { Surroundings } from "../main.js";
import type { Output } from "../output.js";
import type { ProjectChoice } from "../project-choice.js";
import { parseRules } from "../rule-option.js";
import { leavesOutWarnings } from "../quiet.js";
import { RunConfiguration } from "../run-configuration.js";
import { LintSession, type SessionOptions } from "./lint-session.js";

/** All that a thread needs to lint what another thread would lint in the same way; it can be handed over. */
export interface SessionPlan {
  given: Arguments;
  surroundings: Surroundings;
  choice: ProjectChoice;
  keepsSource: boolean;
  /** Whether it is wanted on what each result depends. */
  records: boolean;
  /** The reports that are all that is wanted of the results; null where the results are. */
  reports: readonly ReportOfFiles[] | null;
}

/** What a thread may have loaded before. */
export interface Loaded {
  configuration: RunConfiguration;
  rules: Awaited<ReturnType<typeof parseRules>>;
  plugins: Readonly<Record<string, ESLint.Plugin>>;
}

/** Loads what flags and configurations name. */
export async function loadFor(given: Arguments, surroundings: Surroundings, output: Output): Promise<Loaded> {
  const plugins = await loadPlugins(given.values.get("plugin") ?? [], surroundings.cwd);
  const rules = await parseRules(given.values.get("rule") ?? []);
  return { configuration: new RunConfiguration(given, surroundings, output, { rules, plugins }), rules, plugins };
}

export async function openSession(plan: SessionPlan, { configuration, rules, plugins }: Loaded): Promise<LintSession> {
  const { given, surroundings, choice, keepsSource, records, reports } = plan;
  const { cwd, variables } = surroundings;
  // Other threads have reads of their own.
  const targets = new ReportTargets(given, cwd);
  const recording = records ? await startRecording(variables) : null;
  return new LintSession({
    cwd,
    variables,
    fileSystem: targets.noting(new SteadyFileSystem(recording?.fileSystem ?? new NodeFileSystem())),
    targets,
    choice,
    configuration,
    flaggedRules: rules,
    plugins,
    quiet: leavesOutWarnings(given),
    noIgnore: given.switches.has("no-ignore"),
    keepsSource,
    render: reports === null ? null : await (await import("../formats/render-file.js")).rendererFor(reports),
    recording,
  });
}

async function startRecording(variables: Surroundings["variables"]): Promise<SessionOptions["recording"] & { fileSystem: NodeFileSystem }> {
  const { Recorder, recordedVariables } = await import("./recorder.js");
  const { FileStamps } = await import("./file-stamps.js");
  const stamps = new FileStamps();
  const recorder = new Recorder(stamps);
  return { recorder, variables: recordedVariables(variables, recorder), fileSystem: new NodeFileSystem(undefined, stamps.noteOpened) };
}

async function loadPlugins(files: readonly string[], cwd: string): Promise<Record<string, ESLint.Plugin>> {
  if (files.length === 0) return {};
  const { loadPlugin } = await import("../load-plugin.js");
  return Object.fromEntries(await Promise.all(files.map((file) => loadPlugin(file, cwd))));
}
